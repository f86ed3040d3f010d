//! A link with a scripted clock and someone who does what it asks.

use natter_client::{Action, ConnId, Input, Link, LinkConfig, Phase, Status, Transport};
use natter_protocol::{Event, Millis, PollAnswer, ResetReason};

pub struct Rig {
    pub link: Link,
    pub now: i64,
    /// The share of every backoff that is waited.
    pub jitter: f64,
    /// What is open, as the link believes.
    pub stream: Option<(ConnId, Option<String>)>,
    pub poll: Option<(ConnId, Option<String>, u32)>,
    pub probe: Option<ConnId>,
    pub delivered: Vec<Event>,
    pub resyncs: Vec<ResetReason>,
    pub statuses: Vec<Status>,
    pub signed_out: bool,
    pub wake_at: Option<i64>,
    /// Streams and polls asked for, with the time.
    pub asked: Vec<(char, i64)>,
    /// The stream that was greeted last, and when.
    pub greeted: Option<ConnId>,
    pub greeted_at: i64,
}

impl Rig {
    pub fn idle() -> Self {
        Self {
            link: Link::new(LinkConfig::default()),
            now: 1_000_000,
            jitter: 0.5,
            stream: None,
            poll: None,
            probe: None,
            delivered: Vec::new(),
            resyncs: Vec::new(),
            statuses: Vec::new(),
            signed_out: false,
            wake_at: None,
            asked: Vec::new(),
            greeted: None,
            greeted_at: 0,
        }
    }

    pub fn started() -> Self {
        let mut rig = Self::idle();
        rig.says(Input::Start { cursor: Some("c0".to_owned()) });
        rig
    }

    /// A link whose stream was proven and has lived a while.
    pub fn streaming() -> Self {
        let mut rig = Self::started();
        rig.proves();
        rig.passes(9_000);
        rig.pings();
        assert_eq!(rig.phase(), Phase::Online);
        rig
    }

    /// A link on a path that collects.
    pub fn polling() -> Self {
        let mut rig = Self::started();
        rig.passes(2_500);
        rig.answers("c1", Vec::new());
        assert_eq!(rig.transport(), Some(Transport::Poll));
        rig
    }

    pub fn says(&mut self, input: Input) {
        let jitter = self.jitter;
        for action in self.link.on(input, Millis(self.now), &mut || jitter) {
            self.does(action);
        }
    }

    fn does(&mut self, action: Action) {
        match action {
            Action::OpenStream { conn, cursor, post } => {
                self.asked.push((if post { 'T' } else { 'S' }, self.now));
                if self.poll.is_some() {
                    assert_eq!(self.probe.replace(conn), None, "one probe at a time");
                } else {
                    assert_eq!(self.stream.replace((conn, cursor)), None, "one stream at a time");
                }
            }
            Action::Poll { conn, cursor, wait_s } => {
                self.asked.push(('P', self.now));
                assert_eq!(self.poll.replace((conn, cursor, wait_s)), None, "one poll at a time");
            }
            Action::Abort { conn } => {
                let found = [
                    self.stream.take_if(|open| open.0 == conn).is_some(),
                    self.poll.take_if(|open| open.0 == conn).is_some(),
                    self.probe.take_if(|open| *open == conn).is_some(),
                ];
                assert!(found.contains(&true), "only what is open is aborted");
            }
            Action::Deliver(event) => self.delivered.push(*event),
            Action::Resync(reason) => self.resyncs.push(reason),
            Action::SignedOut => self.signed_out = true,
            Action::Status(status) => self.statuses.push(status),
            Action::WakeAt(at) => self.wake_at = Some(at.0),
        }
    }

    /// Lets time pass, waking the link exactly when it asked for it.
    pub fn passes(&mut self, ms: i64) {
        let end = self.now + ms;
        while let Some(at) = self.wake_at.filter(|&at| at <= end) {
            self.now = self.now.max(at);
            self.wake_at = None;
            self.says(Input::Tick);
        }
        self.now = end;
    }

    /// Lets time pass until the link tries something.
    pub fn opens_something(&mut self) {
        while self.stream.is_none() && self.poll.is_none() {
            let at = self.wake_at.expect("it wants to be woken");
            self.passes(at - self.now);
        }
    }

    /// The machine sleeps, or the page computes: time passes and nobody wakes the link.
    pub fn sleeps(&mut self, ms: i64) {
        self.now += ms;
    }

    pub fn conn(&self) -> ConnId {
        self.stream.as_ref().expect("an open stream").0
    }

    pub fn hears(&mut self, text: &str) {
        let conn = self.probe.unwrap_or_else(|| self.conn());
        self.says(Input::StreamBytes { conn, bytes: text.as_bytes().to_vec() });
    }

    pub fn hello(&mut self) {
        let session = "01ARZ3NDEKTSV4RRFFQ69G5FAV";
        let t = self.now - 40;
        self.hears(&format!(
            "retry: 2000\nevent: hello\ndata: {{\"t\":{t},\"session\":\"{session}\",\"transport\":\"sse\",\"heartbeat_s\":15}}\n\n"
        ));
    }

    pub fn beat(&mut self, name: &str) {
        let t = self.now - 40;
        self.hears(&format!("event: {name}\ndata: {{\"t\":{t}}}\n\n"));
    }

    pub fn pings(&mut self) {
        self.beat("ping");
    }

    /// `hello` after 100 ms, `proof` a second later.
    pub fn proves(&mut self) {
        self.passes(100);
        self.hello();
        self.passes(1_000);
        self.beat("proof");
        if let Some(probe) = self.probe.take() {
            assert!(self.poll.is_none(), "the poll is aborted for the stream");
            self.stream = Some((probe, None));
        }
    }

    pub fn says_something(&mut self, n: u64) {
        let event = event(n);
        self.hears(&format!("data: {event}\n\nid: s{n}\n\n"));
    }

    pub fn closes(&mut self) {
        let (conn, _) = self.stream.take().expect("an open stream");
        self.says(Input::StreamClosed { conn });
    }

    pub fn fails(&mut self, status: Option<u16>) {
        let retry_after_ms = None;
        if let Some((conn, _)) = self.stream.take() {
            self.says(Input::StreamFailed { conn, status, retry_after_ms });
        } else if let Some((conn, ..)) = self.poll.take() {
            self.says(Input::PollFailed { conn, status, retry_after_ms });
        } else {
            panic!("nothing is open");
        }
    }

    pub fn answers(&mut self, cursor: &str, events: Vec<Event>) {
        let (conn, ..) = self.poll.take().expect("an open poll");
        let answer = PollAnswer { cursor: cursor.to_owned(), events, reset: None };
        self.says(Input::PollAnswered { conn, answer });
    }

    pub fn phase(&self) -> Phase {
        self.link.status().phase
    }

    pub fn transport(&self) -> Option<Transport> {
        self.link.status().transport
    }
}

pub fn event(n: u64) -> String {
    format!(
        r#"{{"type":"message.created","shard":0,"seq":{n},"room":"01ARZ3NDEKTSV4RRFFQ69G5FAV","at":{n},"message":{{"id":"01ARZ3NDEKTSV4RRFFQ69G5FAV","room":"01ARZ3NDEKTSV4RRFFQ69G5FAV","seq":{n},"author":"01ARZ3NDEKTSV4RRFFQ69G5FAV","text":"hi","at":{n}}}}}"#
    )
}

pub fn parsed(n: u64) -> Event {
    serde_json::from_str(&event(n)).expect("an event")
}
