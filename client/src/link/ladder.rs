//! Up and down the ladder: stream, long poll, waiting (`DESIGN.md` §4).

use natter_protocol::ResetReason;

use super::stream::{Loss, Stream};
use super::{Action, ConnId, Input, Link, Main, Transport, Turn};
use crate::backoff::share;

impl Link {
    pub(super) fn take(&mut self, input: Input, turn: &mut Turn<'_>) {
        match input {
            Input::Start { cursor } => {
                self.start(cursor, turn);
                return self.open(turn);
            }
            Input::Restore => {
                self.start(None, turn);
                return self.resync(ResetReason::TooOld, turn);
            }
            Input::Stop => return self.close(Main::Idle, turn),
            _ if matches!(self.main, Main::Idle | Main::SignedOut) => return,
            _ => {}
        }
        if let Main::Stream(stream) = &mut self.main {
            stream.look(turn.now);
        }
        if let Some(probe) = &mut self.probe {
            probe.look(turn.now);
        }
        match input {
            Input::StreamBytes { conn, bytes } => self.bytes(conn, &bytes, turn),
            Input::StreamClosed { conn } => self.lost(conn, Loss::Closed, turn),
            Input::StreamFailed { conn, status, retry_after_ms } => {
                self.lost(conn, Loss::Failed { status, retry_after_ms }, turn);
            }
            Input::PollAnswered { conn, answer } => self.poll_answered(conn, answer, turn),
            Input::PollFailed { conn, status, retry_after_ms } => {
                self.poll_failed(conn, status, retry_after_ms, turn);
            }
            Input::Resynced { cursor } => {
                self.abort(turn);
                self.cursor = Some(cursor);
                self.open(turn);
            }
            Input::ResyncFailed { status } => self.resync_failed(status, turn),
            Input::Online | Input::NetworkChanged => self.network_changed(turn),
            Input::Offline => self.mood.no_network = true,
            Input::Visible | Input::RetryNow => self.hurry(turn),
            Input::Rewind { cursor } => self.rewind(cursor, turn),
            Input::Start { .. } | Input::Restore | Input::Stop => {}
            Input::StreamOpened { .. } | Input::Tick => {}
        }
    }

    fn start(&mut self, cursor: Option<String>, turn: &mut Turn<'_>) {
        self.abort(turn);
        let (clock, conns) = (std::mem::take(&mut self.clock), self.conns);
        *self = Self { clock, conns, cursor, ..Self::new(self.config) };
        self.mood.down(turn.now);
    }

    fn rewind(&mut self, cursor: String, turn: &mut Turn<'_>) {
        // A snapshot is on its way to everyone, and newer.
        if matches!(self.main, Main::Resyncing { .. }) {
            return;
        }
        self.cursor = Some(cursor);
        if !matches!(self.main, Main::Waiting { .. }) {
            self.abort(turn);
            self.mood.down(turn.now);
            self.open(turn);
        }
    }

    fn close(&mut self, end: Main, turn: &mut Turn<'_>) {
        self.abort(turn);
        self.main = end;
    }

    /// Gives up whatever is under way.
    pub(super) fn abort(&mut self, turn: &mut Turn<'_>) {
        let main = match &self.main {
            Main::Stream(stream) => Some(stream.conn),
            Main::Poll { conn, .. } => Some(*conn),
            _ => None,
        };
        let probe = self.probe.take().map(|probe| probe.conn);
        turn.out.extend(main.into_iter().chain(probe).map(|conn| Action::Abort { conn }));
        self.main = Main::Waiting { until: turn.now };
    }

    pub(super) fn next_conn(&mut self) -> ConnId {
        self.conns += 1;
        self.conns
    }

    /// Opens what the ladder's present rung says.
    pub(super) fn open(&mut self, turn: &mut Turn<'_>) {
        match self.rung {
            Transport::Stream => {
                let stream = self.open_stream(self.by_post, turn);
                self.main = Main::Stream(Box::new(stream));
            }
            Transport::Poll => self.poll(turn),
        }
    }

    pub(super) fn open_stream(&mut self, post: bool, turn: &mut Turn<'_>) -> Stream {
        let conn = self.next_conn();
        turn.out.push(Action::OpenStream { conn, cursor: self.cursor.clone(), post });
        Stream::new(conn, self.cursor.clone(), post, turn.now, &self.config)
    }

    /// Waits for the backoff, or for as long as the server said.
    pub(super) fn back_off(&mut self, retry_after_ms: Option<u32>, turn: &mut Turn<'_>) {
        let jitter = share(self.config.backoff.ceiling(self.failures), turn.random);
        let until = turn.now + jitter.max(retry_after_ms.map_or(0, i64::from));
        self.failures = self.failures.saturating_add(1);
        self.mood.down(turn.now);
        self.main = Main::Waiting { until };
    }

    pub(super) fn sign_out(&mut self, turn: &mut Turn<'_>) {
        self.close(Main::SignedOut, turn);
        turn.out.push(Action::SignedOut);
    }

    pub(super) fn resync(&mut self, reason: ResetReason, turn: &mut Turn<'_>) {
        self.abort(turn);
        self.mood.down(turn.now);
        self.main = Main::Resyncing { reason, retry_at: None };
        turn.out.push(Action::Resync(reason));
    }

    fn resync_failed(&mut self, status: Option<u16>, turn: &mut Turn<'_>) {
        let Main::Resyncing { reason, .. } = self.main else { return };
        if status == Some(401) {
            return self.sign_out(turn);
        }
        self.back_off(None, turn);
        if let Main::Waiting { until } = self.main {
            self.main = Main::Resyncing { reason, retry_at: Some(until) };
        }
    }

    /// A stream is over. What it leaves is another try, the long poll, or the end.
    pub(super) fn lost(&mut self, conn: ConnId, loss: Loss, turn: &mut Turn<'_>) {
        if self.probe.as_ref().is_some_and(|probe| probe.conn == conn) {
            return self.probe_lost(loss, turn);
        }
        let Main::Stream(stream) = &self.main else { return };
        if stream.conn != conn {
            return;
        }
        let settled = stream.settled(&self.config);
        if settled {
            self.strikes = 0;
            self.failures = 0;
        }
        if !matches!(loss, Loss::Closed | Loss::Failed { .. }) {
            turn.out.push(Action::Abort { conn });
        }
        self.main = Main::Waiting { until: turn.now };
        self.mood.down(turn.now);
        self.after(loss, settled, turn);
    }

    fn after(&mut self, loss: Loss, settled: bool, turn: &mut Turn<'_>) {
        match loss {
            Loss::Silent | Loss::Asleep => self.open(turn),
            Loss::Buffered => self.fall_to_poll(false, turn),
            Loss::Mute if !self.once_proven => self.fall_to_poll(false, turn),
            Loss::Mute | Loss::Busy => self.strike(false, turn),
            Loss::Closed if settled => self.back_off(None, turn),
            Loss::Closed => self.strike(true, turn),
            Loss::Failed { status: Some(204 | 401), .. } => self.sign_out(turn),
            // The only thing in the request that can be wrong is the cursor.
            Loss::Failed { status: Some(400), .. } => self.resync(ResetReason::Other, turn),
            Loss::Failed { status: Some(429 | 503), retry_after_ms } => self.back_off(retry_after_ms, turn),
            Loss::Failed { .. } => self.strike(true, turn),
        }
    }

    /// One more stream in a row that came to nothing. `doubtful`: the network as a whole may be to blame.
    fn strike(&mut self, doubtful: bool, turn: &mut Turn<'_>) {
        self.strikes += 1;
        if self.strikes >= self.config.mute_reopens {
            self.fall_to_poll(doubtful, turn);
        } else {
            self.back_off(None, turn);
        }
    }

    /// A stream let something through at one time and something more at another: the path streams.
    pub(super) fn proven(&mut self, conn: ConnId, turn: &mut Turn<'_>) {
        if self.probe.as_ref().is_some_and(|probe| probe.conn == conn)
            && let Some(probe) = self.probe.take()
        {
            self.abort(turn);
            self.cursor.clone_from(&probe.cursor);
            self.main = Main::Stream(Box::new(probe));
        }
        let Main::Stream(stream) = &mut self.main else { return };
        stream.proven = true;
        self.by_post = stream.post;
        let caught_up = stream.caught_up;
        self.rung = Transport::Stream;
        self.once_proven = true;
        self.poll_works = false;
        self.doubtful = false;
        self.probe_at = None;
        self.mood.up(Transport::Stream, turn.now, caught_up, self.config.back_shown);
    }

    /// The server asked to come back after a time: neither too soon nor all at once.
    pub(super) fn bye(&mut self, conn: ConnId, retry_ms: u32, turn: &mut Turn<'_>) {
        if self.probe.as_ref().is_some_and(|probe| probe.conn == conn) {
            return self.probe_lost(Loss::Asleep, turn);
        }
        let wait = i64::from(retry_ms);
        let until = turn.now + wait + share(wait / 2, turn.random);
        self.abort(turn);
        self.mood.down(turn.now);
        self.main = Main::Waiting { until };
    }

    /// Another network: what the last one let through says nothing, and what is open may hang for long.
    fn network_changed(&mut self, turn: &mut Turn<'_>) {
        self.mood.no_network = false;
        self.once_proven = false;
        self.by_post = false;
        self.post_next = false;
        self.strikes = 0;
        self.failures = 0;
        match &self.main {
            Main::Stream(stream) if turn.now - stream.opened_at >= self.config.proof_within => {
                self.abort(turn);
                self.mood.down(turn.now);
                self.open(turn);
            }
            Main::Poll { .. } => {
                self.doubtful = true;
                self.abort(turn);
                self.poll_now(turn);
            }
            _ => {
                self.doubtful = self.rung == Transport::Poll;
                self.hurry(turn);
            }
        }
    }

    /// Somebody looks: do not wait any longer.
    fn hurry(&mut self, turn: &mut Turn<'_>) {
        match &mut self.main {
            Main::Stream(stream) if stream.overdue(turn.now, &self.config) => {
                self.abort(turn);
                self.mood.down(turn.now);
                self.open(turn);
            }
            Main::Waiting { until } => *until = turn.now,
            Main::Resyncing { retry_at: Some(at), .. } => *at = turn.now,
            _ => {}
        }
    }
}
