//! The reading end of a connection: what to send next, and how far that takes it.

use std::collections::VecDeque;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use natter_protocol::{Cursor, Seq, Shard};

use super::subscriber::{Ending, Subscriber};
use super::{Hub, write};

/// An event stream or a poll that is open. Dropping it closes it for the hub.
pub struct Subscription {
    hub: Hub,
    subscriber: Arc<Subscriber>,
    /// Everything up to here was taken or is not for this connection.
    reached: Cursor,
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
        Self { hub, subscriber, reached: Cursor::default(), missed: VecDeque::new() }
    }

    pub(super) fn begin(&mut self, reached: Cursor, missed: VecDeque<(Shard, Seq, Bytes)>) {
        (self.reached, self.missed) = (reached, missed);
    }

    /// Where the connection stands after all that was drained.
    #[must_use]
    pub fn cursor(&self) -> &Cursor {
        &self.reached
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
        while bytes < most {
            let Some((shard, seq, frame)) = self.missed.pop_front() else { break };
            self.reach(shard, seq);
            if !frame.is_empty() {
                bytes += frame.len();
                drained.frames.push(frame);
            }
        }
        if !self.missed.is_empty() {
            drained.more = true;
            return drained;
        }
        let subscriber = self.subscriber.clone();
        subscriber.with_queue(|queue| {
            drained.ping = std::mem::take(&mut queue.ping_due);
            drained.proof = std::mem::take(&mut queue.proof_due);
            while bytes < most {
                let Some(queued) = queue.pop() else { break };
                if let Some((shard, seq)) = queued.place
                    && !self.reach(shard, seq)
                {
                    continue;
                }
                bytes += queued.frame.len();
                drained.frames.push(queued.frame);
            }
            drained.more = !queue.frames.is_empty();
            if !drained.more {
                drained.ending = queue.ending;
            }
        });
        // After an overflow the queue is empty because it was thrown away.
        if !drained.more && drained.ending.is_none() {
            for (at, head) in heads.shards.iter().enumerate() {
                if self.reached.shards.get(at).is_some_and(|reached| reached.epoch == head.epoch) {
                    self.reach(Shard::try_from(at).unwrap_or(Shard::MAX), head.seq);
                }
            }
        }
        drained
    }

    /// Moves forward in a shard; false when the connection was already there.
    fn reach(&mut self, shard: Shard, seq: Seq) -> bool {
        match self.reached.shards.get_mut(usize::from(shard)) {
            Some(reached) if reached.seq < seq => {
                reached.seq = seq;
                true
            }
            _ => false,
        }
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        write(&self.hub.0.index).leave(&self.subscriber);
    }
}
