//! Appending to the log, with an outcome that is known or honestly unknown.

use std::time::Duration;

use async_nats::jetstream::context::PublishErrorKind;
use async_nats::jetstream::message::PublishMessage;
use bytes::Bytes;
use natter_protocol::{Event, Seq};
use sha2::{Digest as _, Sha256};
use tokio::time::Instant;

use super::{Audience, Log, stream_name};

/// How long one attempt waits for JetStream's acknowledgement.
pub const ACK_TIMEOUT: Duration = Duration::from_secs(2);
/// How long an append is tried before its outcome is called unknown.
const DEADLINE: Duration = Duration::from_secs(8);
const PAUSE: Duration = Duration::from_millis(100);

/// The place that the log gave an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Appended {
    pub seq: Seq,
    /// An event of the same id stood there already; this one was not written.
    pub duplicate: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AppendError {
    /// Nothing was sent.
    #[error("the log cannot be reached")]
    Unreachable,
    /// It may be stored or may not; asking again under the same id tells.
    #[error("the log did not confirm: {0}")]
    Unconfirmed(String),
    /// The log refused it for good; nothing was stored.
    #[error("the log refused: {0}")]
    Refused(String),
}

/// An id under which the log tells repeats apart. Ids count in a whole shard, so everything that makes
/// the event unique goes in: one author could swallow another's message otherwise.
#[must_use]
pub fn event_id(parts: &[&str]) -> String {
    let mut digest = Sha256::new();
    for part in parts {
        digest.update((part.len() as u64).to_le_bytes());
        digest.update(part.as_bytes());
    }
    hex::encode(&digest.finalize()[..16])
}

impl Log {
    /// Appends an event and waits for the acknowledgement. A caller that goes away does not cancel it:
    /// the publish is already on its way, so its outcome is still wanted.
    ///
    /// # Errors
    /// See [`AppendError`]; only `Unconfirmed` leaves the outcome open.
    pub async fn append(
        &self,
        audience: Audience,
        event: &Event,
        id: String,
    ) -> Result<Appended, AppendError> {
        let payload = serde_json::to_vec(event).map_err(|e| AppendError::Refused(e.to_string()))?;
        self.append_encoded(audience, payload.into(), id).await
    }

    /// The same for an event that is JSON already.
    ///
    /// # Errors
    /// As [`Log::append`].
    pub async fn append_encoded(
        &self,
        audience: Audience,
        payload: Bytes,
        id: String,
    ) -> Result<Appended, AppendError> {
        if !self.is_connected() {
            return Err(AppendError::Unreachable);
        }
        let task = tokio::spawn(self.clone().keep_appending(audience, payload, id));
        let outcome = task.await.unwrap_or_else(|e| Err(AppendError::Unconfirmed(e.to_string())));
        match &outcome {
            Ok(_) => drop(crate::metrics::APPENDS.inc()),
            Err(AppendError::Unconfirmed(_)) => drop(crate::metrics::APPENDS_UNCONFIRMED.inc()),
            Err(_) => {}
        }
        outcome
    }

    async fn keep_appending(
        self,
        audience: Audience,
        payload: Bytes,
        id: String,
    ) -> Result<Appended, AppendError> {
        let deadline = Instant::now() + DEADLINE;
        loop {
            let problem = match self.append_once(audience, payload.clone(), &id).await {
                Ok(appended) => return Ok(appended),
                Err(Attempt::Refused(why)) => return Err(AppendError::Refused(why)),
                Err(Attempt::Open(why)) => why,
            };
            if Instant::now() + PAUSE >= deadline {
                tracing::warn!(subject = audience.subject(), "append not confirmed: {problem}");
                return Err(AppendError::Unconfirmed(problem));
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn append_once(&self, audience: Audience, payload: Bytes, id: &str) -> Result<Appended, Attempt> {
        let message = PublishMessage::build()
            .payload(payload)
            .message_id(id)
            .expected_stream(stream_name(audience.shard()));
        let ack = match self.0.context.send_publish(audience.subject(), message).await {
            Ok(ack) => ack.await,
            Err(error) => Err(error),
        };
        match ack {
            Ok(ack) => Ok(Appended { seq: ack.sequence, duplicate: ack.duplicate }),
            Err(error) if error.kind() == PublishErrorKind::MaxPayloadExceeded => {
                Err(Attempt::Refused(error.to_string()))
            }
            // Among these: a full disk, a leader change, "in process" (10158). All may pass.
            Err(error) => Err(Attempt::Open(error.to_string())),
        }
    }
}

enum Attempt {
    /// May have been stored; try again under the same id.
    Open(String),
    Refused(String),
}

#[cfg(test)]
mod tests {
    use super::event_id;

    #[test]
    fn ids_keep_their_parts_apart() {
        assert_ne!(event_id(&["ab", "c"]), event_id(&["a", "bc"]));
        assert_eq!(event_id(&["ab", "c"]), event_id(&["ab", "c"]));
        assert_eq!(event_id(&[]).len(), 32);
    }
}
