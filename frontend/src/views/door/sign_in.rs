//! Signing in.

use leptos::prelude::*;
use natter_protocol::Code;
use natter_protocol::account::Registration;
use natter_protocol::command::Login;

use crate::api::calls;
use crate::state::{Door, app};
use crate::text::{s, t};
use crate::views::form::{Form, PasswordField, TextField, WholeWrong, Wrong};

#[component]
pub fn SignIn(door: Door) -> impl IntoView {
    let Door { server, ended, .. } = door;
    let app = app();
    let username = RwSignal::new(String::new());
    let password = RwSignal::new(String::new());
    let form = Form::new();
    // Asked for once the password was right and did not suffice.
    let asked = RwSignal::new(false);
    let code = RwSignal::new(String::new());
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let mut missing = Wrong::default();
        if username.with(|name| name.trim().is_empty()) {
            missing.field("username", t().needed);
        }
        if password.with(String::is_empty) {
            missing.field("password", t().needed);
        }
        let totp = asked.get_untracked().then(|| code.get());
        let body = Login { username: username.get().trim().to_owned(), password: password.get(), totp };
        form.send(missing, &["username", "password", "totp"], async move {
            match calls::login(&body).await {
                Ok(answer) => app.signed_in(&answer.token),
                Err(failure) if failure.is(Code::TotpRequired) => asked.set(true),
                Err(failure) => return Err(failure),
            }
            Ok(())
        });
    };
    view! {
        <h1>{(t().sign_in_to)(&server.name)}</h1>
        {ended.then(|| view! { <p class="door-note" role="status">{t().session_ended}</p> })}
        <form novalidate on:submit=submit data-testid="sign-in">
            <WholeWrong wrong=form.wrong/>
            <TextField name="username" label=t().username value=username wrong=form.wrong autocomplete="username" focus=true/>
            <PasswordField
                name="password"
                label=t().password
                value=password
                wrong=form.wrong
                autocomplete="current-password"
            />
            {move || asked.get().then(|| view! {
                <p class="door-note" role="status" data-testid="totp-asked">{s().totp_needed}</p>
                <TextField name="totp" label=s().totp_code value=code wrong=form.wrong autocomplete="one-time-code" focus=true/>
            })}
            <button class="button main wide" type="submit" disabled=form.busy data-testid="submit">
                {t().sign_in}
            </button>
        </form>
        {match server.rules.registration {
            Registration::Open => {
                view! {
                    <p class="door-more">
                        {t().no_account_yet} " "
                        <a class="link" href="/register" data-testid="to-register">{t().create_account}</a>
                    </p>
                }
                    .into_any()
            }
            Registration::Invite => view! { <p class="door-more">{t().ask_for_invite}</p> }.into_any(),
            Registration::Closed => ().into_any(),
        }}
    }
}
