//! The frames around events: of the event stream (HTML standard §9.2) and of the long poll.

use serde::{Deserialize, Serialize};

use crate::event::Event;
use crate::ids::{Millis, SessionId};
use crate::read::Read;

/// Names of the stream's own events; what happened in the chat comes unnamed.
pub mod names {
    pub const HELLO: &str = "hello";
    pub const PROOF: &str = "proof";
    pub const PING: &str = "ping";
    pub const RESET: &str = "reset";
    pub const BYE: &str = "bye";
}

/// `event: hello`, the first block of every stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Hello {
    /// The server's clock.
    pub t: Millis,
    pub session: SessionId,
    /// Always `sse`.
    pub transport: String,
    /// Seconds between two `ping`s; silence beyond two of them and 5 s means the path is dead.
    pub heartbeat_s: u32,
}

/// `event: proof`, about a second after `hello`, and `event: ping` ever after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Beat {
    /// The server's clock.
    pub t: Millis,
}

/// `event: reset`: the position cannot be continued; fetch `/sync` and go on from its cursor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reset {
    pub cursor: String,
    pub reason: ResetReason,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ResetReason {
    /// Older than what the gateway keeps in memory (or, with `replay=log`, than the log).
    TooOld,
    /// The log was begun anew since.
    WrongEpoch,
    /// A place that the log has not reached.
    FromTheFuture,
    /// A reason that this reader does not know.
    #[serde(other)]
    Other,
}

/// `event: bye`: the gateway is closing; come back after the given time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Bye {
    pub retry_ms: u32,
}

/// The answer to a long poll.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PollAnswer {
    /// Ask with this next; it acknowledges what this answer held.
    pub cursor: String,
    pub events: Vec<Event>,
    /// Why the position could not be continued; null otherwise.
    pub reset: Option<ResetReason>,
}

/// A single-use word for `?ticket=` where neither header nor cookie can go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Ticket {
    pub ticket: String,
    pub expires_at: Millis,
}
