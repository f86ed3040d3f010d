//! A shard's stream: its settings, its epoch, and what is checked before anyone reads it.

use std::collections::HashMap;
use std::time::Duration;

use async_nats::jetstream::ErrorCode;
use async_nats::jetstream::context::GetStreamErrorKind;
use async_nats::jetstream::stream::{Config, DiscardPolicy, Info, RetentionPolicy, StorageType};
use natter_protocol::{Seq, Shard};

use super::{Log, stream_name};

/// How long the log keeps an event, and so how long a cursor can be continued from it.
pub const RETENTION: Duration = Duration::from_secs(7 * 24 * 3600);
/// How long JetStream remembers message ids; beyond it SQL tells a repeated send.
pub const DUPLICATE_WINDOW: Duration = Duration::from_secs(600);
/// Bytes of one event, at most: the longest text with every character escaped, and room to spare.
const EVENT_BYTES: i32 = 64 * 1024;
const EPOCH: &str = "natter_epoch";

#[derive(Debug, thiserror::Error)]
pub enum LogError {
    #[error("the log cannot be asked about shard {0}: {1}")]
    Ask(Shard, String),
    #[error("the log of shard {0} cannot be created: {1}")]
    Create(Shard, String),
    #[error("shard {0} cannot be read: {1}")]
    Read(Shard, String),
}

/// What a stream says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShardFacts {
    pub epoch: u32,
    /// The oldest event still there; one past `last_seq` when there is none.
    pub first_seq: Seq,
    pub last_seq: Seq,
    /// Holes inside; anything but 0 is an incident.
    pub holes: u64,
}

impl ShardFacts {
    fn of(info: &Info) -> Self {
        let epoch = info.config.metadata.get(EPOCH).and_then(|e| e.parse().ok()).unwrap_or(1);
        Self {
            epoch,
            first_seq: info.state.first_sequence.max(1),
            last_seq: info.state.last_sequence,
            holes: info.state.deleted_count.unwrap_or(0),
        }
    }
}

impl Log {
    /// What the shard's leader says now.
    ///
    /// # Errors
    /// When it cannot be asked, or the shard does not exist.
    pub async fn facts(&self, shard: Shard) -> Result<ShardFacts, LogError> {
        let stream = self.0.context.get_stream(stream_name(shard)).await;
        let stream = stream.map_err(|e| LogError::Ask(shard, e.to_string()))?;
        Ok(ShardFacts::of(stream.cached_info()))
    }

    /// Makes sure that the shard exists and is not behind what SQL has already taken from it.
    ///
    /// A stream that lost its tail would give the same sequences out again, to other events. Then a new
    /// epoch begins, numbered from where SQL stands; cursors of the old one are answered with `reset`.
    ///
    /// # Errors
    /// When the log cannot be asked or changed.
    pub async fn ensure_shard(
        &self,
        shard: Shard,
        epoch: u32,
        watermark: Seq,
    ) -> Result<ShardFacts, LogError> {
        match self.0.context.get_stream(stream_name(shard)).await {
            Ok(stream) => {
                let facts = ShardFacts::of(stream.cached_info());
                if facts.epoch >= epoch && facts.last_seq >= watermark {
                    if facts.holes > 0 {
                        tracing::error!(shard, holes = facts.holes, "the log has holes: restore it");
                    }
                    return Ok(facts);
                }
                tracing::error!(shard, ?facts, epoch, watermark, "the log lost its tail; a new epoch begins");
                let deleted = self.0.context.delete_stream(stream_name(shard)).await;
                deleted.map_err(|e| LogError::Create(shard, e.to_string()))?;
                self.create(shard, epoch.max(facts.epoch) + 1, watermark + 1).await
            }
            Err(error) if is_missing(&error.kind()) => {
                // A log that is gone although SQL has read it is a new epoch, too.
                let epoch = if watermark > 0 { epoch + 1 } else { epoch };
                self.create(shard, epoch, watermark + 1).await
            }
            Err(error) => Err(LogError::Ask(shard, error.to_string())),
        }
    }

    async fn create(&self, shard: Shard, epoch: u32, first: Seq) -> Result<ShardFacts, LogError> {
        let config = Config {
            name: stream_name(shard),
            description: Some("Natter: what was said".to_owned()),
            subjects: vec![format!("log.{shard}.>")],
            retention: RetentionPolicy::Limits,
            storage: StorageType::File,
            num_replicas: self.0.replicas,
            max_age: RETENTION,
            // A full log refuses; it never forgets in silence.
            discard: DiscardPolicy::New,
            max_message_size: EVENT_BYTES,
            duplicate_window: DUPLICATE_WINDOW,
            deny_delete: true,
            allow_direct: true,
            first_sequence: (first > 1).then_some(first),
            metadata: HashMap::from([(EPOCH.to_owned(), epoch.to_string())]),
            ..Config::default()
        };
        let stream = self.0.context.get_or_create_stream(config).await;
        let stream = stream.map_err(|e| LogError::Create(shard, e.to_string()))?;
        Ok(ShardFacts::of(stream.cached_info()))
    }
}

fn is_missing(kind: &GetStreamErrorKind) -> bool {
    matches!(kind, GetStreamErrorKind::JetStream(e) if e.error_code() == ErrorCode::STREAM_NOT_FOUND)
}
