//! How far the projection has come, as this gateway last heard of it: a bound that may lag but never leads.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use natter_protocol::{Position, Seq, Shard};
use tokio::sync::Notify;
use tokio::sync::futures::Notified;
use tokio::time::Instant;

/// How long what SQL said is used without asking again. Of another gateway's projection nothing else is heard.
const FRESH: Duration = Duration::from_millis(250);

/// The bounds of all shards.
pub(super) struct Written {
    marks: Vec<Mark>,
    began: Instant,
    /// Until when SQL need not be asked, in milliseconds since `began`.
    fresh_until: AtomicU64,
    /// Whether SQL has ever answered: until then there is no bound worth using.
    heard: AtomicBool,
    moved: Notify,
}

#[derive(Default)]
struct Mark {
    seq: AtomicU64,
    wanted: Notify,
}

impl Written {
    pub(super) fn new(shards: Shard) -> Self {
        Self {
            marks: (0..shards).map(|_| Mark::default()).collect(),
            began: Instant::now(),
            fresh_until: AtomicU64::new(0),
            heard: AtomicBool::new(false),
            moved: Notify::new(),
        }
    }

    /// Everything up to here is in SQL. Sequences never go back, not even in a new epoch.
    pub(super) fn get(&self, shard: Shard) -> Seq {
        self.marks.get(usize::from(shard)).map_or(0, |mark| mark.seq.load(Ordering::Acquire))
    }

    /// SQL has everything up to here.
    pub(super) fn reach(&self, shard: Shard, seq: Seq) {
        if let Some(mark) = self.marks.get(usize::from(shard)) {
            mark.seq.fetch_max(seq, Ordering::AcqRel);
        }
        self.moved.notify_waiters();
    }

    /// What SQL says of all shards, in their order.
    pub(super) fn take(&self, positions: &[Position]) {
        for (mark, position) in self.marks.iter().zip(positions) {
            mark.seq.fetch_max(position.seq, Ordering::AcqRel);
        }
        self.heard.store(true, Ordering::Release);
    }

    /// Whether SQL should be asked again: says so to one of those who ask at the same moment, and to all of them
    /// until it has answered once.
    pub(super) fn is_due(&self) -> bool {
        let now = u64::try_from(self.began.elapsed().as_millis()).unwrap_or(u64::MAX);
        let until = now.saturating_add(u64::try_from(FRESH.as_millis()).unwrap_or(u64::MAX));
        let last = self.fresh_until.load(Ordering::Acquire);
        if !self.heard.load(Ordering::Acquire) {
            return true;
        }
        now >= last
            && self.fresh_until.compare_exchange(last, until, Ordering::AcqRel, Ordering::Relaxed).is_ok()
    }

    /// SQL did not answer: whoever comes next asks it.
    pub(super) fn unanswered(&self) {
        self.fresh_until.store(0, Ordering::Release);
    }

    /// Asks this gateway's projection not to gather any longer.
    pub(super) fn hurry(&self) {
        self.marks.iter().for_each(|mark| mark.wanted.notify_one());
    }

    pub(super) async fn hurried(&self, shard: Shard) {
        match self.marks.get(usize::from(shard)) {
            Some(mark) => mark.wanted.notified().await,
            None => std::future::pending().await,
        }
    }

    pub(super) fn moved(&self) -> Notified<'_> {
        self.moved.notified()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn one_of_those_who_ask_at_once_asks_sql() {
        let written = Written::new(1);
        assert_eq!([written.is_due(), written.is_due()], [true, true], "nothing is known yet");
        written.take(&[Position { epoch: 1, seq: 3 }]);
        assert_eq!([written.is_due(), written.is_due()], [true, false]);
        tokio::time::advance(FRESH).await;
        assert_eq!([written.is_due(), written.is_due()], [true, false]);
        written.unanswered();
        assert!(written.is_due());
    }

    #[test]
    fn a_bound_never_goes_back() {
        let written = Written::new(2);
        written.reach(1, 7);
        written.take(&[Position { epoch: 1, seq: 3 }, Position { epoch: 1, seq: 5 }]);
        assert_eq!([written.get(0), written.get(1), written.get(2)], [3, 7, 0]);
    }

    #[tokio::test]
    async fn a_wish_made_while_nobody_listens_is_kept() {
        let written = Written::new(1);
        written.hurry();
        written.hurried(0).await;
    }
}
