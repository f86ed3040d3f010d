//! `GET /rooms/{id}/messages/{message}`: one message, by its id.

use axum::Json;
use axum::extract::State;
use natter_protocol::{Code, Message, MessageId, Problem};

use super::Failure;
use super::extract::{Id, Member};
use super::found::{catch_up, find};
use crate::app::App;

/// Reads one message
///
/// Also one that was deleted: it says when, and nothing else. It is as new as a page of history is.
#[utoipa::path(get, path = "/rooms/{room}/messages/{message}", tag = "messages",
    params(("room" = String, Path), ("message" = String, Path)), responses(
    (status = 200, body = Message),
    (status = 404, body = Problem, description = "`room_not_found`, `message_not_found`")))]
pub async fn get(
    State(app): State<App>,
    member: Member,
    Id(id): Id<MessageId>,
) -> Result<Json<Message>, Failure> {
    catch_up(&app, &member.room).await;
    let found = find(&app, &member.room, id).await?;
    Ok(Json(found.ok_or(Code::MessageNotFound)?.message))
}
