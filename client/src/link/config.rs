//! The ladder's figures.

use crate::backoff::Backoff;

/// The ladder's figures, in milliseconds where not said otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinkConfig {
    /// `hello` must come within this time of the opening, …
    pub hello_within: i64,
    /// … `proof` within this time of the opening, …
    pub proof_within: i64,
    /// … and not sooner than this after `hello`, or the path held both back.
    pub proof_gap: i64,
    /// So many reopens in a row that prove nothing turn a once-proven stream into a long poll.
    pub mute_reopens: u32,
    /// A long poll looks again for a stream after this time.
    pub probe_after: i64,
    /// The heartbeat that is assumed until `hello` says it, in seconds.
    pub heartbeat_s: u32,
    /// Added to two heartbeats before silence counts as death.
    pub silence_grace: i64,
    /// A stream that lived this long was no failure.
    pub settled_after: i64,
    /// How long a poll waits at the gateway, in seconds.
    pub poll_wait_s: u32,
    /// What a poll's answer may take beyond its wait.
    pub poll_grace: i64,
    pub backoff: Backoff,
    /// Trouble is not shown before this.
    pub quiet: i64,
    /// Trouble that lasts this long is shown as being offline.
    pub offline_after: i64,
    /// How long the good news of being back is shown.
    pub back_shown: i64,
}

impl Default for LinkConfig {
    fn default() -> Self {
        Self {
            hello_within: 2_500,
            proof_within: 5_000,
            proof_gap: 500,
            mute_reopens: 3,
            probe_after: 600_000,
            heartbeat_s: 15,
            silence_grace: 5_000,
            settled_after: 10_000,
            poll_wait_s: 25,
            poll_grace: 10_000,
            backoff: Backoff::default(),
            quiet: 3_000,
            offline_after: 20_000,
            back_shown: 2_000,
        }
    }
}
