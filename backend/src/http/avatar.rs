//! The pictures of people.

use axum::extract::State;
use axum::response::Response;
use natter_protocol::command::SetAvatar;
use natter_protocol::{Code, FileId, Problem, User};

use super::extract::{Body, CurrentUser, Id};
use super::{Failure, Json, attaching, settle};
use crate::app::App;
use crate::files::Made;

/// Shows oneself
///
/// With a picture that one has uploaded: its middle becomes a square of 256 pixels, and the upload is used up.
#[utoipa::path(put, path = "/me/avatar", tag = "account", request_body = SetAvatar, responses(
    (status = 200, body = User), (status = 404, body = Problem, description = "`file_not_found`"),
    (status = 409, body = Problem, description = "`file_taken`, `upload_unfinished`"),
    (status = 422, body = Problem, description = "`invalid_field`: no picture that can be read here")))]
pub async fn put(
    State(app): State<App>,
    me: CurrentUser,
    Body(command): Body<SetAvatar>,
) -> Result<Json<User>, Failure> {
    app.limits.check_write(me.user.id)?;
    let file = attaching::loose_upload(&app, me.user.id, command.file).await?;
    let made = app.files.make(Made::Avatar, &app.store, &file).await?;
    let made = made.ok_or_else(|| {
        Problem::new(Code::InvalidField).field("file").detail("no picture that can be read here")
    })?;
    let user = change(&app, &me, Some(made)).await?;
    attaching::release(&app, &[file.id]).await?;
    Ok(Json(user))
}

/// Shows oneself no more
#[utoipa::path(delete, path = "/me/avatar", tag = "account", responses((status = 200, body = User)))]
pub async fn delete(State(app): State<App>, me: CurrentUser) -> Result<Json<User>, Failure> {
    app.limits.check_write(me.user.id)?;
    Ok(Json(change(&app, &me, None).await?))
}

async fn change(app: &App, me: &CurrentUser, avatar: Option<FileId>) -> Result<User, Failure> {
    let before = app.store.user(me.user.id).await?.and_then(|user| user.avatar);
    let user = settle(app, app.store.set_avatar(me.user.id, avatar).await?).await;
    if let Some(before) = before {
        app.files.unmake(Made::Avatar, before).await;
    }
    Ok(user)
}

/// Gives the picture of a person
///
/// To everyone who is signed in.
#[utoipa::path(get, path = "/avatars/{file}", tag = "people", params(("file" = String, Path)), responses(
    (status = 200, body = Vec<u8>, content_type = "image/jpeg"),
    (status = 404, body = Problem, description = "`file_not_found`")))]
pub async fn get(State(app): State<App>, _: CurrentUser, Id(id): Id<FileId>) -> Result<Response, Failure> {
    super::files::made(&app, Made::Avatar, id).await
}
