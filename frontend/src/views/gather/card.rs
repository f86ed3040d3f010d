//! A message away from its room.

use leptos::prelude::*;
use natter_protocol::Message;
use natter_protocol::command::permalink;
use natter_protocol::file::names;

use crate::state::app;
use crate::text::{moment, t};
use crate::views::avatar::Avatar;
use crate::views::emoji::named_emoji;
use crate::views::icon::{Glyph, Icon};
use crate::views::markdown::{Named, Text};
use crate::views::room::named_in;

#[component]
pub fn Card(
    message: Message,
    /// With the room's name, where the card does not stand below it.
    #[prop(default = true)]
    room: bool,
    #[prop(default = false)] unread: bool,
    #[prop(optional_no_strip)] actions: Option<AnyView>,
) -> impl IntoView {
    let app = app();
    let Message { author, at, id, text, mentions, deleted_at, attachments, room: room_id, .. } = message;
    app.meet([author]);
    let name = move || app.replica.name_of(author).unwrap_or_else(|| t().someone.to_owned());
    let said = text.clone();
    let named = Memo::new(move |_| {
        app.replica.track(crate::state::Aspect::People);
        let named = app.replica.peek(|chat| named_in(chat, Some(&mentions))).unwrap_or_default();
        Named { emoji: named_emoji(app, &said), ..named }
    });
    let label = move || app.room_label(room_id);
    let files = names(&attachments);
    view! {
        <article class="card" class:unread=unread data-testid="card" data-message-id=id.to_string()>
            <Avatar user=author/>
            <div class="grow">
                <header>
                    <b class="cut" dir="auto">{name}</b>
                    {room.then(|| view! { <span class="cut card-room" dir="auto">{label}</span> })}
                    <time>{moment(at)}</time>
                    <a class="card-link" href=permalink(room_id, id) data-testid="card-jump">
                        <span class="unseen">{t().open_message}</span>
                    </a>
                </header>
                {if deleted_at.is_some() {
                    view! { <p class="deleted">{t().message_deleted}</p> }.into_any()
                } else {
                    view! { <Text text=Signal::stored(text) named/> }.into_any()
                }}
                {(!files.is_empty()).then(|| view! {
                    <p class="card-files"><Glyph icon=Icon::File size=14/><span class="cut" dir="auto">{files}</span></p>
                })}
            </div>
            {actions.map(|actions| view! { <div class="card-actions">{actions}</div> })}
        </article>
    }
    .into_any()
}
