//! Pinned messages.

use axum::Json;
use axum::extract::State;
use natter_protocol::message::Pins;
use natter_protocol::{Message, MessageId, Millis, Problem, Room};

use super::Failure;
use super::extract::{Id, Member, Speaker};
use super::found::{catch_up, existing, find, unwritten, watermark};
use super::messages::change;
use crate::app::App;
use crate::chat::pin;

/// Lists a room's pinned messages
///
/// The one pinned last first.
#[utoipa::path(get, path = "/rooms/{room}/pins", tag = "messages", params(("room" = String, Path)), responses(
    (status = 200, body = Pins), (status = 404, body = Problem)))]
pub async fn get(State(app): State<App>, member: Member) -> Result<Json<Pins>, Failure> {
    catch_up(&app, &member.room).await;
    Ok(Json(Pins { messages: pinned(&app, &member.room).await? }))
}

/// Pins a message
///
/// Any member may, up to 100 in a room. Again is no error.
#[utoipa::path(put, path = "/rooms/{room}/messages/{message}/pin", tag = "messages",
    params(("room" = String, Path), ("message" = String, Path)), responses(
    (status = 200, body = Message), (status = 404, body = Problem),
    (status = 409, body = Problem, description = "`message_deleted`, `limit_reached`")))]
pub async fn put(
    State(app): State<App>,
    Speaker(member): Speaker,
    Id(id): Id<MessageId>,
) -> Result<Json<Message>, Failure> {
    app.limits.check_write(member.me.user.id)?;
    let message = up_to_date(&app, &member.room, id).await?;
    let others = pinned(&app, &member.room).await?.len();
    let event = pin::pin(&message, member.me.user.id, others, Millis::now())?;
    change(&app, &member.room, message, event).await
}

/// Takes a pin out
///
/// Any member may. Again is no error.
#[utoipa::path(delete, path = "/rooms/{room}/messages/{message}/pin", tag = "messages",
    params(("room" = String, Path), ("message" = String, Path)), responses(
    (status = 200, body = Message), (status = 404, body = Problem)))]
pub async fn delete(
    State(app): State<App>,
    Speaker(member): Speaker,
    Id(id): Id<MessageId>,
) -> Result<Json<Message>, Failure> {
    app.limits.check_write(member.me.user.id)?;
    let message = up_to_date(&app, &member.room, id).await?;
    let event = pin::unpin(&message, member.me.user.id, Millis::now());
    change(&app, &member.room, message, event).await
}

/// The message with what any gateway has acknowledged, so that pinning again changes nothing wherever it is asked. Pins are
/// few: asking the log for each costs nothing that anyone notices.
async fn up_to_date(app: &App, room: &Room, id: MessageId) -> Result<Message, Failure> {
    catch_up(app, room).await;
    existing(app, room, id).await
}

/// Those pinned in SQL, and what the log says beyond that.
async fn pinned(app: &App, room: &Room) -> Result<Vec<Message>, Failure> {
    let written = watermark(app, room).await?;
    let mut messages = app.store.pinned(room.id).await?;
    for event in unwritten(app, room, written).unwrap_or_default() {
        for (id, change) in event.changes() {
            match messages.iter_mut().find(|message| message.id == id) {
                Some(message) => message.apply(&change),
                None if matches!(change, natter_protocol::Change::Pinned(_)) => {
                    messages.extend(find(app, room, id).await?.map(|found| found.message));
                }
                None => {}
            }
        }
    }
    messages.retain(|message| message.pinned.is_some());
    messages.sort_by_key(|message| std::cmp::Reverse(message.pinned.map(|pinned| pinned.at)));
    Ok(messages)
}
