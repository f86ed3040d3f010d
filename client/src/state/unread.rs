//! What of a room is unread: a set of places, so that its size can never drift.

use natter_protocol::{Millis, RoomSummary, Seq, limits};

use super::mark::Mark;
use crate::ordered::{OrderedMap, OrderedSet};

/// Places that are remembered one by one; "99+" is shown long before.
const KNOWN: usize = 2 * limits::UNREAD_SEQS;

#[derive(Debug, Clone, Default)]
pub(super) struct Unread {
    mark: Mark,
    /// What others said after `floor`, and whether it names the caller. Read or not: the mark may go back.
    said: OrderedMap<Seq, bool>,
    /// The newest deletions, whose word may overtake that of their messages.
    deleted: OrderedSet<Seq>,
    /// From here on everything is known by place.
    floor: Seq,
    older: Option<Older>,
}

/// Unread messages up to the floor, too many to be known by place.
#[derive(Debug, Clone, Copy, Default)]
struct Older {
    /// They were counted after this mark.
    mark: Seq,
    count: u32,
    mentions: u32,
}

impl Unread {
    pub(super) fn from_summary(summary: &RoomSummary) -> Self {
        let mut said: OrderedMap<Seq, bool> = summary.unread_seqs.iter().map(|&seq| (seq, false)).collect();
        let all_known = size(said.len()) >= summary.unread;
        let first = summary.unread_seqs.first().copied().unwrap_or(0);
        let floor = if all_known { summary.read_seq } else { first.saturating_sub(1) };
        let mut mentions = summary.mentions;
        for &seq in summary.mention_seqs.iter().filter(|&&seq| seq > floor) {
            said.insert(seq, true);
            mentions = mentions.saturating_sub(1);
        }
        let count = summary.unread.saturating_sub(size(said.len()));
        let older = Older { mark: summary.read_seq, count, mentions };
        Self {
            mark: Mark::at(summary.read_seq),
            said,
            deleted: OrderedSet::new(),
            floor,
            older: (!all_known).then_some(older),
        }
    }

    /// Someone else said something.
    pub(super) fn said(&mut self, seq: Seq, mentions_me: bool) -> bool {
        if seq <= self.floor || self.deleted.contains(&seq) {
            return false;
        }
        // Whom a message named when it was said stays: editing rings no bell.
        self.said.entry(seq).or_insert(mentions_me);
        if self.said.len() > KNOWN {
            self.fold();
        }
        seq > self.mark.get()
    }

    /// Lets the oldest place go; only its number stays.
    fn fold(&mut self) {
        let mark = self.mark.get();
        let Some((seq, mention)) = self.said.pop_first() else { return };
        self.floor = seq;
        if self.older.is_some() || seq > mark {
            let older = self.older.get_or_insert(Older { mark, ..Older::default() });
            older.count += 1;
            older.mentions += u32::from(mention);
        }
    }

    pub(super) fn deleted(&mut self, seq: Seq) -> bool {
        self.deleted.insert(seq);
        if self.deleted.len() > KNOWN {
            self.deleted.pop_first();
        }
        self.said.remove(&seq).is_some() && seq > self.mark.get()
    }

    /// This device sets the mark.
    pub(super) fn set_mark(&mut self, to: Seq) {
        self.mark.set(to);
    }

    /// The log says that the mark was set; true when it moved.
    pub(super) fn read(&mut self, place: Seq, at: Millis, to: Seq) -> bool {
        let before = self.mark.get();
        self.mark.read(place, at, to);
        self.mark.get() != before
    }

    /// The caller joined: what was said before is not unread.
    pub(super) fn joined(&mut self, seq: Seq, at: Millis) {
        self.mark.joined(seq, at);
        self.cut(seq);
    }

    /// Nothing is known of what was said up to a place.
    pub(super) fn cut(&mut self, seq: Seq) {
        if seq > self.floor {
            self.floor = seq;
            self.said = self.said.split_off(&(seq + 1));
            self.older = None;
        }
    }

    /// The mark went back to where nothing is known: what was said after the first and up to the second
    /// of these places is wanted.
    pub(super) fn missing(&self) -> Option<(Seq, Seq)> {
        let mark = self.mark.get();
        let counted = self.older.is_some_and(|older| older.mark <= mark);
        (mark < self.floor && !counted).then_some((mark, self.floor))
    }

    /// What was missing: what others said there and did not delete, and whether it names the caller.
    pub(super) fn fill(&mut self, after: Seq, said: impl IntoIterator<Item = (Seq, bool)>) {
        self.floor = after;
        self.older = None;
        for (seq, mention) in said {
            if !self.deleted.contains(&seq) {
                self.said.entry(seq).or_insert(mention);
            }
        }
        while self.said.len() > KNOWN {
            self.fold();
        }
    }

    pub(super) fn read_seq(&self) -> Seq {
        self.mark.get()
    }

    pub(super) fn count(&self) -> u32 {
        size(self.unread().count()).saturating_add(self.older().map_or(0, |older| older.count))
    }

    pub(super) fn mentions(&self) -> u32 {
        let known = self.unread().filter(|&(_, mention)| mention).count();
        size(known).saturating_add(self.older().map_or(0, |older| older.mentions))
    }

    pub(super) fn first(&self) -> Option<Seq> {
        let known = || self.unread().next().map(|(seq, _)| seq);
        self.older().map_or_else(known, |_| Some(self.mark.get().saturating_add(1)))
    }

    /// The newest places, ascending, as a snapshot gives them.
    pub(super) fn seqs(&self, only_mentions: bool) -> Vec<Seq> {
        let of_interest = self.unread().rev().filter(|&(_, mention)| mention || !only_mentions);
        let mut seqs: Vec<Seq> = of_interest.map(|(seq, _)| seq).take(limits::UNREAD_SEQS).collect();
        seqs.reverse();
        seqs
    }

    fn unread(&self) -> impl DoubleEndedIterator<Item = (Seq, bool)> + '_ {
        self.said.range(self.mark.get().saturating_add(1)..).map(|(&seq, &mention)| (seq, mention))
    }

    fn older(&self) -> Option<Older> {
        let mark = self.mark.get();
        self.older.filter(|older| mark < self.floor && older.mark <= mark && older.count > 0)
    }
}

fn size(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
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
    fn a_mark_that_goes_back_brings_back_what_is_known() {
        let mut unread = Unread::default();
        unread.said(8, true);
        unread.said(9, false);
        assert!(unread.read(1, Millis(1), 9) && unread.count() == 0);
        assert!(!unread.said(8, false), "a late word of something read");
        assert!(unread.read(2, Millis(2), 7) && unread.missing().is_none());
        assert_eq!((unread.count(), unread.mentions()), (2, 1));
    }

    #[test]
    fn a_mark_that_goes_back_beyond_what_is_known_says_what_is_missing() {
        let mut unread = Unread::default();
        unread.joined(50, Millis(1));
        unread.said(51, false);
        unread.read(1, Millis(2), 40);
        assert_eq!((unread.missing(), unread.count()), (Some((40, 50)), 1));
        unread.fill(40, [(44, true)]);
        assert_eq!((unread.missing(), unread.count(), unread.mentions()), (None, 2, 1));
    }

    #[test]
    fn more_than_can_be_known_by_place_is_counted_and_forgotten_when_read() {
        let mut unread = Unread::default();
        for seq in 1..=KNOWN as u64 + 50 {
            unread.said(seq, seq % 2 == 0);
        }
        assert_eq!((unread.count(), unread.mentions()), (KNOWN as u32 + 50, KNOWN as u32 / 2 + 25));
        assert!(!unread.said(3, false), "it is among those that are only counted");
        unread.set_mark(50);
        assert_eq!(unread.count(), KNOWN as u32);
    }
}
