//! One message on its way.

use natter_protocol::ballot::NewPoll;
use natter_protocol::command::PostMessage;
use natter_protocol::read::Read;
use natter_protocol::{Code, FileId, MessageId, Millis, RoomId};
use serde::{Deserialize, Serialize};

/// What a person wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Draft {
    pub room: RoomId,
    pub text: String,
    #[serde(default)]
    pub thread: Option<MessageId>,
    #[serde(default)]
    pub attachments: Vec<FileId>,
    /// Of a reply: whether it also shows in the room.
    #[serde(default)]
    pub broadcast: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub poll: Option<NewPoll>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[serde(rename_all = "snake_case")]
pub enum SendState {
    /// Nothing is known against it: not tried yet, or on its first try.
    Pending,
    /// Tried; whether it was stored is not known. It is tried again with the same id.
    Unknown,
    /// The server will not take it: "Not sent · Retry · Delete". `code` is none where the answer had none.
    Refused { status: u16, code: Option<Code>, detail: Option<String> },
}

/// A message that is not known to be in the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Item {
    pub id: MessageId,
    #[serde(flatten)]
    pub draft: Draft,
    pub queued_at: Millis,
    pub attempts: u32,
    pub state: SendState,
    /// Not before this time.
    #[serde(default)]
    pub(super) not_before: Millis,
    /// A request is under way; a reload forgets it and the message is tried again.
    #[serde(skip)]
    pub(super) in_flight: bool,
}

impl Item {
    pub(super) fn new(id: MessageId, draft: Draft, queued_at: Millis) -> Self {
        Self {
            id,
            draft,
            queued_at,
            attempts: 0,
            state: SendState::Pending,
            not_before: Millis(0),
            in_flight: false,
        }
    }

    #[must_use]
    pub fn is_refused(&self) -> bool {
        matches!(self.state, SendState::Refused { .. })
    }

    /// The next try, if nothing else is in its way; "next try in 4 s".
    #[must_use]
    pub fn next_try(&self) -> Millis {
        self.not_before
    }

    pub(super) fn body(&self) -> PostMessage {
        PostMessage {
            id: self.id,
            text: self.draft.text.clone(),
            thread: self.draft.thread,
            attachments: self.draft.attachments.clone(),
            broadcast: self.draft.broadcast,
            poll: self.draft.poll.clone(),
        }
    }
}
