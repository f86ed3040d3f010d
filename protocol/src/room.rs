//! Rooms and who is in them.

use serde::{Deserialize, Serialize};

use crate::ids::{Millis, RoomId, Seq, Shard, UserId};
use crate::own::RoomPrefs;
use crate::read::Read;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RoomKind {
    /// Anyone on the server may find, read and join it.
    Public,
    /// Only members know of it.
    Private,
    /// A conversation of a fixed set of people; there is one for each set.
    Direct,
}

/// What a member may do, in rising order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RoomRole {
    Member,
    /// May also remove messages and members, and change name and topic.
    Moderator,
    /// May also give and take roles.
    Owner,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Room {
    pub id: RoomId,
    pub kind: RoomKind,
    /// Without the `#`; empty for a direct room, which is named after its people.
    pub name: String,
    #[serde(default)]
    pub topic: String,
    /// Where its events stand in the log; given at creation, never changed.
    pub shard: Shard,
    pub created_at: Millis,
    pub created_by: UserId,
    /// The people of a direct room, the caller included; empty for other kinds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub direct_users: Vec<UserId>,
    /// Since when nothing more can be said in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archived_at: Option<Millis>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Member {
    pub user_id: UserId,
    pub role: RoomRole,
    pub joined_at: Millis,
}

/// A room as one of its members sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoomSummary {
    #[serde(flatten)]
    pub room: Room,
    pub role: RoomRole,
    pub member_count: u32,
    /// The caller has seen everything up to and including this.
    pub read_seq: Seq,
    /// The newest message; 0 in an empty room.
    pub last_seq: Seq,
    /// When the newest message was said; none in an empty room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_at: Option<Millis>,
    /// Messages of others after `read_seq`, deleted ones left out.
    pub unread: u32,
    /// Those of them that name the caller.
    pub mentions: u32,
    /// The places of the unread messages, ascending; only the newest
    /// [`limits::UNREAD_SEQS`](crate::limits::UNREAD_SEQS). A client keeps its counts exact with them.
    #[serde(default)]
    pub unread_seqs: Vec<Seq>,
    #[serde(default)]
    pub mention_seqs: Vec<Seq>,
    /// How the caller keeps the room.
    #[serde(default, skip_serializing_if = "RoomPrefs::is_usual")]
    pub prefs: RoomPrefs,
}

/// A room as anyone who may find it sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoomListing {
    #[serde(flatten)]
    pub room: Room,
    pub member_count: u32,
    pub joined: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoomList {
    /// The caller's own rooms and every public one.
    pub rooms: Vec<RoomListing>,
    /// Where the next page begins; none after the last one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RoomDetails {
    #[serde(flatten)]
    pub room: Room,
    /// The caller's own role; none for a public room that the caller has not joined.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<RoomRole>,
    /// By the time of joining.
    pub members: Vec<Member>,
}
