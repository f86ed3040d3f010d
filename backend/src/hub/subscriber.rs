//! One connection as the hub sees it: a bounded queue that never makes the hub wait.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_util::task::AtomicWaker;
use natter_protocol::{Cursor, Seq, SessionId, Shard, UserId};

use super::lock;
use super::shortcut::{Outlet, Wire};

/// Bytes that may wait for a slow connection. What is over closes it; it comes back with its cursor.
const QUEUE_BYTES: usize = 1024 * 1024;

pub type SubscriberId = u64;

#[derive(Debug, Clone)]
pub struct Queued {
    /// None for what never stood in the log (typing, presence).
    pub place: Option<(Shard, Seq)>,
    pub frame: Bytes,
}

/// Why a subscription is over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// The client fell behind; it resumes from its cursor.
    Overflow,
    /// The gateway is closing.
    Bye { retry_ms: u32 },
    /// The sign-in ended.
    Revoked,
    /// The log was begun anew; the cursor will be answered with `reset`.
    NewEpoch,
}

#[derive(Default)]
pub struct Queue {
    pub frames: VecDeque<Queued>,
    bytes: usize,
    pub ending: Option<Ending>,
    pub ping_due: bool,
    pub proof_due: bool,
    /// Everything up to here was taken or is not for this connection.
    pub reached: Arc<Cursor>,
    pub outlet: Option<Arc<dyn Outlet>>,
    pub rest: Option<Bytes>,
    /// The reader sleeps, and has written everything.
    idle: bool,
}

impl Queue {
    pub fn pop(&mut self) -> Option<Queued> {
        let queued = self.frames.pop_front()?;
        self.bytes -= queued.frame.len();
        if self.frames.is_empty() && self.frames.capacity() > 64 {
            // A burst must not keep its memory for as long as the connection lives.
            self.frames = VecDeque::new();
        }
        Some(queued)
    }

    /// Moves forward in a shard; false when the connection was already there.
    pub fn reach(&mut self, shard: Shard, seq: Seq) -> bool {
        if self.reached.position(shard).is_none_or(|reached| reached.seq >= seq) {
            return false;
        }
        if let Some(reached) = Arc::make_mut(&mut self.reached).shards.get_mut(usize::from(shard)) {
            reached.seq = seq;
        }
        true
    }

    /// Writes an event at once, if that is possible; false when it has to wait in the queue.
    fn write(&mut self, wire: &Wire) -> bool {
        let Some(outlet) = self.outlet.as_ref().filter(|_| self.idle && wire.continues(&self.reached)) else {
            return false;
        };
        // A broken connection is found by its own task.
        let Ok(written) = outlet.try_write(&wire.chunk) else { return false };
        self.reached = wire.after.clone();
        if written < wire.chunk.len() {
            self.rest = Some(wire.chunk.slice(written..));
            self.idle = false;
        }
        true
    }

    fn has_news(&self) -> bool {
        !self.frames.is_empty() || self.ending.is_some() || self.ping_due || self.proof_due
    }
}

pub struct Subscriber {
    pub id: SubscriberId,
    pub user: UserId,
    pub session: SessionId,
    queue: Mutex<Queue>,
    waker: AtomicWaker,
}

impl Subscriber {
    pub fn new(id: SubscriberId, user: UserId, session: SessionId) -> Self {
        Self { id, user, session, queue: Mutex::default(), waker: AtomicWaker::new() }
    }

    /// Hands over what comes next; as `wire`, where it is the same for many.
    pub fn push(&self, queued: &Queued, wire: Option<&Wire>) {
        let mut queue = lock(&self.queue);
        if queue.ending.is_some() {
            return;
        }
        if wire.is_some_and(|wire| queue.write(wire)) {
            if queue.rest.is_some() {
                drop(queue);
                self.waker.wake();
            }
            return;
        }
        if queue.bytes + queued.frame.len() > QUEUE_BYTES {
            queue.frames = VecDeque::new();
            queue.bytes = 0;
            queue.ending = Some(Ending::Overflow);
            crate::metrics::OVERFLOWS.inc();
        } else {
            queue.bytes += queued.frame.len();
            queue.frames.push_back(queued.clone());
        }
        drop(queue);
        self.waker.wake();
    }

    pub fn end(&self, ending: Ending) {
        lock(&self.queue).ending.get_or_insert(ending);
        self.waker.wake();
    }

    pub fn beat(&self) {
        lock(&self.queue).ping_due = true;
        self.waker.wake();
    }

    pub fn prove(&self) {
        lock(&self.queue).proof_due = true;
        self.waker.wake();
    }

    /// Runs `take` on the queue, which is locked meanwhile.
    pub fn with_queue<T>(&self, take: impl FnOnce(&mut Queue) -> T) -> T {
        take(&mut lock(&self.queue))
    }

    /// Ready when there is anything to take.
    pub fn poll_news(&self, context: &mut Context<'_>) -> Poll<()> {
        self.waker.register(context.waker());
        let mut queue = lock(&self.queue);
        queue.idle = !queue.has_news();
        if queue.idle { Poll::Pending } else { Poll::Ready(()) }
    }
}
