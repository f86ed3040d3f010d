//! The lower rung: long polls, one after the other.

use natter_protocol::PollAnswer;

use super::{Action, ConnId, Link, Main, Transport, Turn};

/// An empty answer to a long poll that comes sooner than this did not wait.
const TOO_SOON: i64 = 1_000;
/// See [`super::stream`]: a timer this late means sleep.
const ASLEEP: i64 = 5_000;

impl Link {
    /// Comes down from the stream, without delay and with the same cursor.
    pub(super) fn fall_to_poll(&mut self, doubtful: bool, turn: &mut Turn<'_>) {
        self.rung = Transport::Poll;
        self.strikes = 0;
        self.poll_works = false;
        self.doubtful |= doubtful;
        // Some paths hold back what a GET answers and let a POST's stream through.
        self.post_next = !doubtful && !self.by_post;
        self.by_post = false;
        self.probe_at = None;
        self.poll_now(turn);
    }

    pub(super) fn poll(&mut self, turn: &mut Turn<'_>) {
        // The first one is answered at once, so that it is known within a round trip whether polling works.
        let wait_s = if self.mood.is_down() || !self.poll_works { 0 } else { self.config.poll_wait_s };
        self.ask(wait_s, turn);
    }

    /// Polls without waiting for anything to happen.
    pub(super) fn poll_now(&mut self, turn: &mut Turn<'_>) {
        self.ask(0, turn);
    }

    fn ask(&mut self, wait_s: u32, turn: &mut Turn<'_>) {
        let conn = self.next_conn();
        turn.out.push(Action::Poll { conn, cursor: self.cursor.clone(), wait_s });
        self.main = Main::Poll { conn, asked_at: turn.now, wait_s };
    }

    pub(super) fn poll_answered(&mut self, conn: ConnId, answer: PollAnswer, turn: &mut Turn<'_>) {
        let Main::Poll { conn: current, asked_at, wait_s } = self.main else { return };
        if conn != current {
            return;
        }
        self.main = Main::Waiting { until: turn.now };
        if let Some(reason) = answer.reset {
            return self.resync(reason, turn);
        }
        let PollAnswer { cursor, events, .. } = answer;
        self.cursor = Some(cursor);
        self.poll_works = true;
        self.failures = 0;
        self.strikes = 0;
        self.mood.last_event = Some(turn.now);
        if wait_s == 0 {
            self.mood.latency = Some(turn.now - asked_at);
        }
        let is_empty = events.is_empty();
        let mut caught_up = 0;
        for event in events {
            caught_up += self.deliver(event, turn);
        }
        self.mood.up(Transport::Poll, turn.now, caught_up, self.config.back_shown);
        self.plan_probe(turn.now);
        let hasty = is_empty && wait_s > 0 && turn.now - asked_at < TOO_SOON;
        self.hasty = if hasty { self.hasty + 1 } else { 0 };
        if hasty {
            // Something on the path answers for the server; asking again at once would be a storm.
            let until =
                self.config.backoff.next_try(self.hasty, natter_protocol::Millis(turn.now), turn.random);
            self.main = Main::Waiting { until: until.0 };
        } else {
            self.poll(turn);
        }
    }

    fn plan_probe(&mut self, now: i64) {
        if std::mem::take(&mut self.doubtful) && self.probe.is_none() {
            self.probe_at = Some(now);
        } else if self.probe.is_none() {
            self.probe_at.get_or_insert(now + self.config.probe_after);
        }
    }

    pub(super) fn poll_failed(
        &mut self,
        conn: ConnId,
        status: Option<u16>,
        retry_after_ms: Option<u32>,
        turn: &mut Turn<'_>,
    ) {
        if !matches!(self.main, Main::Poll { conn: current, .. } if current == conn) {
            return;
        }
        self.main = Main::Waiting { until: turn.now };
        match status {
            Some(204 | 401) => self.sign_out(turn),
            Some(400) => self.resync(natter_protocol::ResetReason::Other, turn),
            _ => {
                // Then it was not the stream that was at fault, or not only.
                self.doubtful = true;
                if !self.poll_works {
                    self.rung = Transport::Stream;
                }
                self.back_off(retry_after_ms, turn);
            }
        }
    }

    pub(super) fn poll_deadline(&self, asked_at: i64, wait_s: u32) -> i64 {
        asked_at + i64::from(wait_s) * 1_000 + self.config.poll_grace
    }

    pub(super) fn judge_poll(&mut self, turn: &mut Turn<'_>) {
        let Main::Poll { conn, asked_at, wait_s } = self.main else { return };
        let late = turn.now - self.poll_deadline(asked_at, wait_s);
        if late < 0 {
            return;
        }
        turn.out.push(Action::Abort { conn });
        if late >= ASLEEP {
            self.mood.down(turn.now);
            self.poll_now(turn);
        } else {
            self.poll_failed(conn, None, None, turn);
        }
    }
}
