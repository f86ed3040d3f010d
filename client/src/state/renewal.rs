//! Beginning a timeline anew without emptying the screen.

use natter_protocol::{Message, Seq};

use super::entry::Entry;
use super::timeline::Timeline;

impl Timeline {
    /// The timeline after a renewed snapshot: empty, with the old one on screen until a page comes.
    pub(super) fn renewed(self, as_of: Seq) -> Self {
        let mut new = Self::after(as_of);
        new.thread = self.thread;
        new.held = self.held;
        new.old = self.into_old();
        new
    }

    /// What stays on screen while a page is fetched.
    pub(super) fn into_old(mut self) -> Option<Box<Self>> {
        if !self.loaded {
            return self.old;
        }
        self.old = None;
        self.floor = self.since;
        Some(Box::new(self))
    }

    /// A message whose later changes may have been let go already: only a page tells what it became.
    pub(super) fn came_too_late(&mut self, message: &Message) -> bool {
        if self.entries.contains_key(&message.seq) {
            return false;
        }
        self.lapse(self.floor);
        self.old.as_mut().is_some_and(|old| old.merge(message.clone(), message.seq))
    }

    /// What is loaded may miss something up to the place; it stays on screen until a page comes.
    pub(super) fn lapse(&mut self, seq: Seq) {
        let old = self.clone().into_old();
        self.cut(seq);
        self.old = old;
    }

    /// The caller came or went here: everything up to the place is forgotten.
    pub(super) fn cut(&mut self, seq: Seq) {
        let kept = self.entries.split_off(&seq.saturating_add(1));
        // The changes that went into what is dropped do not come again: a page must have them.
        let newest = self.entries.values().map(Entry::newest).max().unwrap_or(0);
        self.entries = kept;
        self.places.retain(|_, place| *place > seq);
        self.orphans.retain(|(place, _), _| *place > seq);
        self.coverage.cut(seq);
        self.since = self.since.max(seq);
        self.floor = self.floor.max(seq).max(newest);
        self.loaded = false;
        self.old = None;
    }
}
