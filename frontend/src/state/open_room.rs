//! The room on the screen: which of its messages are shown, what is being loaded, where "New" stands.

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_client::format::{Divider, Line, Row, rows};
use natter_client::{Chat, Loaded, Window};
use natter_protocol::command::HistoryQuery;
use natter_protocol::{MessageId, Millis, RoomId, Seq, limits};

use super::App;
use super::span::Span;
use super::watch::Aspect;
use crate::api::{Failure, calls};
use crate::browser::{attended, utc_offset_minutes};
use crate::text::problem_text;

/// What is being fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Loading {
    /// Nothing can be shown yet.
    First,
    /// The newest messages could not be fetched.
    Failed(String),
    Idle,
    Older,
    Newer,
}

/// Where the view goes once the messages are there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    Bottom,
    Divider,
    Message(MessageId),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// The stretch that follows the stream.
    Present,
    Around(Seq),
}

#[derive(Debug, Clone, Copy)]
pub struct OpenRoom {
    app: App,
    pub room: RoomId,
    place: RwSignal<Place>,
    span: RwSignal<Span>,
    pub loading: RwSignal<Loading>,
    pub divider: RwSignal<Option<Divider>>,
    /// The bar "12 new since …" was dealt with.
    pub bar_done: RwSignal<bool>,
    /// At the end, and staying there.
    pub following: RwSignal<bool>,
    /// The newest message when the person last was at the end.
    seen: RwSignal<Seq>,
    pub arrival: RwSignal<Option<Arrival>>,
    pub highlight: RwSignal<Option<MessageId>>,
    pub reply_to: RwSignal<Option<MessageId>>,
    pub editing: RwSignal<Option<MessageId>>,
    /// The message under the pointer or with the focus.
    pub active: RwSignal<Option<MessageId>>,
    /// Counts jumps: an answer to an earlier one is not shown any more.
    turn: StoredValue<u32>,
}

impl OpenRoom {
    pub fn new(app: App, room: RoomId) -> Self {
        let (read_seq, unread) =
            app.replica.peek(|chat| chat.room(room).map(|r| (r.read_seq(), r.unread()))).flatten().unwrap_or((0, 0));
        Self {
            app,
            room,
            place: RwSignal::new(Place::Present),
            span: RwSignal::new(Span::default()),
            loading: RwSignal::new(Loading::First),
            divider: RwSignal::new(Divider::opened(read_seq, unread)),
            bar_done: RwSignal::new(false),
            following: RwSignal::new(true),
            seen: RwSignal::new(0),
            arrival: RwSignal::new(None),
            highlight: RwSignal::new(None),
            reply_to: RwSignal::new(None),
            editing: RwSignal::new(None),
            active: RwSignal::new(None),
            turn: StoredValue::new(0),
        }
    }

    /// Goes to where reading continues: the first unread message, or the end.
    pub fn arrive(self) {
        let turn = self.next_turn();
        let unread_from = self.app.replica.peek(|chat| chat.room(self.room).and_then(|r| r.first_unread()));
        let unread_from = unread_from.flatten();
        let arrival = if unread_from.is_some() { Arrival::Divider } else { Arrival::Bottom };
        spawn_local(async move {
            if !self.is_fresh() && !self.fetch(turn, HistoryQuery::default()).await {
                return;
            }
            if let Some(seq) = unread_from
                && !self.holds(seq)
                && !self.around(turn, seq).await
            {
                return;
            }
            self.settle_at(turn, arrival);
        });
    }

    /// Goes to a message and marks it for a moment.
    pub fn jump_to(self, message: MessageId) {
        let turn = self.next_turn();
        spawn_local(async move {
            let known = self.message_seq(message);
            let seq = match known {
                Some(seq) => seq,
                None => match calls::message(self.room, message).await {
                    Ok(message) => message.seq,
                    Err(failure) => {
                        self.app.overlay.trouble(problem_text(&failure));
                        if self.loading.with_untracked(|loading| *loading == Loading::First) {
                            self.arrive();
                        }
                        return;
                    }
                },
            };
            if self.around(turn, seq).await {
                self.highlight.set(Some(message));
                self.settle_at(turn, Arrival::Message(message));
            }
        });
    }

    pub fn jump_to_divider(self) {
        let Some(seq) = self.app.replica.peek(|chat| {
            let read = self.divider.get_untracked()?.read_seq();
            Some(chat.room(self.room)?.first_unread().unwrap_or(read + 1))
        }).flatten() else { return };
        let turn = self.next_turn();
        spawn_local(async move {
            if self.around(turn, seq).await {
                self.settle_at(turn, Arrival::Divider);
            }
        });
    }

    /// Goes to the newest message and stays there.
    pub fn jump_to_present(self) {
        let turn = self.next_turn();
        self.place.set(Place::Present);
        self.span.set(Span::default());
        self.settle_at(turn, Arrival::Bottom);
    }

    fn settle_at(self, turn: u32, arrival: Arrival) {
        if self.turn.get_value() == turn {
            self.following.set(arrival == Arrival::Bottom);
            self.arrival.set(Some(arrival));
            self.loading.set(Loading::Idle);
        }
    }

    fn next_turn(self) -> u32 {
        self.turn.try_update_value(|turn| { *turn += 1; *turn }).unwrap_or(0)
    }

    /// Shows the stretch around a place, fetched where needed. False when that came to nothing.
    async fn around(self, turn: u32, seq: Seq) -> bool {
        let is_loaded = || {
            self.app.replica.peek(|chat| chat.timeline(self.room).is_some_and(|t| t.around(seq).is_some()))
        };
        if is_loaded() != Some(true) {
            let query = HistoryQuery { around: Some(seq), ..HistoryQuery::default() };
            if !self.fetch(turn, query).await {
                return false;
            }
        }
        self.place.set(Place::Around(seq));
        let span = self.with_window(|window| Span::around(&places(window), seq));
        self.span.set(span.unwrap_or_default());
        true
    }

    /// Fetches a page into the replica; again when what it says is older than what is known. False when
    /// the person went elsewhere meanwhile, or it failed.
    async fn fetch(self, turn: u32, query: HistoryQuery) -> bool {
        let query = HistoryQuery { limit: Some(limits::PAGE_MESSAGES), ..query };
        for _ in 0..5 {
            let answer = calls::history(self.room, query).await;
            if self.turn.try_get_value() != Some(turn) {
                return false;
            }
            match answer {
                Ok(page) => {
                    let authors: Vec<_> = page.messages.iter().map(|m| m.author).collect();
                    match self.app.replica.load(self.room, &query, page) {
                        Loaded::Merged => {
                            self.app.meet(authors);
                            return true;
                        }
                        Loaded::TooOld => {}
                        Loaded::Gone => return false,
                    }
                }
                Err(failure) => {
                    self.failed(&failure);
                    return false;
                }
            }
        }
        self.failed(&Failure::Network);
        false
    }

    fn failed(self, failure: &Failure) {
        let nothing_to_show = self.loading.with_untracked(|loading| {
            matches!(loading, Loading::First | Loading::Failed(_))
        });
        self.loading.set(if nothing_to_show { Loading::Failed(problem_text(failure)) } else { Loading::Idle });
    }

    /// The end of the page that is close to the view wants more.
    pub fn more_older(self) {
        if self.loading.with_untracked(|loading| *loading != Loading::Idle) {
            return;
        }
        let Some((span, query)) = self.with_window(|window| {
            (self.span.get_untracked().older(&places(window)), window.older)
        }) else { return };
        match (span, query) {
            (Some(span), _) => self.span.set(span),
            (None, Some(query)) => self.fetch_more(Loading::Older, query, Span::older),
            (None, None) => {}
        }
    }

    /// As [`OpenRoom::more_older`], at the other end.
    pub fn more_newer(self) {
        if self.loading.with_untracked(|loading| *loading != Loading::Idle) {
            return;
        }
        let Some((span, query)) = self.with_window(|window| {
            (self.span.get_untracked().newer(&places(window)), window.newer)
        }) else { return };
        match (span, query) {
            (Some(span), _) => self.span.set(span),
            (None, Some(query)) => self.fetch_more(Loading::Newer, query, Span::newer),
            (None, None) => {}
        }
    }

    fn fetch_more(self, what: Loading, query: HistoryQuery, grow: fn(Span, &[Seq]) -> Option<Span>) {
        let turn = self.turn.get_value();
        self.loading.set(what);
        // The bounds are made firm first: what is shown must not move when the page comes.
        spawn_local(async move {
            if self.fetch(turn, query).await {
                let span = self.with_window(|window| grow(self.span.get_untracked(), &places(window)));
                if let Some(span) = span.flatten() {
                    self.span.set(span);
                }
            }
            if self.turn.try_get_value() == Some(turn) {
                self.loading.set(Loading::Idle);
            }
        });
    }

    /// The rows to show, in order.
    pub fn rows(self) -> Vec<Row> {
        self.app.replica.track(Aspect::Timeline(self.room));
        self.place.track();
        let span = self.span.get();
        let divider = self.divider.get();
        let echoes = self.app.sending.items(self.room);
        let me = self.app.replica.me();
        self.with_window(|window| {
            let range = span.range(&places(window));
            let reaches_present = window.newer.is_none() && range.end == window.messages.len();
            let shown = &window.messages[range];
            let unread = divider.zip(me).and_then(|(d, me)| d.before(shown.iter().copied(), me)).map(|m| m.id);
            let said = shown.iter().map(|m| Line { id: m.id, author: Some(m.author), at: m.at });
            let waits = echoes.iter().filter(|_| reaches_present);
            let waits = waits.filter(|(id, _)| !window.messages.iter().any(|m| m.id == *id));
            let waits = waits.map(|(id, at)| Line { id: *id, author: me, at: *at });
            rows(said.chain(waits), unread, utc_offset_minutes)
        })
        .unwrap_or_default()
    }

    /// Whether older messages exist before those in the page.
    pub fn begins_here(self) -> bool {
        self.app.replica.track(Aspect::Timeline(self.room));
        self.place.track();
        let span = self.span.get();
        let begins = self.with_window(|window| window.older.is_none() && span.range(&places(window)).start == 0);
        begins.unwrap_or(false)
    }

    /// Whether the newest message stands in the page.
    pub fn reaches_present(self) -> bool {
        self.with_window(|window| {
            window.newer.is_none()
                && self.span.get_untracked().range(&places(window)).end == window.messages.len()
        })
        .unwrap_or(false)
    }

    /// How many messages of others came since the person last was at the end.
    pub fn below(self) -> usize {
        self.app.replica.track(Aspect::Timeline(self.room));
        let seen = self.seen.get();
        let me = self.app.replica.me();
        let count = self.app.replica.peek(|chat| {
            let timeline = chat.timeline(self.room)?;
            let newest = timeline.tail().messages;
            Some(newest.iter().rev().take_while(|m| m.seq > seen).filter(|m| Some(m.author) != me).count())
        });
        count.flatten().unwrap_or(0)
    }

    /// "12 new since 09:41", while it is worth saying.
    pub fn news(self) -> Option<(u32, Option<Millis>)> {
        let divider = self.divider.get()?;
        let me = self.app.replica.me()?;
        self.app.replica.read(Aspect::Room(self.room), |chat| {
            let unread = chat.room(self.room)?.unread();
            let since = chat.timeline(self.room).and_then(|t| divider.since(t.tail().messages, me));
            (unread > 0).then_some((unread, since))
        })?
    }

    /// To be called when the end of the page is in view, and when it no longer is.
    pub fn at_end(self, at_end: bool) {
        let at_present = at_end && self.reaches_present();
        if self.following.get_untracked() != at_present {
            self.following.set(at_present);
        }
        if at_present {
            let newest = self.newest();
            if self.seen.get_untracked() != newest {
                self.seen.set(newest);
            }
            self.read_to_end();
        } else {
            let held = self.with_window(|window| self.span.get_untracked().held(&places(window)));
            if let Some(held) = held.filter(|held| *held != self.span.get_untracked()) {
                self.span.set(held);
            }
        }
    }

    /// Everything was seen, if someone is looking.
    pub fn read_to_end(self) {
        let is_shown = self.loading.with_untracked(|loading| {
            !matches!(loading, Loading::First | Loading::Failed(_))
        });
        if attended() && is_shown && self.following.get_untracked() {
            self.app.read_up_to(self.room, self.newest());
        }
    }

    /// The person says that all of it is read.
    pub fn mark_all_read(self, app: App) {
        self.bar_done.set(true);
        self.divider.set(None);
        app.read_up_to(self.room, self.newest());
    }

    /// Something arrived while nobody looked: "New" stands before it.
    pub fn arrived_unseen(self) {
        if !attended() && self.divider.get_untracked().is_none() {
            let read = self.app.replica.peek(|chat| chat.room(self.room).map(|r| (r.read_seq(), r.unread())));
            if let Some((read_seq, unread)) = read.flatten() {
                self.divider.set(Divider::opened(read_seq, unread));
            }
        }
    }

    /// The snapshot was renewed: what is on the screen is fetched again, quietly.
    pub fn refresh_if_stale(self) {
        let stale = self.app.replica.peek(|chat| chat.timeline(self.room).is_some_and(|t| t.is_stale()));
        if stale == Some(true) && self.loading.with_untracked(|loading| *loading == Loading::Idle) {
            let turn = self.turn.get_value();
            spawn_local(async move {
                self.fetch(turn, HistoryQuery::default()).await;
            });
        }
    }

    pub fn newest(self) -> Seq {
        self.app.replica.peek(|chat| chat.room(self.room).map(|r| r.last_seq())).flatten().unwrap_or(0)
    }

    fn message_seq(self, id: MessageId) -> Option<Seq> {
        self.app.replica.peek(|chat| Some(chat.timeline(self.room)?.message(id)?.seq)).flatten()
    }

    fn is_fresh(self) -> bool {
        let fresh = |chat: &Chat| chat.timeline(self.room).is_some_and(|t| t.is_loaded() && !t.is_stale());
        self.app.replica.peek(fresh).unwrap_or(false)
    }

    fn holds(self, seq: Seq) -> bool {
        self.with_window(|window| {
            window.older.is_none() || window.messages.first().is_some_and(|first| first.seq <= seq)
        })
        .unwrap_or(false)
    }

    fn with_window<T>(self, look: impl FnOnce(&Window<'_>) -> T) -> Option<T> {
        let place = self.place.get_untracked();
        self.app.replica.peek(|chat| {
            let timeline = chat.timeline(self.room)?;
            let window = match place {
                Place::Present => timeline.tail(),
                Place::Around(seq) => timeline.around(seq).unwrap_or_else(|| timeline.tail()),
            };
            Some(look(&window))
        })?
    }
}

fn places(window: &Window<'_>) -> Vec<Seq> {
    window.messages.iter().map(|message| message.seq).collect()
}
