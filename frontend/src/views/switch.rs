//! Something that is on or off.

use leptos::prelude::*;

#[component]
pub fn Switch(
    text: &'static str,
    #[prop(default = "")] note: &'static str,
    #[prop(into)] on: Signal<bool>,
    /// Told what it is to be.
    #[prop(into)]
    turn: Callback<bool>,
    testid: &'static str,
) -> impl IntoView {
    view! {
        <label class="switch-row">
            <span class="grow">
                <b>{text}</b>
                {(!note.is_empty()).then(|| view! { <small>{note}</small> })}
            </span>
            <input type="checkbox" role="switch" class="switch" data-testid=testid
                prop:checked=on on:change=move |event| turn.run(event_target_checked(&event))/>
        </label>
    }
}
