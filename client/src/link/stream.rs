//! One event stream: what it has proved so far, and by when it must prove more.

use super::{ConnId, LinkConfig};
use crate::sse::Parser;

/// A timer that comes later than this after its time means that the machine or the page was asleep, and
/// what a stream did not do meanwhile says nothing about the path.
const ASLEEP: i64 = 5_000;

#[derive(Debug)]
pub(super) struct Stream {
    pub(super) conn: ConnId,
    /// Asked for with POST.
    pub(super) post: bool,
    pub(super) parser: Parser,
    pub(super) opened_at: i64,
    pub(super) hello_at: Option<i64>,
    pub(super) proven: bool,
    pub(super) last_bytes: i64,
    pub(super) heartbeat: i64,
    /// Where this stream stands, which for a probe is not where the link stands.
    pub(super) cursor: Option<String>,
    /// Messages that came before it was proven: what was missed.
    pub(super) caught_up: u32,
    /// How much earlier than the server's clock the quickest beat came.
    pub(super) quickest: Option<i64>,
}

/// Why a stream is given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Loss {
    /// No `hello`, or no `proof`, in time.
    Mute,
    /// `hello` and `proof` came at once: something on the path collects.
    Buffered,
    /// Nothing came for more than two heartbeats.
    Silent,
    /// The machine slept through a deadline.
    Asleep,
    /// The path or the server ended it.
    Closed,
    /// There was no stream in the answer, or no answer.
    Failed { status: Option<u16>, retry_after_ms: Option<u32> },
}

impl Stream {
    pub(super) fn new(
        conn: ConnId,
        cursor: Option<String>,
        post: bool,
        now: i64,
        config: &LinkConfig,
    ) -> Self {
        Self {
            conn,
            post,
            parser: Parser::new(),
            opened_at: now,
            hello_at: None,
            proven: false,
            last_bytes: now,
            heartbeat: i64::from(config.heartbeat_s) * 1_000,
            cursor,
            caught_up: 0,
            quickest: None,
        }
    }

    /// When something must have come.
    pub(super) fn deadline(&self, config: &LinkConfig) -> i64 {
        match self.hello_at {
            None => self.opened_at + config.hello_within,
            Some(_) if !self.proven => self.opened_at + config.proof_within,
            Some(_) => self.last_bytes + 2 * self.heartbeat + config.silence_grace,
        }
    }

    pub(super) fn verdict(&self, now: i64, config: &LinkConfig) -> Option<Loss> {
        let late = now - self.deadline(config);
        match late {
            ..0 => None,
            _ if self.proven => Some(Loss::Silent),
            ASLEEP.. => Some(Loss::Asleep),
            _ => Some(Loss::Mute),
        }
    }

    /// Whether a beat is overdue, so that whoever looks need not wait for the verdict.
    pub(super) fn overdue(&self, now: i64, config: &LinkConfig) -> bool {
        self.proven && now - self.last_bytes > self.heartbeat + config.proof_within
    }

    /// Whether it lived long enough to be no failure.
    pub(super) fn settled(&self, config: &LinkConfig) -> bool {
        self.proven && self.last_bytes - self.opened_at >= config.settled_after
    }
}
