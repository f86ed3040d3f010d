//! People, their sign-ins and their presence.

use serde::{Deserialize, Serialize};

use crate::ids::{FileId, InviteCode, Millis, SessionId, Shard, UserId};
use crate::policy::Rules;
use crate::read::Read;

/// What a person may do on the whole server, in rising order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ServerRole {
    Member,
    Admin,
    Owner,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct User {
    pub id: UserId,
    /// Lower-case letters, digits, `.`, `-`, `_`; unique.
    pub username: String,
    pub display_name: String,
    pub role: ServerRole,
    pub created_at: Millis,
    /// A program, not a person.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub bot: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deactivated_at: Option<Millis>,
    /// The picture of the person, at `GET /avatars/{id}`; another picture has another id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub avatar: Option<FileId>,
    /// What the person does here, such as "Design".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pronouns: Option<String>,
    /// A name of the IANA time zone database, such as `Europe/Lisbon`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
    /// As it was last set; see [`User::status_at`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// Until when the person does not want to be disturbed; a past moment says nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dnd_until: Option<Millis>,
}

impl User {
    /// Someone new, of whom nothing more is known.
    #[must_use]
    pub fn new(
        id: UserId,
        username: impl Into<String>,
        display_name: impl Into<String>,
        role: ServerRole,
        created_at: Millis,
    ) -> Self {
        Self {
            id,
            username: username.into(),
            display_name: display_name.into(),
            role,
            created_at,
            bot: false,
            deactivated_at: None,
            avatar: None,
            title: None,
            pronouns: None,
            time_zone: None,
            status: None,
            dnd_until: None,
        }
    }

    /// The status at a moment. It ends by itself: readers stop showing it, the server clears it later.
    #[must_use]
    pub fn status_at(&self, now: Millis) -> Option<&Status> {
        self.status.as_ref().filter(|status| status.expires_at.is_none_or(|end| end > now))
    }

    /// Whether the person does not want to be disturbed at a moment.
    #[must_use]
    pub fn is_undisturbed_at(&self, now: Millis) -> bool {
        self.dnd_until.is_some_and(|end| end > now)
    }

    /// When what the two above say changes next by itself.
    #[must_use]
    pub fn next_change(&self, now: Millis) -> Option<Millis> {
        let status = self.status.as_ref().and_then(|status| status.expires_at);
        [status, self.dnd_until].into_iter().flatten().filter(|end| *end > now).min()
    }
}

/// What a person is up to: an emoji, a few words, or both.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Status {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub emoji: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// When it ends; none means when it is taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_at: Option<Millis>,
}

/// The caller.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Me {
    #[serde(flatten)]
    pub user: User,
    /// The shard that carries the events to this person's own devices.
    pub shard: Shard,
    pub session_id: SessionId,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UserList {
    pub users: Vec<User>,
    /// Where the next page begins; none after the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// The answer to registering and signing in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SignedIn {
    /// For `Authorization: Bearer`. Browsers get the same as an HttpOnly cookie and need not keep it.
    pub token: String,
    pub user: User,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionInfo {
    pub id: SessionId,
    pub created_at: Millis,
    pub last_seen_at: Millis,
    pub expires_at: Millis,
    /// As the device named itself (`User-Agent`).
    pub device: String,
    /// Whether the caller is using it now.
    pub current: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SessionList {
    pub sessions: Vec<SessionInfo>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Presence {
    Online,
    /// No input for five minutes.
    Away,
    Offline,
}

/// Who may create an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Registration {
    Open,
    Invite,
    Closed,
}

/// What anyone may know before signing in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServerInfo {
    pub name: String,
    pub version: String,
    #[serde(flatten)]
    pub rules: Rules,
    /// No account exists yet: whoever registers first owns the server.
    pub needs_owner: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Invite {
    pub code: InviteCode,
    pub created_by: UserId,
    pub created_at: Millis,
    pub expires_at: Millis,
    /// How many more people may use it.
    pub uses_left: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InviteList {
    pub invites: Vec<Invite>,
}

/// What the holder of an invitation may know before accepting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InviteInfo {
    pub server_name: String,
    pub invited_by: String,
    pub expires_at: Millis,
}
