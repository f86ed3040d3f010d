//! Looking for a stream beside the long poll (`DESIGN.md` §4).

use super::stream::Loss;
use super::{Action, Link, Turn};

impl Link {
    /// A stream beside the long poll, by GET and by POST in turn.
    pub(super) fn probe(&mut self, turn: &mut Turn<'_>) {
        self.probe_at = None;
        let post = self.post_next;
        self.post_next = !post;
        self.probe = Some(self.open_stream(post, turn));
    }

    pub(super) fn probe_lost(&mut self, loss: Loss, turn: &mut Turn<'_>) {
        let Some(probe) = self.probe.take() else { return };
        if !matches!(loss, Loss::Closed | Loss::Failed { .. }) {
            turn.out.push(Action::Abort { conn: probe.conn });
        }
        let soon = loss == Loss::Asleep;
        self.probe_at = Some(turn.now + if soon { 0 } else { self.config.probe_after });
        if matches!(loss, Loss::Failed { status: Some(204 | 401), .. }) {
            self.sign_out(turn);
        }
    }
}
