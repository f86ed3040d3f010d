//! The rooms in the sidebar.

use leptos::prelude::*;
use natter_client::format::count;
use natter_client::sort::sort_by_key;
use natter_client::{Chat, RoomState};
use natter_protocol::{Millis, RoomId, RoomKind, UserId};

use super::long_list::LongList;
use crate::browser::now;
use crate::state::{Aspect, Dialog, PopKind, app};
use crate::text::{lowercase, t};
use crate::views::app::current_room;
use crate::views::avatar::{Avatar, whereabouts};
use crate::views::icon::{Glyph, Icon};
use crate::views::later::{Part, later};
use crate::views::status::StatusMark;

/// What the sidebar says of a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub room: RoomId,
    pub kind: RoomKind,
    pub name: String,
    pub unread: u32,
    pub mentions: u32,
    /// How much of it is addressed to the person.
    pub badge: u32,
    /// It stands out: unread and not muted, or it names the person.
    pub calls: bool,
    pub starred: bool,
    pub muted: bool,
    pub archived: bool,
    /// In a direct room: one of the other people.
    pub other: Option<UserId>,
    pub last_at: Option<Millis>,
}

impl Entry {
    fn of(chat: &Chat, state: &RoomState) -> Self {
        let details = state.details();
        let me = chat.me().user.id;
        let other = details.direct_users.iter().find(|user| **user != me).or(details.direct_users.first());
        Self {
            room: details.id,
            kind: details.kind,
            name: chat.room_name(details.id),
            unread: state.unread(),
            mentions: state.mentions(),
            badge: state.badge(now()),
            calls: state.is_calling(now()),
            starred: state.prefs().starred,
            muted: state.prefs().is_muted(now()),
            archived: details.archived_at.is_some(),
            other: other.copied(),
            last_at: state.last_at(),
        }
    }
}

/// The rooms as they stand in the sidebar.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Groups {
    pub starred: Vec<Entry>,
    pub channels: Vec<Entry>,
    pub direct: Vec<Entry>,
}

impl Groups {
    /// From top to bottom.
    pub fn all(self) -> impl Iterator<Item = Entry> {
        self.starred.into_iter().chain(self.channels).chain(self.direct)
    }
}

/// Channels by name, then direct rooms, the latest first: the order in the sidebar and for the keys. What
/// is starred stands above both.
pub fn entries(chat: &Chat) -> Groups {
    let all = chat.rooms().map(|state| Entry::of(chat, state));
    let (mut starred, others): (Vec<_>, Vec<_>) = all.partition(|entry| entry.starred);
    let (mut direct, mut channels): (Vec<_>, Vec<_>) =
        others.into_iter().partition(|entry| entry.kind == RoomKind::Direct);
    let by_name = |entry: &Entry| (entry.kind == RoomKind::Direct, lowercase(&entry.name), entry.room);
    sort_by_key(&mut starred, by_name);
    sort_by_key(&mut channels, by_name);
    sort_by_key(&mut direct, |entry| (std::cmp::Reverse(entry.last_at), entry.room));
    Groups { starred, channels, direct }
}

#[component]
pub fn RoomRows() -> impl IntoView {
    let app = app();
    let all = Memo::new(move |_| {
        app.replica.track(Aspect::People);
        app.replica.read(Aspect::Rooms, entries).unwrap_or_default()
    });
    let plus = NodeRef::<leptos::html::Button>::new();
    let add_room = move |_| {
        if let Some(button) = plus.get() {
            app.overlay.toggle_pop(PopKind::AddRoom, &button);
        }
    };
    let has_starred = Memo::new(move |_| all.with(|all| !all.starred.is_empty()));
    let has_channels = Memo::new(move |_| all.with(|all| !all.channels.is_empty()));
    view! {
        {move || has_starred.get().then(|| view! {
            <div class="side-group"><h2>{t().starred}</h2></div>
            <LongList all which=|all| &all.starred name="starred"/>
        })}
        <div class="side-group">
            <h2>{t().channels}</h2>
            <button
                node_ref=plus
                class="icon-button small"
                aria-label=t().add_channels
                title=t().add_channels
                aria-haspopup="menu"
                aria-expanded=move || app.overlay.is_open(PopKind::AddRoom).to_string()
                data-testid="add-room"
                on:click=add_room
            >
                <Glyph icon=Icon::Plus size=16/>
            </button>
        </div>
        <LongList all which=|all| &all.channels name="channels"/>
        {move || (!has_channels.get() && !has_starred.get()).then(|| view! {
            <button class="row hint-row" on:click=move |_| app.overlay.open(Dialog::Browse)>
                <Glyph icon=Icon::Compass/>
                <span class="cut">{t().browse_channels}</span>
            </button>
        })}
        <div class="side-group">
            <h2>{t().direct_messages}</h2>
            <button
                class="icon-button small"
                aria-label=t().new_message
                title=t().new_message
                data-testid="add-direct"
                on:click=move |_| app.overlay.open(Dialog::NewDirect)
            >
                <Glyph icon=Icon::Plus size=16/>
            </button>
        </div>
        <LongList all which=|all| &all.direct name="directs"/>
        {later(Part::InviteRow)}
    }
}

/// What is said of it changes in place: with every message of the room, that is.
#[component]
pub fn RoomRow(entry: Entry) -> impl IntoView {
    let app = app();
    let current = current_room();
    let Entry { room, kind, other, archived, .. } = entry;
    let is_open = move || current.get() == Some(room);
    let entry = Memo::new(move |before: Option<&Entry>| {
        app.replica.track(Aspect::People);
        let now =
            app.replica.read(Aspect::Room(room), |chat| Some(Entry::of(chat, chat.room(room)?))).flatten();
        now.or_else(|| before.cloned()).unwrap_or_else(|| entry.clone())
    });
    let mark = match (kind, other) {
        (RoomKind::Direct, Some(other)) => view! { <Avatar user=other size=20 presence=true/> }.into_any(),
        (kind, _) => {
            let icon = if archived { Icon::Archive } else { Icon::of_room(kind) };
            view! { <Glyph icon size=16/> }.into_any()
        }
    };
    let partner = other.filter(|_| kind == RoomKind::Direct);
    let spoken = move || {
        let here = partner.map(|user| whereabouts(app, user));
        entry.with(|entry| (t().room_spoken)(here, entry.calls, entry.muted, entry.badge))
    };
    view! {
        <li>
            <a
                class="row"
                class:unread=move || entry.with(|entry| entry.calls)
                class:muted=move || entry.with(|entry| entry.muted)
                class:archived=archived
                class:active=is_open
                aria-current=move || is_open().then_some("page")
                href=format!("/r/{room}")
                data-testid="room-row"
                data-room-id=room.to_string()
                data-unread=move || entry.with(|entry| entry.unread.to_string())
                data-mentions=move || entry.with(|entry| entry.mentions.to_string())
                data-muted=move || entry.with(|entry| entry.muted).then_some("true")
            >
                {mark}
                <span class="cut" dir="auto">{move || entry.with(|entry| entry.name.clone())}</span>
                {partner.map(|user| view! { <StatusMark user/> })}
                <span class="unseen">{spoken}</span>
                {move || (app.drafts.has((room, None)) && !is_open()).then(|| view! {
                    <span class="draft" title=t().draft><Glyph icon=Icon::Pencil size=14/></span>
                })}
                {move || entry.with(|entry| entry.muted).then(|| view! {
                    <span class="quiet" title=t().muted><Glyph icon=Icon::BellOff size=14/></span>
                })}
                {move || Some(entry.with(|entry| entry.badge)).filter(|badge| *badge > 0).map(|badge| view! {
                    <em class="badge" aria-hidden="true">{count(badge)}</em>
                })}
            </a>
        </li>
    }
}
