//! Messages that one put aside.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use natter_protocol::own::{BackQuery, SavedMessage, SavedPage, SavedRef};
use natter_protocol::{Code, MessageId, Problem, RoomId};

use super::extract::{CurrentUser, Id, Member, Params};
use super::{Failure, back, found, settle};
use crate::app::App;

/// Lists saved messages, the last saved first
///
/// Each as it is now. Of a room that one is no longer in nothing is said.
#[utoipa::path(get, path = "/saved", tag = "own", params(BackQuery), responses(
    (status = 200, body = SavedPage), (status = 400, body = Problem, description = "`invalid_query`")))]
pub async fn get(
    State(app): State<App>,
    me: CurrentUser,
    Params(query): Params<BackQuery>,
) -> Result<Json<SavedPage>, Failure> {
    let (before, limit) = back::page(&query)?;
    let refs = app.store.saved(me.user.id, before, limit).await?;
    let next = back::next(&refs, limit, |saved| (saved.saved_at, saved.message_id));
    let mut saved = Vec::with_capacity(refs.len());
    for each in refs {
        saved.push(as_it_is(&app, &me, each).await?);
    }
    Ok(Json(SavedPage { saved, next }))
}

async fn as_it_is(app: &App, me: &CurrentUser, saved: SavedRef) -> Result<SavedMessage, Failure> {
    let role = app.cache.role(saved.room_id, me.user.id).await?;
    let message = match app.cache.room(saved.room_id).await? {
        Some(room) if role.is_some() => found::find(app, &room, saved.message_id).await?,
        _ => None,
    };
    Ok(SavedMessage { saved, message: message.map(|found| found.message) })
}

/// Puts a message aside for later
///
/// Only one's own devices hear of it. Again changes nothing.
#[utoipa::path(put, path = "/saved/{room}/{message}", tag = "own",
    params(("room" = RoomId, Path), ("message" = MessageId, Path)), responses((status = 204),
    (status = 404, body = Problem, description = "`room_not_found`, `message_not_found`"),
    (status = 409, body = Problem, description = "`message_deleted`, `limit_reached`")))]
pub async fn put(
    State(app): State<App>,
    member: Member,
    Id(message): Id<MessageId>,
) -> Result<StatusCode, Failure> {
    app.limits.check_write(member.me.user.id)?;
    let found = found::existing(&app, &member.room, message).await?;
    if found.deleted_at.is_some() {
        return Err(Code::MessageDeleted.into());
    }
    settle(&app, app.store.save(member.me.owner(), member.room.id, message).await?).await;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a message off the list
///
/// Also one of a room that one has left. Again changes nothing.
#[utoipa::path(delete, path = "/saved/{room}/{message}", tag = "own",
    params(("room" = RoomId, Path), ("message" = MessageId, Path)), responses((status = 204)))]
pub async fn delete(
    State(app): State<App>,
    me: CurrentUser,
    Id(room): Id<RoomId>,
    Id(message): Id<MessageId>,
) -> Result<StatusCode, Failure> {
    app.limits.check_write(me.user.id)?;
    settle(&app, app.store.unsave(me.owner(), room, message).await?).await;
    Ok(StatusCode::NO_CONTENT)
}
