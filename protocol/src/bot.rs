//! Programs that take part: bots, the tokens they sign in with, and addresses at which others speak as them.

use serde::{Deserialize, Serialize};

use crate::account::User;
use crate::ids::{MessageId, Millis, RoomId, SessionId, UserId, WebhookId};
use crate::read::Read;

/// `POST /admin/bots`
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreateBot {
    pub username: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// What it does, such as "Tells of deployments".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

/// A bot as admins see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Bot {
    pub user: User,
    /// The oldest first.
    #[serde(default)]
    pub tokens: Vec<BotToken>,
    /// The oldest first.
    #[serde(default)]
    pub webhooks: Vec<Webhook>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BotList {
    /// By username, deactivated ones too.
    pub bots: Vec<Bot>,
}

/// `POST /admin/bots/{user}/tokens`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreateToken {
    /// What it is for.
    pub name: String,
}

/// What a program shows as `Authorization: Bearer` to be the bot. It does not expire.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BotToken {
    pub id: SessionId,
    pub name: String,
    pub created_at: Millis,
    /// To the hour; the same as `created_at` while it was never used.
    pub last_seen_at: Millis,
}

/// The answer to `POST /admin/bots/{user}/tokens`; the token is shown once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewToken {
    pub id: SessionId,
    pub token: String,
}

/// `POST /admin/bots/{user}/webhooks`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CreateWebhook {
    /// Where it speaks; the bot is brought in.
    pub room_id: RoomId,
    /// What it is for.
    pub name: String,
}

/// An address at which whoever knows it speaks as a bot in one room.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Webhook {
    pub id: WebhookId,
    pub room_id: RoomId,
    pub room_name: String,
    pub name: String,
    pub created_by: UserId,
    pub created_at: Millis,
    /// None while it was never used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_used_at: Option<Millis>,
}

/// The answer to `POST /admin/bots/{user}/webhooks`; the code is shown once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewWebhook {
    pub webhook: Webhook,
    /// For `POST /hooks/{code}`.
    pub code: String,
}

/// `POST /hooks/{code}`. What else stands in it is passed over, so that what others send to such addresses fits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HookMessage {
    pub text: String,
    /// The same id again says nothing twice; without one each call says something new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<MessageId>,
}
