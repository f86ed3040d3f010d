//! The connection as a pure state machine: which transport, when to open, when to give up, what to
//! tell the person (`DESIGN.md` §4, "The client's ladder"; `UI.md`, "Connection").
//!
//! Whoever drives it does what the [`Action`]s say and reports back with [`Input`]s. Every request has
//! a [`ConnId`]; what is reported for one that was aborted or replaced is ignored, so a late callback
//! can do no harm. Times are the caller's clock; a clock that is set back does not confuse it.

mod clock;
mod config;
mod deadlines;
mod frames;
mod ladder;
mod mood;
mod polling;
mod probe;
mod stream;

use natter_protocol::read::Read;
use natter_protocol::{Event, Millis, PollAnswer, ResetReason};
use serde::{Deserialize, Serialize};

use crate::backoff::Random;
use clock::Clock;
pub use config::LinkConfig;
use mood::Mood;
use stream::Stream;

/// One request for events, counted up.
pub type ConnId = u64;

/// What happened, as the driver reports it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// Begin, from the cursor of a snapshot; none means "from now".
    Start {
        cursor: Option<String>,
    },
    /// Begin from a snapshot that was kept on the device and is old: [`Action::Resync`] comes first.
    Restore,
    /// Go back to an earlier place: another tab has not seen what came since.
    Rewind {
        cursor: String,
    },
    /// Close everything (signing out, closing the window). [`Input::Start`] begins anew.
    Stop,
    /// The stream answered 200 `text/event-stream`. Optional: only bytes prove anything.
    StreamOpened {
        conn: ConnId,
    },
    /// Bytes of the stream's body, in pieces of any size.
    StreamBytes {
        conn: ConnId,
        bytes: Vec<u8>,
    },
    /// The stream's body ended or broke.
    StreamClosed {
        conn: ConnId,
    },
    /// The stream's request failed: no answer (`status` none), another status than 200, or another
    /// content type (`status` 200). `retry_after_ms` is the answer's `Retry-After`.
    StreamFailed {
        conn: ConnId,
        status: Option<u16>,
        retry_after_ms: Option<u32>,
    },
    PollAnswered {
        conn: ConnId,
        answer: PollAnswer,
    },
    /// As [`Input::StreamFailed`]; a body that is not a [`PollAnswer`] is a failure too.
    PollFailed {
        conn: ConnId,
        status: Option<u16>,
        retry_after_ms: Option<u32>,
    },
    /// The snapshot that [`Action::Resync`] asked for is in the replica.
    Resynced {
        cursor: String,
    },
    ResyncFailed {
        status: Option<u16>,
    },
    /// The time asked for with [`Action::WakeAt`] has come; more often does no harm.
    Tick,
    /// The system says there is a network (again).
    Online,
    /// The system says there is no network.
    Offline,
    /// The tab or window came to the front, or the page came back from the cache.
    Visible,
    /// Another network, as far as one can tell.
    NetworkChanged,
    /// The person pressed "Retry now".
    RetryNow,
}

/// What to do. In order; those of one input belong together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// `GET /events` with this cursor (`Last-Event-ID` or `?cursor=`), or `POST` where the path is known or
    /// suspected to hold back what a GET answers.
    OpenStream { conn: ConnId, cursor: Option<String>, post: bool },
    /// `GET /poll?cursor=…&wait=…`.
    Poll { conn: ConnId, cursor: Option<String>, wait_s: u32 },
    /// Give the request up; nothing more about it is wanted.
    Abort { conn: ConnId },
    /// Something happened in the chat. May come twice; [`Chat::apply`](crate::Chat::apply) knows.
    Deliver(Box<Event>),
    /// Fetch `/sync`, put it into the replica, then say [`Input::Resynced`] or [`Input::ResyncFailed`].
    Resync(ResetReason),
    /// The sign-in has ended. Nothing more happens until [`Input::Start`].
    SignedOut,
    /// What the person should be told has changed.
    Status(Status),
    /// Say [`Input::Tick`] at this time. Replaces the time asked for before; one timer is enough.
    WakeAt(Millis),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
pub enum Transport {
    /// "Live stream".
    Stream,
    /// "Compatibility mode".
    Poll,
}

/// What the person is told; strings are the UI's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
pub enum Phase {
    /// Not started, or the first connection is on its way.
    Connecting,
    /// All is well, or trouble is too young to be mentioned.
    Online,
    /// "Back online · 14 caught up", for two seconds after trouble that was shown. Counts messages.
    Back {
        caught_up: u32,
    },
    /// "Reconnecting… next try in 4 s"; none while a try is under way.
    Reconnecting {
        next_try: Option<Millis>,
    },
    /// "Offline since 14:02."
    Offline {
        since: Millis,
        next_try: Option<Millis>,
    },
    SignedOut,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Read)]
pub struct Status {
    pub phase: Phase,
    /// None while there is no connection.
    pub transport: Option<Transport>,
    /// From asking to the first answer, plus how much later than the quickest the newest beat came.
    pub latency_ms: Option<u32>,
    /// When the newest event, beat or answer came, by the caller's clock.
    pub last_event: Option<Millis>,
}

/// The connection. See the module.
#[derive(Debug)]
pub struct Link {
    config: LinkConfig,
    clock: Clock,
    cursor: Option<String>,
    conns: ConnId,
    main: Main,
    /// A stream that is tried beside the long poll.
    probe: Option<Stream>,
    probe_at: Option<i64>,
    /// What to open next.
    rung: Transport,
    /// This network has let a stream through.
    once_proven: bool,
    /// Streams are asked for with POST, since that is what this network lets through.
    by_post: bool,
    /// How the next probe is made; they take turns.
    post_next: bool,
    /// Streams in a row that proved nothing.
    strikes: u32,
    /// Failures in a row, for the backoff.
    failures: u32,
    /// Empty answers in a row that came too soon for a long poll.
    hasty: u32,
    /// A poll was answered since the ladder came down to it.
    poll_works: bool,
    /// The stream was given up for a reason that may have been the network as a whole: look again soon.
    doubtful: bool,
    mood: Mood,
}

/// What is being done about the connection.
#[derive(Debug)]
enum Main {
    Idle,
    SignedOut,
    Stream(Box<Stream>),
    Poll {
        conn: ConnId,
        asked_at: i64,
        wait_s: u32,
    },
    Waiting {
        until: i64,
    },
    /// The driver fetches a snapshot; after a failure it is asked again at `retry_at`.
    Resyncing {
        reason: ResetReason,
        retry_at: Option<i64>,
    },
}

/// One call of [`Link::on`]. Times inside are those of [`Clock`].
struct Turn<'a> {
    now: i64,
    random: Random<'a>,
    out: Vec<Action>,
}

impl Link {
    #[must_use]
    pub fn new(config: LinkConfig) -> Self {
        Self {
            config,
            clock: Clock::default(),
            cursor: None,
            conns: 0,
            main: Main::Idle,
            probe: None,
            probe_at: None,
            rung: Transport::Stream,
            once_proven: false,
            by_post: false,
            post_next: false,
            strikes: 0,
            failures: 0,
            hasty: 0,
            poll_works: false,
            doubtful: false,
            mood: Mood::default(),
        }
    }

    /// Takes what happened and says what to do.
    pub fn on(&mut self, input: Input, now: Millis, random: Random<'_>) -> Vec<Action> {
        let mut turn = Turn { now: self.clock.inside(now), random, out: Vec::new() };
        self.take(input, &mut turn);
        self.judge(&mut turn);
        self.tell(&mut turn);
        turn.out
    }

    /// What to tell the person at this moment. [`Action::Status`] comes only when phase or transport
    /// change; latency and the last event's time are read here.
    #[must_use]
    pub fn status(&self) -> Status {
        self.status_at(self.clock.latest())
    }

    /// Where the link stands: everything up to here was delivered. Worth keeping next to a stored
    /// snapshot, worthless without one.
    #[must_use]
    pub fn cursor(&self) -> Option<&str> {
        self.cursor.as_deref()
    }
}
