//! Which events were applied, so that each is looked at once.

use natter_protocol::{Seq, Shard};

use crate::ordered::{OrderedMap, OrderedSet};

/// How many places of a shard are remembered one by one. A stream delivers a shard in order, so only a
/// resume or a probe repeats events, and by far fewer than this.
const WINDOW: usize = 4096;

#[derive(Debug, Clone, Default)]
pub(super) struct Seen {
    shards: OrderedMap<Shard, Window>,
}

#[derive(Debug, Clone, Default)]
struct Window {
    /// Everything up to here counts as seen.
    floor: Seq,
    above: OrderedSet<Seq>,
}

impl Seen {
    /// What a snapshot holds is seen; the index of `as_of` is the shard.
    pub(super) fn from_snapshot(as_of: &[Seq]) -> Self {
        let window = |&floor: &Seq| Window { floor, above: OrderedSet::new() };
        Self { shards: (0..).zip(as_of.iter().map(window)).collect() }
    }

    /// Notes a place; false when it was seen before.
    pub(super) fn note(&mut self, shard: Shard, seq: Seq) -> bool {
        let window = self.shards.entry(shard).or_default();
        if seq <= window.floor || !window.above.insert(seq) {
            return false;
        }
        if window.above.len() > WINDOW
            && let Some(lowest) = window.above.pop_first()
        {
            window.floor = lowest;
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_is_new_once_and_only_after_the_snapshot() {
        let mut seen = Seen::from_snapshot(&[10, 20]);
        assert!(!seen.note(0, 10));
        assert!(seen.note(0, 11));
        assert!(!seen.note(0, 11));
        assert!(seen.note(1, 21) && !seen.note(1, 20), "shards are told apart");
        assert!(seen.note(7, 1), "a shard younger than the snapshot");
        assert!(seen.note(0, 40) && seen.note(0, 12), "others' rooms leave holes; order does not matter");
    }

    #[test]
    fn the_memory_is_bounded() {
        let mut seen = Seen::default();
        for seq in 1..=2 * WINDOW as u64 {
            assert!(seen.note(0, seq));
        }
        assert_eq!(seen.shards.get(&0).unwrap().above.len(), WINDOW);
        assert!(!seen.note(0, 1), "what fell out of the window still counts as seen");
    }
}
