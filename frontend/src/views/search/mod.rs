//! The search pane: a field with suggestions, and what was found.

mod chips;
mod field;
mod hit;
mod results;
mod suggest;

use leptos::prelude::*;

use super::pane_head::PaneHead;
use crate::text::t;
use field::Field;
use results::Found;

#[component]
pub fn SearchPane() -> impl IntoView {
    view! {
        <aside class="pane search-pane" aria-label=t().search data-testid="search-pane" data-region="pane">
            <PaneHead title=t().search/>
            <Field/>
            <Found/>
        </aside>
    }
}
