//! Replies to a message. The message they answer says how many there are; who takes part is told of new ones.

use serde::{Deserialize, Serialize};

use crate::ids::{MessageId, Millis, RoomId, Seq, UserId};
use crate::message::Message;
use crate::read::Read;

/// Faces shown beside "4 replies".
const FACES: usize = 3;

/// What was said in answer to a message.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Replies {
    /// Deleted ones left out.
    pub count: u32,
    /// When the newest one was said; a deletion does not set it back.
    pub last_at: Millis,
    /// Up to three who said the newest, the newest first; a deletion does not take anyone out.
    pub users: Vec<UserId>,
    /// The place of the last event that is in here: one at or before it changes nothing, so that what
    /// comes twice is not counted twice.
    pub seq: Seq,
}

impl Replies {
    /// Takes a reply in.
    pub fn said(&mut self, seq: Seq, author: UserId, at: Millis) {
        if seq > self.seq {
            self.seq = seq;
            self.count += 1;
            self.last_at = at;
            self.users.retain(|user| *user != author);
            self.users.insert(0, author);
            self.users.truncate(FACES);
        }
    }

    /// Leaves a deleted reply out.
    pub fn deleted(&mut self, seq: Seq) {
        if seq > self.seq {
            self.seq = seq;
            self.count = self.count.saturating_sub(1);
        }
    }
}

/// How far someone has read a thread that he follows. Both places only ever rise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ThreadMark {
    pub room_id: RoomId,
    /// The message that began the thread.
    pub thread: MessageId,
    /// The newest reply of someone else that the person was told of; 0 if there is none.
    pub last_seq: Seq,
    /// The thread is unread where this is before `last_seq`.
    pub read_seq: Seq,
}

/// A thread that the caller takes part in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FollowedThread {
    #[serde(flatten)]
    pub mark: ThreadMark,
    /// The message that began it.
    pub root: Message,
}

/// Threads, the one with the newest reply first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ThreadsPage {
    pub threads: Vec<FollowedThread>,
    /// `before` of the next page; none after the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn replies_are_counted_once_however_often_they_come() {
        let user = |n| UserId::from_parts(Millis(1), n);
        let mut replies = Replies::default();
        for (seq, who) in [(1, 1), (2, 2), (2, 2), (1, 1), (3, 1), (4, 3), (5, 4)] {
            replies.said(seq, user(who), Millis(seq as i64));
        }
        replies.deleted(6);
        replies.deleted(6);
        assert_eq!((replies.count, replies.last_at, replies.seq), (4, Millis(5), 6));
        assert_eq!(replies.users, [user(4), user(3), user(1)]);
    }
}
