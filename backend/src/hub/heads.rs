//! How far each shard was read and handed on.

use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use natter_protocol::{Cursor, Position, Seq, Shard};
use tokio::sync::watch;

struct Head {
    epoch: AtomicU32,
    seq: AtomicU64,
    moved: watch::Sender<()>,
}

pub struct Heads(Vec<Head>);

impl Heads {
    pub fn new(shards: Shard) -> Self {
        let head =
            || Head { epoch: AtomicU32::new(0), seq: AtomicU64::new(0), moved: watch::Sender::new(()) };
        Self((0..shards).map(|_| head()).collect())
    }

    /// Call after everything up to `position` was pushed to whom it concerns: whoever sees the head
    /// move finds it in the queue.
    pub fn set(&self, shard: Shard, position: Position) {
        let Some(head) = self.0.get(usize::from(shard)) else { return };
        head.epoch.store(position.epoch, Ordering::Release);
        head.seq.store(position.seq, Ordering::Release);
        if head.moved.receiver_count() > 0 {
            head.moved.send_replace(());
        }
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
