//! Which stretches of a room's history are known without a hole.

use natter_protocol::Seq;

use crate::ordered::OrderedMap;

/// Stretches of places, both ends included, of which every message is known. They never touch: two
/// that do become one. A stretch from 0 holds the room's beginning, one to [`Seq::MAX`] follows the stream.
#[derive(Debug, Clone, Default)]
pub(super) struct Coverage {
    stretches: OrderedMap<Seq, Seq>,
}

impl Coverage {
    /// Everything after a place.
    pub(super) fn after(seq: Seq) -> Self {
        let mut coverage = Self::default();
        coverage.add(seq.saturating_add(1), Seq::MAX);
        coverage
    }

    pub(super) fn add(&mut self, mut from: Seq, mut to: Seq) {
        if from > to {
            return;
        }
        let touching: Vec<Seq> = self
            .stretches
            .range(..=to.saturating_add(1))
            .filter(|&(_, &end)| end.saturating_add(1) >= from)
            .map(|(&start, _)| start)
            .collect();
        for start in touching {
            let end = self.stretches.remove(&start).unwrap_or(start);
            from = from.min(start);
            to = to.max(end);
        }
        self.stretches.insert(from, to);
    }

    /// The stretch that holds a place.
    pub(super) fn around(&self, seq: Seq) -> Option<(Seq, Seq)> {
        let (&from, &to) = self.stretches.range(..=seq).next_back()?;
        (to >= seq).then_some((from, to))
    }

    /// Forgets a stretch, both ends included.
    pub(super) fn cut_out(&mut self, from: Seq, to: Seq) {
        let mut after = self.clone();
        after.cut(to);
        drop(self.stretches.split_off(&from));
        if let Some(end) = self.stretches.values_mut().next_back() {
            *end = (*end).min(from - 1);
        }
        self.stretches.extend(after.stretches);
    }

    /// Forgets everything up to and including a place.
    pub(super) fn cut(&mut self, seq: Seq) {
        let after = self.stretches.split_off(&seq.saturating_add(1));
        let last = std::mem::replace(&mut self.stretches, after).last_key_value().map(|(_, &end)| end);
        if let Some(end) = last.filter(|&end| end > seq) {
            self.stretches.insert(seq + 1, end);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn stretches_that_touch_become_one() {
        let mut coverage = Coverage::after(100);
        coverage.add(50, 60);
        assert_eq!(coverage.around(55), Some((50, 60)));
        assert_eq!(coverage.around(61), None);
        coverage.add(61, 100);
        assert_eq!(coverage.around(55), Some((50, Seq::MAX)));
        coverage.cut(70);
        assert_eq!(coverage.around(55), None);
        assert_eq!(coverage.around(71), Some((71, Seq::MAX)));
    }

    proptest! {
        #[test]
        fn stretches_hold_exactly_what_was_added(
            steps in prop::collection::vec((0u8..4, 0u64..40, 0u64..12), 0..20)
        ) {
            let mut coverage = Coverage::default();
            let mut model = [false; 64];
            for (step, at, length) in steps {
                let stretch = at as usize..=(at + length) as usize;
                match step {
                    0 => {
                        coverage.cut(at);
                        model[..=at as usize].fill(false);
                    }
                    1 => {
                        coverage.cut_out(at, at + length);
                        model[stretch].fill(false);
                    }
                    _ => {
                        coverage.add(at, at + length);
                        model[stretch].fill(true);
                    }
                }
            }
            for (seq, &known) in (0u64..).zip(&model) {
                prop_assert_eq!(coverage.around(seq).is_some(), known);
            }
            let ends: Vec<_> = coverage.stretches.iter().collect();
            prop_assert!(ends.windows(2).all(|w| w[0].1 + 1 < *w[1].0), "none touch");
        }
    }
}
