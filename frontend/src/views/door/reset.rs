//! `/reset/<code>`: a new password, with a link that an admin made.

use leptos::prelude::*;
use natter_protocol::administration::PasswordResetInfo;

use super::behind_link;
use crate::api::calls;
use crate::state::app;
use crate::text::{s, t};
use crate::views::form::{Form, PasswordField, WholeWrong, Wrong};

#[component]
pub fn ResetPassword(
    code: String,
    /// Characters that a password has here at least.
    least: u32,
) -> impl IntoView {
    let asked = code.clone();
    behind_link(
        async move { calls::password_reset_info(&asked).await },
        s().reset_link_does_not_work,
        move |info| view! { <NewPassword code=code.clone() info least/> }.into_any(),
    )
}

#[component]
fn NewPassword(code: String, info: PasswordResetInfo, least: u32) -> impl IntoView {
    let app = app();
    let password = RwSignal::new(String::new());
    let form = Form::new();
    let username = info.username.clone();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let mut short = Wrong::default();
        password.with(|password| short.short("password", password, least));
        let (code, given) = (code.clone(), password.get());
        form.send(short, &["password"], async move {
            calls::redeem_password_reset(&code, given).await?;
            app.go("/");
            app.overlay.notice(s().reset_done);
            Ok(())
        });
    };
    view! {
        <h1>{s().reset_heading}</h1>
        <p class="door-note">{(s().reset_for)(&info.display_name, &info.username)}</p>
        <form novalidate on:submit=submit data-testid="reset">
            <WholeWrong wrong=form.wrong/>
            // For password managers, which otherwise would not know whose it is.
            <input class="unseen" type="text" autocomplete="username" tabindex="-1" aria-hidden="true" readonly
                value=username/>
            <PasswordField name="password" label=s().new_password value=password wrong=form.wrong autocomplete="new-password"
                hint=(s().password_hint)(least)/>
            <button class="button main wide" type="submit" disabled=form.busy data-testid="submit">{t().save}</button>
        </form>
    }
}
