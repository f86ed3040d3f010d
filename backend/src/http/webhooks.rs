//! Addresses at which others speak as a bot, for those who give them out.

use axum::extract::State;
use axum::http::StatusCode;
use natter_protocol::bot::{CreateWebhook, NewWebhook};
use natter_protocol::{Code, Problem, UserId, WebhookId};

use super::extract::{Admin, Body, Id};
use super::{Failure, Json, settle};
use crate::app::App;
use crate::chat::{bots, rooms};
use crate::fresh;
use crate::store::webhooks::NewHook;

/// Makes an address at which others speak as the bot, in one room
///
/// It is `POST /hooks/{code}`; whoever knows the code may. The code is shown now and never again. The caller
/// is in the room and brings the bot in.
#[utoipa::path(post, path = "/admin/bots/{user}/webhooks", tag = "integrations",
    params(("user" = UserId, Path)), request_body = CreateWebhook, responses(
    (status = 201, body = NewWebhook), (status = 403, body = Problem, description = "`forbidden`"),
    (status = 404, body = Problem, description = "`user_not_found`, `room_not_found`"),
    (status = 409, body = Problem, description = "`room_archived`, `limit_reached`"),
    (status = 422, body = Problem, description = "`invalid_field`")))]
pub async fn post(
    State(app): State<App>,
    Admin(me): Admin,
    Id(bot): Id<UserId>,
    Body(command): Body<CreateWebhook>,
) -> Result<(StatusCode, Json<NewWebhook>), Failure> {
    app.limits.check_write(me.user.id)?;
    let name = bots::purpose(&command.name)?;
    app.store.check_bot(bot).await?;
    // Nobody is brought into an archived room.
    let room = app.cache.room(command.room_id).await?.ok_or(Code::RoomNotFound)?;
    rooms::in_use(&room)?;
    let brings = |standing: &rooms::Standing| rooms::put(standing, None);
    let brought = app.store.change_membership(command.room_id, me.user.id, bot, brings).await?;
    let room = settle(&app, brought).await;
    let new = NewHook { id: fresh::webhook_id(), code: fresh::invite_code().0, name };
    let webhook = app.store.make_webhook(me.user.id, bot, &room, &new).await?;
    Ok((StatusCode::CREATED, Json(NewWebhook { webhook, code: new.code })))
}

/// Removes a webhook: its address is void
#[utoipa::path(delete, path = "/admin/bots/{user}/webhooks/{webhook}", tag = "integrations",
    params(("user" = UserId, Path), ("webhook" = WebhookId, Path)), responses(
    (status = 204), (status = 403, body = Problem, description = "`forbidden`"),
    (status = 404, body = Problem, description = "`not_found`")))]
pub async fn delete(
    State(app): State<App>,
    Admin(me): Admin,
    Id(bot): Id<UserId>,
    Id(webhook): Id<WebhookId>,
) -> Result<StatusCode, Failure> {
    app.store.remove_webhook(me.user.id, bot, webhook).await?;
    Ok(StatusCode::NO_CONTENT)
}
