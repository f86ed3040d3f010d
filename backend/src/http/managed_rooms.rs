//! Rooms, for those who run the server.

use axum::extract::State;
use natter_protocol::administration::ManagedRoomList;
use natter_protocol::{Problem, Room, RoomId};

use super::extract::{Admin, Id};
use super::{Failure, Json, settle};
use crate::app::App;
use crate::chat::administration;

/// Lists every public and private room by name
///
/// That a room exists is all that one learns: what is said in it stays with its members.
#[utoipa::path(get, path = "/admin/rooms", tag = "administration", responses(
    (status = 200, body = ManagedRoomList), (status = 403, body = Problem, description = "`forbidden`")))]
pub async fn get(State(app): State<App>, _: Admin) -> Result<Json<ManagedRoomList>, Failure> {
    Ok(Json(ManagedRoomList { rooms: app.store.managed_rooms().await? }))
}

/// Archives a room: it can be read, and nothing changes in it any more
#[utoipa::path(post, path = "/rooms/{room}/archive", tag = "administration", params(("room" = RoomId, Path)),
    responses((status = 200, body = Room), (status = 403, body = Problem, description = "`forbidden`"),
    (status = 404, body = Problem, description = "`room_not_found`")))]
pub async fn archive(
    State(app): State<App>,
    Admin(me): Admin,
    Id(room): Id<RoomId>,
) -> Result<Json<Room>, Failure> {
    let decide = |kind, is_archived| administration::archive(kind, is_archived, true);
    Ok(Json(settle(&app, app.store.archive_room(me.user.id, room, decide).await?).await))
}

/// Opens an archived room again
#[utoipa::path(post, path = "/rooms/{room}/unarchive", tag = "administration", params(("room" = RoomId, Path)),
    responses((status = 200, body = Room), (status = 403, body = Problem, description = "`forbidden`"),
    (status = 404, body = Problem, description = "`room_not_found`")))]
pub async fn unarchive(
    State(app): State<App>,
    Admin(me): Admin,
    Id(room): Id<RoomId>,
) -> Result<Json<Room>, Failure> {
    let decide = |kind, is_archived| administration::archive(kind, is_archived, false);
    Ok(Json(settle(&app, app.store.archive_room(me.user.id, room, decide).await?).await))
}
