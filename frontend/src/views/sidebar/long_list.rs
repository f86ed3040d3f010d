//! A list of rooms of which, when it is long, only those near what is seen are on the page. A browser takes seconds to
//! draw thousands of them, and looks at them all again whenever a dialog opens or closes.

use leptos::html::Ul;
use leptos::prelude::*;
use web_sys::HtmlElement;

use super::room_rows::{Entry, Groups, RoomRow};

/// Up to so many are all on the page.
const SHORT: usize = 150;
/// Rows that come and go together.
const STEP: usize = 25;
/// Pixels of a row until there is one to be measured.
const ROW: f64 = 30.0;

/// Told when the sidebar was scrolled, or its rows became another size.
#[derive(Debug, Clone, Copy)]
pub struct Moved(pub RwSignal<()>);

/// The rows that are on the page, and pixels for those before and after them: whole ones, since to write others takes
/// more of a program than the rest of this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    from: usize,
    to: usize,
    before: usize,
    after: usize,
}

impl Span {
    /// What is seen of so many rows, and as much again before and after it. The list begins `top` pixels below the
    /// upper edge of what shows `height` of it.
    fn around(count: usize, row: f64, top: f64, height: f64) -> Self {
        let at = |pixels: f64| (pixels / row).max(0.0) as usize / STEP * STEP;
        let from = at(-top - height).min(count.saturating_sub(STEP));
        let to = (at(2.0 * height - top) + STEP).clamp(from + STEP, count.max(from + STEP)).min(count);
        let pixels = |rows: usize| (row * rows as f64) as usize;
        Self { from, to, before: pixels(from), after: pixels(count - to) }
    }

    fn of(list: &HtmlElement, count: usize) -> Self {
        let row = list.first_element_child().map_or(ROW, |row| row.get_bounding_client_rect().height());
        let Some(scroller) = list.parent_element() else { return Self::around(count, ROW, 0.0, 0.0) };
        let seen = scroller.get_bounding_client_rect();
        let top = list.get_bounding_client_rect().top() - seen.top();
        Self::around(count, if row > 0.0 { row } else { ROW }, top, seen.height())
    }
}

#[component]
pub fn LongList(all: Memo<Groups>, which: fn(&Groups) -> &Vec<Entry>, name: &'static str) -> impl IntoView {
    let moved = expect_context::<Moved>().0;
    let list = NodeRef::<Ul>::new();
    let span = Memo::new(move |_| {
        let count = all.with(|all| which(all).len());
        if count <= SHORT {
            return Span { from: 0, to: count, before: 0, after: 0 };
        }
        moved.track();
        list.get().map_or_else(|| Span::around(count, ROW, 0.0, 0.0), |list| Span::of(&list, count))
    });
    let rows = move || {
        let Span { from, to, .. } = span.get();
        all.with(|all| which(all).get(from..to).map(<[Entry]>::to_vec)).unwrap_or_default()
    };
    let space = move || span.with(|span| format!("{}px {}px", span.before, span.after));
    let key = |entry: &Entry| (entry.room, entry.kind, entry.other, entry.archived);
    view! {
        <ul node_ref=list class="plain" style=("padding-block", space) data-testid=name>
            <For each=rows key=key let:entry>
                <RoomRow entry/>
            </For>
        </ul>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::Span;

    fn rows(count: usize, top: f64) -> (usize, usize) {
        let span = Span::around(count, 30.0, top, 600.0);
        let whole = span.before + 30 * (span.to - span.from) + span.after;
        assert_eq!(whole, 30 * count, "the list is as high as all its rows");
        (span.from, span.to)
    }

    #[test]
    fn what_is_seen_is_on_the_page_and_as_much_again_around_it() {
        assert_eq!(rows(2_000, 100.0), (0, 50));
        assert_eq!(rows(2_000, -3_000.0), (75, 150));
        assert_eq!(rows(2_000, -59_400.0), (1_950, 2_000));
        assert_eq!(rows(2_000, 5_000.0), (0, 25), "below what is seen");
        assert_eq!(rows(2_000, -90_000.0), (1_975, 2_000), "above it");
        for top in (-60_000..1_000).step_by(7) {
            let (from, to) = rows(2_000, f64::from(top));
            let seen = |pixels: i32| (f64::from(pixels - top) / 30.0).clamp(0.0, 2_000.0);
            assert!(from as f64 <= seen(0) && seen(600) <= to as f64, "{top}: {from} to {to}");
        }
    }
}
