//! Which messages of a room are pinned.

use natter_protocol::{MessageId, Seq};

use super::latest::Latest;
use crate::ordered::{OrderedMap, OrderedSet};

/// The list as it was fetched, and over it what the events said since the snapshot, as with
/// [`MemberList`](super::MemberList).
#[derive(Debug, Clone, Default)]
pub struct PinList {
    fetched: Option<OrderedSet<MessageId>>,
    changes: OrderedMap<MessageId, Latest<bool>>,
    /// The caller came or went here; what was before does not count.
    since: Seq,
}

impl PinList {
    /// Whether the list was fetched since the last snapshot; until then its number is not known.
    #[must_use]
    pub fn is_loaded(&self) -> bool {
        self.fetched.is_some()
    }

    /// In the order in which the messages were written.
    #[must_use]
    pub fn messages(&self) -> OrderedSet<MessageId> {
        let mut pinned = self.fetched.clone().unwrap_or_default();
        for (&message, latest) in &self.changes {
            if latest.value {
                pinned.insert(message)
            } else {
                pinned.remove(&message)
            };
        }
        pinned
    }

    pub(super) fn load(&mut self, messages: impl Iterator<Item = MessageId>) {
        self.fetched = Some(messages.collect());
    }

    pub(super) fn cut(&mut self, seq: Seq) {
        self.fetched = None;
        self.since = seq;
        self.changes.retain(|_, latest| latest.seq > seq);
    }

    pub(super) fn set(&mut self, seq: Seq, message: MessageId, pinned: bool) -> bool {
        seq > self.since && self.changes.entry(message).or_insert(Latest::at(0, pinned)).set(seq, pinned)
    }
}
