//! `/reset/<code>`: a new password, with a link that an admin made.

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_protocol::administration::PasswordResetInfo;
use natter_protocol::limits;

use crate::api::{Failure, calls};
use crate::state::app;
use crate::text::{problem_text, s, t};
use crate::views::form::{PasswordField, WholeWrong, Wrong};
use crate::views::icon::{Glyph, Icon};

#[component]
pub fn ResetPassword(code: String) -> impl IntoView {
    let info = RwSignal::new(None::<Result<PasswordResetInfo, Failure>>);
    let asked = code.clone();
    spawn_local(async move { info.set(Some(calls::password_reset_info(&asked).await)) });
    move || {
        let code = code.clone();
        match info.get() {
            None => view! { <div class="door-wait" aria-busy="true"></div> }.into_any(),
            Some(Ok(info)) => view! { <NewPassword code info/> }.into_any(),
            Some(Err(failure)) => view! {
                <h1>{s().reset_link_does_not_work}</h1>
                <div class="alert" role="alert" data-testid="form-error">
                    <Glyph icon=Icon::Alert size=16/>
                    <span>{problem_text(&failure)}</span>
                </div>
                <a class="button wide" href="/" data-testid="to-sign-in">{t().sign_in}</a>
            }
            .into_any(),
        }
    }
}

#[component]
fn NewPassword(code: String, info: PasswordResetInfo) -> impl IntoView {
    let app = app();
    let password = RwSignal::new(String::new());
    let wrong = RwSignal::new(Wrong::default());
    let busy = RwSignal::new(false);
    let username = info.username.clone();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let mut short = Wrong::default();
        if password.with(|password| password.chars().count() < limits::PASSWORD_CHARS_MIN) {
            short.field("password", t().password_hint);
        }
        let is_long_enough = short.is_empty();
        wrong.set(short);
        if !is_long_enough || busy.get_untracked() {
            return;
        }
        busy.set(true);
        let (code, given) = (code.clone(), password.get());
        spawn_local(async move {
            match calls::redeem_password_reset(&code, given).await {
                Ok(()) => {
                    app.go("/");
                    app.overlay.notice(s().reset_done);
                }
                Err(failure) => {
                    wrong.set(Wrong::from_failure(&failure, &["password"]));
                    busy.set(false);
                }
            }
        });
    };
    view! {
        <h1>{s().reset_heading}</h1>
        <p class="door-note">{(s().reset_for)(&info.display_name, &info.username)}</p>
        <form novalidate on:submit=submit data-testid="reset">
            <WholeWrong wrong/>
            // For password managers, which otherwise would not know whose it is.
            <input class="unseen" type="text" autocomplete="username" tabindex="-1" aria-hidden="true" readonly
                value=username/>
            <PasswordField name="password" label=s().new_password value=password wrong autocomplete="new-password"
                hint=t().password_hint/>
            <button class="button main wide" type="submit" disabled=busy data-testid="submit">{t().save}</button>
        </form>
    }
}
