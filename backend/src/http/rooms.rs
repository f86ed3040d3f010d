//! Rooms.

use axum::extract::State;
use axum::http::StatusCode;
use natter_protocol::command::{CreateRoom, UpdateRoom};
use natter_protocol::room::{RoomDetails, RoomList};
use natter_protocol::{Problem, RoomId};

use super::extract::{Body, CurrentUser, Member, Speaker, Visible};
use super::{Failure, Json, settle};
use crate::app::App;
use crate::chat::rooms;

/// Makes a public or private room, owned by its maker
#[utoipa::path(post, path = "/rooms", tag = "rooms", request_body = CreateRoom, responses(
    (status = 201, body = RoomDetails),
    (status = 409, body = Problem, description = "`room_name_taken`, `limit_reached`"),
    (status = 422, body = Problem, description = "`invalid_field`")))]
pub async fn post(
    State(app): State<App>,
    me: CurrentUser,
    Body(command): Body<CreateRoom>,
) -> Result<(StatusCode, Json<RoomDetails>), Failure> {
    app.limits.check_write(me.user.id)?;
    let new = rooms::create(&command)?;
    let room = settle(&app, app.store.create_room(new, &me.user, app.settings.shards).await?);
    Ok((StatusCode::CREATED, Json(app.store.room_details(room, me.user.id).await?)))
}

/// Lists one's own rooms and every public one, by name
#[utoipa::path(get, path = "/rooms", tag = "rooms", responses((status = 200, body = RoomList)))]
pub async fn get(State(app): State<App>, me: CurrentUser) -> Result<Json<RoomList>, Failure> {
    Ok(Json(RoomList { rooms: app.store.room_listings(me.user.id).await? }))
}

/// Tells about a room and who is in it
#[utoipa::path(get, path = "/rooms/{room}", tag = "rooms", params(("room" = RoomId, Path)), responses(
    (status = 200, body = RoomDetails), (status = 404, body = Problem, description = "`room_not_found`")))]
pub async fn get_one(
    State(app): State<App>,
    Visible { me, room, .. }: Visible,
) -> Result<Json<RoomDetails>, Failure> {
    Ok(Json(app.store.room_details((*room).clone(), me.user.id).await?))
}

/// Changes a room's name or topic
///
/// What is left out stays. Moderators and owners may.
#[utoipa::path(patch, path = "/rooms/{room}", tag = "rooms", params(("room" = RoomId, Path)),
    request_body = UpdateRoom, responses(
    (status = 200, body = RoomDetails),
    (status = 403, body = Problem, description = "`forbidden`"),
    (status = 404, body = Problem, description = "`room_not_found`"),
    (status = 409, body = Problem, description = "`room_name_taken`"),
    (status = 422, body = Problem, description = "`invalid_field`")))]
pub async fn patch(
    State(app): State<App>,
    Speaker(Member { me, room, .. }): Speaker,
    Body(command): Body<UpdateRoom>,
) -> Result<Json<RoomDetails>, Failure> {
    app.limits.check_write(me.user.id)?;
    let decide = |kind, role| rooms::edit(kind, role, &command);
    let room = settle(&app, app.store.update_room(room.id, me.user.id, decide).await?);
    Ok(Json(app.store.room_details(room, me.user.id).await?))
}
