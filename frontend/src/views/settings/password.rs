//! Another password.

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_protocol::{command, limits};

use crate::api::calls;
use crate::state::app;
use crate::text::{s, t};
use crate::views::form::{PasswordField, WholeWrong, Wrong};

#[component]
pub fn ChangePassword() -> impl IntoView {
    let app = app();
    let current = RwSignal::new(String::new());
    let new = RwSignal::new(String::new());
    let wrong = RwSignal::new(Wrong::default());
    let busy = RwSignal::new(false);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let mut missing = Wrong::default();
        if current.with(String::is_empty) {
            missing.field("current", t().needed);
        }
        if new.with(|new| new.chars().count() < limits::PASSWORD_CHARS_MIN) {
            missing.field("new", t().password_hint);
        }
        let is_complete = missing.is_empty();
        wrong.set(missing);
        if !is_complete || busy.get_untracked() {
            return;
        }
        busy.set(true);
        let body = command::ChangePassword { current: current.get(), new: new.get() };
        spawn_local(async move {
            match calls::change_password(&body).await {
                Ok(()) => {
                    current.set(String::new());
                    new.set(String::new());
                    app.overlay.notice(s().password_changed);
                }
                Err(failure) => wrong.set(Wrong::from_failure(&failure, &["current", "new"])),
            }
            busy.try_set(false);
        });
    };
    view! {
        <p class="dialog-note">{s().password_note}</p>
        <form novalidate on:submit=submit data-testid="password-form">
            <WholeWrong wrong/>
            <PasswordField name="current" label=s().current_password value=current wrong
                autocomplete="current-password"/>
            <PasswordField name="new" label=s().new_password value=new wrong autocomplete="new-password"
                hint=t().password_hint/>
            <div class="group-foot">
                <button class="button main" type="submit" disabled=busy data-testid="save-password">
                    {s().change_password}
                </button>
            </div>
        </form>
    }
}
