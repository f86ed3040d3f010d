//! Speaking as a bot without being one.

use axum::extract::State;
use axum::http::StatusCode;
use natter_protocol::bot::HookMessage;
use natter_protocol::command::PostMessage;
use natter_protocol::{Code, Message, Millis, Problem};

use super::extract::{Body, HookCode, Id};
use super::messages::say_for;
use super::{Failure, Json};
use crate::app::App;
use crate::fresh;

/// Says something as the bot and in the room that the address stands for
///
/// `{"text": "…"}` is enough; fields that are not known are passed over. With an `id` (a ULID) the same call again says
/// nothing twice.
#[utoipa::path(post, path = "/hooks/{code}", tag = "integrations", security(()),
    params(("code" = String, Path)), request_body = HookMessage, responses(
    (status = 201, body = Message), (status = 200, body = Message, description = "It was already said"),
    (status = 404, body = Problem, description = "`not_found`: no such address; `room_not_found`: the bot was removed"),
    (status = 409, body = Problem, description = "`id_reused`, `room_archived`"),
    (status = 422, body = Problem, description = "`text_too_long`, `invalid_field`"),
    (status = 429, body = Problem, description = "`rate_limited`"),
    (status = 503, body = Problem, description = "`unconfirmed`, `unavailable`")))]
pub async fn post(
    State(app): State<App>,
    Id(HookCode(code)): Id<HookCode>,
    Body(command): Body<HookMessage>,
) -> Result<(StatusCode, Json<Message>), Failure> {
    let hook = app.store.hook(&code).await?.ok_or(Code::NotFound)?;
    app.limits.check_write(hook.bot)?;
    let command = PostMessage {
        id: command.id.unwrap_or_else(fresh::message_id),
        text: command.text,
        thread: None,
        attachments: Vec::new(),
        broadcast: false,
        poll: None,
    };
    let said = say_for(&app, hook.bot, hook.room, command).await?;
    let now = Millis::now();
    if hook.is_due(now) {
        app.store.used_webhook(hook.id, now).await?;
    }
    let status = if said.is_new { StatusCode::CREATED } else { StatusCode::OK };
    Ok((status, Json(said.message)))
}
