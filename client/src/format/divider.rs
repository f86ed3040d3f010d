//! The unread divider: where "New" stands while a room is open.

use natter_protocol::{Message, Millis, Seq, UserId};

/// Frozen when the room is opened: reading on, and what arrives meanwhile, does not move it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Divider {
    read_seq: Seq,
}

impl Divider {
    /// The room is opened with this read mark; none where nothing is unread.
    #[must_use]
    pub fn opened(read_seq: Seq, unread: u32) -> Option<Self> {
        (unread > 0).then_some(Self { read_seq })
    }

    /// The message above which the line stands: the first of someone else after the mark that
    /// stands. None where it is not among these messages.
    #[must_use]
    pub fn before<'a>(
        &self,
        messages: impl IntoIterator<Item = &'a Message>,
        me: UserId,
    ) -> Option<&'a Message> {
        messages.into_iter().find(|m| m.seq > self.read_seq && m.author != me && m.stands())
    }

    /// "12 new since 09:41": when the first of the unread was said.
    #[must_use]
    pub fn since<'a>(&self, messages: impl IntoIterator<Item = &'a Message>, me: UserId) -> Option<Millis> {
        self.before(messages, me).map(|m| m.at)
    }

    /// The read mark at opening.
    #[must_use]
    pub fn read_seq(&self) -> Seq {
        self.read_seq
    }
}
