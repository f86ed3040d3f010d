//! Another password.

use leptos::prelude::*;
use natter_protocol::{command, limits};

use crate::api::calls;
use crate::state::app;
use crate::text::{s, t};
use crate::views::form::{Form, PasswordField, WholeWrong, Wrong};

#[component]
pub fn ChangePassword() -> impl IntoView {
    let app = app();
    let current = RwSignal::new(String::new());
    let new = RwSignal::new(String::new());
    let form = Form::new();
    let least = app.replica.peek(|chat| chat.server().rules.password_chars);
    let least = least.unwrap_or(limits::PASSWORD_CHARS_MIN);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let mut missing = Wrong::default();
        if current.with(String::is_empty) {
            missing.field("current", t().needed);
        }
        new.with(|new| missing.short("new", new, least));
        let body = command::ChangePassword { current: current.get(), new: new.get() };
        form.send(missing, &["current", "new"], async move {
            calls::change_password(&body).await?;
            current.try_set(String::new());
            new.try_set(String::new());
            app.overlay.notice(s().password_changed);
            Ok(())
        });
    };
    view! {
        <p class="dialog-note">{s().password_note}</p>
        <form novalidate on:submit=submit data-testid="password-form">
            <WholeWrong wrong=form.wrong/>
            <PasswordField name="current" label=s().current_password value=current wrong=form.wrong
                autocomplete="current-password"/>
            <PasswordField name="new" label=s().new_password value=new wrong=form.wrong autocomplete="new-password"
                hint=(s().password_hint)(least)/>
            <div class="group-foot">
                <button class="button main" type="submit" disabled=form.busy data-testid="save-password">
                    {s().change_password}
                </button>
            </div>
        </form>
    }
}
