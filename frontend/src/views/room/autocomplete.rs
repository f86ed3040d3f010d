//! `@` and some letters: whom it may mean.

use leptos::prelude::*;
use natter_client::sort::sort_by_key;
use natter_protocol::{RoomId, RoomKind, User, UserId};

use super::asked::Asked;
use super::composing::Composing;
use super::suggestions::Offers;
use crate::state::{App, Aspect, app};
use crate::text::{lowercase, t};
use crate::views::avatar::Avatar;
use crate::views::handle::handle;
use crate::views::icon::{Glyph, Icon};

const MOST: usize = 8;

/// Whom an `@` and a word may call.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Callee {
    Person(Box<User>),
    /// Many at once, by this word.
    Many(&'static str),
}

impl Callee {
    /// What stands after the `@`.
    fn name(&self) -> &str {
        match self {
            Self::Person(user) => &user.username,
            Self::Many(word) => word,
        }
    }
}

/// The people it may mean: those in the room first, then by name; then the words that call many.
fn candidates(app: App, room: RoomId, letters: &str) -> Vec<Callee> {
    let letters = lowercase(letters);
    app.replica.track(Aspect::People);
    app.replica
        .read(Aspect::Members(room), |chat| {
            let me = chat.me().user.id;
            let members = chat.room(room).map(natter_client::RoomState::members);
            let is_member = |user: UserId| members.is_some_and(|members| members.get(user).is_some());
            let knows_members = members.is_some_and(natter_client::state::MemberList::is_loaded);
            let begins = |user: &User| {
                user.username.starts_with(&letters)
                    || lowercase(&user.display_name).split_whitespace().any(|word| word.starts_with(&letters))
            };
            // Only a member is told of being named.
            let may_be_meant =
                |user: &&User| user.id != me && begins(user) && (is_member(user.id) || !knows_members);
            let mut fit: Vec<User> = chat.users().filter(may_be_meant).cloned().collect();
            sort_by_key(&mut fit, |user| {
                (!user.username.starts_with(&letters), lowercase(&user.display_name))
            });
            fit.truncate(MOST);
            let direct = chat.room(room).is_some_and(|room| room.details().kind == RoomKind::Direct);
            let many =
                ["all", "here", "channel"].into_iter().filter(|word| !direct && word.starts_with(&letters));
            fit.into_iter().map(|user| Callee::Person(Box::new(user))).chain(many.map(Callee::Many)).collect()
        })
        .unwrap_or_default()
}

#[component]
pub fn PeopleList(composing: Composing) -> impl IntoView {
    let app = app();
    let people = Memo::new(move |_| match composing.asked.get() {
        Some(Asked::Person(letters)) => candidates(app, composing.open.room, &letters),
        _ => Vec::new(),
    });
    Offers {
        composing,
        name: t().people,
        testid: "people-names",
        found: people,
        word: |callee| callee.name().to_owned(),
        show,
        accept: |app, composing, callee| composing.accept_name(app, '@', callee.name()),
    }
    .shown()
}

fn show(_: App, callee: Callee) -> AnyView {
    match callee {
        Callee::Person(user) => {
            let User { id, username, display_name, .. } = *user;
            view! {
                <Avatar user=id size=20 presence=true/>
                <b class="cut" dir="auto">{display_name}</b>
                <small>{handle(username)}</small>
            }
            .into_any()
        }
        Callee::Many(word) => view! {
            <Glyph icon=Icon::People/>
            <b>{handle(word.to_owned())}</b>
            <small>{if word == "here" { t().calls_those_here } else { t().calls_everyone }}</small>
        }
        .into_any(),
    }
}
