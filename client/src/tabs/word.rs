//! What tabs tell each other, and what comes of it.

use natter_protocol::read::Read;
use natter_protocol::{Event, SyncAnswer, UserId};
use serde::{Deserialize, Serialize};

use crate::link::Status;

/// What tabs tell each other; all others hear it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(rename_all = "snake_case")]
pub enum Word {
    /// Who leads, and does it live?
    Who,
    /// The leader stands here.
    Here {
        cursor: Option<String>,
        status: Status,
    },
    /// This happened, and everything up to the place was told.
    Events {
        events: Vec<Event>,
        cursor: Option<String>,
    },
    /// The leader could not go on from where it was: this is the chat now.
    Snapshot(Box<SyncAnswer>),
    /// To the leader: someone knows only what came up to this place.
    Rewind {
        cursor: String,
    },
    /// To the leader: somebody looks, do not wait any longer.
    Hurry,
    /// The person is at this computer.
    Active,
    SignedOut,
}

/// A word with who says it, and for whom the chat is that it speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Said {
    pub from: String,
    pub user: Option<UserId>,
    pub word: Word,
}

/// What to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heed {
    Apply(Vec<Event>),
    Resync(Box<SyncAnswer>),
    Say(Word),
    /// What the leader knows of the connection.
    Show(Status),
    /// As the leader: say [`Word::Here`], and look at the clock ([`Input::Tick`](crate::Input::Tick)), since timers of
    /// hidden tabs are late.
    Present,
    /// As the leader: [`Input::Rewind`](crate::Input::Rewind).
    Rewind(String),
    /// As the leader: somebody looks.
    Hurry,
    /// Take the lead from a leader that does not live.
    Steal,
    Active,
    SignOut,
}
