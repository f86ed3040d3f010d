//! Settings: a list of pages and the one that is open; where it is narrow, one after the other.

mod appearance;
mod email;
mod enrol;
mod keyboard;
mod language;
mod notifications;
mod password;
mod profile;
mod sessions;
mod two_factor;

use leptos::prelude::*;
use natter_protocol::ServerRole;

use super::admin::{
    AuditLog, EmojiPage, Integrations, InvitationList, PeopleList, PolicyPage, RoomsList, ServerPage,
};
use super::icon::{Glyph, Icon};
use crate::state::{App, SettingsPage as Page, app};
use crate::text::{a, s, t};
use appearance::Appearance;
pub use enrol::{Enrol, Recovery};
use keyboard::Keyboard;
use language::LanguageAndTime;
use notifications::NotificationRules;
use password::ChangePassword;
use profile::EditProfile;
use sessions::Sessions;
use two_factor::TwoFactor;

type Entry = (Page, Icon, &'static str, &'static str);

/// The pages by group, with what a test calls each.
fn groups(app: App) -> Vec<(&'static str, Vec<Entry>)> {
    let mut groups = vec![
        (
            s().account,
            vec![
                (Page::Profile, Icon::Person, s().profile, "settings-profile"),
                (Page::Password, Icon::Lock, s().change_password, "settings-password"),
                (Page::TwoFactor, Icon::Shield, s().two_factor, "settings-two-factor"),
                (Page::Notifications, Icon::Bell, t().notifications, "settings-notifications"),
                (Page::Sessions, Icon::Monitor, s().sessions, "settings-sessions"),
            ],
        ),
        (
            s().this_device,
            vec![
                (Page::Appearance, Icon::Sun, s().appearance, "settings-appearance"),
                (Page::Language, Icon::Globe, s().language_and_time, "settings-language"),
                (Page::Keyboard, Icon::Keyboard, s().keyboard, "settings-keyboard"),
            ],
        ),
    ];
    let role = app.replica.peek(|chat| chat.me().user.role);
    if role.is_some_and(|role| role >= ServerRole::Admin) {
        groups.push((
            a().administration,
            vec![
                (Page::People, Icon::People, a().people, "settings-people"),
                (Page::Invitations, Icon::InvitePeople, a().invitations, "settings-invitations"),
                (Page::Rooms, Icon::Hash, a().rooms, "settings-rooms"),
                (Page::Emoji, Icon::Smile, a().emoji_page, "settings-emoji"),
                (Page::Integrations, Icon::Bot, a().integrations, "settings-integrations"),
                (Page::Server, Icon::Settings, a().server, "settings-server"),
                (Page::Policy, Icon::Scale, a().policy, "settings-policy"),
                (Page::Audit, Icon::List, a().audit, "settings-audit"),
            ],
        ));
    }
    groups
}

#[component]
pub fn SettingsDialog() -> impl IntoView {
    let app = app();
    let page = app.overlay.settings_page;
    let groups = groups(app);
    let titles: Vec<(Page, &'static str)> =
        groups.iter().flat_map(|(_, pages)| pages.iter().map(|(page, _, text, _)| (*page, *text))).collect();
    let title = move || {
        let open = page.get().unwrap_or(Page::Profile);
        titles.iter().find(|(page, _)| *page == open).map_or("", |(_, text)| *text)
    };
    view! {
        <div class="settings" class:has-page=move || page.get().is_some()>
            <nav class="settings-nav" aria-labelledby="dialog-title">
                <header>
                    <h2 id="dialog-title">{t().settings}</h2>
                    <Close testid="close-settings"/>
                </header>
                {groups.into_iter().map(|(heading, pages)| view! {
                    <h3>{heading}</h3>
                    {pages.into_iter().map(|(to, icon, text, testid)| view! {
                        <button
                            class="settings-link"
                            aria-current=move || (page.get().unwrap_or(Page::Profile) == to).then_some("page")
                            data-testid=testid
                            on:click=move |_| page.set(Some(to))
                        >
                            <Glyph icon size=16/>
                            <span class="cut">{text}</span>
                        </button>
                    }).collect_view()}
                }).collect_view()}
            </nav>
            <section class="settings-page">
                <header>
                    <button class="icon-button back" aria-label=s().back data-testid="settings-back"
                        on:click=move |_| page.set(None)>
                        <Glyph icon=Icon::ChevronLeft/>
                    </button>
                    <h2 class="cut">{title}</h2>
                    <Close testid="close-settings-page"/>
                </header>
                <div class="settings-body">
                    {move || match page.get().unwrap_or(Page::Profile) {
                        Page::Profile => view! { <EditProfile/> }.into_any(),
                        Page::Password => view! { <ChangePassword/> }.into_any(),
                        Page::TwoFactor => view! { <TwoFactor/> }.into_any(),
                        Page::Sessions => view! { <Sessions/> }.into_any(),
                        Page::Appearance => view! { <Appearance/> }.into_any(),
                        Page::Language => view! { <LanguageAndTime/> }.into_any(),
                        Page::Keyboard => view! { <Keyboard/> }.into_any(),
                        Page::Notifications => view! { <NotificationRules/> }.into_any(),
                        Page::People => view! { <PeopleList/> }.into_any(),
                        Page::Invitations => view! { <InvitationList/> }.into_any(),
                        Page::Rooms => view! { <RoomsList/> }.into_any(),
                        Page::Emoji => view! { <EmojiPage/> }.into_any(),
                        Page::Integrations => view! { <Integrations/> }.into_any(),
                        Page::Server => view! { <ServerPage/> }.into_any(),
                        Page::Policy => view! { <PolicyPage/> }.into_any(),
                        Page::Audit => view! { <AuditLog/> }.into_any(),
                    }}
                </div>
            </section>
        </div>
    }
}

#[component]
fn Close(testid: &'static str) -> impl IntoView {
    let app = app();
    view! {
        <button class="icon-button" aria-label=t().close data-testid=testid
            on:click=move |_| app.overlay.close_dialog()>
            <Glyph icon=Icon::Close/>
        </button>
    }
}
