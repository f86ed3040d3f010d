//! How one keeps a room.

use axum::extract::State;
use axum::http::StatusCode;
use natter_protocol::{Millis, Problem, RoomId, RoomPrefs};

use super::extract::{Body, Member};
use super::{Failure, settle};
use crate::app::App;
use crate::chat::own;

/// Stars or mutes a room, or chooses of what in it to be told
///
/// It replaces what was set before; what is left out is as usual. Only one's own devices hear of it.
#[utoipa::path(put, path = "/rooms/{room}/preferences", tag = "own", params(("room" = RoomId, Path)),
    request_body = RoomPrefs, responses((status = 204), (status = 404, body = Problem, description = "`room_not_found`"),
    (status = 422, body = Problem, description = "`invalid_field`: `muted_until` is over, or without `muted`")))]
pub async fn put(
    State(app): State<App>,
    member: Member,
    Body(given): Body<RoomPrefs>,
) -> Result<StatusCode, Failure> {
    app.limits.check_write(member.me.user.id)?;
    let prefs = own::prefs(given, Millis::now())?;
    settle(&app, app.store.set_room_prefs(member.me.owner(), member.room.id, prefs).await?).await;
    Ok(StatusCode::NO_CONTENT)
}
