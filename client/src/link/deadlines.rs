//! What is due when: the only place where time alone changes anything.

use super::{Link, Main, Turn};

impl Link {
    pub(super) fn main_deadline(&self) -> Option<i64> {
        match &self.main {
            Main::Stream(stream) => Some(stream.next_look(&self.config)),
            Main::Poll { asked_at, wait_s, .. } => Some(self.poll_deadline(*asked_at, *wait_s)),
            Main::Waiting { until } => Some(*until),
            Main::Resyncing { retry_at, .. } => *retry_at,
            Main::Idle | Main::SignedOut => None,
        }
    }

    pub(super) fn next_probe(&self) -> Option<i64> {
        self.probe_at
            .filter(|_| self.probe.is_none() && self.poll_works && matches!(self.main, Main::Poll { .. }))
    }

    /// Looks at the clock.
    pub(super) fn judge(&mut self, turn: &mut Turn<'_>) {
        if let Some(probe) = &self.probe
            && let Some(loss) = probe.verdict(turn.now, &self.config)
        {
            self.probe_lost(loss, turn);
        }
        match &self.main {
            Main::Stream(stream) => {
                if let Some(loss) = stream.verdict(turn.now, &self.config) {
                    self.lost(stream.conn, loss, turn);
                }
            }
            Main::Poll { .. } => self.judge_poll(turn),
            Main::Waiting { until } if *until <= turn.now => self.open(turn),
            Main::Resyncing { reason, retry_at: Some(at) } if *at <= turn.now => self.resync(*reason, turn),
            _ => {}
        }
        if self.next_probe().is_some_and(|at| at <= turn.now) {
            self.probe(turn);
        }
    }
}
