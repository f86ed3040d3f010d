//! A thread: what was said in answer to a message, at the side of the room.

use leptos::prelude::*;
use natter_protocol::{MessageId, RoomId};

use super::composer::Composer;
use super::keys::listen_for_room_keys;
use super::list::MessageList;
use super::uploads::{DropPlace, drag_begins};
use crate::state::{Aspect, OpenRoom, app};
use crate::text::t;
use crate::views::icon::{Glyph, Icon};

/// `at` is the reply that was asked for, if any.
#[component]
pub fn ThreadPane(room: RoomId, root: MessageId, at: Option<MessageId>) -> impl IntoView {
    let app = app();
    app.replica.open_thread(room, root);
    on_cleanup(move || app.replica.close_thread(room, root));
    let open = OpenRoom::of_thread(app, room, root);
    app.fetch_root(room, root);
    match at {
        Some(reply) => open.jump_to(reply),
        None => open.arrive(),
    }
    listen_for_room_keys(app, open);
    let archived = Memo::new(move |_| {
        let archived = |chat: &natter_client::Chat| chat.room(room)?.details().archived_at;
        app.replica.read(Aspect::Room(room), archived).flatten().is_some()
    });
    let dragged = RwSignal::new(false);
    let close = move |_| app.overlay.pane.set(None);
    view! {
        <aside class="pane thread" aria-label=t().thread data-testid="thread-pane"
            on:dragenter=move |event| drag_begins(&event, dragged)>
            <header class="room-head">
                <button class="icon-button back" aria-label=t().back_to_room on:click=close>
                    <Glyph icon=Icon::ChevronLeft/>
                </button>
                <h2>{t().thread}</h2>
                <span class="pane-of cut" dir="auto">{move || app.room_label(room)}</span>
                <span class="grow"></span>
                <button class="icon-button close" aria-label=t().close data-testid="close-pane" on:click=close>
                    <Glyph icon=Icon::Close/>
                </button>
            </header>
            <MessageList open/>
            {move || (!archived.get()).then(|| view! { <Composer open/> <DropPlace spot=open.spot() dragged/> })}
        </aside>
    }
}
