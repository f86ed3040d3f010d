//! What one began and has not sent, on all devices.

use axum::extract::State;
use axum::http::StatusCode;
use natter_protocol::own::{DraftQuery, PutDraft};
use natter_protocol::{Millis, Problem, RoomId};

use super::extract::{Body, CurrentUser, Id, Member, Params};
use super::{Failure, settle};
use crate::app::App;
use crate::chat::own;

/// Keeps a draft
///
/// One for each room and thread. If a later one stands there already, nothing changes.
#[utoipa::path(put, path = "/drafts/{room}", tag = "own", params(("room" = RoomId, Path)),
    request_body = PutDraft, responses((status = 204),
    (status = 404, body = Problem, description = "`room_not_found`"),
    (status = 409, body = Problem, description = "`limit_reached`"),
    (status = 422, body = Problem, description = "`text_too_long`, `invalid_field`")))]
pub async fn put(
    State(app): State<App>,
    member: Member,
    Body(given): Body<PutDraft>,
) -> Result<StatusCode, Failure> {
    app.limits.check_write(member.me.user.id)?;
    let draft = own::draft(member.room.id, given, Millis::now())?;
    settle(&app, app.store.put_draft(member.me.owner(), draft).await?).await;
    Ok(StatusCode::NO_CONTENT)
}

/// Forgets a draft
///
/// It was sent or given up; one that was written earlier elsewhere does not bring it back.
#[utoipa::path(delete, path = "/drafts/{room}", tag = "own", params(("room" = RoomId, Path), DraftQuery),
    responses((status = 204), (status = 422, body = Problem, description = "`invalid_field`")))]
pub async fn delete(
    State(app): State<App>,
    me: CurrentUser,
    Id(room): Id<RoomId>,
    Params(query): Params<DraftQuery>,
) -> Result<StatusCode, Failure> {
    app.limits.check_write(me.user.id)?;
    let now = Millis::now();
    let gone = PutDraft { text: String::new(), thread: query.thread, at: query.at.unwrap_or(now) };
    settle(&app, app.store.put_draft(me.owner(), own::draft(room, gone, now)?).await?).await;
    Ok(StatusCode::NO_CONTENT)
}
