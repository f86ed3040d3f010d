//! Reading a shard to its end and on, in order, each record once.
//!
//! A named pull consumer, unfiltered, in memory, without acknowledgements, driven by our own loop: the
//! library's ordered consumers restart at the beginning when they are recreated before their first
//! message. Sequences are dense; whatever is not the next one is a repeat (dropped) or a gap, for which
//! the consumer is made anew at the place where we stand. A gap that stays is a hole in the log.

use std::time::Duration;

use async_nats::jetstream::consumer::pull::Config;
use async_nats::jetstream::consumer::{AckPolicy, DeliverPolicy, pull};
use futures_util::StreamExt as _;
use natter_protocol::{Seq, Shard};
use tokio::sync::mpsc;

use super::{Log, LogError, Record, stream_name};

/// Records handed over at once, at most.
const BATCH: usize = 500;
const PAUSE: Duration = Duration::from_millis(100);

/// What a reader of the tail is told.
#[derive(Debug)]
pub enum Tailed {
    /// The next records, dense and in order.
    Records(Vec<Record>),
    /// The log was begun anew; what follows counts from `first_seq` in this epoch.
    NewEpoch { epoch: u32, first_seq: Seq },
}

/// A shard's end, as a stream of [`Tailed`]. Dropping it ends the reading.
pub struct Tail {
    from: mpsc::Receiver<Tailed>,
    _end: tokio_util::sync::DropGuard,
}

impl Tail {
    /// The next news; none when the reader was stopped.
    pub async fn next(&mut self) -> Option<Tailed> {
        self.from.recv().await
    }
}

struct Reader {
    log: Log,
    shard: Shard,
    purpose: &'static str,
    epoch: u32,
    next: Seq,
    /// A gap before `next` was already answered with a new consumer.
    gap_seen: bool,
    to: mpsc::Sender<Tailed>,
}

impl Log {
    /// Reads a shard from `next` on, for ever.
    #[must_use]
    pub fn tail(&self, shard: Shard, purpose: &'static str, epoch: u32, next: Seq) -> Tail {
        let (to, from) = mpsc::channel(4);
        let end = self.0.closed.child_token();
        let mut reader = Reader { log: self.clone(), shard, purpose, epoch, next, gap_seen: false, to };
        let ended = end.clone();
        tokio::spawn(async move {
            tokio::select! {
                () = ended.cancelled() => {}
                () = reader.run() => {}
            }
        });
        Tail { from, _end: end.drop_guard() }
    }
}

impl Reader {
    async fn run(&mut self) {
        while !self.to.is_closed() {
            match self.read().await {
                Ok(()) => {}
                Err(error) => tracing::warn!(shard = self.shard, next = self.next, "tail: {error}"),
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// One consumer's life. Ends with the first thing that is not as it should be.
    async fn read(&mut self) -> Result<(), LogError> {
        let failed = |e: &dyn std::fmt::Display| LogError::Read(self.shard, e.to_string());
        let facts = self.log.facts(self.shard).await?;
        if facts.epoch != self.epoch {
            tracing::error!(shard = self.shard, epoch = facts.epoch, "the log was begun anew");
            (self.epoch, self.next) = (facts.epoch, facts.first_seq);
            let news = Tailed::NewEpoch { epoch: facts.epoch, first_seq: facts.first_seq };
            if self.to.send(news).await.is_err() {
                return Ok(());
            }
        }
        let name = format!("{}_{}_{:08x}", self.purpose, self.log.node(), rand::random::<u32>());
        let config = Config {
            name: Some(name),
            deliver_policy: DeliverPolicy::ByStartSequence { start_sequence: self.next },
            ack_policy: AckPolicy::None,
            memory_storage: true,
            num_replicas: 1,
            inactive_threshold: Duration::from_secs(30),
            ..Config::default()
        };
        let created = self.log.0.context.create_consumer_on_stream(config, stream_name(self.shard)).await;
        let consumer: async_nats::jetstream::consumer::Consumer<pull::Config> =
            created.map_err(|e| failed(&e))?;
        let messages = consumer
            .stream()
            .max_messages_per_batch(2 * BATCH)
            .expires(Duration::from_secs(5))
            .heartbeat(Duration::from_millis(500))
            .messages()
            .await
            .map_err(|e| failed(&e))?;
        // Whatever is already here travels together; nothing waits for company.
        let mut chunks = messages.ready_chunks(BATCH);
        while let Some(chunk) = chunks.next().await {
            if !self.take(chunk).await? {
                break;
            }
        }
        Ok(())
    }

    /// Hands a chunk over; false when a new consumer is needed or nobody listens any more.
    async fn take<E: std::fmt::Display>(
        &mut self,
        chunk: Vec<Result<async_nats::jetstream::Message, E>>,
    ) -> Result<bool, LogError> {
        let mut records = Vec::with_capacity(chunk.len());
        let mut outcome = Ok(true);
        for message in chunk {
            let message = match message {
                Ok(message) => message,
                Err(error) => {
                    outcome = Err(LogError::Read(self.shard, error.to_string()));
                    break;
                }
            };
            let seq = match message.info() {
                Ok(info) => info.stream_sequence,
                Err(error) => {
                    outcome = Err(LogError::Read(self.shard, error.to_string()));
                    break;
                }
            };
            if seq < self.next {
                continue;
            }
            if seq > self.next && !self.gap_seen {
                self.gap_seen = true;
                outcome = Ok(false);
                break;
            }
            if seq > self.next {
                // Asked twice and still not there: expired by age, or lost.
                tracing::error!(shard = self.shard, from = self.next, to = seq, "a hole in the log");
                crate::metrics::LOG_HOLES.inc_by(seq - self.next);
            }
            self.gap_seen = false;
            self.next = seq + 1;
            let (subject, payload) = (message.subject.to_string(), message.payload.clone());
            records.push(Record { shard: self.shard, seq, subject, payload });
        }
        if !records.is_empty() && self.to.send(Tailed::Records(records)).await.is_err() {
            return Ok(false);
        }
        outcome
    }
}
