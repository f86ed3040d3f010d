//! The log: JetStream streams as shards, an appender, and tail readers. It is the truth for what is said.

mod append;
mod record;
pub mod replay;
mod shard;
pub mod subject;
mod tail;

use std::sync::Arc;

use async_nats::Client;
use async_nats::connection::State;
use async_nats::jetstream::{self, Context};
use natter_protocol::{Seq, Shard};
use tokio::sync::Notify;
use tokio_util::sync::CancellationToken;

pub use append::{AppendError, Appended, event_id};
pub use record::Record;
pub use shard::{LogError, RETENTION, ShardFacts};
pub use subject::Audience;
pub use tail::{Tail, Tailed};

use crate::settings::Settings;

/// The handle to the log. Cheap to clone.
#[derive(Clone)]
pub struct Log(Arc<Inner>);

struct Inner {
    client: Client,
    context: Context,
    node: String,
    shards: Shard,
    replicas: usize,
    outbox: Notify,
    told: Notify,
    closed: CancellationToken,
}

impl Log {
    #[must_use]
    pub fn new(client: Client, node: String, settings: &Settings) -> Self {
        let context = jetstream::context::ContextBuilder::new()
            .timeout(append::ACK_TIMEOUT)
            .ack_timeout(append::ACK_TIMEOUT)
            .max_ack_inflight(64 * 1024)
            .backpressure_on_inflight(true)
            .build(client.clone());
        let (shards, replicas) = (settings.shards, settings.replicas);
        Self(Arc::new(Inner {
            client,
            context,
            node,
            shards,
            replicas,
            outbox: Notify::new(),
            told: Notify::new(),
            closed: CancellationToken::new(),
        }))
    }

    /// Ends all reading: the connection is about to be closed.
    pub fn close(&self) {
        self.0.closed.cancel();
    }

    #[must_use]
    pub fn shards(&self) -> Shard {
        self.0.shards
    }

    #[must_use]
    pub fn client(&self) -> &Client {
        &self.0.client
    }

    /// This gateway's own name, new at every start.
    #[must_use]
    pub fn node(&self) -> &str {
        &self.0.node
    }

    #[must_use]
    pub fn is_connected(&self) -> bool {
        self.0.client.connection_state() == State::Connected
    }

    /// Tells the relay that the outbox has something new.
    pub fn outbox_written(&self) {
        self.0.outbox.notify_one();
    }

    /// Waits until [`Log::outbox_written`] was called.
    pub async fn outbox_wanted(&self) {
        self.0.outbox.notified().await;
    }

    /// Tells those who wait that the relay has published something.
    pub fn outbox_told(&self) {
        self.0.told.notify_waiters();
    }

    /// Ready at the next [`Log::outbox_told`] after this call.
    pub fn outbox_tells(&self) -> impl Future<Output = ()> + '_ {
        self.0.told.notified()
    }

    /// The newest sequence of a shard as its leader knows it: reading up to it, one misses nothing that
    /// was acknowledged before the call.
    ///
    /// # Errors
    /// When the log cannot be asked.
    pub async fn newest(&self, shard: Shard) -> Result<Seq, LogError> {
        Ok(self.facts(shard).await?.last_seq)
    }
}

#[must_use]
pub fn stream_name(shard: Shard) -> String {
    format!("LOG_{shard}")
}
