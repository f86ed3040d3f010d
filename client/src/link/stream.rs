//! One event stream: what it has proved so far, and by when it must prove more.

use super::{ConnId, LinkConfig};
use crate::sse::Parser;

/// A timer that comes later than this after its time means that the machine or the page was asleep, and
/// what a stream did not do meanwhile says nothing about the path.
const ASLEEP: i64 = 5_000;
/// A stream that has to prove itself is looked at this often, in milliseconds. Between two looks that are twice as far
/// apart the page was busy: what came meanwhile waited in its queue.
const PULSE: i64 = 250;

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
    looked_at: i64,
    /// How long the page was busy before the stream was proven, at most [`ASLEEP`]: the path is not to blame for that.
    lost: i64,
}

/// Why a stream is given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Loss {
    /// No `hello`, or no `proof`, in time.
    Mute,
    /// `hello` and `proof` came at once: something on the path collects.
    Buffered,
    /// As the two above, but the page was busy meanwhile: whether it was the path is not known.
    Busy,
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
            looked_at: now,
            lost: 0,
        }
    }

    /// To be called whenever anything happens.
    pub(super) fn look(&mut self, now: i64) {
        let since = now - std::mem::replace(&mut self.looked_at, now);
        if !self.proven && since >= 2 * PULSE {
            self.lost = (self.lost + since - PULSE).min(ASLEEP);
        }
    }

    /// Nothing that is missing, or that came at once, tells anything about the path.
    pub(super) fn was_busy(&self) -> bool {
        self.lost > 0
    }

    /// When to look at it next.
    pub(super) fn next_look(&self, config: &LinkConfig) -> i64 {
        let deadline = self.deadline(config);
        if self.proven { deadline } else { deadline.min(self.looked_at + PULSE) }
    }

    /// When something must have come.
    fn deadline(&self, config: &LinkConfig) -> i64 {
        match self.hello_at {
            _ if self.proven => self.last_bytes + 2 * self.heartbeat + config.silence_grace,
            None => self.opened_at + config.hello_within + self.lost,
            Some(_) => self.opened_at + config.proof_within + self.lost,
        }
    }

    pub(super) fn verdict(&self, now: i64, config: &LinkConfig) -> Option<Loss> {
        let late = now - self.deadline(config);
        match late {
            ..0 => None,
            _ if self.proven => Some(Loss::Silent),
            ASLEEP.. => Some(Loss::Asleep),
            _ if self.was_busy() => Some(Loss::Busy),
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
