//! Forms, with what is wrong beside its field.

mod fields;

use std::collections::BTreeMap;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::icon::{Glyph, Icon};
use crate::api::Failure;
use crate::text::{problem_text, s};
pub use fields::{Note, PasswordField, TextField, focus_when_shown};

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

    /// A new password that has fewer characters than the server asks for.
    pub fn short(&mut self, name: &str, password: &str, least: u32) {
        if password.chars().count() < least as usize {
            self.field(name, (s().password_hint)(least));
        }
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
