//! The hub: from a shard's tail to the connections that may see it.
//!
//! One feed per shard reads the log's tail, encodes each event once, keeps it in the shard's ring and
//! pushes it to the subscribers that the index names; then it moves the shard's head. A subscription
//! that reads the heads *before* its queue therefore knows that all up to them was delivered to it or is
//! not for it: that is its cursor, exact and without any work per connection and event.

mod feed;
pub mod frame;
mod heads;
mod index;
mod resume;
mod ring;
mod shortcut;
mod subscriber;
mod subscription;
mod wheel;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard};

use bytes::Bytes;
use natter_protocol::{Cursor, Position, RoomId, Seq, Shard, UserId};

pub use feed::Observer;
pub use resume::{Asked, Start};
pub use shortcut::{Outlet, Shortcut};
pub use subscriber::Ending;
pub use subscription::{Drained, Subscription};

use crate::log::{Log, Record};
use heads::Heads;
use index::Index;
use ring::Ring;
use wheel::Wheel;

/// Seconds between two heartbeats of a stream.
pub const HEARTBEAT_SECONDS: u32 = 15;

/// The handle to the hub. Cheap to clone.
#[derive(Clone)]
pub struct Hub(Arc<Inner>);

struct Inner {
    log: Log,
    heads: Heads,
    capacity: u64,
    rings: Vec<RwLock<Ring>>,
    index: RwLock<Index>,
    wheel: Mutex<Wheel>,
    replays: tokio::sync::Semaphore,
    draining: AtomicBool,
}

/// Whoever panics while holding one of these has left it whole: each change under them is a single step.
fn read<T>(lock: &RwLock<T>) -> RwLockReadGuard<'_, T> {
    lock.read().unwrap_or_else(PoisonError::into_inner)
}

fn write<T>(lock: &RwLock<T>) -> RwLockWriteGuard<'_, T> {
    lock.write().unwrap_or_else(PoisonError::into_inner)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Hub {
    /// The newest place that every subscriber was served up to.
    #[must_use]
    pub fn now(&self) -> Cursor {
        self.0.heads.cursor()
    }

    /// The newest place of which a client may know: an event is in its hands a little before the head moves.
    #[must_use]
    pub fn shown(&self) -> Cursor {
        self.0.heads.shown()
    }

    #[must_use]
    pub fn head(&self, shard: Shard) -> Position {
        self.0.heads.get(shard)
    }

    /// Waits until this gateway has read a shard up to the given place.
    pub async fn reaches(&self, shard: Shard, seq: Seq) {
        self.0.heads.reaches(shard, seq).await;
    }

    /// The room's events after a place that are still in memory, oldest first, as JSON; none when the
    /// ring no longer reaches back that far.
    #[must_use]
    pub fn room_events(&self, room: RoomId, shard: Shard, after: Seq) -> Option<Vec<Bytes>> {
        let ring = read(self.0.rings.get(usize::from(shard))?);
        ring.reaches_back_to(after).then(|| ring.of_room(room, after).map(frame::json).collect())
    }

    /// Whether memory holds every event of a shard after a place.
    #[must_use]
    pub fn reaches_back_to(&self, shard: Shard, after: Seq) -> bool {
        self.0.rings.get(usize::from(shard)).is_some_and(|ring| read(ring).reaches_back_to(after))
    }

    /// Since which event this gateway has read a shard without a gap. It changes when there was one.
    #[must_use]
    pub fn unbroken_since(&self, shard: Shard) -> Seq {
        self.0.rings.get(usize::from(shard)).map_or(0, |ring| read(ring).begun())
    }

    /// The next records of a shard after a place, at most so many; none when memory no longer reaches back
    /// that far.
    #[must_use]
    pub fn records(&self, shard: Shard, after: Seq, most: usize) -> Option<Vec<Record>> {
        let ring = read(self.0.rings.get(usize::from(shard))?);
        ring.reaches_back_to(after).then(|| ring.records(shard, after, most))
    }

    /// Forgets the events of a shard before a place: whoever comes back from there is told to read anew.
    pub fn forget_before(&self, shard: Shard, seq: Seq) {
        if let Some(ring) = self.0.rings.get(usize::from(shard)) {
            write(ring).forget_before(seq);
        }
    }

    /// How many events of each shard memory holds.
    #[must_use]
    pub fn capacity(&self) -> u64 {
        self.0.capacity
    }

    /// Waits until a shard was read beyond a place, or was begun anew.
    pub async fn passes(&self, shard: Shard, place: Position) {
        self.0.heads.passes(shard, place).await;
    }

    /// Hands something fleeting (typing) to the streams of a room's members, but not to `except`.
    pub fn whisper_to_room(&self, room: RoomId, frame: &Bytes, except: UserId) {
        read(&self.0.index).whisper_to_room(room, frame, except);
    }

    /// Hands something fleeting (presence) to the streams of everyone in any of these rooms.
    pub fn whisper_to_rooms(&self, rooms: &[RoomId], frame: &Bytes) {
        read(&self.0.index).whisper_to_rooms(rooms, frame);
    }

    /// How many streams and polls are open here.
    #[must_use]
    pub fn open(&self) -> usize {
        read(&self.0.index).len()
    }

    /// Whether the gateway is closing and takes nobody new.
    #[must_use]
    pub fn is_draining(&self) -> bool {
        self.0.draining.load(Ordering::Acquire)
    }

    /// Tells every stream `bye` and ends it, spread evenly over the given time.
    pub async fn drain(&self, over: std::time::Duration) {
        self.0.draining.store(true, Ordering::Release);
        let subscribers = read(&self.0.index).all();
        let pause = over / u32::try_from(subscribers.len().max(1)).unwrap_or(u32::MAX);
        let mut due = tokio::time::Instant::now();
        for subscriber in subscribers {
            subscriber.end(Ending::Bye { retry_ms: rand::random_range(100..1_000) });
            due += pause;
            tokio::time::sleep_until(due).await;
        }
    }
}
