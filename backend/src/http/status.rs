//! What one is up to, and whether one may be disturbed.

use axum::extract::State;
use natter_protocol::command::{SetDnd, SetStatus};
use natter_protocol::{Millis, Problem, User};

use super::extract::{Body, CurrentUser};
use super::{Failure, Json, settle};
use crate::app::App;
use crate::chat::profile;

/// Sets one's status: an emoji, a text, or both
///
/// Everyone sees it until it ends.
#[utoipa::path(put, path = "/me/status", tag = "account", request_body = SetStatus, responses(
    (status = 200, body = User), (status = 422, body = Problem, description = "`invalid_field`")))]
pub async fn put(
    State(app): State<App>,
    me: CurrentUser,
    Body(command): Body<SetStatus>,
) -> Result<Json<User>, Failure> {
    app.limits.check_write(me.user.id)?;
    let status = profile::status(&command, Millis::now())?;
    Ok(Json(settle(&app, app.store.set_status(me.user.id, Some(&status)).await?).await))
}

/// Takes one's status back
#[utoipa::path(delete, path = "/me/status", tag = "account", responses((status = 200, body = User)))]
pub async fn delete(State(app): State<App>, me: CurrentUser) -> Result<Json<User>, Failure> {
    app.limits.check_write(me.user.id)?;
    Ok(Json(settle(&app, app.store.set_status(me.user.id, None).await?).await))
}

/// Asks not to be disturbed until a moment
#[utoipa::path(put, path = "/me/dnd", tag = "account", request_body = SetDnd, responses(
    (status = 200, body = User), (status = 422, body = Problem, description = "`invalid_field`")))]
pub async fn put_dnd(
    State(app): State<App>,
    me: CurrentUser,
    Body(command): Body<SetDnd>,
) -> Result<Json<User>, Failure> {
    app.limits.check_write(me.user.id)?;
    let until = profile::dnd(command, Millis::now())?;
    Ok(Json(settle(&app, app.store.set_dnd(me.user.id, Some(until)).await?).await))
}

/// May be disturbed again
#[utoipa::path(delete, path = "/me/dnd", tag = "account", responses((status = 200, body = User)))]
pub async fn delete_dnd(State(app): State<App>, me: CurrentUser) -> Result<Json<User>, Failure> {
    app.limits.check_write(me.user.id)?;
    Ok(Json(settle(&app, app.store.set_dnd(me.user.id, None).await?).await))
}
