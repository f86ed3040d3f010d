//! One entry of the log as it was read back.

use bytes::Bytes;
use natter_protocol::{Event, Seq, Shard};

use super::Audience;

#[derive(Debug, Clone)]
pub struct Record {
    pub shard: Shard,
    pub seq: Seq,
    pub subject: String,
    pub payload: Bytes,
}

/// Why a record cannot be understood. It stays in the log and goes to the dead letters.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    #[error("a subject that Natter never writes: {0}")]
    Subject(String),
    #[error("not an event: {0}")]
    Payload(#[from] serde_json::Error),
}

impl Record {
    /// Who it is for and what happened, with its place.
    ///
    /// # Errors
    /// When subject or payload are not Natter's.
    pub fn read(&self) -> Result<(Audience, Event), Unreadable> {
        let audience =
            Audience::parse(&self.subject).ok_or_else(|| Unreadable::Subject(self.subject.clone()))?;
        let event: Event = serde_json::from_slice(&self.payload)?;
        Ok((audience, event.placed(self.shard, self.seq)))
    }
}
