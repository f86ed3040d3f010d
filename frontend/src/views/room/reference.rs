//! Which message another one answers.

use leptos::prelude::*;
use natter_protocol::MessageId;

use crate::state::{Aspect, OpenRoom, app};
use crate::text::t;
use crate::views::avatar::Avatar;
use crate::views::icon::{Glyph, Icon};
use crate::views::markdown::one_line;

/// Author and beginning of a message, if it is at hand.
fn quoted(open: OpenRoom, id: MessageId) -> Option<(natter_protocol::UserId, String)> {
    let app = app();
    app.replica.track(Aspect::Message(id));
    app.replica.read(Aspect::Timeline(open.room), |chat| {
        let message = chat.message(open.room, id)?;
        let text = if message.deleted_at.is_some() {
            t().message_deleted.to_owned()
        } else if let (true, Some(file)) = (message.text.is_empty(), message.attachments.first()) {
            file.name.clone()
        } else {
            message.text.chars().take(240).collect::<String>()
        };
        Some((message.author, text))
    })?
}

#[component]
pub fn Reference(open: OpenRoom, root: MessageId) -> impl IntoView {
    let app = app();
    let quoted = Memo::new(move |_| quoted(open, root));
    view! {
        <button class="reference" data-testid="reference" on:click=move |_| app.open_thread(open.room, root)>
            <Glyph icon=Icon::Reply size=14/>
            {move || match quoted.get() {
                Some((author, text)) => view! {
                    <Avatar user=author size=18/>
                    <b>{move || app.replica.name_of(author)}</b>
                    <span class="cut" dir="auto">{one_line(text)}</span>
                }.into_any(),
                None => view! { <span class="cut">{t().earlier_message}</span> }.into_any(),
            }}
        </button>
    }
}
