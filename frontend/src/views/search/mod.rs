//! The search pane: a field with suggestions, and what was found.

mod chips;
mod field;
mod hit;
mod results;
mod suggest;

use leptos::prelude::*;

use super::icon::{Glyph, Icon};
use crate::state::app;
use crate::text::t;
use field::Field;
use results::Found;

#[component]
pub fn SearchPane() -> impl IntoView {
    let app = app();
    view! {
        <aside class="pane search-pane" aria-label=t().search data-testid="search-pane" data-region="pane">
            <header class="room-head">
                <h2>{t().search}</h2>
                <span class="grow"></span>
                <button class="icon-button" aria-label=t().close data-testid="close-pane"
                    on:click=move |_| app.overlay.pane.set(None)>
                    <Glyph icon=Icon::Close/>
                </button>
            </header>
            <Field/>
            <Found/>
        </aside>
    }
}
