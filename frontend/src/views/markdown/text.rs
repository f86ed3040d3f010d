//! A text where it is shown, whether something is marked in it or not.

use leptos::prelude::*;

use super::named::Named;
use super::unmarked::{is_unmarked, show_unmarked};
use crate::views::emoji::is_only_emoji;
use crate::views::later::{Part, later_instead};

#[component]
pub fn Text(#[prop(into)] text: Signal<String>, #[prop(into)] named: Signal<Named>) -> impl IntoView {
    let only_emoji =
        Memo::new(move |_| text.with(|text| named.with(|n| is_only_emoji(&n.without_pictures(text)))));
    let shown = move || {
        let text = text.get();
        if is_unmarked(&text) {
            return show_unmarked(&text);
        }
        later_instead(Part::Marked(text.clone(), named), move || show_unmarked(&text))
    };
    view! { <div class="text" class:only-emoji=only_emoji dir="auto">{shown}</div> }.into_any()
}

/// The text in one line without its marks.
pub fn one_line(text: String) -> AnyView {
    let as_it_is = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if is_unmarked(&text) {
        return as_it_is.into_any();
    }
    later_instead(Part::Line(text), move || as_it_is.clone().into_any())
}
