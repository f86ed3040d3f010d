//! Form fields with their errors beside them.

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::icon::{Glyph, Icon};
use crate::api::Failure;
use crate::text::{problem_text, t};

/// What is wrong with a form: with one field each, or with the whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wrong {
    fields: BTreeMap<String, String>,
    whole: Option<String>,
}

impl Wrong {
    pub fn field(&mut self, name: &str, what: impl Into<String>) {
        self.fields.insert(name.to_owned(), what.into());
    }

    pub fn whole(&mut self, what: impl Into<String>) {
        self.whole = Some(what.into());
    }

    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.whole.is_none()
    }

    /// Puts the server's refusal next to its field, if the form shows that field.
    pub fn from_failure(failure: &Failure, shown: &[&str]) -> Self {
        let mut wrong = Self::default();
        let field = failure.problem().and_then(|problem| {
            problem.field.clone().or_else(|| match problem.code {
                natter_protocol::Code::UsernameTaken => Some("username".to_owned()),
                natter_protocol::Code::RoomNameTaken => Some("name".to_owned()),
                _ => None,
            })
        });
        match field {
            Some(field) if shown.contains(&field.as_str()) => wrong.field(&field, problem_text(failure)),
            _ => wrong.whole = Some(problem_text(failure)),
        }
        wrong
    }

    fn of(&self, name: &str) -> Option<String> {
        self.fields.get(name).cloned()
    }
}

/// How the sending of a form goes: what is wrong with it, and whether it is on its way.
#[derive(Debug, Clone, Copy)]
pub struct Form {
    pub wrong: RwSignal<Wrong>,
    pub busy: RwSignal<bool>,
}

impl Form {
    pub fn new() -> Self {
        Self { wrong: RwSignal::new(Wrong::default()), busy: RwSignal::new(false) }
    }

    /// Sends it, unless something was found wrong with it or it is on its way already. What the server refuses is told
    /// at its field, where that is `shown`.
    pub fn send(
        self,
        found: Wrong,
        shown: &'static [&'static str],
        sending: impl Future<Output = Result<(), Failure>> + 'static,
    ) {
        if self.busy.get_untracked() {
            return;
        }
        let is_fine = found.is_empty();
        self.wrong.set(found);
        if !is_fine {
            return;
        }
        self.busy.set(true);
        spawn_local(async move {
            if let Err(failure) = sending.await {
                self.wrong.try_set(Wrong::from_failure(&failure, shown));
            }
            self.busy.try_set(false);
        });
    }
}

/// A line of text to fill in. `name` is the name of the field in the API.
#[component]
pub fn TextField(
    name: &'static str,
    label: &'static str,
    value: RwSignal<String>,
    wrong: RwSignal<Wrong>,
    #[prop(default = "off")] autocomplete: &'static str,
    #[prop(default = "")] placeholder: &'static str,
    #[prop(default = "")] hint: &'static str,
    #[prop(default = false)] optional: bool,
    #[prop(default = false)] focus: bool,
    #[prop(optional)] max: Option<usize>,
) -> impl IntoView {
    let input = NodeRef::<leptos::html::Input>::new();
    if focus {
        focus_when_shown(input);
    }
    view! {
        <div class="field" class:wrong=move || wrong.with(|w| w.of(name).is_some())>
            <label for=name>
                {label} {optional.then(|| view! { <span class="optional">" · "{t().optional}</span> })}
            </label>
            <input
                node_ref=input
                class="input"
                id=name
                name=name
                type="text"
                placeholder=placeholder
                autocomplete=autocomplete
                autocapitalize=if matches!(name, "username" | "address") { "none" } else { "sentences" }
                spellcheck="false"
                maxlength=max.map(|max| max.to_string())
                data-testid=name
                aria-invalid=move || wrong.with(|w| w.of(name).is_some()).then_some("true")
                aria-describedby=format!("{name}-note")
                bind:value=value
            />
            <Note name hint wrong/>
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
    #[prop(default = "")] hint: &'static str,
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
            <Note name hint wrong/>
        </div>
    }
}

/// Below a field: what is wrong with it, or else its hint.
#[component]
fn Note(name: &'static str, hint: &'static str, wrong: RwSignal<Wrong>) -> impl IntoView {
    let what = move || wrong.with(|w| w.of(name));
    view! {
        <div id=format!("{name}-note") aria-live="polite" hidden=move || hint.is_empty() && what().is_none()>
            {move || match what() {
                Some(what) => {
                    view! {
                        <p class="wrong-note" data-testid=format!("{name}-error")>
                            <Glyph icon=Icon::Alert size=14/>
                            <span>{what}</span>
                        </p>
                    }
                        .into_any()
                }
                None => view! { <p class="hint">{hint}</p> }.into_any(),
            }}
        </div>
    }
}

/// What is wrong with the form as a whole.
#[component]
pub fn WholeWrong(wrong: RwSignal<Wrong>) -> impl IntoView {
    move || wrong.with(|w| w.whole.clone()).map(alert)
}

/// Something that stands in the way.
pub fn alert(what: String) -> impl IntoView {
    view! {
        <div class="alert" role="alert" data-testid="form-error">
            <Glyph icon=Icon::Alert size=16/>
            <span>{what}</span>
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
