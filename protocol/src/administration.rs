//! What those who run a server see and ask for.

use serde::{Deserialize, Serialize};

use crate::account::{ServerRole, User};
use crate::ids::{Millis, RoomId, UserId};
use crate::read::Read;
use crate::room::Room;

/// `PATCH /users/{id}`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UpdateUser {
    pub role: ServerRole,
}

/// `PATCH /server`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UpdateServer {
    pub name: String,
}

/// A person as admins see them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Account {
    #[serde(flatten)]
    pub user: User,
    /// When a device of theirs was last in use, to the hour; none for who is signed in nowhere.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_seen_at: Option<Millis>,
    /// On how many devices they are signed in.
    pub sessions: u32,
    /// Whether signing in needs a second factor.
    pub two_factor: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccountList {
    /// By username.
    pub accounts: Vec<Account>,
    /// Whether there are more after the last one.
    pub more: bool,
}

/// `GET /admin/accounts?…`
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
pub struct AccountsQuery {
    /// The beginning of a username or of a word of a display name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub q: Option<String>,
    /// Only usernames after this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// 1 to 100, by default 50.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
}

/// The answer to `POST /users/{id}/password-reset`; it is shown once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasswordReset {
    /// For `/reset/<code>`.
    pub code: String,
    pub expires_at: Millis,
}

/// What the holder of a reset link may know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PasswordResetInfo {
    pub server_name: String,
    pub username: String,
    pub display_name: String,
}

/// `POST /password-resets/{code}`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewPassword {
    pub password: String,
}

/// A room as admins see it: they know of private ones, and read none that they are not in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ManagedRoom {
    #[serde(flatten)]
    pub room: Room,
    pub member_count: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ManagedRoomList {
    /// By name; direct rooms are nobody's business.
    pub rooms: Vec<ManagedRoom>,
}

/// How the gateway that answers is, and what it shares with the others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServerHealth {
    pub version: String,
    pub started_at: Millis,
    /// `sqlite` or `postgres`.
    pub database: String,
    /// Event streams open at this gateway.
    pub streams: u64,
    /// Long polls that it has answered since it started.
    pub polls: u64,
    pub accounts: u64,
    pub messages: u64,
    /// Events that could not be written into the database: look at them.
    pub dead_letters: u64,
    pub shards: Vec<ShardHealth>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ShardHealth {
    /// How far this gateway has read the log.
    pub read_seq: u64,
    /// How far the database has taken it in.
    pub written_seq: u64,
}

/// What admins did, and to whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditEntry {
    /// Rising; older entries have lower ones.
    pub id: i64,
    pub at: Millis,
    pub by: UserId,
    pub action: AuditAction,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<UserId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<RoomId>,
    /// What it became: a role, a name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum AuditAction {
    RoleGiven,
    Deactivated,
    Reactivated,
    PasswordResetMade,
    TwoFactorRemoved,
    RoomArchived,
    RoomUnarchived,
    ServerRenamed,
    EmojiAdded,
    EmojiRemoved,
    BotCreated,
    BotChanged,
    TokenMade,
    TokenRevoked,
    WebhookMade,
    WebhookRemoved,
    PolicyChanged,
    /// One that this reader does not know.
    #[serde(other)]
    Other,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AuditPage {
    /// The newest first.
    pub entries: Vec<AuditEntry>,
    /// Whether there are older ones after the last.
    pub more: bool,
}

/// `GET /audit?…`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
pub struct AuditQuery {
    /// Only entries older than this one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<i64>,
    /// 1 to 100, by default 50.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u16>,
}

/// A link into the app with which a new password is set: `/reset/<code>`.
#[must_use]
pub fn reset_path(code: &str) -> String {
    format!("/reset/{code}")
}
