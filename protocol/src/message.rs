//! A message and how later events change it. The projection, the history overlay and every client use
//! this one rule, so none of them can disagree about what a message became.

use serde::{Deserialize, Serialize};

use crate::ballot::Poll;
use crate::file::Attachment;
use crate::ids::{MessageId, Millis, RoomId, Seq, UserId};
use crate::notice::Notice;
use crate::read::Read;
use crate::thread::Replies;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Message {
    pub id: MessageId,
    pub room: RoomId,
    /// Its place in the room: the log's sequence in the room's shard. 0 until the log has said it.
    #[serde(default)]
    pub seq: Seq,
    pub author: UserId,
    /// CommonMark; empty once deleted, and where the attachments or the notice say it all.
    pub text: String,
    pub at: Millis,
    /// The message that this one answers in a thread.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub thread: Option<MessageId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<Millis>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted_at: Option<Millis>,
    /// By emoji, so that everyone sees them in one order.
    #[serde(default)]
    pub reactions: Vec<Reaction>,
    #[serde(default)]
    pub attachments: Vec<Attachment>,
    /// People named in the text who were members when it was sent; of `@all` everyone, of `@here` those
    /// who were there.
    #[serde(default)]
    pub mentions: Vec<UserId>,
    /// A reply that also shows in the room; other replies show in their thread only.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub broadcast: bool,
    /// What was said in answer to it; none where nothing ever was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replies: Option<Replies>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pinned: Option<Pinned>,
    /// What can be chosen in answer to the text, and was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub poll: Option<Poll>,
    /// What happened to the room; then there is no text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notice: Option<Notice>,
}

/// That a message is kept at hand for the whole room.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Pinned {
    pub at: Millis,
    pub by: UserId,
}

/// What a message said before it was changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Version {
    pub text: String,
    /// When it was written so.
    pub at: Millis,
}

/// All that a message ever said, the first first and what it says now last; empty for a deleted one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Versions {
    pub versions: Vec<Version>,
}

/// A room's pinned messages, the one pinned last first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Pins {
    pub messages: Vec<Message>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reaction {
    /// A Unicode emoji, or one of the server's own as `:name:`.
    pub emoji: String,
    /// In the order in which they reacted.
    pub users: Vec<UserId>,
}

/// What can happen to a message after it was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    Edited {
        text: String,
        mentions: Vec<UserId>,
        edited_at: Millis,
    },
    Deleted {
        deleted_at: Millis,
    },
    Reacted {
        user: UserId,
        emoji: String,
    },
    Unreacted {
        user: UserId,
        emoji: String,
    },
    Pinned(Pinned),
    Unpinned,
    Voted {
        voter: String,
        choices: Vec<u8>,
    },
    PollClosed {
        closed_at: Millis,
    },
    /// Someone answered it, at this place.
    Replied {
        seq: Seq,
        author: UserId,
        at: Millis,
    },
    /// An answer to it was deleted, at this place.
    ReplyDeleted {
        seq: Seq,
    },
}

impl Message {
    /// A text that has just been said, without anything else and without its place in the log (0).
    #[must_use]
    pub fn plain(id: MessageId, room: RoomId, author: UserId, text: impl Into<String>, at: Millis) -> Self {
        Self {
            id,
            room,
            seq: 0,
            author,
            text: text.into(),
            at,
            thread: None,
            edited_at: None,
            deleted_at: None,
            reactions: Vec::new(),
            attachments: Vec::new(),
            mentions: Vec::new(),
            broadcast: false,
            replies: None,
            pinned: None,
            poll: None,
            notice: None,
        }
    }

    /// What has just happened to a room, without its place in the log (0).
    #[must_use]
    pub fn notice(id: MessageId, room: RoomId, author: UserId, notice: Notice, at: Millis) -> Self {
        Self { notice: Some(notice), ..Self::plain(id, room, author, "", at) }
    }

    /// Whether it stands in the room's list of messages, rather than only in a thread.
    #[must_use]
    pub fn is_in_room(&self) -> bool {
        self.thread.is_none() || self.broadcast
    }

    /// Whose names it shows, apart from its text: the author, and whom a notice is about.
    pub fn people(&self) -> impl Iterator<Item = UserId> + use<> {
        [Some(self.author), self.notice.as_ref().and_then(Notice::about)].into_iter().flatten()
    }

    /// Whether someone said it and it was not taken back.
    #[must_use]
    pub fn stands(&self) -> bool {
        self.deleted_at.is_none() && self.notice.is_none()
    }

    /// Whether a message of someone else is unread for a person in its room: a reply only if it also shows
    /// there, or names the person; what happened to the room never. Whom it named when it was said counts.
    #[must_use]
    pub fn counts_for(&self, user: UserId) -> bool {
        self.notice.is_none() && (self.is_in_room() || self.mentions.contains(&user))
    }

    /// Applies the next change in the order of the log. A deleted message stays as it is, but its thread goes on.
    pub fn apply(&mut self, change: &Change) {
        match change {
            Change::Replied { seq, author, at } => {
                self.replies.get_or_insert_default().said(*seq, *author, *at);
            }
            Change::ReplyDeleted { seq } => self.replies.get_or_insert_default().deleted(*seq),
            _ if self.deleted_at.is_some() => {}
            change => self.apply_alive(change),
        }
    }

    fn apply_alive(&mut self, change: &Change) {
        match change {
            Change::Pinned(pinned) => self.pinned = Some(*pinned),
            Change::Unpinned => self.pinned = None,
            Change::Voted { voter, choices } => {
                if let Some(poll) = &mut self.poll {
                    poll.vote(voter, choices);
                }
            }
            Change::PollClosed { closed_at } => {
                if let Some(poll) = &mut self.poll {
                    poll.closed_at.get_or_insert(*closed_at);
                }
            }
            Change::Replied { .. } | Change::ReplyDeleted { .. } => {}
            Change::Edited { text, mentions, edited_at } => {
                self.text.clone_from(text);
                self.mentions.clone_from(mentions);
                self.edited_at = Some(*edited_at);
            }
            Change::Deleted { deleted_at } => {
                self.text.clear();
                self.mentions.clear();
                self.reactions.clear();
                self.attachments.clear();
                self.pinned = None;
                self.poll = None;
                self.deleted_at = Some(*deleted_at);
            }
            Change::Reacted { user, emoji } => match self.reactions.iter_mut().find(|r| r.emoji == *emoji) {
                Some(reaction) if reaction.users.contains(user) => {}
                Some(reaction) => reaction.users.push(*user),
                None => {
                    let place = self.reactions.partition_point(|before| before.emoji < *emoji);
                    self.reactions.insert(place, Reaction { emoji: emoji.clone(), users: vec![*user] });
                }
            },
            Change::Unreacted { user, emoji } => {
                if let Some(reaction) = self.reactions.iter_mut().find(|r| r.emoji == *emoji) {
                    reaction.users.retain(|u| u != user);
                }
                self.reactions.retain(|r| !r.users.is_empty());
            }
        }
    }
}
