//! A long list whose rows come and go.
//!
//! Leptos's own keyed list takes all rows out of the page and puts them back when some come before them: it
//! groups rows that move by as many places, and looks only at the first of them to tell whether the page has to change. The
//! browser then measures every row again. Here a row that keeps its order is not touched.

use leptos::html::Div;
use leptos::prelude::*;
use leptos::tachys::reactive_graph::{OwnedView, OwnedViewState};
use leptos::tachys::view::any_view::AnyViewState;
use leptos::tachys::view::{Mountable, Render};
use web_sys::{Element, IdleDeadline};

use crate::browser::when_idle;

/// Rows that hang on one owner. An owner remembers each that ever hung on it.
const BATCH: u32 = 64;
/// No row is built ahead when the browser has less time than this, in milliseconds.
const SLICE: f64 = 4.0;

type Row = OwnedViewState<AnyViewState>;

/// What a list shows, and how.
pub struct Rows<T, K> {
    /// Read anew whenever a signal in it changes.
    pub each: Box<dyn Fn() -> Vec<T>>,
    /// What comes next at either end, as far as it is known. It is built while the browser has nothing else to do.
    pub next: Box<dyn Fn() -> Vec<T>>,
    pub key: fn(&T) -> K,
    pub row: Box<dyn Fn(T) -> AnyView>,
}

/// Keeps the rows at the end of `place` in step with a list, and takes them out of it in the end: the element itself may
/// stay and serve the list that comes next.
pub fn rows<T, K>(place: NodeRef<Div>, rows: Rows<T, K>)
where
    T: 'static,
    K: PartialEq + 'static,
{
    let Rows { each, next, key, row } = rows;
    let list = StoredValue::new_local(List::new(key, row, next));
    on_cleanup(move || {
        list.try_update_value(List::clear);
    });
    Effect::new(move |_| {
        let items = each();
        let Some(place) = place.get() else { return };
        let looked = list.try_update_value(|list| {
            list.draw(&place, items);
            std::mem::replace(&mut list.looks_ahead, true)
        });
        if looked == Some(false) {
            look_ahead(list);
        }
    });
}

/// Builds what comes next, a little whenever there is time, until all of it is there.
fn look_ahead<T, K>(list: StoredValue<List<T, K>, LocalStorage>)
where
    T: 'static,
    K: PartialEq + 'static,
{
    when_idle(move |idle| {
        // The list may have gone meanwhile.
        let more = list.try_update_value(|list| {
            list.looks_ahead = list.build_ahead(&idle);
            list.looks_ahead
        });
        if more == Some(true) {
            look_ahead(list);
        }
    });
}

struct List<T, K> {
    key: fn(&T) -> K,
    row: Box<dyn Fn(T) -> AnyView>,
    next: Box<dyn Fn() -> Vec<T>>,
    owner: Owner,
    /// What the latest rows hang on, and how many.
    ///
    /// The owner of a list that stands for hours would remember every row it ever had: rows hang on batches of owners.
    batch: (Owner, u32),
    drawn: Vec<(K, Row)>,
    /// Built and not yet drawn.
    ahead: Vec<(K, Row)>,
    /// The browser was asked for time to build more.
    looks_ahead: bool,
}

impl<T, K: PartialEq> List<T, K> {
    fn new(key: fn(&T) -> K, row: Box<dyn Fn(T) -> AnyView>, next: Box<dyn Fn() -> Vec<T>>) -> Self {
        let owner = Owner::current().unwrap_or_default();
        let batch = (owner.child(), 0);
        Self { key, row, next, owner, batch, drawn: Vec::new(), ahead: Vec::new(), looks_ahead: false }
    }

    fn build(&mut self, item: T) -> Row {
        if self.batch.1 == BATCH {
            self.batch = (self.owner.child(), 0);
        }
        self.batch.1 += 1;
        let owner = self.batch.0.child();
        let view = owner.with(|| untrack(|| (self.row)(item)));
        // The batch is there for as long as one of its rows.
        let batch = self.batch.0.clone();
        owner.with(|| on_cleanup(move || drop(batch)));
        OwnedView::new_with_owner(view, owner).build()
    }

    fn built(&mut self, key: &K) -> Option<Row> {
        let at = self.ahead.iter().position(|(ahead, _)| ahead == key)?;
        Some(self.ahead.swap_remove(at).1)
    }

    fn draw(&mut self, place: &Element, items: Vec<T>) {
        let before = std::mem::take(&mut self.drawn);
        let wanted: Vec<K> = items.iter().map(self.key).collect();
        let keys: Vec<&K> = before.iter().map(|(key, _)| key).collect();
        let steps = steps(&keys, &wanted);
        let mut before: Vec<Option<Row>> = before.into_iter().map(|(_, row)| Some(row)).collect();
        let mut kept: Vec<Option<Row>> = steps.iter().map(|step| before[step.drawn()?].take()).collect();
        for mut gone in before.into_iter().flatten() {
            gone.unmount();
        }
        let items = items.into_iter().zip(&steps).enumerate().rev();
        for (at, (item, step)) in items {
            if matches!(step, Step::Stays(_)) {
                continue;
            }
            let moved = kept[at].take();
            let mut row = moved.or_else(|| self.built(&wanted[at])).unwrap_or_else(|| self.build(item));
            let after = &mut kept[at + 1..];
            if !after.iter().flatten().any(|next| next.insert_before_this(&mut row)) {
                row.mount(place, None);
            }
            kept[at] = Some(row);
        }
        self.drawn = wanted.into_iter().zip(kept).filter_map(|(key, row)| Some((key, row?))).collect();
    }

    /// Builds what comes next for as long as the browser has time; says whether there is more of it.
    fn build_ahead(&mut self, idle: &IdleDeadline) -> bool {
        let items = untrack(&self.next);
        let wanted: Vec<K> = items.iter().map(self.key).collect();
        self.ahead.retain(|(key, _)| wanted.contains(key));
        let drawn: Vec<&K> = self.drawn.iter().map(|(key, _)| key).collect();
        let steps = steps(&drawn, &wanted);
        for ((item, key), step) in items.into_iter().zip(wanted).zip(steps) {
            if step.drawn().is_some() || self.ahead.iter().any(|(ahead, _)| *ahead == key) {
                continue;
            }
            if idle.time_remaining() < SLICE {
                return true;
            }
            let row = self.build(item);
            self.ahead.push((key, row));
        }
        false
    }

    fn clear(&mut self) {
        self.ahead.clear();
        for (_, mut row) in self.drawn.drain(..) {
            row.unmount();
        }
    }
}

/// How a row of the list gets to its place; rows that were drawn are told by their place then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Stays(usize),
    Moves(usize),
    Comes,
}

impl Step {
    const fn drawn(self) -> Option<usize> {
        match self {
            Self::Stays(at) | Self::Moves(at) => Some(at),
            Self::Comes => None,
        }
    }
}

/// A step for each row that is wanted. Drawn rows that none of them names go.
fn steps<K: PartialEq>(drawn: &[&K], wanted: &[K]) -> Vec<Step> {
    let mut first_free = 0;
    let step = |key| {
        // Nearly always the next one.
        let next = drawn[first_free..].iter().position(|drawn| *drawn == key).map(|at| first_free + at);
        if let Some(at) = next {
            first_free = at + 1;
            return Step::Stays(at);
        }
        drawn[..first_free].iter().position(|drawn| *drawn == key).map_or(Step::Comes, Step::Moves)
    };
    wanted.iter().map(step).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(drawn: &str, wanted: &str) -> String {
        let (drawn, wanted): (Vec<char>, Vec<char>) = (drawn.chars().collect(), wanted.chars().collect());
        let word = |step: &Step| match step {
            Step::Stays(_) => '.',
            Step::Moves(_) => 'm',
            Step::Comes => '+',
        };
        steps(&drawn.iter().collect::<Vec<_>>(), &wanted).iter().map(word).collect()
    }

    #[test]
    fn rows_that_keep_their_order_stay_where_they_are() {
        assert_eq!(told("cdef", "abcdef"), "++....");
        assert_eq!(told("cdef", "abcd"), "++..", "older ones come, the newest go");
        assert_eq!(told("abcd", "cdef"), "..++");
        assert_eq!(told("abcd", "acxd"), "..+.");
        assert_eq!(told("", "ab"), "++");
        assert_eq!(told("ab", ""), "");
    }

    #[test]
    fn a_row_moves_only_when_others_passed_it() {
        assert_eq!(told("abc", "bca"), "..m");
        assert_eq!(told("abcd", "axdb"), ".+.m");
    }
}
