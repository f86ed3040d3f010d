//! A new account: the owner's, an invited person's, or anyone's on an open server.

use leptos::prelude::*;
use natter_protocol::account::InviteInfo;
use natter_protocol::command::Register;
use natter_protocol::limits;

use super::behind_link;
use crate::api::calls;
use crate::state::{Door, app};
use crate::text::{s, t};
use crate::views::form::{Form, PasswordField, TextField, WholeWrong, Wrong};

/// `/invite/<code>`: says who invites before it asks for anything.
#[component]
pub fn Invited(door: Door, code: String) -> impl IntoView {
    let asked = code.clone();
    behind_link(
        async move { calls::invite_info(&asked).await },
        t().invite_does_not_work,
        move |info: InviteInfo| {
            let (door, code) = (door.clone(), code.clone());
            view! { <RegisterForm door invite=Some((code, info.invited_by))/> }.into_any()
        },
    )
}

/// `invite` is the code and the name of who invites.
#[component]
pub fn RegisterForm(door: Door, invite: Option<(String, String)>) -> impl IntoView {
    let app = app();
    let display_name = RwSignal::new(String::new());
    let username = RwSignal::new(String::new());
    let password = RwSignal::new(String::new());
    let form = Form::new();
    let server = door.server;
    let owner = server.needs_owner;
    let least = server.rules.password_chars;
    let invited_by = invite.as_ref().map(|(_, by)| by.clone());
    let code = invite.map(|(code, _)| code);
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let found = check(&username.get(), &password.get(), least);
        let name = display_name.get().trim().to_owned();
        let body = Register {
            username: username.get().trim().to_owned(),
            password: password.get(),
            display_name: (!name.is_empty()).then_some(name),
            invite: code.clone(),
        };
        form.send(found, &["display_name", "username", "password"], async move {
            app.signed_in(&calls::register(&body).await?.token);
            app.go("/");
            Ok(())
        });
    };
    let heading = match (&invited_by, owner) {
        (_, true) => t().set_up.to_owned(),
        (Some(by), _) => (t().invites_you)(by, &server.name),
        (None, _) => (t().join_server)(&server.name),
    };
    view! {
        <h1>{heading}</h1>
        <p class="door-note">{if owner { t().set_up_note } else { t().register_note }}</p>
        <form novalidate on:submit=submit data-testid=if owner { "set-up" } else { "register" }>
            <WholeWrong wrong=form.wrong/>
            <TextField
                name="display_name"
                label=t().your_name
                value=display_name
                wrong=form.wrong
                autocomplete="name"
                placeholder=t().your_name_example
                max=limits::DISPLAY_NAME_CHARS
                focus=true
            />
            <TextField
                name="username"
                label=t().username
                value=username
                wrong=form.wrong
                autocomplete="username"
                hint=t().username_hint
                max=limits::USERNAME_CHARS
            />
            <PasswordField
                name="password"
                label=t().password
                value=password
                wrong=form.wrong
                autocomplete="new-password"
                hint=(s().password_hint)(least)
            />
            <button class="button main wide" type="submit" disabled=form.busy data-testid="submit">
                {if owner { t().create_owner } else { t().create_account }}
            </button>
        </form>
        {(!owner).then(|| {
            view! {
                <p class="door-more">
                    {t().have_account} " "
                    <a class="link" href="/" data-testid="to-sign-in">{t().sign_in}</a>
                </p>
            }
        })}
    }
}

/// The server's rules as far as they can be told at once; it has the last word.
fn check(username: &str, password: &str, least: u32) -> Wrong {
    let mut wrong = Wrong::default();
    let name = username.trim();
    let allowed = |c: char| c.is_ascii_alphanumeric() || "._-".contains(c);
    let ends = [name.chars().next(), name.chars().next_back()];
    if name.is_empty() {
        wrong.field("username", t().needed);
    } else if !(2..=limits::USERNAME_CHARS).contains(&name.len())
        || !name.chars().all(allowed)
        || !ends.into_iter().flatten().all(|c| c.is_ascii_alphanumeric())
    {
        wrong.field("username", t().username_hint);
    }
    wrong.short("password", password, least);
    wrong
}
