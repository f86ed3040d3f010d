//! What happened to a room, told among what was said in it.

use serde::{Deserialize, Serialize};

use crate::ids::UserId;
use crate::read::Read;

/// The message's author did it, and the message says nothing else. Nobody is told of it, and it is never unread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Notice {
    /// Came in.
    Joined,
    /// Brought someone in.
    Added { user_id: UserId },
    /// Went.
    Left,
    /// Put someone out.
    Removed { user_id: UserId },
    /// Gave the room this name.
    Renamed { name: String },
    /// Said what the room is about; an empty topic was taken away.
    Topic { topic: String },
    /// Put the room away, …
    Archived,
    /// … or took it out again.
    Unarchived,
    /// Something that a later version tells.
    #[serde(other)]
    Unknown,
}

impl Notice {
    /// Whom it is about, besides its author.
    #[must_use]
    pub fn about(&self) -> Option<UserId> {
        match self {
            Self::Added { user_id } | Self::Removed { user_id } => Some(*user_id),
            _ => None,
        }
    }
}
