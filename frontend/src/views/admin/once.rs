//! A link or a token, shown once to be copied.

use leptos::prelude::*;

use crate::state::app;
use crate::text::t;
use crate::views::form::focus_when_shown;
use crate::views::icon::{Glyph, Icon};

#[component]
pub fn Once(
    /// Whom it is for.
    heading: String,
    /// What it is, for who does not see it.
    label: &'static str,
    text: String,
    note: &'static str,
    testid: &'static str,
) -> impl IntoView {
    let app = app();
    let input = NodeRef::new();
    focus_when_shown(input);
    let copied = text.clone();
    view! {
        <p><b>{heading}</b></p>
        <div class="invite-link">
            <input node_ref=input class="input" readonly aria-label=label data-testid=testid prop:value=text
                on:focus={|event| event_target::<web_sys::HtmlInputElement>(&event).select()}/>
            <button class="button main" on:click=move |_| app.copy_text(copied.clone())>
                <Glyph icon=Icon::Copy size=16/> <span>{t().copy}</span>
            </button>
        </div>
        <p class="hint">{note}</p>
    }
}
