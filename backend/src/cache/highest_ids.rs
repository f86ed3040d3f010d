//! The highest message id of each room that is written in.
//!
//! Ids are ULIDs: they begin with the time at which their author made them. So a new message nearly always
//! has a higher id than all before it in its room, and then it cannot have been said before: nobody need
//! look for it in SQL. An id that is not higher (a repeat, a clock that is behind) is looked for as ever.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use moka::sync::Cache;
use natter_protocol::{MessageId, Millis, RoomId, Seq};

const ROOMS: u64 = 50_000;
const IDLE: Duration = Duration::from_secs(3600);

pub(super) struct HighestIds(Cache<RoomId, Arc<Mutex<Highest>>>);

struct Highest {
    id: MessageId,
    /// From where on the log was read without a gap when all that was said before was taken in.
    since: Option<Seq>,
}

impl HighestIds {
    pub(super) fn new() -> Self {
        Self(Cache::builder().max_capacity(ROOMS).time_to_idle(IDLE).build())
    }

    /// The highest id in a room, the lowest possible one if it is empty; `load` says what was said so far,
    /// or none when that cannot be known.
    pub(super) async fn get<E>(
        &self,
        room: RoomId,
        since: Seq,
        load: impl AsyncFnOnce() -> Result<Option<MessageId>, E>,
    ) -> Result<Option<MessageId>, E> {
        // Before the load: whatever is said from now on finds its place here.
        let highest = self.0.get_with(room, || Arc::new(Mutex::new(Highest::unknown())));
        if let Some(id) = lock(&highest).known(since) {
            return Ok(Some(id));
        }
        let Some(loaded) = load().await? else { return Ok(None) };
        let mut highest = lock(&highest);
        highest.raise(loaded);
        highest.since = Some(since);
        Ok(Some(highest.id))
    }

    /// A message was said. Cheap: called for every one.
    pub(super) fn said(&self, room: RoomId, id: MessageId) {
        if let Some(highest) = self.0.get(&room) {
            lock(&highest).raise(id);
        }
    }
}

impl Highest {
    fn unknown() -> Self {
        Self { id: MessageId::from_parts(Millis(0), 0), since: None }
    }

    fn raise(&mut self, id: MessageId) {
        self.id = self.id.max(id);
    }

    fn known(&self, since: Seq) -> Option<MessageId> {
        (self.since == Some(since)).then_some(self.id)
    }
}

/// Whoever panics while holding it has left it whole: each change is a single step.
fn lock(highest: &Mutex<Highest>) -> MutexGuard<'_, Highest> {
    highest.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;

    fn id(at: i64) -> MessageId {
        MessageId::from_parts(Millis(at), 0)
    }

    fn room() -> RoomId {
        RoomId::from_parts(Millis(1), 1)
    }

    async fn load(ids: &HighestIds, since: Seq, loaded: Option<MessageId>) -> Option<MessageId> {
        let Ok(highest) = ids.get(room(), since, async || Ok::<_, Infallible>(loaded)).await;
        highest
    }

    #[tokio::test]
    async fn it_is_loaded_once_and_raised_from_then_on() {
        let ids = HighestIds::new();
        assert_eq!(load(&ids, 1, None).await, None, "nothing is known of what was said before");
        ids.said(room(), id(9));
        assert_eq!(load(&ids, 1, Some(id(5))).await, Some(id(9)));
        ids.said(room(), id(12));
        ids.said(room(), id(11));
        assert_eq!(load(&ids, 1, None).await, Some(id(12)));
        assert_eq!(load(&ids, 4, Some(id(13))).await, Some(id(13)), "after a gap it is loaded anew");
        assert_eq!(load(&ids, 4, None).await, Some(id(13)));
    }

    #[tokio::test]
    async fn what_is_said_during_the_load_counts() {
        let ids = HighestIds::new();
        let slow = async || {
            ids.said(room(), id(8));
            Ok::<_, Infallible>(Some(id(5)))
        };
        assert_eq!(ids.get(room(), 1, slow).await, Ok(Some(id(8))));
    }
}
