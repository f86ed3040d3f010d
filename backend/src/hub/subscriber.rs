//! One connection as the hub sees it: a bounded queue that never makes the hub wait.

use std::collections::VecDeque;
use std::sync::Mutex;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_util::task::AtomicWaker;
use natter_protocol::{Seq, SessionId, Shard, UserId};

use super::lock;

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

    pub fn push(&self, queued: Queued) {
        let mut queue = lock(&self.queue);
        if queue.ending.is_some() {
            return;
        }
        if queue.bytes + queued.frame.len() > QUEUE_BYTES {
            queue.frames = VecDeque::new();
            queue.bytes = 0;
            queue.ending = Some(Ending::Overflow);
            crate::metrics::OVERFLOWS.inc();
        } else {
            queue.bytes += queued.frame.len();
            queue.frames.push_back(queued);
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
        if lock(&self.queue).has_news() { Poll::Ready(()) } else { Poll::Pending }
    }
}
