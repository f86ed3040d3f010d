//! How far each shard was read and handed on.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use natter_protocol::{Cursor, Position, Seq, Shard};
use tokio::sync::watch;

struct Head {
    epoch: AtomicU32,
    seq: AtomicU64,
    /// Up to here someone may have been given an event: the head, or the one on its way.
    shown: AtomicU64,
    moved: watch::Sender<()>,
}

pub struct Heads(Vec<Head>);

impl Heads {
    pub fn new(shards: Shard) -> Self {
        let head = || Head {
            epoch: AtomicU32::new(0),
            seq: AtomicU64::new(0),
            shown: AtomicU64::new(0),
            moved: watch::Sender::new(()),
        };
        Self((0..shards).map(|_| head()).collect())
    }

    /// Call after everything up to `position` was pushed to whom it concerns: whoever sees the head
    /// move finds it in the queue.
    pub fn set(&self, shard: Shard, position: Position) {
        let Some(head) = self.0.get(usize::from(shard)) else { return };
        head.epoch.store(position.epoch, Ordering::Release);
        head.shown.fetch_max(position.seq, Ordering::AcqRel);
        head.seq.store(position.seq, Ordering::Release);
        if head.moved.receiver_count() > 0 {
            head.moved.send_replace(());
        }
    }

    /// Call before an event goes to anyone.
    pub fn shows(&self, shard: Shard, seq: Seq) {
        if let Some(head) = self.0.get(usize::from(shard)) {
            head.shown.fetch_max(seq, Ordering::AcqRel);
        }
    }

    /// Everything that anyone may have been given.
    pub fn shown(&self) -> Cursor {
        let shown = |head: &Head| Position {
            epoch: head.epoch.load(Ordering::Acquire),
            seq: head.shown.load(Ordering::Acquire),
        };
        Cursor { shards: self.0.iter().map(shown).collect() }
    }

    pub fn get(&self, shard: Shard) -> Position {
        self.0.get(usize::from(shard)).map_or_else(Position::default, |head| Position {
            epoch: head.epoch.load(Ordering::Acquire),
            seq: head.seq.load(Ordering::Acquire),
        })
    }

    pub fn cursor(&self) -> Cursor {
        let shards = 0..Shard::try_from(self.0.len()).unwrap_or(Shard::MAX);
        Cursor { shards: shards.map(|shard| self.get(shard)).collect() }
    }

    /// Waits until the head is beyond a place, or in another epoch.
    pub async fn passes(&self, shard: Shard, place: Position) {
        let Some(head) = self.0.get(usize::from(shard)) else { return std::future::pending().await };
        let mut moved = head.moved.subscribe();
        let is_beyond = |(): &()| {
            head.seq.load(Ordering::Acquire) > place.seq || head.epoch.load(Ordering::Acquire) != place.epoch
        };
        let _ = moved.wait_for(is_beyond).await;
    }

    pub async fn reaches(&self, shard: Shard, seq: Seq) {
        let Some(head) = self.0.get(usize::from(shard)) else { return };
        let mut moved = head.moved.subscribe();
        // The sender lives as long as `self`: waiting cannot fail.
        let _ = moved.wait_for(|()| head.seq.load(Ordering::Acquire) >= seq).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_on_its_way_may_be_seen_before_the_head_has_moved() {
        let heads = Heads::new(2);
        let seqs = |cursor: Cursor| cursor.shards.iter().map(|position| position.seq).collect::<Vec<_>>();
        heads.set(1, Position { epoch: 3, seq: 7 });
        assert_eq!((seqs(heads.cursor()), seqs(heads.shown())), (vec![0, 7], vec![0, 7]));
        heads.shows(1, 8);
        assert_eq!((seqs(heads.cursor()), seqs(heads.shown())), (vec![0, 7], vec![0, 8]));
        heads.set(1, Position { epoch: 3, seq: 8 });
        assert_eq!(heads.shown(), heads.cursor());
    }
}
