//! Messages that name one.

use leptos::prelude::*;
use natter_client::RoomState;
use natter_protocol::Message;

use super::card::Card;
use super::pages::Pages;
use super::{Frame, Nothing};
use crate::api::calls;
use crate::state::{Aspect, Gathering, app};
use crate::text::t;
use crate::views::icon::Icon;

#[component]
pub fn Mentions() -> impl IntoView {
    let app = app();
    let pages = Pages::new(|before| {
        Box::pin(async move { calls::mentions(before).await.map(|page| (page.messages, page.next)) })
    });
    let waiting = Memo::new(move |_| {
        app.replica
            .read(Aspect::Rooms, |chat| chat.rooms().map(RoomState::mentions).fold(0, u32::saturating_add))
    });
    // One more, or one that was deleted: the list is read again.
    Effect::new(move |_| {
        // Tracking alone would never compute it, and what is never computed never changes.
        waiting.with(|_| ());
        pages.begin();
    });
    let is_unread = move |message: &Message| {
        let read = app.replica.peek(|chat| chat.room(message.room).map(RoomState::read_seq)).flatten();
        read.is_some_and(|read| read < message.seq)
    };
    view! {
        <Frame place=Gathering::Mentions>
            {move || pages.is_empty().then(|| view! {
                <Nothing icon=Icon::Mention title=t().no_mentions note=t().no_mentions_note/>
            })}
            <For each=move || pages.items.get() key=|message| (message.room, message.id, message.edited_at) let:message>
                <Card unread=is_unread(&message) message/>
            </For>
            {pages.foot()}
        </Frame>
    }
    .into_any()
}
