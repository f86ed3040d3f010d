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

/// Rows that hang on one owner. An owner remembers each that ever hung on it.
const BATCH: u32 = 64;

type Row = OwnedViewState<AnyViewState>;

/// Keeps the rows at the end of `place` in step with a list, and takes them out of it in the end: the element itself may
/// stay and serve the list that comes next.
///
/// The owner of a list that stands for hours would remember every row it ever had: rows hang on batches of owners.
pub fn rows<T, K>(
    place: NodeRef<Div>,
    each: impl Fn() -> Vec<T> + 'static,
    key: impl Fn(&T) -> K + 'static,
    row: impl Fn(T) -> AnyView + 'static,
) where
    T: 'static,
    K: PartialEq + 'static,
{
    let list = Owner::current().unwrap_or_default();
    let mut batch = (list.child(), 0);
    let mut build = move |item| -> Row {
        if batch.1 == BATCH {
            batch = (list.child(), 0);
        }
        batch.1 += 1;
        let owner = batch.0.child();
        let view = owner.with(|| untrack(|| row(item)));
        // The batch is there for as long as one of its rows.
        let batch = batch.0.clone();
        owner.with(|| on_cleanup(move || drop(batch)));
        OwnedView::new_with_owner(view, owner).build()
    };
    let drawn = StoredValue::new_local(Vec::<(K, Row)>::new());
    on_cleanup(move || {
        for (_, mut row) in drawn.try_update_value(std::mem::take).unwrap_or_default() {
            row.unmount();
        }
    });
    Effect::new(move |_| {
        let items = each();
        let Some(place) = place.get() else { return };
        let before = drawn.try_update_value(std::mem::take).unwrap_or_default();
        let wanted: Vec<K> = items.iter().map(&key).collect();
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
            let mut row = kept[at].take().unwrap_or_else(|| build(item));
            let after = &mut kept[at + 1..];
            if !after.iter().flatten().any(|next| next.insert_before_this(&mut row)) {
                row.mount(&place, None);
            }
            kept[at] = Some(row);
        }
        drawn.set_value(wanted.into_iter().zip(kept).filter_map(|(key, row)| Some((key, row?))).collect());
    });
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
