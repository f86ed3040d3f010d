//! What the person is told (`UI.md`, "Connection"): nothing of short trouble, then what is tried, then
//! since when it is hopeless, and at the end how much was caught up.

use natter_protocol::Millis;

use super::{Action, Link, Main, Phase, Status, Transport, Turn};

#[derive(Debug, Default)]
pub(super) struct Mood {
    /// Since when there is no working connection.
    trouble: Option<i64>,
    /// Trouble was shown, so its end is news.
    shown: bool,
    was_up: bool,
    back: Option<(i64, u32)>,
    pub(super) no_network: bool,
    transport: Option<Transport>,
    pub(super) latency: Option<i64>,
    pub(super) last_event: Option<i64>,
    told: Option<(Phase, Option<Transport>)>,
}

impl Mood {
    pub(super) fn down(&mut self, now: i64) {
        self.trouble.get_or_insert(now);
        self.back = None;
    }

    pub(super) fn up(&mut self, transport: Transport, now: i64, caught_up: u32, shown_for: i64) {
        if self.shown {
            self.back = Some((now + shown_for, caught_up));
        }
        self.trouble = None;
        self.shown = false;
        self.was_up = true;
        self.no_network = false;
        self.transport = Some(transport);
    }

    pub(super) fn is_down(&self) -> bool {
        self.trouble.is_some()
    }
}

impl Link {
    pub(super) fn status_at(&self, now: i64) -> Status {
        let phase = self.phase(now);
        let connected = matches!(phase, Phase::Online | Phase::Back { .. });
        Status {
            phase,
            transport: self.mood.transport.filter(|_| connected),
            latency_ms: self.mood.latency.map(|ms| u32::try_from(ms.max(0)).unwrap_or(u32::MAX)),
            last_event: self.mood.last_event.map(|at| self.clock.outside(at)),
        }
    }

    fn phase(&self, now: i64) -> Phase {
        let mood = &self.mood;
        match (&self.main, mood.trouble) {
            (Main::SignedOut, _) => Phase::SignedOut,
            (Main::Idle, _) => Phase::Connecting,
            (_, None) => match mood.back {
                Some((until, caught_up)) if now < until => Phase::Back { caught_up },
                _ => Phase::Online,
            },
            (_, Some(since)) => self.in_trouble(since, now),
        }
    }

    fn in_trouble(&self, since: i64, now: i64) -> Phase {
        let greeted = matches!(&self.main, Main::Stream(stream) if stream.hello_at.is_some());
        let lasted = now - since;
        if !self.mood.shown && (lasted < self.config.quiet || greeted) {
            return if self.mood.was_up { Phase::Online } else { Phase::Connecting };
        }
        let next_try = self.next_try().map(|at| self.clock.outside(at));
        if self.mood.no_network || lasted >= self.config.offline_after {
            return Phase::Offline { since: self.clock.outside(since), next_try };
        }
        Phase::Reconnecting { next_try }
    }

    fn next_try(&self) -> Option<i64> {
        match self.main {
            Main::Waiting { until } => Some(until),
            Main::Resyncing { retry_at, .. } => retry_at,
            _ => None,
        }
    }

    /// Ends a turn: says what changed for the person, and when to look again.
    pub(super) fn tell(&mut self, turn: &mut Turn<'_>) {
        let status = self.status_at(turn.now);
        self.mood.shown |= matches!(status.phase, Phase::Reconnecting { .. } | Phase::Offline { .. });
        let news = (status.phase, status.transport);
        if self.mood.told != Some(news) {
            self.mood.told = Some(news);
            turn.out.push(Action::Status(status));
        }
        if let Some(at) = self.next_wake(turn.now) {
            turn.out.push(Action::WakeAt(at));
        }
    }

    fn next_wake(&self, now: i64) -> Option<Millis> {
        if matches!(self.main, Main::Idle | Main::SignedOut) {
            return None;
        }
        let mood = &self.mood;
        let probe = self.probe.as_ref().map(|probe| probe.next_look(&self.config));
        let words = mood.trouble.map_or_else(
            || mood.back.map(|(until, _)| until),
            |since| {
                let at = if mood.shown { self.config.offline_after } else { self.config.quiet };
                Some(since + at)
            },
        );
        // A time that has passed was looked at in this very turn.
        let words = words.filter(|&at| at > now);
        let times = [self.main_deadline(), probe.or_else(|| self.next_probe()), words];
        times.into_iter().flatten().min().map(|at| self.clock.outside(at.max(now)))
    }
}
