//! What bots sign in with.

use axum::extract::State;
use axum::http::StatusCode;
use natter_protocol::bot::{CreateToken, NewToken};
use natter_protocol::{Problem, SessionId, UserId};

use super::extract::{Admin, Body, Id};
use super::{Failure, Json, settle};
use crate::app::App;
use crate::chat::bots;
use crate::store::sessions::NewSession;

/// Makes a token with which a program is the bot
///
/// As `Authorization: Bearer`, until it is revoked. It is shown now and never again.
#[utoipa::path(post, path = "/admin/bots/{user}/tokens", tag = "integrations",
    params(("user" = UserId, Path)), request_body = CreateToken, responses(
    (status = 201, body = NewToken), (status = 403, body = Problem, description = "`forbidden`"),
    (status = 404, body = Problem, description = "`user_not_found`"),
    (status = 409, body = Problem, description = "`limit_reached`"),
    (status = 422, body = Problem, description = "`invalid_field`")))]
pub async fn post(
    State(app): State<App>,
    Admin(me): Admin,
    Id(bot): Id<UserId>,
    Body(command): Body<CreateToken>,
) -> Result<(StatusCode, Json<NewToken>), Failure> {
    app.limits.check_write(me.user.id)?;
    let token = NewSession::lasting(bots::purpose(&command.name)?);
    app.store.make_token(me.user.id, bot, &token).await?;
    Ok((StatusCode::CREATED, Json(NewToken { id: token.id, token: token.token })))
}

/// Revokes a token; the streams that were opened with it close
#[utoipa::path(delete, path = "/admin/bots/{user}/tokens/{session}", tag = "integrations",
    params(("user" = UserId, Path), ("session" = SessionId, Path)), responses(
    (status = 204), (status = 403, body = Problem, description = "`forbidden`"),
    (status = 404, body = Problem, description = "`user_not_found`, `not_found`")))]
pub async fn delete(
    State(app): State<App>,
    Admin(me): Admin,
    Id(bot): Id<UserId>,
    Id(token): Id<SessionId>,
) -> Result<StatusCode, Failure> {
    settle(&app, app.store.revoke_token(me.user.id, bot, token).await?).await;
    Ok(StatusCode::NO_CONTENT)
}
