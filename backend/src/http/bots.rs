//! Programs that take part.

use axum::extract::State;
use axum::http::StatusCode;
use natter_protocol::bot::{Bot, BotList, CreateBot};
use natter_protocol::command::UpdateMe;
use natter_protocol::{Problem, User, UserId};

use super::extract::{Admin, Body, Id};
use super::{Failure, Json, settle};
use crate::app::App;
use crate::chat::{bots, profile};
use crate::fresh;

/// Lists bots with their tokens and webhooks, deactivated ones too
#[utoipa::path(get, path = "/admin/bots", tag = "integrations", responses(
    (status = 200, body = BotList), (status = 403, body = Problem, description = "`forbidden`")))]
pub async fn get(State(app): State<App>, _: Admin) -> Result<Json<BotList>, Failure> {
    Ok(Json(BotList { bots: app.store.bots().await? }))
}

/// Makes a bot
///
/// It signs in with tokens instead of a password, is in no room yet, and is brought into one like anyone else. What
/// ends it is `POST /users/{user}/deactivate`.
#[utoipa::path(post, path = "/admin/bots", tag = "integrations", request_body = CreateBot, responses(
    (status = 201, body = Bot), (status = 403, body = Problem, description = "`forbidden`"),
    (status = 409, body = Problem, description = "`username_taken`, `limit_reached`"),
    (status = 422, body = Problem, description = "`invalid_field`")))]
pub async fn post(
    State(app): State<App>,
    Admin(me): Admin,
    Body(command): Body<CreateBot>,
) -> Result<(StatusCode, Json<Bot>), Failure> {
    app.limits.check_write(me.user.id)?;
    let bot = bots::create(&command, fresh::user_id())?;
    let user = settle(&app, app.store.create_bot(me.user.id, bot, app.settings.shards).await?).await;
    let (tokens, webhooks) = (Vec::new(), Vec::new());
    Ok((StatusCode::CREATED, Json(Bot { user, tokens, webhooks })))
}

/// Changes a bot's profile
///
/// What is left out stays, and what is empty is taken away; an empty display name becomes the username.
#[utoipa::path(patch, path = "/admin/bots/{user}", tag = "integrations", params(("user" = UserId, Path)),
    request_body = UpdateMe, responses(
    (status = 200, body = User), (status = 403, body = Problem, description = "`forbidden`"),
    (status = 404, body = Problem, description = "`user_not_found`"),
    (status = 422, body = Problem, description = "`invalid_field`")))]
pub async fn patch(
    State(app): State<App>,
    Admin(me): Admin,
    Id(bot): Id<UserId>,
    Body(command): Body<UpdateMe>,
) -> Result<Json<User>, Failure> {
    let decide = |bot: &User| profile::change(&command, &bot.username);
    Ok(Json(settle(&app, app.store.change_bot(me.user.id, bot, decide).await?).await))
}
