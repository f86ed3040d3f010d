//! A message and how later events change it. The projection, the history overlay and every client use
//! this one rule, so none of them can disagree about what a message became.

use serde::{Deserialize, Serialize};

use crate::file::Attachment;
use crate::ids::{MessageId, Millis, RoomId, Seq, UserId};

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Message {
    pub id: MessageId,
    pub room: RoomId,
    /// Its place in the room: the log's sequence in the room's shard. 0 until the log has said it.
    #[serde(default)]
    pub seq: Seq,
    pub author: UserId,
    /// CommonMark; empty once deleted, and where the attachments say it all.
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
    /// People named in the text who were members when it was sent.
    #[serde(default)]
    pub mentions: Vec<UserId>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reaction {
    /// A Unicode emoji.
    pub emoji: String,
    /// In the order in which they reacted.
    pub users: Vec<UserId>,
}

/// What can happen to a message after it was said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    Edited { text: String, mentions: Vec<UserId>, edited_at: Millis },
    Deleted { deleted_at: Millis },
    Reacted { user: UserId, emoji: String },
    Unreacted { user: UserId, emoji: String },
}

impl Message {
    /// Applies the next change in the order of the log. A deleted message stays as it is.
    pub fn apply(&mut self, change: &Change) {
        if self.deleted_at.is_some() {
            return;
        }
        match change {
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
                self.deleted_at = Some(*deleted_at);
            }
            Change::Reacted { user, emoji } => match self.reactions.iter_mut().find(|r| r.emoji == *emoji) {
                Some(reaction) if reaction.users.contains(user) => {}
                Some(reaction) => reaction.users.push(*user),
                None => {
                    self.reactions.push(Reaction { emoji: emoji.clone(), users: vec![*user] });
                    self.reactions.sort_by(|a, b| a.emoji.cmp(&b.emoji));
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
