//! Joining, leaving, bringing people in, roles.

use axum::extract::State;
use axum::http::StatusCode;
use natter_protocol::command::PutMember;
use natter_protocol::room::RoomDetails;
use natter_protocol::{Problem, RoomId, UserId};

use super::extract::{Body, Id, Member, Speaker, Visible};
use super::{Failure, Json, settle};
use crate::app::App;
use crate::chat::rooms;

/// Joins a public room
///
/// Who is in it already stays as before.
#[utoipa::path(post, path = "/rooms/{room}/join", tag = "rooms", params(("room" = RoomId, Path)), responses(
    (status = 200, body = RoomDetails),
    (status = 404, body = Problem, description = "`room_not_found`"),
    (status = 409, body = Problem, description = "`limit_reached`")))]
pub async fn join(
    State(app): State<App>,
    Visible { me, room, .. }: Visible,
) -> Result<Json<RoomDetails>, Failure> {
    app.limits.check_write(me.user.id)?;
    rooms::in_use(&room)?;
    let me = me.user.id;
    let room = settle(&app, app.store.change_membership(room.id, me, me, rooms::join).await?).await;
    Ok(Json(app.store.room_details(room, me).await?))
}

/// Leaves a room
#[utoipa::path(post, path = "/rooms/{room}/leave", tag = "rooms", params(("room" = RoomId, Path)), responses(
    (status = 204),
    (status = 403, body = Problem, description = "`forbidden`: direct rooms stay"),
    (status = 404, body = Problem, description = "`room_not_found`"),
    (status = 409, body = Problem, description = "`last_owner`")))]
pub async fn leave(State(app): State<App>, Member { me, room, .. }: Member) -> Result<StatusCode, Failure> {
    app.limits.check_write(me.user.id)?;
    let me = me.user.id;
    settle(&app, app.store.change_membership(room.id, me, me, rooms::leave).await?).await;
    Ok(StatusCode::NO_CONTENT)
}

/// Brings someone into a room, or changes a role
///
/// Every member may bring people in; owners give and take roles. The same again changes nothing.
#[utoipa::path(put, path = "/rooms/{room}/members/{user}", tag = "rooms",
    params(("room" = RoomId, Path), ("user" = UserId, Path)), request_body = PutMember, responses(
    (status = 200, body = RoomDetails),
    (status = 403, body = Problem, description = "`forbidden`"),
    (status = 404, body = Problem, description = "`room_not_found`, `user_not_found`"),
    (status = 409, body = Problem, description = "`last_owner`, `limit_reached`")))]
pub async fn put(
    State(app): State<App>,
    Speaker(Member { me, room, .. }): Speaker,
    Id(user): Id<UserId>,
    Body(command): Body<PutMember>,
) -> Result<Json<RoomDetails>, Failure> {
    app.limits.check_write(me.user.id)?;
    let decide = |standing: &rooms::Standing| rooms::put(standing, command.role);
    let room = settle(&app, app.store.change_membership(room.id, me.user.id, user, decide).await?).await;
    Ok(Json(app.store.room_details(room, me.user.id).await?))
}

/// Removes someone from a room; oneself is leaving
///
/// What they could see stops within a second.
#[utoipa::path(delete, path = "/rooms/{room}/members/{user}", tag = "rooms",
    params(("room" = RoomId, Path), ("user" = UserId, Path)), responses(
    (status = 204),
    (status = 403, body = Problem, description = "`forbidden`"),
    (status = 404, body = Problem, description = "`room_not_found`, `user_not_found`"),
    (status = 409, body = Problem, description = "`last_owner`")))]
pub async fn delete(
    State(app): State<App>,
    Member { me, room, .. }: Member,
    Id(user): Id<UserId>,
) -> Result<StatusCode, Failure> {
    app.limits.check_write(me.user.id)?;
    settle(&app, app.store.change_membership(room.id, me.user.id, user, rooms::remove).await?).await;
    Ok(StatusCode::NO_CONTENT)
}
