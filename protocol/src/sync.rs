//! All that a client needs to start: a snapshot, and the cursor from which events continue it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::account::{Me, Presence, ServerInfo, User};
use crate::ids::{Seq, UserId};
use crate::message::Message;
use crate::notifications::Notifications;
use crate::own::Own;
use crate::read::Read;
use crate::room::RoomSummary;
use crate::thread::ThreadMark;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SyncAnswer {
    pub server: ServerInfo,
    pub me: Me,
    /// The caller's rooms.
    pub rooms: Vec<RoomSummary>,
    /// Everyone who shares a room with the caller, and the caller.
    pub users: Vec<User>,
    /// Those of them who are not offline.
    pub presence: BTreeMap<UserId, Presence>,
    /// How the caller wants to be told of what happens; left out where nothing was ever set.
    #[serde(default, skip_serializing_if = "is_default")]
    pub notifications: Notifications,
    /// What belongs to the caller alone.
    #[serde(default, skip_serializing_if = "Own::is_empty")]
    pub own: Own,
    /// Taken before the rest was read: events after it may already be in the snapshot, none is missing.
    pub cursor: String,
    /// The place in each shard that the snapshot certainly holds; the index is the shard. An event at
    /// or before it changes nothing.
    pub as_of: Vec<Seq>,
    /// The unread ones of the threads that the caller takes part in, up to
    /// [`limits::UNREAD_THREADS`](crate::limits::UNREAD_THREADS), and those that were read further than the
    /// rest of the snapshot knows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub threads: Vec<ThreadMark>,
}

fn is_default(notifications: &Notifications) -> bool {
    *notifications == Notifications::default()
}

/// A page of a room's history in order of `seq`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HistoryPage {
    pub messages: Vec<Message>,
    /// The place in the room's shard up to which edits, deletions and reactions are in the page.
    pub as_of: Seq,
    /// Whether older messages exist before the first of the page.
    pub more_before: bool,
    /// Whether newer messages exist after the last of the page.
    pub more_after: bool,
}
