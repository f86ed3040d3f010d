//! What the address names: a room, a message in it, or nothing.

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_protocol::{MessageId, RoomId, RoomKind};

use super::composer::Composer;
use super::header::Header;
use super::keys::listen_for_room_keys;
use super::list::MessageList;
use super::typing::TypingLine;
use super::uploads::{DropPlace, drag_begins};
use crate::api::calls;
use crate::browser::narrower_than;
use crate::native;
use crate::state::{Aspect, Dialog, OpenRoom, Pane, Place, app};
use crate::text::{s, t};
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
            {move || target.with(Option::is_none).then(|| view! { <NoRooms/> })}
        </main>
    }
}

#[component]
fn NoRooms() -> impl IntoView {
    let app = app();
    view! {
        <div class="empty">
            <span class="empty-mark"><Glyph icon=Icon::Message size=28/></span>
            <h2>{t().no_rooms}</h2>
            <p>{t().no_rooms_note}</p>
            <div class="empty-actions">
                <button class="button main" on:click=move |_| app.overlay.open(Dialog::Browse)>
                    {t().browse_channels}
                </button>
                <button class="button" on:click=move |_| app.overlay.open(Dialog::CreateRoom)>
                    {t().create_channel}
                </button>
            </div>
        </div>
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
        Some((room, false)) => view! { <NotInRoom room/> }.into_any(),
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
        <main class="room" data-testid="room" data-room-id=room.to_string() on:dragenter=move |event| drag_begins(&event, dragged)>
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
            <DropPlace spot=open.spot() dragged/>
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
            <p class="archived-note" role="note" data-testid="archived"><Glyph icon=Icon::Lock size=16/> {s().room_archived}</p>
        </div>
    }
}

/// A room one is not in: a public one can be joined.
#[component]
fn NotInRoom(room: RoomId) -> impl IntoView {
    let app = app();
    let found = RwSignal::new(None);
    spawn_local(async move { found.set(Some(calls::room(room).await)) });
    view! {
        <main class="room">
            <Banner/>
            {move || match found.get() {
                None => ().into_any(),
                Some(Ok(details)) if details.room.kind == RoomKind::Public => view! {
                    <div class="empty">
                        <span class="empty-mark"><Glyph icon=Icon::Hash size=28/></span>
                        <h1>{details.room.name}</h1>
                        <p>{details.room.topic} " " {(t().members_count)(details.members.len() as u32)}</p>
                        <button class="button main" data-testid="join" on:click=move |_| app.join(room)>
                            {t().join_channel}
                        </button>
                    </div>
                }.into_any(),
                Some(_) => view! {
                    <div class="empty" data-testid="no-such-room">
                        <span class="empty-mark"><Glyph icon=Icon::Lock size=28/></span>
                        <h1>{t().not_in_room}</h1>
                        <p>{t().not_in_room_note}</p>
                        <a class="button" href="/">{t().back_to_rooms}</a>
                    </div>
                }.into_any(),
            }}
        </main>
    }
}
