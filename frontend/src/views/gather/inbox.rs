//! What is unread, room by room.

use std::cmp::Reverse;

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_client::format::count;
use natter_client::{Chat, RoomState};
use natter_protocol::{Message, RoomId};

use super::card::Card;
use super::reminders::Reminders;
use super::{Frame, Nothing};
use crate::browser::now;
use crate::state::{App, Aspect, Gathering, app};
use crate::text::t;
use crate::views::icon::{Glyph, Icon};

/// Messages shown of one room; the rest is a click away.
const NEWEST: usize = 3;

/// Rooms with something to read, those that call the person by name first, then the latest first.
fn unread_rooms(chat: &Chat) -> Vec<RoomId> {
    let mut rooms: Vec<&RoomState> = chat.rooms().filter(|room| room.is_calling(now())).collect();
    rooms.sort_by_key(|room| (room.mentions() == 0, Reverse(room.last_at()), room.details().id));
    rooms.into_iter().map(|room| room.details().id).collect()
}

#[component]
pub fn Inbox() -> impl IntoView {
    let app = app();
    let rooms = Memo::new(move |_| app.replica.read(Aspect::Rooms, unread_rooms).unwrap_or_default());
    let all = view! {
        <button class="button small quiet" data-testid="mark-all-read"
            disabled=move || rooms.with(Vec::is_empty)
            on:click=move |_| rooms.get_untracked().into_iter().for_each(|room| app.read_all(room))>
            <Glyph icon=Icon::CheckAll size=16/>
            {t().mark_all_read}
        </button>
    }
    .into_any();
    view! {
        <Frame place=Gathering::Inbox actions=Some(all)>
            <Reminders/>
            {move || (rooms.with(Vec::is_empty) && app.reminders().is_empty()).then(|| view! {
                <Nothing icon=Icon::Inbox title=t().inbox_zero note=t().inbox_zero_note/>
            })}
            <For each=move || rooms.get() key=|room| *room let:room>
                <UnreadRoom room/>
            </For>
        </Frame>
    }
    .into_any()
}

/// The newest unread messages of a room, as far as they are at hand.
fn newest_unread(app: App, room: RoomId) -> Vec<Message> {
    app.replica.track(Aspect::Room(room));
    let newest = app.replica.read(Aspect::Timeline(room), |chat| {
        let (state, me) = (chat.room(room)?, chat.me().user.id);
        let messages = chat.timeline(room)?.tail().messages;
        let unread = messages.into_iter().rev().take_while(|message| message.seq > state.read_seq());
        let unread = unread
            .filter(|message| message.author != me && message.deleted_at.is_none() && message.counts_for(me));
        let mut unread: Vec<Message> = unread.take(NEWEST).cloned().collect();
        unread.reverse();
        Some(unread)
    });
    newest.flatten().unwrap_or_default()
}

#[component]
fn UnreadRoom(room: RoomId) -> impl IntoView {
    let app = app();
    let counts = Memo::new(move |_| {
        let counts = |chat: &Chat| chat.room(room).map(|room| (room.unread(), room.mentions()));
        app.replica.read(Aspect::Room(room), counts).flatten().unwrap_or_default()
    });
    let messages = Memo::new(move |_| newest_unread(app, room));
    // Of a room that was not opened yet only what came since is at hand, and what the device kept may turn out to be old.
    let asking = StoredValue::new(false);
    Effect::new(move |_| {
        if !app.is_at_hand(room) && !asking.get_value() {
            asking.set_value(true);
            spawn_local(async move {
                app.look_into(room, || asking.try_get_value().is_some()).await;
                asking.try_set_value(false);
            });
        }
    });
    let label = move || app.room_label(room);
    let more = move || counts.get().0.saturating_sub(u32::try_from(messages.with(Vec::len)).unwrap_or(0));
    view! {
        <section class="gather-room" data-testid="unread-room" data-room-id=room.to_string()>
            <header>
                <h2><a class="cut" dir="auto" href=format!("/r/{room}")>{label}</a></h2>
                {move || match counts.get() {
                    (_, mentions @ 1..) => view! { <em class="badge">{count(mentions)}</em> }.into_any(),
                    (unread, 0) => view! { <small>{(t().unread_count)(unread)}</small> }.into_any(),
                }}
                <span class="grow"></span>
                <button class="button small quiet" data-testid="mark-room-read" on:click=move |_| app.read_all(room)>
                    {t().mark_read}
                </button>
            </header>
            {move || (more() > 0 && !messages.with(Vec::is_empty)).then(|| view! {
                <a class="gather-more" href=format!("/r/{room}")>{(t().unread_earlier)(more())}</a>
            })}
            <For each=move || messages.get() key=|message| (message.id, message.edited_at) let:message>
                <Card message room=false/>
            </For>
        </section>
    }
    .into_any()
}
