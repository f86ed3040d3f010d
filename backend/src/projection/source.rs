//! Where the projection reads: what this gateway's own tail has put into the ring, and for what is older
//! the log itself.

use natter_protocol::{Position, Seq, Shard};

use crate::hub::Hub;
use crate::log::{Log, Record, Tail, Tailed};

/// Records of one batch, at most.
const BATCH: usize = 500;

pub(super) struct Source {
    log: Log,
    hub: Hub,
    shard: Shard,
    /// While the ring does not reach back to where the projection stands.
    older: Option<Tail>,
}

impl Source {
    pub(super) fn new(log: &Log, hub: &Hub, shard: Shard) -> Self {
        Self { log: log.clone(), hub: hub.clone(), shard, older: None }
    }

    pub(super) fn shard(&self) -> Shard {
        self.shard
    }

    /// So many records need not wait for more. The ring must not forget them meanwhile.
    pub(super) fn enough(&self) -> Seq {
        (BATCH as Seq).min(self.hub.capacity() / 2).max(1)
    }

    /// What comes after a place, once something does; none when the reader was stopped. Whoever drops this
    /// before it is ready misses nothing.
    pub(super) async fn next(&mut self, after: Position) -> Option<Tailed> {
        loop {
            if let Some(tail) = &mut self.older {
                let news = tail.next().await?;
                let Tailed::Records(records) = &news else { return Some(news) };
                let last = records.last().map_or(after.seq, |record| record.seq);
                if self.hub.reaches_back_to(self.shard, last) {
                    self.older = None;
                }
                return Some(news);
            }
            self.hub.passes(self.shard, after).await;
            if self.hub.head(self.shard).epoch != after.epoch {
                match self.log.facts(self.shard).await {
                    Ok(facts) if facts.epoch > after.epoch => {
                        return Some(Tailed::NewEpoch { epoch: facts.epoch, first_seq: facts.first_seq });
                    }
                    // This gateway began with an epoch that its database had not heard of, or cannot ask now.
                    Ok(_) | Err(_) => self.older = Some(self.read(after)),
                }
                continue;
            }
            match self.hub.records(self.shard, after.seq, BATCH) {
                Some(records) if !records.is_empty() => return Some(Tailed::Records(records)),
                // The ring was begun anew this very moment; the head will say so.
                Some(_) => tokio::task::yield_now().await,
                None => self.older = Some(self.read(after)),
            }
        }
    }

    /// What is in memory after a place, without waiting.
    pub(super) fn rest(&self, after: Position) -> Option<Vec<Record>> {
        let is_ours = self.older.is_none() && self.hub.head(self.shard).epoch == after.epoch;
        let rest = is_ours.then(|| self.hub.records(self.shard, after.seq, BATCH)).flatten();
        rest.filter(|rest| !rest.is_empty())
    }

    fn read(&self, after: Position) -> Tail {
        self.log.tail(self.shard, "projection", after.epoch, after.seq + 1)
    }
}
