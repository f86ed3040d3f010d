//! A room's name, topic and people.

use leptos::prelude::*;
use natter_client::RoomState;
use natter_protocol::{RoomId, RoomKind, RoomRole, UserId};

use super::pins::pinned;
use crate::state::{Aspect, Dialog, Pane, PopKind, app};
use crate::text::t;
use crate::views::avatar::Avatar;
use crate::views::icon::{Glyph, Icon};
use crate::views::status::StatusLine;

/// What the header says.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Facts {
    kind: RoomKind,
    icon: Icon,
    name: String,
    topic: String,
    members: u32,
    may_edit: bool,
    /// In a direct room: the others.
    others: Vec<UserId>,
}

#[component]
pub fn Header(room: RoomId) -> impl IntoView {
    let app = app();
    let facts = Memo::new(move |_| {
        app.replica.track(Aspect::People);
        app.replica.read(Aspect::Room(room), |chat| {
            let state: &RoomState = chat.room(room)?;
            let details = state.details();
            let me = chat.me().user.id;
            Some(Facts {
                kind: details.kind,
                icon: Icon::of(details),
                name: chat.room_name(room),
                topic: details.topic.clone(),
                members: state.member_count(),
                may_edit: state.role() >= RoomRole::Moderator && details.kind != RoomKind::Direct,
                others: details.direct_users.iter().copied().filter(|user| *user != me).collect(),
            })
        })?
    });
    let button = NodeRef::<leptos::html::Button>::new();
    let open_menu = move |_| {
        if let Some(button) = button.get() {
            app.overlay.toggle_pop(PopKind::RoomMenu(room), &button);
        }
    };
    let mark = move || {
        facts.get().map(|facts| match (facts.kind, facts.others.first()) {
            (RoomKind::Direct, Some(other)) => {
                view! { <Avatar user=*other size=24 presence=true/> }.into_any()
            }
            _ => view! { <Glyph icon=facts.icon/> }.into_any(),
        })
    };
    let about = move || {
        facts.get().map(|facts| match (&facts.others[..], facts.kind) {
        ([one], RoomKind::Direct) => {
            let one = *one;
            view! { <p class="topic"><StatusLine user=one/></p> }.into_any()
        }
        _ if facts.topic.is_empty() && facts.may_edit => view! {
            <button class="topic add" data-testid="add-topic" on:click=move |_| app.overlay.open(Dialog::EditRoom(room))>
                {t().add_topic}
            </button>
        }.into_any(),
        _ if facts.topic.is_empty() => ().into_any(),
        _ => {
            let whole = facts.topic.clone();
            view! { <p class="topic cut" dir="auto" title=whole data-testid="room-topic">{facts.topic}</p> }.into_any()
        }
    })
    };
    view! {
        <header class="room-head">
            <a class="icon-button back" href="/" aria-label=t().back_to_rooms><Glyph icon=Icon::ChevronLeft/></a>
            <button
                node_ref=button
                class="room-name"
                aria-haspopup="menu"
                aria-expanded=move || app.overlay.is_open(PopKind::RoomMenu(room)).to_string()
                data-testid="room-menu"
                on:click=open_menu
            >
                {mark}
                <h1 class="cut" dir="auto" data-testid="room-name">{move || facts.get().map(|facts| facts.name)}</h1>
                <Glyph icon=Icon::ChevronDown size=16/>
            </button>
            {about}
            <span class="grow"></span>
            <PinsButton room/>
            <button
                class="members-button"
                title=t().members
                aria-pressed=move || (app.overlay.pane.get() == Some(Pane::Members)).to_string()
                data-testid="members"
                on:click=move |_| app.overlay.toggle_pane(Pane::Members)
            >
                <MemberStack room/>
            </button>
            <button
                class="icon-button"
                aria-label=t().search_here
                title=t().search_here
                aria-pressed=move || (app.overlay.pane.get() == Some(Pane::Search)).to_string()
                data-testid="search-here"
                on:click=move |_| match app.overlay.pane.get_untracked() {
                    Some(Pane::Search) => app.overlay.pane.set(None),
                    _ => app.overlay.open_search(Some(app.search_in(room))),
                }
            >
                <Glyph icon=Icon::Search/>
            </button>
        </header>
    }
}

/// The pinned messages, where there are any.
#[component]
fn PinsButton(room: RoomId) -> impl IntoView {
    let app = app();
    // Not known at first, and not any more after a renewed snapshot.
    let is_known = Memo::new(move |_| {
        let known = |chat: &natter_client::Chat| chat.room(room).is_none_or(|room| room.pins().is_loaded());
        app.replica.read(Aspect::Room(room), known) != Some(false)
    });
    Effect::new(move |_| {
        if !is_known.get() {
            app.look_up_pins(room);
        }
    });
    let count = Memo::new(move |_| pinned(app, room));
    move || {
        (count.get() > 0).then(|| {
            view! {
                <button
                    class="pins-button"
                    title=t().pins
                    aria-label=(t().pins_count)(count.get())
                    aria-pressed=(app.overlay.pane.get() == Some(Pane::Pins(room))).to_string()
                    data-testid="pins"
                    on:click=move |_| app.overlay.toggle_pane(Pane::Pins(room))
                >
                    <Glyph icon=Icon::Pin/>
                    <small>{count.get()}</small>
                </button>
            }
        })
    }
}

/// The first few people, and how many there are.
#[component]
fn MemberStack(room: RoomId) -> impl IntoView {
    let app = app();
    let first = Memo::new(move |_| {
        app.replica
            .read(Aspect::Members(room), |chat| {
                let members = chat.room(room)?.members().members();
                Some(members.into_iter().take(3).map(|member| member.user_id).collect::<Vec<_>>())
            })
            .flatten()
            .unwrap_or_default()
    });
    let count =
        move || app.replica.read(Aspect::Room(room), |chat| chat.room(room).map(RoomState::member_count));
    view! {
        <span class="stack">
            <For each=move || first.get() key=|user| *user let:user>
                <Avatar user size=24/>
            </For>
            <small aria-hidden="true" data-testid="member-count">{move || count().flatten()}</small>
            <span class="unseen">{move || count().flatten().map(t().members_count)}</span>
        </span>
    }
}
