//! The projection: what the log says, written into SQL exactly once and in order.
//!
//! For each shard one gateway at a time holds a lease, reads on from the offset in SQL and writes rows and
//! offset in one transaction. Whoever lost the lease without noticing fails on the fence. A transaction
//! costs much the same for one record as for many: when they come fast, they are gathered for a moment.

mod fill;
mod relay;
mod source;

use std::time::Duration;

use natter_protocol::{Position, Shard};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::cache::Cache;
use crate::hub::Hub;
use crate::log::{Log, Record, Tailed};
use crate::store::Store;
use crate::store::projection::Written;
use crate::store::shards::{LEASE_SECONDS, Lease};
use source::Source;

/// Pause before a shard is asked for again, held by another or failed.
const PAUSE: Duration = Duration::from_millis(500);
/// How long what comes right after a batch is gathered for the next one.
const GATHER: Duration = Duration::from_millis(50);
/// Attempts to write a record alone before it is called dead.
const ATTEMPTS: u32 = 3;

/// The projection of this gateway.
pub struct Projection {
    stop: CancellationToken,
    tasks: TaskTracker,
}

#[derive(Clone)]
struct Worker {
    log: Log,
    hub: Hub,
    store: Store,
    cache: Cache,
    /// Nobody else can be working on this database: leases left by the dead are taken at once.
    alone: bool,
    stop: CancellationToken,
}

impl Projection {
    /// Begins to project all shards and to relay the outbox.
    #[must_use]
    pub fn start(log: &Log, hub: &Hub, store: &Store, cache: &Cache, alone: bool) -> Self {
        let (stop, tasks) = (CancellationToken::new(), TaskTracker::new());
        let (log, hub, store, cache) = (log.clone(), hub.clone(), store.clone(), cache.clone());
        let worker = Worker { log, hub, store, cache, alone, stop: stop.clone() };
        for shard in 0..worker.log.shards() {
            let worker = worker.clone();
            tasks.spawn(async move { worker.project(shard).await });
        }
        let filling = worker.clone();
        tasks.spawn(async move { filling.fill_index().await });
        tasks.spawn(async move { worker.relay().await });
        tasks.close();
        Self { stop, tasks }
    }

    /// Writes what was gathered, gives the leases back and ends.
    pub async fn stop(&self) {
        self.stop.cancel();
        self.tasks.wait().await;
    }
}

impl Worker {
    async fn project(&self, shard: Shard) {
        let mut alone = self.alone;
        while !self.stop.is_cancelled() {
            match self.store.take_lease(shard, self.log.node(), alone).await {
                Ok(Some(lease)) => {
                    // Only once: a lease lost later was lost to somebody.
                    alone = false;
                    if let Err(error) = self.hold(lease).await {
                        tracing::error!(shard, "projection: {error}");
                    }
                }
                Ok(None) => {}
                Err(error) => tracing::error!(shard, "projection: {error}"),
            }
            tokio::select! {
                () = self.stop.cancelled() => {}
                () = tokio::time::sleep(PAUSE) => {}
            }
        }
    }

    /// Works for as long as the lease is ours.
    async fn hold(&self, mut lease: Lease) -> Result<(), sea_orm::DbErr> {
        let mut source = Source::new(&self.log, &self.hub, lease.shard);
        let mut renew = tokio::time::interval(Duration::from_secs(LEASE_SECONDS.unsigned_abs()) / 3);
        let mut gathered_at = Instant::now();
        loop {
            tokio::select! {
                () = self.stop.cancelled() => {
                    while let Some(rest) = source.rest(lease.position) {
                        if self.take(&mut lease, rest).await? == Written::Fenced {
                            return Ok(());
                        }
                    }
                    return self.store.release_lease(&lease).await;
                }
                _ = renew.tick() => {
                    if !self.store.renew_lease(&lease).await? {
                        return Ok(());
                    }
                }
                news = self.gather(&mut source, lease.position, gathered_at) => match news {
                    None => return Ok(()),
                    Some(Tailed::NewEpoch { epoch, first_seq }) => {
                        let position = Position { epoch, seq: first_seq.saturating_sub(1) };
                        // The fence moves with it: begin again from what SQL says then.
                        return self.store.begin_epoch(lease.shard, position).await;
                    }
                    Some(Tailed::Records(records)) => {
                        if self.take(&mut lease, records).await? == Written::Fenced {
                            tracing::warn!(shard = lease.shard, "another gateway projects this shard now");
                            return Ok(());
                        }
                        gathered_at = Instant::now() + GATHER;
                    }
                }
            }
        }
    }

    /// The next news. After a pause they are taken at once; those that follow fast are waited for until a
    /// time, unless there are enough or someone waits for them.
    async fn gather(&self, source: &mut Source, after: Position, until: Instant) -> Option<Tailed> {
        let shard = source.shard();
        self.hub.passes(shard, after).await;
        let enough = Position { seq: after.seq + source.enough(), ..after };
        tokio::select! {
            () = tokio::time::sleep_until(until) => {}
            () = self.hub.passes(shard, enough) => {}
            () = self.cache.hurried(shard) => {}
        }
        source.next(after).await
    }

    /// Writes a batch; when that fails, its records one by one, so that one bad record stops nobody.
    async fn take(&self, lease: &mut Lease, records: Vec<Record>) -> Result<Written, sea_orm::DbErr> {
        match self.write(lease, &records, None).await {
            Err(error) if !is_passing(&error) && records.len() > 1 => {
                tracing::warn!(shard = lease.shard, "a batch failed; record by record: {error}");
            }
            Err(error) if !is_passing(&error) => {}
            outcome => return outcome,
        }
        for record in records {
            let mut attempt = 0;
            let written = loop {
                attempt += 1;
                match self.write(lease, std::slice::from_ref(&record), None).await {
                    Err(error) if is_passing(&error) => return Err(error),
                    Err(error) if attempt >= ATTEMPTS => {
                        break self
                            .write(lease, std::slice::from_ref(&record), Some(error.to_string()))
                            .await?;
                    }
                    Err(_) => tokio::time::sleep(PAUSE / 10).await,
                    Ok(written) => break written,
                }
            };
            if written == Written::Fenced {
                return Ok(Written::Fenced);
            }
        }
        Ok(Written::Done)
    }

    /// Writes records; those that cannot be read, or all of them when `given_up`, as dead letters.
    async fn write(
        &self,
        lease: &mut Lease,
        records: &[Record],
        given_up: Option<String>,
    ) -> Result<Written, sea_orm::DbErr> {
        let Some(last) = records.last().map(|record| record.seq) else { return Ok(Written::Done) };
        let (mut events, mut dead) = (Vec::with_capacity(records.len()), Vec::new());
        for record in records {
            match (&given_up, record.read()) {
                (None, Ok(event)) => events.push(event),
                (None, Err(error)) => dead.push((record.clone(), error.to_string())),
                (Some(why), _) => dead.push((record.clone(), why.clone())),
            }
        }
        let written = self.store.project(lease, &events, &dead, last).await?;
        if written == Written::Done {
            lease.position.seq = last;
            self.cache.wrote(lease.shard, last);
            crate::metrics::PROJECTED.inc_by(events.len() as u64);
            for (record, why) in dead {
                crate::metrics::DEAD_LETTERS.inc();
                tracing::error!(shard = record.shard, seq = record.seq, "dead letter: {why}");
            }
        }
        Ok(written)
    }
}

/// Trouble with the database rather than with a record: worth waiting for.
fn is_passing(error: &sea_orm::DbErr) -> bool {
    use sea_orm::{DbErr, RuntimeErr};
    match error {
        DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => true,
        DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error)) => {
            use sea_orm::sqlx::Error;
            match &**error {
                Error::Database(error) => {
                    // SQLite: busy, locked, I/O, full. PostgreSQL: connection, resources, shutdown, rollback.
                    let code = error.code().unwrap_or_default();
                    let primary = code.parse::<i32>().map(|code| code & 0xff);
                    matches!(primary, Ok(5 | 6 | 10 | 13)) && code.len() < 5
                        || ["08", "53", "57", "40"]
                            .iter()
                            .any(|class| code.len() == 5 && code.starts_with(class))
                }
                Error::Io(_)
                | Error::PoolTimedOut
                | Error::PoolClosed
                | Error::WorkerCrashed
                | Error::Protocol(_) => true,
                _ => false,
            }
        }
        _ => false,
    }
}
