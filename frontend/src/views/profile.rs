//! Someone at a glance, beside what was pressed.

use leptos::prelude::*;
use natter_protocol::{ServerRole, UserId};
use wasm_bindgen::JsCast as _;

use super::avatar::{Avatar, whereabouts};
use super::handle::handle;
use super::icon::{Glyph, Icon};
use super::status::{bot_mark, status_of};
use crate::browser::now;
use crate::state::{App, PopKind, SettingsPage, app};
use crate::text::{clock, clock_in, day_of, s, t};

/// Opens someone's card beside what was pressed.
pub fn open_profile(app: App, user: UserId, event: &web_sys::Event) {
    let pressed = event.current_target().or_else(|| event.target());
    if let Some(element) = pressed.and_then(|target| target.dyn_into::<web_sys::Element>().ok()) {
        app.overlay.toggle_pop(PopKind::Profile(user), &element);
    }
}

#[component]
pub fn ProfileCard(user: UserId) -> impl IntoView {
    let app = app();
    let Some(person) = app.replica.peek(|chat| chat.user(user).cloned()).flatten() else {
        return view! { <p class="pop-text">{t().someone}</p> }.into_any();
    };
    let is_me = app.replica.me() == Some(user);
    let gone = person.deactivated_at.is_some();
    let role = match person.role {
        ServerRole::Owner => Some(s().server_owner),
        ServerRole::Admin => Some(s().server_admin),
        ServerRole::Member => None,
    };
    let is_bot = person.bot;
    // A program is nowhere, and as good at any hour.
    let local = person.time_zone.as_deref().filter(|_| !is_bot).and_then(|zone| clock_in(zone, now()));
    let status = move || {
        status_of(app, user).map(|status| {
            let until = status.expires_at.map(|end| (s().until)(&format!("{}, {}", day_of(end), clock(end))));
            view! {
                <p class="profile-status" dir="auto" data-testid="profile-status">
                    {status.emoji} " " {status.text}
                    {until.map(|until| view! { <small>{until}</small> })}
                </p>
            }
        })
    };
    view! {
        <div class="profile" data-testid="profile-card">
            <Avatar user size=64 presence=!gone && !is_bot/>
            <h3 dir="auto">{person.display_name} {is_bot.then(|| view! { " " {bot_mark()} })}</h3>
            <p class="quiet">
                {handle(person.username)} {person.pronouns.map(|pronouns| format!(" · {pronouns}"))}
            </p>
            {person.title.map(|title| view! { <p dir="auto">{title}</p> })}
            {status}
            <ul class="plain profile-facts">
                {(gone || !is_bot).then(|| view! { <li>{move || whereabouts(app, user)}</li> })}
                {local.map(|local| view! { <li>{s().local_time} " " <time>{local}</time></li> })}
                {role.map(|role| view! { <li>{role}</li> })}
            </ul>
            {if is_me {
                view! {
                    <button class="button wide" data-testid="edit-profile"
                        on:click=move |_| app.overlay.open_settings(Some(SettingsPage::Profile))>
                        {s().edit_profile}
                    </button>
                }.into_any()
            } else if gone {
                ().into_any()
            } else {
                view! {
                    <button class="button main wide" data-testid="profile-message" on:click=move |_| {
                        app.overlay.pop.set(None);
                        app.open_direct(vec![user]);
                    }>
                        <Glyph icon=Icon::Message size=16/>
                        {t().send_message}
                    </button>
                }.into_any()
            }}
        </div>
    }
    .into_any()
}
