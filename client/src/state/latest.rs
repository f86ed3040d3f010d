//! A value of which only the newest counts.

use natter_protocol::Seq;

/// A value and the place in the log that set it. The highest place wins, in whatever order they come.
#[derive(Debug, Clone)]
pub(super) struct Latest<T> {
    pub(super) value: T,
    pub(super) seq: Seq,
}

impl<T> Latest<T> {
    pub(super) fn at(seq: Seq, value: T) -> Self {
        Self { value, seq }
    }

    /// Takes a value set at a place; false when a newer one is there.
    pub(super) fn set(&mut self, seq: Seq, value: T) -> bool {
        if seq <= self.seq {
            return false;
        }
        *self = Self { value, seq };
        true
    }
}
