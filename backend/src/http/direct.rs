//! Conversations of a fixed set of people.

use axum::extract::State;
use axum::http::StatusCode;
use natter_protocol::Problem;
use natter_protocol::command::OpenDirect;
use natter_protocol::room::RoomDetails;

use super::extract::{Body, CurrentUser};
use super::{Failure, Json, settle};
use crate::app::App;
use crate::chat::rooms;

/// Opens the one direct room of these people
///
/// The caller is always one of them; alone, it is a place for notes. The same people get the same room,
/// whoever asks first.
#[utoipa::path(post, path = "/direct", tag = "rooms", request_body = OpenDirect, responses(
    (status = 201, body = RoomDetails), (status = 200, body = RoomDetails, description = "It was there already"),
    (status = 404, body = Problem, description = "`user_not_found`"),
    (status = 422, body = Problem, description = "`invalid_field`: too many people")))]
pub async fn post(
    State(app): State<App>,
    me: CurrentUser,
    Body(command): Body<OpenDirect>,
) -> Result<(StatusCode, Json<RoomDetails>), Failure> {
    app.limits.check_write(me.user.id)?;
    let people = rooms::direct_people(me.user.id, &command.user_ids)?;
    let opened = app.store.open_direct(&people, me.user.id, app.settings.shards).await?;
    let (room, is_new) = settle(&app, opened).await;
    let status = if is_new { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(app.store.room_details(room, me.user.id).await?)))
}
