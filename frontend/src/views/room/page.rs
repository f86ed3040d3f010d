//! What the address names: a room, a message in it, or nothing.

use leptos::prelude::*;
use natter_protocol::{MessageId, RoomId};

use super::composer::Composer;
use super::header::Header;
use super::keys::listen_for_room_keys;
use super::list::MessageList;
use super::typing::TypingLine;
use super::uploads::drag_begins;
use crate::browser::narrower_than;
use crate::native;
use crate::state::{Aspect, OpenRoom, Pane, Place, app};
use crate::text::t;
use crate::views::app::current_room;
use crate::views::connection::Banner;
use crate::views::icon::{Glyph, Icon};
use crate::views::later::{Part, later};
use crate::views::sidebar::entries;

const LAST_ROOM: &str = "natter.last-room";

/// No room in the address: the last open one, else the first. On a narrow screen the list of rooms stays.
#[component]
pub fn Home() -> impl IntoView {
    let app = app();
    let target = Memo::new(move |_| {
        let target = app.replica.read(Aspect::Rooms, |chat| {
            let last = native::read(LAST_ROOM).and_then(|id| id.parse().ok());
            last.filter(|room| chat.room(*room).is_some()).or_else(|| {
                let all: Vec<_> = entries(chat).all().collect();
                let general = all.iter().find(|entry| entry.name == "general");
                general.or(all.first()).map(|entry| entry.room)
            })
        });
        target.flatten()
    });
    Effect::new(move |_| {
        if let Some(room) = target.get().filter(|_| !narrower_than(640)) {
            app.go_instead(&format!("/r/{room}"));
        }
    });
    view! {
        <main class="room">
            <Banner/>
            {move || target.with(Option::is_none).then(|| later(Part::NoRooms))}
        </main>
    }
}

#[component]
pub fn RoomPage() -> impl IntoView {
    let app = app();
    let room = current_room();
    let message = Memo::new(move |_| app.session.place.with(Place::message));
    let shown = Memo::new(move |_| {
        let room = room.get()?;
        Some((room, app.replica.read(Aspect::Rooms, |chat| chat.room(room).is_some()) == Some(true)))
    });
    move || match shown.get() {
        Some((room, true)) => view! { <OneRoom room message/> }.into_any(),
        Some((room, false)) => later(Part::NotInRoom(room)),
        None => view! { <Home/> }.into_any(),
    }
}

#[component]
fn OneRoom(room: RoomId, message: Memo<Option<MessageId>>) -> impl IntoView {
    let app = app();
    let open = OpenRoom::new(app, room);
    app.overlay.leave_other_rooms(room);
    native::write(LAST_ROOM, &room.to_string());
    app.look_up_members(room);
    match message.get_untracked() {
        Some(message) => open.jump_to(message),
        None => open.arrive(),
    }
    // Another message of the same room was asked for.
    Effect::new(move |before: Option<Option<MessageId>>| {
        let asked = message.get();
        if let (Some(asked), Some(before)) = (asked, before)
            && before != Some(asked)
        {
            open.jump_to(asked);
        }
        asked
    });
    listen_for_room_keys(app, open);
    let dragged = RwSignal::new(false);
    let archived = Memo::new(move |_| {
        let look =
            |chat: &natter_client::Chat| chat.room(room).is_some_and(|r| r.details().archived_at.is_some());
        app.replica.read(Aspect::Room(room), look) == Some(true)
    });
    view! {
        <main class="room" class:archived=archived data-testid="room" data-room-id=room.to_string() on:dragenter=move |event| drag_begins(&event, dragged)>
            <Header room/>
            <Banner/>
            {move || app.notify.offered.get().then(|| later(Part::Offer))}
            <MessageList open/>
            <TypingLine room/>
            {move || if archived.get() {
                view! { <Archived/> }.into_any()
            } else {
                view! { <Composer open/> }.into_any()
            }}
            {later(Part::DropPlace(open.spot(), dragged))}
        </main>
        {move || match app.overlay.pane.get() {
            Some(Pane::Members) => later(Part::Members(room)),
            Some(Pane::Thread(of, root, at)) if of == room => later(Part::Thread(room, root, at)),
            Some(Pane::Pins(of)) if of == room => later(Part::Pins(Box::new(open))),
            Some(Pane::Files(of)) if of == room => later(Part::Files(Box::new(open))),
            _ => ().into_any(),
        }}
    }
}

/// Where one would write, if anything could still be said here.
#[component]
fn Archived() -> impl IntoView {
    view! {
        <div class="composer-place">
            <p class="archived-note" role="note" data-testid="archived"><Glyph icon=Icon::Archive size=16/> {t().room_archived}</p>
        </div>
    }
}
