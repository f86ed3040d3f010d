//! What a message said before it was changed.

use axum::Json;
use axum::extract::State;
use natter_protocol::message::{Version, Versions};
use natter_protocol::{Body, Code, MessageId, Problem};

use super::Failure;
use super::extract::{Id, Member};
use super::found::{catch_up, find, unwritten, watermark};
use crate::app::App;

/// Reads all that a message ever said
///
/// The first first, what it says now last. Nothing remains of a message that was deleted.
#[utoipa::path(get, path = "/rooms/{room}/messages/{message}/edits", tag = "messages",
    params(("room" = String, Path), ("message" = String, Path)), responses(
    (status = 200, body = Versions),
    (status = 404, body = Problem, description = "`room_not_found`, `message_not_found`")))]
pub async fn get(
    State(app): State<App>,
    member: Member,
    Id(id): Id<MessageId>,
) -> Result<Json<Versions>, Failure> {
    let room = &member.room;
    catch_up(&app, room).await;
    let written = watermark(&app, room).await?;
    // What it says before what it said: a version that is replaced between the two would be in neither.
    let stored = app.store.message(room.id, id).await?;
    let mut versions = app.store.former_texts(room.id, id).await?;
    let found = find(&app, room, id).await?.ok_or(Code::MessageNotFound)?.message;
    if found.deleted_at.is_some() {
        return Ok(Json(Versions { versions: Vec::new() }));
    }
    // Some may be known from more than one of the three: each version stands once.
    versions.extend(stored.map(|(message, _)| now(message)));
    for event in unwritten(&app, room, written).unwrap_or_default() {
        match event.body {
            Body::MessageCreated { message, .. } if message.id == id => versions.push(now(message)),
            Body::MessageEdited { message_id, text, .. } if message_id == id => {
                versions.push(Version { text, at: event.at });
            }
            _ => {}
        }
    }
    versions.sort_by_key(|version| version.at);
    versions.dedup();
    Ok(Json(Versions { versions }))
}

fn now(message: natter_protocol::Message) -> Version {
    Version { at: message.edited_at.unwrap_or(message.at), text: message.text }
}
