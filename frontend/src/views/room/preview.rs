//! A link to a message shows what it says, to those who may see it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_protocol::command::permalink;
use natter_protocol::{Message, MessageId, RoomId};

use super::thread_line::when;
use crate::api::calls;
use crate::native;
use crate::state::app;
use crate::views::avatar::Avatar;
use crate::views::markdown::plain;

/// Whether a closer look may find a link to a message.
pub fn may_link(text: &str) -> bool {
    text.contains("/r/")
}

/// The first message that a text links to. What quotes already needs no preview.
fn linked(text: &str, origin: &str) -> Option<(RoomId, MessageId)> {
    if text.lines().any(|line| line.starts_with('>')) {
        return None;
    }
    let rest = text.split_once(&format!("{origin}/r/"))?.1;
    let (room, rest) = rest.split_at_checked(26)?;
    Some((room.parse().ok()?, rest.strip_prefix('/')?.get(..26)?.parse().ok()?))
}

#[component]
pub fn Preview(text: Signal<String>) -> impl IntoView {
    let app = app();
    let link = Memo::new(move |_| text.with(|text| linked(text, &native::public_origin())));
    let found = RwSignal::new(None::<Message>);
    Effect::new(move |_| {
        found.set(None);
        let Some((room, id)) = link.get() else { return };
        let known = app.replica.peek(|chat| chat.room(room).map(|_| chat.message(room, id).cloned()));
        match known.flatten() {
            // Not in this room: the server would not say, either.
            None => {}
            Some(Some(message)) => found.set(Some(message)),
            Some(None) => spawn_local(async move {
                if let Ok(message) = calls::message(room, id).await {
                    app.meet([message.author]);
                    found.try_set(Some(message));
                }
            }),
        }
    });
    move || {
        let message = found.get().filter(|message| message.deleted_at.is_none())?;
        let (room, id, author) = (message.room, message.id, message.author);
        let text = plain(&message.text.chars().take(300).collect::<String>());
        Some(view! {
            <a class="preview" href=permalink(room, id) data-testid="preview">
                <span class="box-head">
                    <Avatar user=author size=18/>
                    <b class="cut" dir="auto">{move || app.replica.name_of(author)}</b>
                    <small class="cut">{move || app.room_label(room)} " · " {when(message.at)}</small>
                </span>
                <span class="box-text" dir="auto">{text}</span>
            </a>
        })
    }
}

#[cfg(test)]
mod tests {
    use natter_protocol::Millis;

    use super::*;

    #[test]
    fn a_link_to_a_message_is_found_in_a_text() {
        let ids = (RoomId::from_parts(Millis(1), 2), MessageId::from_parts(Millis(3), 4));
        let link = format!("https://chat.example{}", permalink(ids.0, ids.1));
        let found = |text: &str| linked(text, "https://chat.example");
        assert_eq!(found(&format!("see {link}.")), Some(ids));
        assert_eq!(found(&format!("> said\n\n{link}")), None);
        assert_eq!(found("https://chat.example/r/x/y"), None);
        assert_eq!(found(&link[..link.len() - 1]), None);
        assert_eq!(linked(&link, "https://else.example"), None);
    }
}
