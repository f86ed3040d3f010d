//! The pinned messages of a room.

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_protocol::{Message, RoomId};

use super::thread_line::when;
use crate::api::calls;
use crate::state::{App, Aspect, OpenRoom, app};
use crate::text::{problem_text, t};
use crate::views::avatar::Avatar;
use crate::views::icon::{Glyph, Icon};
use crate::views::markdown::plain;
use crate::views::pane_head::PaneHead;

/// How many messages of a room are pinned, as far as that is known.
pub fn pinned(app: App, room: RoomId) -> usize {
    let count = |chat: &natter_client::Chat| chat.room(room).map(|room| room.pins().messages().len());
    app.replica.read(Aspect::Room(room), count).flatten().unwrap_or(0)
}

#[component]
pub fn PinsPane(open: OpenRoom) -> impl IntoView {
    let app = app();
    let room = open.room;
    let found = RwSignal::new(None::<Vec<Message>>);
    let which = Memo::new(move |_| {
        app.replica.read(Aspect::Room(room), |chat| chat.room(room).map(|room| room.pins().messages()))
    });
    // Whenever another message is pinned, or one no longer is.
    Effect::new(move |_| {
        which.with(|_| ());
        spawn_local(async move {
            match calls::pins(room).await {
                Ok(pins) => {
                    app.meet(pins.messages.iter().map(|message| message.author));
                    found.try_set(Some(pins.messages));
                }
                Err(failure) => app.overlay.trouble(problem_text(&failure)),
            }
        });
    });
    view! {
        <aside class="pane" aria-label=t().pins data-testid="pins-pane" data-region="pane">
            <PaneHead title=t().pins room/>
            <ul class="plain pane-scroll boxes">
                {move || found.get().map(|messages| if messages.is_empty() {
                    view! { <li class="quiet-note">{t().no_pins}</li> }.into_any()
                } else {
                    messages.into_iter().map(|message| view! { <Card open message/> }).collect_view().into_any()
                })}
            </ul>
        </aside>
    }
}

#[component]
fn Card(open: OpenRoom, message: Message) -> impl IntoView {
    let app = app();
    let (id, author) = (message.id, message.author);
    let text = plain(&message.text.chars().take(400).collect::<String>());
    view! {
        <li class="box" data-testid="pin">
            <button class="box-main" on:click=move |_| open.jump_to(id)>
                <span class="box-head">
                    <Avatar user=author size=20/>
                    <b class="cut" dir="auto">{move || app.replica.name_of(author)}</b>
                    <small>{when(message.at)}</small>
                </span>
                <span class="box-text" dir="auto">{text}</span>
            </button>
            <button class="icon-button small" title=t().unpin aria-label=t().unpin data-testid="unpin"
                on:click=move |_| app.pin(open.room, id, false)>
                <Glyph icon=Icon::Close size=14/>
            </button>
        </li>
    }
    .into_any()
}
