//! Where a room would be: there is none, or not for this person.

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_protocol::room::RoomDetails;
use natter_protocol::{RoomId, RoomKind};

use crate::api::calls;
use crate::state::{Dialog, app};
use crate::text::{problem_text, t};
use crate::views::connection::Banner;
use crate::views::icon::{Glyph, Icon};

#[component]
pub fn NoRooms() -> impl IntoView {
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
                {move || app.may_create_any().then(|| view! {
                    <button class="button" on:click=move |_| app.overlay.open(Dialog::CreateRoom)>
                        {t().create_channel}
                    </button>
                })}
            </div>
        </div>
    }
}

/// Topic and size.
fn about(details: &RoomDetails) -> String {
    let members = (t().members_count)(details.members.len() as u32);
    let topic = &details.room.topic;
    if topic.is_empty() { members } else { format!("{topic} · {members}") }
}

/// A room one is not in: a public one can be joined.
#[component]
pub fn NotInRoom(room: RoomId) -> impl IntoView {
    let app = app();
    let found = RwSignal::new(None);
    let ask = move || spawn_local(async move { drop(found.try_set(Some(calls::room(room).await))) });
    ask();
    // Asked again when the server is back.
    Effect::new(move |_| {
        let online = app.connection.status.with(|status| status.transport.is_some());
        if online && found.with_untracked(|found| matches!(found, Some(Err(_)))) {
            ask();
        }
    });
    view! {
        <main class="room">
            <header class="room-head bare">
                <a class="icon-button back" href="/" aria-label=t().back_to_rooms><Glyph icon=Icon::ChevronLeft/></a>
            </header>
            <Banner/>
            {move || match found.get() {
                None => ().into_any(),
                Some(Ok(details)) if details.room.kind == RoomKind::Public => view! {
                    <div class="empty">
                        <span class="empty-mark"><Glyph icon=Icon::Hash size=28/></span>
                        <h1>{details.room.name.clone()}</h1>
                        <p dir="auto">{about(&details)}</p>
                        <button class="button main" data-testid="join" on:click=move |_| app.join(room)>
                            {t().join_channel}
                        </button>
                    </div>
                }.into_any(),
                Some(Err(failure)) if failure.status() != Some(404) => view! {
                    <div class="empty" data-testid="room-unknown">
                        <span class="empty-mark"><Glyph icon=Icon::Offline size=28/></span>
                        <h1>{problem_text(&failure)}</h1>
                        <button class="button" on:click=move |_| ask()>{t().try_again}</button>
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
