//! One shard's way from the tail to the subscribers.

use std::sync::Arc;

use natter_protocol::{Event, Position, Shard};

use super::index::Index;
use super::ring::{Keys, Ring};
use super::shortcut::Wire;
use super::subscriber::{Ending, Queued};
use super::{Heads, Hub, Inner, Wheel, frame, read, write};
use crate::log::{Audience, Log, Record, ShardFacts, Tail, Tailed};
use std::sync::{Mutex, RwLock};

/// Clients that may read the log itself at the same time.
const REPLAYS: usize = 4;

/// What the rest of the gateway wants to know of every event, before any client does.
pub type Observer = Arc<dyn Fn(Audience, &Event) + Send + Sync>;

impl Hub {
    #[must_use]
    pub fn new(log: Log, ring: u64) -> Self {
        let capacity = usize::try_from(ring).unwrap_or(usize::MAX);
        let hub = Self(Arc::new(Inner {
            heads: Heads::new(log.shards()),
            capacity: ring,
            rings: (0..log.shards()).map(|_| RwLock::new(Ring::new(capacity))).collect(),
            index: RwLock::new(Index::default()),
            wheel: Mutex::new(Wheel::default()),
            replays: tokio::sync::Semaphore::new(REPLAYS),
            draining: false.into(),
            log,
        }));
        hub.turn_wheel();
        hub
    }

    /// Begins to feed from a shard: first the newest `ring` events, then whatever comes.
    pub fn feed(&self, shard: Shard, facts: ShardFacts, ring: u64, observer: Observer) {
        let next = facts.first_seq.max((facts.last_seq + 1).saturating_sub(ring)).max(1);
        self.begin(shard, Position { epoch: facts.epoch, seq: next - 1 });
        let tail = self.0.log.tail(shard, "tail", facts.epoch, next);
        tokio::spawn(self.clone().keep_feeding(shard, facts.epoch, tail, observer));
    }

    fn begin(&self, shard: Shard, position: Position) {
        if let Some(ring) = self.0.rings.get(usize::from(shard)) {
            write(ring).restart(position.seq + 1);
        }
        self.0.heads.set(shard, position);
    }

    async fn keep_feeding(self, shard: Shard, mut epoch: u32, mut tail: Tail, observer: Observer) {
        while let Some(news) = tail.next().await {
            match news {
                Tailed::Records(records) => {
                    for record in records {
                        self.take(&record, epoch, &observer);
                    }
                }
                Tailed::NewEpoch { epoch: new, first_seq } => {
                    epoch = new;
                    self.begin(shard, Position { epoch, seq: first_seq - 1 });
                    for subscriber in read(&self.0.index).all() {
                        subscriber.end(Ending::NewEpoch);
                    }
                }
            }
        }
    }

    fn take(&self, record: &Record, epoch: u32, observer: &Observer) {
        let Some(ring) = self.0.rings.get(usize::from(record.shard)) else { return };
        match record.read() {
            Ok((audience, event)) => {
                let frame = frame::of(&event);
                write(ring).push(record.seq, frame.clone(), Keys::of(audience, &event));
                // After the ring has it: whoever reads anew what is forgotten now finds it there.
                observer(audience, &event);
                let place = (record.shard, record.seq);
                self.0.heads.shows(record.shard, record.seq);
                let wire = Wire::of(place, self.now(), &frame);
                let queued = Queued { place: Some(place), frame };
                if Index::is_changed_by(&event) {
                    write(&self.0.index).change(&event);
                }
                let told = read(&self.0.index).route(audience, &event, &queued, &wire);
                crate::metrics::DELIVERIES.inc_by(told);
            }
            Err(error) => {
                tracing::error!(shard = record.shard, seq = record.seq, "unreadable event: {error}");
                write(ring).push_unreadable(record.clone());
            }
        }
        self.0.heads.set(record.shard, Position { epoch, seq: record.seq });
    }
}
