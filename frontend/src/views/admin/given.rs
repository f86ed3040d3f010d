//! What was given to a bot, and what is to be given to it next.

use leptos::prelude::*;

use super::Sure;
use crate::text::t;
use crate::views::form::Wrong;
use crate::views::icon::{Glyph, Icon};

/// All of a kind, and below it the form for one more.
#[component]
pub fn Given(
    heading: &'static str,
    rows: Vec<AnyView>,
    /// What to say where there is none.
    none: &'static str,
    children: Children,
) -> impl IntoView {
    let is_empty = rows.is_empty();
    view! {
        <section>
            <h3 class="settings-heading">{heading}</h3>
            <ul class="plain sheet">{rows}</ul>
            {is_empty.then(|| view! { <p class="hint">{none}</p> })}
            {children()}
        </section>
    }
}

/// One of them, with a button that takes it back.
#[component]
pub fn GivenRow(
    icon: Icon,
    name: String,
    #[prop(into)] facts: Signal<String>,
    /// What its button says.
    text: &'static str,
    question: String,
    note: &'static str,
    /// What a test calls it, and what it calls the button.
    testids: (&'static str, &'static str),
    #[prop(into)] take_back: Callback<()>,
) -> impl IntoView {
    let (row, button) = testids;
    view! {
        <li class="sheet-row" data-testid=row>
            <span class="list-mark"><Glyph icon size=16/></span>
            <div class="grow">
                <b class="cut" dir="auto">{name}</b>
                <span class="cut">{facts}</span>
            </div>
            <Sure text question note testid=button does=take_back/>
        </li>
    }
}

/// What something new is for, or that this has to be said.
pub fn purpose(name: RwSignal<String>) -> (String, Wrong) {
    let wanted = name.get().trim().to_owned();
    let mut missing = Wrong::default();
    if wanted.is_empty() {
        missing.field("name", t().needed);
    }
    (wanted, missing)
}
