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

/// Several that say what they mean, under what is asked.
#[component]
pub fn Radios<T: Copy + PartialEq + Send + Sync + 'static, const N: usize>(
    legend: &'static str,
    group: &'static str,
    /// What each stands for, its text, a note, and what a test calls it.
    choices: [(T, &'static str, &'static str, &'static str); N],
    chosen: RwSignal<T>,
) -> impl IntoView {
    view! {
        <legend>{legend}</legend>
        <div class="radios">
            {choices.map(|(choice, text, note, testid)| view! {
                <Radio group text note testid chosen=Signal::derive(move || chosen.get() == choice)
                    choose=move |()| chosen.set(choice)/>
            })}
        </div>
    }
}
