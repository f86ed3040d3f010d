//! Requests about programs that take part, and about what holds for everyone.

use natter_protocol::bot::{Bot, BotList, CreateBot, CreateToken, CreateWebhook, NewToken, NewWebhook};
use natter_protocol::command::UpdateMe;
use natter_protocol::{Policy, RoomId, SessionId, UserId, WebhookId, routes};

use super::calls::{Answer, done};
use super::{Method, call, call_with};

pub async fn bots() -> Answer<BotList> {
    call(Method::Get, routes::BOTS).await
}

pub async fn create_bot(body: &CreateBot) -> Answer<Bot> {
    call_with(Method::Post, routes::BOTS, body).await
}

pub async fn update_bot(bot: UserId, body: &UpdateMe) -> Answer<()> {
    done(call_with(Method::Patch, &routes::bot(bot), body).await)
}

pub async fn create_token(bot: UserId, name: String) -> Answer<NewToken> {
    call_with(Method::Post, &routes::bot_tokens(bot), &CreateToken { name }).await
}

pub async fn revoke_token(bot: UserId, token: SessionId) -> Answer<()> {
    done(call(Method::Delete, &routes::bot_token(bot, token)).await)
}

pub async fn create_webhook(bot: UserId, room_id: RoomId, name: String) -> Answer<NewWebhook> {
    call_with(Method::Post, &routes::webhooks(bot), &CreateWebhook { room_id, name }).await
}

pub async fn remove_webhook(bot: UserId, webhook: WebhookId) -> Answer<()> {
    done(call(Method::Delete, &routes::webhook(bot, webhook)).await)
}

pub async fn policy() -> Answer<Policy> {
    call(Method::Get, routes::POLICY).await
}

pub async fn set_policy(policy: &Policy) -> Answer<Policy> {
    call_with(Method::Put, routes::POLICY, policy).await
}
