//! What an owner decides for the whole server.

use serde::{Deserialize, Serialize};

use crate::account::Registration;
use crate::limits;
use crate::read::Read;

/// What can be kept for admins and owners.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Right {
    Invite,
    CreatePublicRoom,
    CreatePrivateRoom,
    /// One that this reader does not know.
    #[serde(other)]
    Other,
}

/// Of whom a second factor is demanded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Demand {
    #[default]
    Nobody,
    /// Admins and owners.
    Admins,
    /// Everyone but bots.
    Everyone,
}

/// The part of it that everyone may know, before signing in too.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Rules {
    pub registration: Registration,
    /// Characters of a new password, at least; 8 to 64.
    #[serde(default = "usual_password", skip_serializing_if = "is_usual_password")]
    pub password_chars: u32,
    /// What members may not do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub admins_only: Vec<Right>,
}

impl Rules {
    /// As they are where nobody has decided anything.
    #[must_use]
    pub fn usual(registration: Registration) -> Self {
        Self { registration, password_chars: usual_password(), admins_only: Vec::new() }
    }
}

/// `GET /admin/policy` and `PUT /admin/policy`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Policy {
    #[serde(flatten)]
    pub rules: Rules,
    /// Of whom a second factor is demanded: signing in without one leads to setting one up, and nowhere else.
    #[serde(default)]
    pub two_factor: Demand,
    /// Days that an unused sign-in lives; 1 to 365.
    pub session_days: u32,
    /// Days after which what was said is deleted for good, 7 to 3650; none: never. A thread goes as a whole when
    /// its last reply is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retention_days: Option<u32>,
}

impl Policy {
    /// As it is where nobody has decided anything.
    #[must_use]
    pub fn usual(registration: Registration) -> Self {
        Self {
            rules: Rules::usual(registration),
            two_factor: Demand::Nobody,
            session_days: limits::SESSION_DAYS_DEFAULT,
            retention_days: None,
        }
    }
}

fn usual_password() -> u32 {
    limits::PASSWORD_CHARS_MIN
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn is_usual_password(chars: &u32) -> bool {
    *chars == usual_password()
}
