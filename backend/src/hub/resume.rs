//! Beginning a subscription: live first, then what was missed, each event once.

use std::collections::VecDeque;

use bytes::Bytes;
use natter_protocol::{Cursor, Position, ResetReason, RoomId, Seq, SessionId, Shard, UserId};
use std::future::Future;

use super::ring::Keys;
use super::{Ending, Hub, Subscription, frame, read, write};
use crate::log::Audience;

/// Events that one connection may be given from the log at once; the rest at its next coming.
const LOG_REPLAY_EVENTS: usize = 20_000;

/// What a client asks for.
#[derive(Debug, Clone)]
pub struct Asked {
    pub user: UserId,
    pub session: SessionId,
    /// None means "from now".
    pub cursor: Option<Cursor>,
    /// Whether a place older than memory may be read from the log.
    pub from_log: bool,
}

/// How a subscription begins.
pub struct Start {
    pub subscription: Subscription,
    /// The asked place cannot be continued; the subscription begins now.
    pub reset: Option<ResetReason>,
}

struct Missed {
    from: Cursor,
    events: VecDeque<(Shard, Seq, Bytes)>,
    /// False when there is more than one helping: the connection is closed after this one and comes back.
    whole: bool,
}

impl Hub {
    /// Opens a subscription. `rooms` is asked after the connection is known to the hub, so that no
    /// membership event falls between.
    ///
    /// # Errors
    /// When the rooms cannot be loaded.
    pub async fn subscribe<E>(
        &self,
        asked: Asked,
        rooms: impl Future<Output = Result<Vec<RoomId>, E>>,
    ) -> Result<Start, E> {
        let subscriber = write(&self.0.index).enter(asked.user, asked.session);
        // From here on a drop of it lets the hub forget the connection, whatever fails.
        let mut subscription = Subscription::new(self.clone(), subscriber.clone());
        let loaded = rooms.await?;
        let rooms = write(&self.0.index).settle(&subscriber, loaded);
        // Only now does every event find the connection: "from now" begins here.
        subscription.begin(self.now(), VecDeque::new());
        let Some(cursor) = &asked.cursor else { return Ok(Start { subscription, reset: None }) };
        let reset = match self.missed(&asked, cursor, &rooms).await {
            Ok(missed) => {
                if !missed.whole {
                    subscriber.end(Ending::Overflow);
                }
                subscription.begin(missed.from, missed.events);
                None
            }
            Err(reason) => {
                crate::metrics::RESETS.inc();
                Some(reason)
            }
        };
        Ok(Start { subscription, reset })
    }

    /// How many streams and polls a person has open here.
    #[must_use]
    pub fn streams_of(&self, user: UserId) -> usize {
        read(&self.0.index).streams_of(user)
    }

    async fn missed(&self, asked: &Asked, cursor: &Cursor, rooms: &[RoomId]) -> Result<Missed, ResetReason> {
        let mut missed = Missed { from: Cursor::default(), events: VecDeque::new(), whole: true };
        for shard in 0..self.0.log.shards() {
            let head = self.head(shard);
            // A shard younger than the cursor: the client has seen nothing of it.
            let position = cursor.position(shard).unwrap_or(Position { epoch: head.epoch, seq: 0 });
            self.check(shard, head, position).await?;
            missed.from.shards.push(position);
            if let Some(events) = self.ring_after(shard, position.seq, asked.user, rooms) {
                missed.events.extend(events.into_iter().map(|(seq, frame)| (shard, seq, frame)));
            } else if asked.from_log {
                self.read_log(shard, position, asked.user, rooms, &mut missed).await?;
            } else {
                return Err(ResetReason::TooOld);
            }
        }
        Ok(missed)
    }

    /// Whether a place belongs to this log at all.
    async fn check(&self, shard: Shard, head: Position, position: Position) -> Result<(), ResetReason> {
        if position.epoch != head.epoch {
            return Err(ResetReason::WrongEpoch);
        }
        if position.seq <= head.seq {
            return Ok(());
        }
        // Another gateway may be a little ahead of this one; the log's leader knows.
        match self.0.log.facts(shard).await {
            Ok(facts) if facts.epoch == position.epoch && facts.last_seq >= position.seq => Ok(()),
            Ok(_) => Err(ResetReason::FromTheFuture),
            // Not to be asked now: what comes is compared with the place anyway.
            Err(_) => Ok(()),
        }
    }

    fn ring_after(
        &self,
        shard: Shard,
        after: Seq,
        user: UserId,
        rooms: &[RoomId],
    ) -> Option<Vec<(Seq, Bytes)>> {
        let ring = read(self.0.rings.get(usize::from(shard))?);
        ring.reaches_back_to(after).then(|| ring.visible(user, rooms.iter(), after))
    }

    /// What memory no longer holds, read from the log, then what memory holds.
    async fn read_log(
        &self,
        shard: Shard,
        position: Position,
        user: UserId,
        rooms: &[RoomId],
        missed: &mut Missed,
    ) -> Result<(), ResetReason> {
        let Ok(_turn) = self.0.replays.acquire().await else { return Err(ResetReason::TooOld) };
        let facts = self.0.log.facts(shard).await.map_err(|_| ResetReason::TooOld)?;
        if position.seq + 1 < facts.first_seq {
            return Err(ResetReason::TooOld);
        }
        let to = read(&self.0.rings[usize::from(shard)]).first().saturating_sub(1);
        let records = self
            .0
            .log
            .records(shard, position.epoch, position.seq + 1, to, LOG_REPLAY_EVENTS)
            .await
            .map_err(|_| ResetReason::TooOld)?;
        let last = records.last().map_or(position.seq, |record| record.seq);
        for record in records {
            let Ok((audience, event)) = record.read() else { continue };
            if is_for(user, rooms, audience, Keys::of(audience, &event)) {
                missed.events.push_back((shard, record.seq, frame::of(&event)));
            }
        }
        // The rest of what was read is not for this person: it is behind all the same.
        missed.events.push_back((shard, last, Bytes::new()));
        match self.ring_after(shard, last, user, rooms) {
            Some(newer) => missed.events.extend(newer.into_iter().map(|(seq, frame)| (shard, seq, frame))),
            None => missed.whole = false,
        }
        Ok(())
    }
}

fn is_for(user: UserId, rooms: &[RoomId], audience: Audience, keys: Keys) -> bool {
    keys.subject == Some(user)
        || match audience {
            Audience::Room(room, _) => rooms.contains(&room),
            Audience::User(someone, _) => someone == user,
            Audience::Server => true,
        }
}
