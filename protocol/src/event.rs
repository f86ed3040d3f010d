//! What happened in the chat, as it stands in the log and as it reaches a client.
//!
//! The log holds an [`Event`] without its place; whoever reads it back fills `shard` and `seq` in
//! ([`Event::placed`]). Typing and presence never enter the log and have no place.

use serde::{Deserialize, Serialize};

use crate::account::{Presence, User};
use crate::emoji::CustomEmoji;
use crate::ids::{MessageId, Millis, RoomId, Seq, SessionId, Shard, UserId};
use crate::message::{Change, Message, Pinned};
use crate::notifications::Notifications;
use crate::own::{Draft, RoomPrefs, Scheduled};
use crate::policy::Rules;
use crate::read::Read;
use crate::room::{Room, RoomRole};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Event {
    #[serde(flatten)]
    pub body: Body,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shard: Option<Shard>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seq: Option<Seq>,
    /// The room whose history this belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<RoomId>,
    pub at: Millis,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "type")]
pub enum Body {
    #[serde(rename = "message.created")]
    MessageCreated {
        message: Message,
        /// Of a reply: who takes part in its thread as it is said. To them the thread is unread, but for
        /// the author, who has read it up to here.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        followers: Vec<UserId>,
    },
    #[serde(rename = "message.edited")]
    MessageEdited { message_id: MessageId, text: String, mentions: Vec<UserId> },
    /// `message_seq` is the place of the deleted message, so that unread counts can leave it out.
    #[serde(rename = "message.deleted")]
    MessageDeleted {
        message_id: MessageId,
        message_seq: Seq,
        by: UserId,
        /// Of a reply: its thread.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        thread: Option<MessageId>,
    },
    #[serde(rename = "message.pinned")]
    MessagePinned { message_id: MessageId, by: UserId },
    #[serde(rename = "message.unpinned")]
    MessageUnpinned { message_id: MessageId, by: UserId },
    #[serde(rename = "reaction.added")]
    ReactionAdded { message_id: MessageId, user_id: UserId, emoji: String },
    #[serde(rename = "reaction.removed")]
    ReactionRemoved { message_id: MessageId, user_id: UserId, emoji: String },

    /// Someone voted on a poll, in place of what the same voter chose before; without choices, took it back.
    #[serde(rename = "poll.voted")]
    PollVoted { message_id: MessageId, voter: String, choices: Vec<u8> },
    /// Someone ended a poll.
    #[serde(rename = "poll.closed")]
    PollClosed { message_id: MessageId, by: UserId },

    #[serde(rename = "room.created")]
    RoomCreated { details: Room },
    #[serde(rename = "room.updated")]
    RoomUpdated { details: Room },
    /// Carries all that a client needs to show the room and the person without asking.
    #[serde(rename = "member.joined")]
    MemberJoined {
        user: User,
        role: RoomRole,
        /// Who brought the person in, when it was not the person.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<UserId>,
        details: Room,
        member_count: u32,
    },
    #[serde(rename = "member.changed")]
    MemberChanged { user_id: UserId, role: RoomRole },
    #[serde(rename = "member.left")]
    MemberLeft {
        user_id: UserId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<UserId>,
        member_count: u32,
    },

    /// To one's own devices: a room was read up to `read_seq`.
    #[serde(rename = "read.updated")]
    ReadUpdated { room_id: RoomId, read_seq: Seq },
    /// To one's own devices: a thread was read up to `read_seq`.
    #[serde(rename = "thread.read")]
    ThreadRead { room_id: RoomId, thread: MessageId, read_seq: Seq },
    /// To one's own devices: how a room is kept.
    #[serde(rename = "preferences.updated")]
    PreferencesUpdated { room_id: RoomId, prefs: RoomPrefs },
    /// To one's own devices: a message was put aside, …
    #[serde(rename = "message.saved")]
    MessageSaved { room_id: RoomId, message_id: MessageId, saved_at: Millis },
    /// … or no longer is.
    #[serde(rename = "message.unsaved")]
    MessageUnsaved { room_id: RoomId, message_id: MessageId },
    /// To one's own devices: what was begun in a room, or (with an empty text) no longer is.
    #[serde(rename = "draft.updated")]
    DraftUpdated { draft: Draft },
    /// To one's own devices: something with a time was made or changed, or its time has come, …
    #[serde(rename = "scheduled.updated")]
    ScheduledUpdated { item: Scheduled },
    /// … or it was said or deleted.
    #[serde(rename = "scheduled.ended")]
    ScheduledEnded { id: MessageId },
    /// To one's own devices: a sign-in ended; its streams close.
    #[serde(rename = "session.revoked")]
    SessionRevoked { session_id: SessionId },

    /// To one's own devices: how one wants to be told of what happens.
    #[serde(rename = "notifications.updated")]
    NotificationsUpdated { settings: Notifications },

    #[serde(rename = "user.created")]
    UserCreated { user: User },
    #[serde(rename = "user.updated")]
    UserUpdated { user: User },

    /// The server is called so now, and these are its rules.
    #[serde(rename = "server.updated")]
    ServerUpdated {
        name: String,
        /// None from a gateway that knows of none: they stay.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rules: Option<Rules>,
    },

    /// The server has an emoji of its own by this name.
    #[serde(rename = "emoji.added")]
    EmojiAdded { emoji: CustomEmoji },
    /// It has none of this name any more.
    #[serde(rename = "emoji.removed")]
    EmojiRemoved { name: String },

    #[serde(rename = "typing")]
    Typing { user_id: UserId },
    #[serde(rename = "presence")]
    PresenceChanged { user_id: UserId, presence: Presence },

    /// A type that this reader does not know; readers skip it.
    #[serde(other, rename = "unknown")]
    Unknown,
}

impl Event {
    /// An event that is about to be appended to the log.
    #[must_use]
    pub fn unplaced(room: Option<RoomId>, at: Millis, body: Body) -> Self {
        Self { body, shard: None, seq: None, room, at }
    }

    /// The event with the place that the log gave it.
    #[must_use]
    pub fn placed(mut self, shard: Shard, seq: Seq) -> Self {
        self.shard = Some(shard);
        self.seq = Some(seq);
        if let Body::MessageCreated { message, .. } = &mut self.body {
            message.seq = seq;
        }
        self
    }

    /// The message this event changes, and how; none for an event that is not about an existing message.
    #[must_use]
    pub fn change(&self) -> Option<(MessageId, Change)> {
        match &self.body {
            Body::MessageEdited { message_id, text, mentions } => Some((
                *message_id,
                Change::Edited { text: text.clone(), mentions: mentions.clone(), edited_at: self.at },
            )),
            Body::MessageDeleted { message_id, .. } => {
                Some((*message_id, Change::Deleted { deleted_at: self.at }))
            }
            Body::ReactionAdded { message_id, user_id, emoji } => {
                Some((*message_id, Change::Reacted { user: *user_id, emoji: emoji.clone() }))
            }
            Body::ReactionRemoved { message_id, user_id, emoji } => {
                Some((*message_id, Change::Unreacted { user: *user_id, emoji: emoji.clone() }))
            }
            Body::MessagePinned { message_id, by } => {
                Some((*message_id, Change::Pinned(Pinned { at: self.at, by: *by })))
            }
            Body::MessageUnpinned { message_id, .. } => Some((*message_id, Change::Unpinned)),
            Body::PollVoted { message_id, voter, choices } => {
                Some((*message_id, Change::Voted { voter: voter.clone(), choices: choices.clone() }))
            }
            Body::PollClosed { message_id, .. } => {
                Some((*message_id, Change::PollClosed { closed_at: self.at }))
            }
            _ => None,
        }
    }

    /// All messages this event changes, and how.
    pub fn changes(&self) -> impl Iterator<Item = (MessageId, Change)> + use<> {
        self.change().into_iter().chain(self.thread_change())
    }

    /// The message whose thread this event changes, and how: an event about a reply changes two messages.
    #[must_use]
    pub fn thread_change(&self) -> Option<(MessageId, Change)> {
        let seq = self.seq?;
        match &self.body {
            Body::MessageCreated { message, .. } => {
                let change = Change::Replied { seq, author: message.author, at: message.at };
                message.thread.map(|thread| (thread, change))
            }
            Body::MessageDeleted { thread, .. } => {
                thread.map(|thread| (thread, Change::ReplyDeleted { seq }))
            }
            _ => None,
        }
    }
}
