//! One message of a timeline: what was fetched or said first, and the changes since.

use natter_protocol::{Change, Message, Seq};

use crate::ordered::OrderedMap;

/// A message as it stood at a place of the log, and the later changes by their places. What is shown is
/// the fold of both in the order of the log, so it does not matter in which order they came.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    base: Message,
    as_of: Seq,
    changes: OrderedMap<Seq, Change>,
    /// None while there are no changes: then it is the base.
    folded: Option<Box<Message>>,
}

impl Entry {
    pub(super) fn new(base: Message, as_of: Seq) -> Self {
        Self { base, as_of, changes: OrderedMap::new(), folded: None }
    }

    pub(super) fn view(&self) -> &Message {
        self.folded.as_deref().unwrap_or(&self.base)
    }

    /// Up to where this message is known to be complete.
    pub(super) fn newest(&self) -> Seq {
        self.changes.last_key_value().map_or(self.as_of, |(&seq, _)| seq)
    }

    /// Takes a change; false when it is in already.
    pub(super) fn change(&mut self, seq: Seq, change: Change) -> bool {
        if seq <= self.as_of || self.changes.contains_key(&seq) {
            return false;
        }
        if seq > self.newest() {
            self.folded.get_or_insert_with(|| Box::new(self.base.clone())).apply(&change);
            self.changes.insert(seq, change);
        } else {
            self.changes.insert(seq, change);
            self.fold();
        }
        true
    }

    /// Takes the message as a later page has it; an earlier page knows nothing new.
    pub(super) fn rebase(&mut self, base: Message, as_of: Seq) {
        if as_of > self.as_of {
            self.base = base;
            self.as_of = as_of;
            self.changes = self.changes.split_off(&as_of.saturating_add(1));
            self.fold();
        }
    }

    fn fold(&mut self) {
        self.folded = (!self.changes.is_empty()).then(|| {
            let mut message = self.base.clone();
            self.changes.values().for_each(|change| message.apply(change));
            Box::new(message)
        });
    }
}
