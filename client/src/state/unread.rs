//! What of a room is unread: a set of places, so that its size can never drift.

use std::collections::{BTreeMap, BTreeSet};

use natter_protocol::{RoomSummary, Seq, limits};

/// Places that are remembered one by one; "99+" is shown long before.
const KNOWN: usize = 5 * limits::UNREAD_SEQS;

#[derive(Debug, Clone, Default)]
pub(super) struct Unread {
    read_seq: Seq,
    /// Messages of others after the read mark, and whether each names the caller.
    said: BTreeMap<Seq, bool>,
    /// Deleted messages after the read mark; the word of a deletion may overtake that of its message.
    deleted: BTreeSet<Seq>,
    /// Unread messages that are too many to be known by place stand at or before `floor`.
    floor: Seq,
    older: u32,
    older_mentions: u32,
}

impl Unread {
    pub(super) fn from_summary(summary: &RoomSummary) -> Self {
        let mut said: BTreeMap<Seq, bool> = summary.unread_seqs.iter().map(|&seq| (seq, false)).collect();
        said.extend(summary.mention_seqs.iter().map(|&seq| (seq, true)));
        let size = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let older = summary.unread.saturating_sub(size(said.len()));
        let first = summary.unread_seqs.first().copied().unwrap_or(0);
        Self {
            read_seq: summary.read_seq,
            older,
            older_mentions: summary.mentions.saturating_sub(size(summary.mention_seqs.len())),
            floor: if older > 0 { first.saturating_sub(1) } else { 0 },
            said,
            deleted: BTreeSet::new(),
        }
    }

    /// Someone else said something.
    pub(super) fn said(&mut self, seq: Seq, mentions_me: bool) -> bool {
        if seq <= self.read_seq || seq <= self.floor || self.deleted.contains(&seq) {
            return false;
        }
        // Whom a message named when it was said stays: editing rings no bell.
        let new = self.said.insert(seq, mentions_me).is_none();
        if self.said.len() > KNOWN
            && let Some((oldest, mention)) = self.said.pop_first()
        {
            self.floor = oldest;
            self.older += 1;
            self.older_mentions += u32::from(mention);
        }
        new
    }

    pub(super) fn deleted(&mut self, seq: Seq) -> bool {
        if seq > self.read_seq && seq > self.floor {
            self.deleted.insert(seq);
        }
        self.said.remove(&seq).is_some()
    }

    /// Read up to a place; a mark never falls. True when it rose.
    pub(super) fn read(&mut self, seq: Seq) -> bool {
        if seq <= self.read_seq {
            return false;
        }
        self.read_seq = seq;
        let after = seq.saturating_add(1);
        self.said = self.said.split_off(&after);
        self.deleted = self.deleted.split_off(&after);
        if seq >= self.floor {
            self.older = 0;
            self.older_mentions = 0;
        }
        true
    }

    pub(super) fn read_seq(&self) -> Seq {
        self.read_seq
    }

    pub(super) fn count(&self) -> u32 {
        self.older.saturating_add(u32::try_from(self.said.len()).unwrap_or(u32::MAX))
    }

    pub(super) fn mentions(&self) -> u32 {
        let known = self.said.values().filter(|&&mention| mention).count();
        self.older_mentions.saturating_add(u32::try_from(known).unwrap_or(u32::MAX))
    }

    pub(super) fn first(&self) -> Option<Seq> {
        if self.older > 0 { Some(self.read_seq.saturating_add(1)) } else { self.said.keys().next().copied() }
    }

    /// The newest places, ascending, as a snapshot gives them.
    pub(super) fn seqs(&self, only_mentions: bool) -> Vec<Seq> {
        let of_interest = self.said.iter().rev().filter(|&(_, &mention)| mention || !only_mentions);
        let mut seqs: Vec<Seq> = of_interest.map(|(&seq, _)| seq).take(limits::UNREAD_SEQS).collect();
        seqs.reverse();
        seqs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deletion_may_come_before_its_message() {
        let mut unread = Unread::default();
        unread.deleted(7);
        unread.said(7, true);
        unread.said(8, true);
        unread.said(8, true);
        assert_eq!((unread.count(), unread.mentions(), unread.first()), (1, 1, Some(8)));
    }

    #[test]
    fn a_late_word_of_something_read_counts_nothing() {
        let mut unread = Unread::default();
        unread.said(9, false);
        assert!(unread.read(8) && unread.count() == 1);
        assert!(!unread.said(8, false));
        assert!(!unread.read(3), "a mark never falls");
        assert!(unread.read(9) && unread.count() == 0);
    }

    #[test]
    fn more_than_can_be_known_by_place_is_counted_and_forgotten_when_read() {
        let mut unread = Unread::default();
        for seq in 1..=KNOWN as u64 + 50 {
            unread.said(seq, seq % 2 == 0);
        }
        assert_eq!((unread.count(), unread.mentions()), (KNOWN as u32 + 50, KNOWN as u32 / 2 + 25));
        assert!(!unread.said(3, false), "it is among those that are only counted");
        unread.read(50);
        assert_eq!(unread.count(), KNOWN as u32);
    }
}
