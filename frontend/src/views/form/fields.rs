//! What is filled in, with what is wrong with it below.

use leptos::prelude::*;

use super::Wrong;
use crate::text::t;
use crate::views::icon::{Glyph, Icon};

/// A line of text to fill in. `name` is the name of the field in the API.
#[component]
pub fn TextField(
    name: &'static str,
    label: &'static str,
    value: RwSignal<String>,
    wrong: RwSignal<Wrong>,
    #[prop(default = "off")] autocomplete: &'static str,
    #[prop(default = "")] placeholder: &'static str,
    #[prop(optional, into)] hint: String,
    #[prop(default = false)] optional: bool,
    #[prop(default = false)] focus: bool,
    #[prop(optional)] max: Option<usize>,
    /// A whole number is asked for: the least and the most that it may be.
    #[prop(optional)]
    within: Option<(u32, u32)>,
    /// What the page calls it, where it has two of the same name.
    #[prop(optional)]
    id: Option<&'static str>,
) -> impl IntoView {
    let id = id.unwrap_or(name);
    let input = NodeRef::<leptos::html::Input>::new();
    if focus {
        focus_when_shown(input);
    }
    view! {
        <div class="field" class:wrong=move || wrong.with(|w| w.of(name).is_some())>
            <label for=id>
                {label} {optional.then(|| view! { <span class="optional">" · "{t().optional}</span> })}
            </label>
            <input
                node_ref=input
                class="input"
                class:number=within.is_some()
                id=id
                name=name
                type=if within.is_some() { "number" } else { "text" }
                min=within.map(|(least, _)| least.to_string())
                max=within.map(|(_, most)| most.to_string())
                placeholder=placeholder
                autocomplete=autocomplete
                autocapitalize=if matches!(name, "username" | "address") { "none" } else { "sentences" }
                spellcheck="false"
                maxlength=max.map(|max| max.to_string())
                data-testid=id
                aria-invalid=move || wrong.with(|w| w.of(name).is_some()).then_some("true")
                aria-describedby=format!("{id}-note")
                bind:value=value
            />
            <Note id name hint wrong/>
        </div>
    }
}

/// A password to fill in, with an eye to look at it.
#[component]
pub fn PasswordField(
    name: &'static str,
    label: &'static str,
    value: RwSignal<String>,
    wrong: RwSignal<Wrong>,
    autocomplete: &'static str,
    #[prop(optional, into)] hint: String,
) -> impl IntoView {
    let shown = RwSignal::new(false);
    view! {
        <div class="field" class:wrong=move || wrong.with(|w| w.of(name).is_some())>
            <label for=name>{label}</label>
            <div class="with-button">
                <input
                    class="input"
                    id=name
                    name=name
                    type=move || if shown.get() { "text" } else { "password" }
                    autocomplete=autocomplete
                    data-testid=name
                    aria-invalid=move || wrong.with(|w| w.of(name).is_some()).then_some("true")
                    aria-describedby=format!("{name}-note")
                    bind:value=value
                />
                <button
                    type="button"
                    class="icon-button"
                    aria-label=t().show_password
                    aria-pressed=move || shown.get().to_string()
                    on:click=move |_| shown.update(|shown| *shown = !*shown)
                >
                    {move || {
                        let icon = if shown.get() { Icon::EyeOff } else { Icon::Eye };
                        view! { <Glyph icon/> }
                    }}
                </button>
            </div>
            <Note id=name name hint wrong/>
        </div>
    }
}

/// Below a field: what is wrong with it, or else its hint.
#[component]
pub fn Note(
    id: &'static str,
    name: &'static str,
    #[prop(into)] hint: String,
    wrong: RwSignal<Wrong>,
) -> impl IntoView {
    let is_hint = !hint.is_empty();
    let what = move || wrong.with(|w| w.of(name));
    view! {
        <div id=format!("{id}-note") aria-live="polite" hidden=move || !is_hint && what().is_none()>
            {move || match what() {
                Some(what) => {
                    view! {
                        <p class="wrong-note" data-testid=format!("{id}-error")>
                            <Glyph icon=Icon::Alert size=14/>
                            <span>{what}</span>
                        </p>
                    }
                        .into_any()
                }
                None => view! { <p class="hint">{hint.clone()}</p> }.into_any(),
            }}
        </div>
    }
}

/// Focuses an input as soon as it stands in the page.
pub fn focus_when_shown(input: NodeRef<leptos::html::Input>) {
    input.on_load(|input| {
        request_animation_frame(move || {
            let _ = input.focus();
        });
    });
}
