//! The reading end of a connection: what to send next, and how far that takes it.

use std::collections::VecDeque;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use natter_protocol::{Cursor, Seq, Shard};

use super::shortcut::Shortcut;
use super::subscriber::{Ending, Subscriber};
use super::{Hub, write};

/// An event stream or a poll that is open. Dropping it closes it for the hub.
pub struct Subscription {
    hub: Hub,
    subscriber: Arc<Subscriber>,
    /// What was missed, in order; goes out before anything live.
    missed: VecDeque<(Shard, Seq, Bytes)>,
}

/// One helping.
#[derive(Default)]
pub struct Drained {
    pub frames: Vec<Bytes>,
    pub ping: bool,
    pub proof: bool,
    /// Set once nothing is left to take before the end.
    pub ending: Option<Ending>,
    /// More is ready at once.
    pub more: bool,
}

impl Subscription {
    pub(super) fn new(hub: Hub, subscriber: Arc<Subscriber>) -> Self {
        Self { hub, subscriber, missed: VecDeque::new() }
    }

    pub(super) fn begin(&mut self, reached: Cursor, missed: VecDeque<(Shard, Seq, Bytes)>) {
        self.subscriber.with_queue(|queue| queue.reached = Arc::new(reached));
        self.missed = missed;
    }

    /// Where the connection stands after all that was drained.
    #[must_use]
    pub fn cursor(&self) -> Cursor {
        self.subscriber.with_queue(|queue| (*queue.reached).clone())
    }

    /// The way for events past whoever reads this.
    #[must_use]
    pub fn shortcut(&self) -> Shortcut {
        Shortcut::new(self.subscriber.clone())
    }

    /// Asks for `proof` and `ping`, which only a stream needs.
    pub fn beat(&self) {
        self.hub.beat_for(&self.subscriber);
    }

    /// Ready when [`Subscription::drain`] has something.
    pub fn poll_news(&self, context: &mut Context<'_>) -> Poll<()> {
        if self.missed.is_empty() { self.subscriber.poll_news(context) } else { Poll::Ready(()) }
    }

    /// Whether an event waits (a ping is none).
    #[must_use]
    pub fn has_events(&self) -> bool {
        !self.missed.is_empty() || self.subscriber.with_queue(|queue| !queue.frames.is_empty())
    }

    /// Takes events up to about `most` bytes.
    pub fn drain(&mut self, most: usize) -> Drained {
        // Before the queue, never after: what is pushed between the two belongs to a later head.
        let heads = self.hub.now();
        let mut drained = Drained::default();
        let mut bytes = 0;
        let missed = &mut self.missed;
        self.subscriber.with_queue(|queue| {
            while bytes < most {
                let Some((shard, seq, frame)) = missed.pop_front() else { break };
                queue.reach(shard, seq);
                if !frame.is_empty() {
                    bytes += frame.len();
                    drained.frames.push(frame);
                }
            }
            if !missed.is_empty() {
                drained.more = true;
                return;
            }
            drained.ping = std::mem::take(&mut queue.ping_due);
            drained.proof = std::mem::take(&mut queue.proof_due);
            while bytes < most {
                let Some(queued) = queue.pop() else { break };
                if let Some((shard, seq)) = queued.place
                    && !queue.reach(shard, seq)
                {
                    continue;
                }
                bytes += queued.frame.len();
                drained.frames.push(queued.frame);
            }
            drained.more = !queue.frames.is_empty();
            if drained.more {
                return;
            }
            drained.ending = queue.ending;
            // After an overflow the queue is empty because it was thrown away.
            if drained.ending.is_none() {
                for (shard, head) in (0..).zip(&heads.shards) {
                    if queue.reached.position(shard).is_some_and(|reached| reached.epoch == head.epoch) {
                        queue.reach(shard, head.seq);
                    }
                }
            }
        });
        drained
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        write(&self.hub.0.index).leave(&self.subscriber);
    }
}
