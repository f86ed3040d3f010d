//! Heartbeats for all connections from one clock: a wheel of slots, no timer per connection.

use std::collections::VecDeque;
use std::sync::{Arc, Weak};
use std::time::Duration;

use super::subscriber::Subscriber;
use super::{HEARTBEAT_SECONDS, Hub, lock};

const TICKS_PER_SECOND: u64 = 4;
const SLOTS: usize = HEARTBEAT_SECONDS as usize * TICKS_PER_SECOND as usize;

pub struct Wheel {
    tick: u64,
    slots: Vec<Vec<Weak<Subscriber>>>,
    /// Connections that wait for their `proof`, by the tick at which it is due.
    proofs: VecDeque<(u64, Weak<Subscriber>)>,
}

impl Default for Wheel {
    fn default() -> Self {
        Self { tick: 0, slots: vec![Vec::new(); SLOTS], proofs: VecDeque::new() }
    }
}

impl Wheel {
    /// A stream that just said hello: its proof comes in a second, its first ping in one heartbeat.
    fn enter(&mut self, subscriber: &Arc<Subscriber>) {
        // The current tick is partly over: one more makes it a second at least.
        self.proofs.push_back((self.tick + TICKS_PER_SECOND + 1, Arc::downgrade(subscriber)));
        let slot = usize::try_from(self.tick).unwrap_or(0) % SLOTS;
        self.slots[slot].push(Arc::downgrade(subscriber));
    }

    /// Those whose proof and those whose ping is due now.
    fn turn(&mut self) -> (Vec<Arc<Subscriber>>, Vec<Arc<Subscriber>>) {
        self.tick += 1;
        let mut proofs = Vec::new();
        while self.proofs.front().is_some_and(|(due, _)| *due <= self.tick) {
            proofs.extend(self.proofs.pop_front().and_then(|(_, subscriber)| subscriber.upgrade()));
        }
        let slot = &mut self.slots[usize::try_from(self.tick).unwrap_or(0) % SLOTS];
        slot.retain(|subscriber| subscriber.strong_count() > 0);
        (proofs, slot.iter().filter_map(Weak::upgrade).collect())
    }
}

impl Hub {
    pub(super) fn beat_for(&self, subscriber: &Arc<Subscriber>) {
        lock(&self.0.wheel).enter(subscriber);
    }

    pub(super) fn turn_wheel(&self) {
        let inner = Arc::downgrade(&self.0);
        tokio::spawn(async move {
            let mut clock = tokio::time::interval(Duration::from_millis(1000 / TICKS_PER_SECOND));
            loop {
                clock.tick().await;
                let Some(inner) = inner.upgrade() else { return };
                let (proofs, pings) = lock(&inner.wheel).turn();
                proofs.iter().for_each(|subscriber| subscriber.prove());
                pings.iter().for_each(|subscriber| subscriber.beat());
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use natter_protocol::{Millis, SessionId, UserId};

    use super::*;

    #[test]
    fn each_stream_is_proved_once_and_pinged_every_fifteen_seconds() {
        let mut wheel = Wheel::default();
        let (user, session) = (UserId::from_parts(Millis(0), 1), SessionId::from_parts(Millis(0), 1));
        let streams: Vec<_> = (0..100).map(|id| Arc::new(Subscriber::new(id, user, session))).collect();
        let mut proofs = 0;
        for (at, stream) in streams.iter().enumerate() {
            wheel.enter(stream);
            if at % 3 == 0 {
                proofs += wheel.turn().0.len();
            }
        }
        let mut pings = 0;
        for _ in 0..2 * SLOTS {
            let (proved, pinged) = wheel.turn();
            proofs += proved.len();
            pings += pinged.len();
        }
        assert_eq!((proofs, pings), (100, 200));
        drop(streams);
        for _ in 0..SLOTS {
            assert_eq!(wheel.turn().1.len(), 0, "those who left are forgotten");
        }
    }
}
