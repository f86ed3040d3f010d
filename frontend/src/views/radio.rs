//! One of several, as cards.

use leptos::prelude::*;

/// A card to choose, with a picture where there is one.
#[component]
pub fn Radio(
    /// The group that it belongs to.
    group: &'static str,
    text: &'static str,
    #[prop(default = "")] note: &'static str,
    #[prop(into)] chosen: Signal<bool>,
    #[prop(into)] choose: Callback<()>,
    testid: &'static str,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <label class="radio" class:chosen=move || chosen.get() data-testid=testid>
            <input type="radio" name=group class="unseen"
                prop:checked=move || chosen.get() on:change=move |_| choose.run(())/>
            {children.map(|children| children())}
            <span class="radio-text">
                <b>{text}</b>
                {(!note.is_empty()).then(|| view! { <small>{note}</small> })}
            </span>
        </label>
    }
}
