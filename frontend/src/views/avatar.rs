//! A person at a glance: initials on a colour of their own, and whether they are there.

use leptos::prelude::*;
use natter_protocol::{FileId, Presence, UserId, routes};

use crate::browser::now;
use crate::native;
use crate::state::{Aspect, app};
use crate::text::{t, uppercase};

/// The first letters of the first and the last word.
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let first = words.next();
    let last = words.next_back();
    uppercase(&first.into_iter().chain(last).collect::<String>())
}

/// One of twelve hues, the same for a person everywhere and for ever (FNV-1a over the id).
fn hue(user: UserId) -> u32 {
    let bytes = user.0.0.to_be_bytes();
    let hash =
        bytes.iter().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193));
    (hash >> 8) % 12 * 30 + 20
}

#[component]
pub fn Avatar(
    user: UserId,
    /// In pixels; the style sheet knows 18, 20, 24, 32, 36 and 64.
    #[prop(default = 36)]
    size: u8,
    /// With a dot that says whether the person is there.
    #[prop(default = false)]
    presence: bool,
    /// Of someone whom the replica need not know.
    #[prop(optional, into)]
    name: Option<String>,
) -> impl IntoView {
    let app = app();
    let letters = move || {
        let name = name.clone().or_else(|| app.replica.name_of(user));
        name.map_or_else(|| "?".to_owned(), |name| initials(&name))
    };
    let picture = Memo::new(move |_| app.replica.user(user, |user| user.avatar).flatten());
    view! {
        <span class=format!("avatar s{size}") style=("--hue", hue(user).to_string()) aria-hidden="true">
            {letters}
            {move || picture.get().map(|id| view! { <Picture id/> })}
            {presence.then(|| view! { <PresenceDot user/> })}
        </span>
    }
}

/// Over the letters, which stay until it is there.
#[component]
fn Picture(id: FileId) -> impl IntoView {
    view! { <img src=native::source(routes::avatar(id)) alt="" draggable="false" decoding="async"/> }
}

#[component]
fn PresenceDot(user: UserId) -> impl IntoView {
    let app = app();
    let class = move || match presence_of(app, user) {
        Presence::Online | Presence::Away if is_undisturbed(app, user) => "presence dnd",
        Presence::Online => "presence online",
        Presence::Away => "presence away",
        Presence::Offline => "presence offline",
    };
    view! { <i class=class></i> }
}

pub fn presence_of(app: crate::state::App, user: UserId) -> Presence {
    app.replica.read(Aspect::Presence(user), |chat| chat.presence(user)).unwrap_or(Presence::Offline)
}

/// Whether someone does not want to be disturbed now.
pub fn is_undisturbed(app: crate::state::App, user: UserId) -> bool {
    app.replica.user(user, |user| user.is_undisturbed_at(now())) == Some(true)
}

/// Whether someone is there, and whether to leave them in peace.
pub fn whereabouts(app: crate::state::App, user: UserId) -> &'static str {
    let is_gone = app.replica.user(user, |user| user.deactivated_at.is_some()) == Some(true);
    match presence_of(app, user) {
        _ if is_gone => t().deactivated,
        Presence::Online | Presence::Away if is_undisturbed(app, user) => t().do_not_disturb,
        presence => presence_text(presence),
    }
}

pub fn presence_text(presence: Presence) -> &'static str {
    match presence {
        Presence::Online => t().online,
        Presence::Away => t().away,
        Presence::Offline => t().offline,
    }
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_those_of_the_first_and_last_word() {
        assert_eq!(initials("Ana Duarte"), "AD");
        assert_eq!(initials("ana"), "A");
        assert_eq!(initials("Juan de la Cruz"), "JC");
        assert_eq!(initials("(Bo) Lindqvist"), "BL");
        assert_eq!(initials("李 小龍"), "李小");
    }
}
