//! The room on the screen: which of its messages are shown, what is being loaded, where "New" stands.

mod journey;
mod paging;
mod reading;

use std::ops::Range;

use leptos::prelude::*;
use natter_client::format::{By, Divider, Line, Row, rows};
use natter_client::{Chat, Timeline, Window};
use natter_protocol::{Message, MessageId, RoomId, Seq};

use super::span::{Loaded, Span};
use super::watch::{Aspect, forget_readers};
use super::{App, Spot};
use crate::browser::utc_offset_minutes;

/// So many rows go before their readers are forgotten.
const FORGOTTEN: u32 = 500;

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

impl Loading {
    /// No messages are on the screen.
    pub fn shows_nothing(&self) -> bool {
        matches!(self, Self::First | Self::Failed(_))
    }
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
    /// Only the replies to this message, in the pane at the side.
    pub thread: Option<MessageId>,
    place: RwSignal<Place>,
    span: RwSignal<Span>,
    pub loading: RwSignal<Loading>,
    pub divider: RwSignal<Option<Divider>>,
    /// The bar "12 new since …" was dealt with.
    pub bar_done: RwSignal<bool>,
    /// At the end, and staying there.
    pub following: RwSignal<bool>,
    /// The newest message when the person last was at the end, or opened the room.
    seen: RwSignal<Seq>,
    pub arrival: RwSignal<Option<Arrival>>,
    pub highlight: RwSignal<Option<MessageId>>,
    pub editing: RwSignal<Option<MessageId>>,
    /// The message under the pointer or with the focus.
    pub active: RwSignal<Option<MessageId>>,
    /// Marked unread by hand: being seen does not mark it read until the room is opened again.
    pub unread_by_hand: RwSignal<bool>,
    /// The message at the top of the view.
    pub top: StoredValue<Option<Seq>>,
    /// Rows that went since their readers were forgotten.
    gone: StoredValue<u32>,
    /// Shown is what this device knew, and not yet what the server says: nothing of it is read by being seen.
    only_known: StoredValue<bool>,
    /// Counts jumps: an answer to an earlier one is not shown any more.
    turn: StoredValue<u32>,
    /// The message that the jump on its way goes to.
    goal: StoredValue<Option<MessageId>>,
}

impl OpenRoom {
    pub fn new(app: App, room: RoomId) -> Self {
        let known = |chat: &Chat| chat.room(room).map(|r| (r.read_seq(), r.unread(), r.last_seq()));
        let (read_seq, unread, last_seq) = app.replica.peek(known).flatten().unwrap_or_default();
        Self {
            app,
            room,
            thread: None,
            place: RwSignal::new(Place::Present),
            span: RwSignal::new(Span::default()),
            loading: RwSignal::new(Loading::First),
            divider: RwSignal::new(Divider::opened(read_seq, unread)),
            bar_done: RwSignal::new(false),
            following: RwSignal::new(true),
            seen: RwSignal::new(last_seq),
            arrival: RwSignal::new(None),
            highlight: RwSignal::new(None),
            editing: RwSignal::new(None),
            active: RwSignal::new(None),
            unread_by_hand: RwSignal::new(false),
            top: StoredValue::new(None),
            gone: StoredValue::new(0),
            only_known: StoredValue::new(false),
            turn: StoredValue::new(0),
            goal: StoredValue::new(None),
        }
    }

    /// Where its composer writes.
    pub fn spot(self) -> Spot {
        (self.room, self.thread)
    }

    /// The chat was shown as this device kept it and is renewed now: what is unread is only known now. Whoever
    /// came for one message gets there, or stays there.
    pub fn reopen(self) {
        let read = self.app.replica.peek(|chat| chat.room(self.room).map(|r| (r.read_seq(), r.unread())));
        if let Some((read_seq, unread)) = read.flatten().filter(|_| self.thread.is_none()) {
            self.divider.set(Divider::opened(read_seq, unread));
        }
        if self.goal.get_value().is_none() && self.place.get_untracked() != Place::Present {
            self.refresh_if_stale();
        } else {
            self.again();
        }
    }

    /// The replies to a message.
    pub fn of_thread(app: App, room: RoomId, root: MessageId) -> Self {
        Self { thread: Some(root), divider: RwSignal::new(None), ..Self::new(app, room) }
    }

    /// The rows to show, in order.
    pub fn rows(self) -> Vec<Row> {
        self.app.replica.track(Aspect::Timeline(self.room));
        self.place.track();
        self.rows_of(Span::range)
    }

    /// The rows of messages that are not shown and come next, whichever way one scrolls.
    pub fn next_rows(self) -> Vec<Row> {
        let shown = self.with_window(|window| {
            let range = self.span.get_untracked().range(&loaded(window));
            window.messages[range].iter().map(|message| message.id).collect::<Vec<_>>()
        });
        let shown = shown.unwrap_or_default();
        let mut rows = untrack(|| self.rows_of(Span::with_next));
        rows.retain(
            |row| !matches!(row, Row::Message { id, .. } | Row::Told { id, .. } if shown.contains(id)),
        );
        rows
    }

    /// A notice and those that are told with it.
    pub fn told(self, id: MessageId, more: u32) -> Vec<Message> {
        let told = self.with_window(|window| {
            let from = window.messages.iter().position(|message| message.id == id)?;
            let told = window.messages[from..].iter().take(1 + more as usize);
            Some(told.map(|&message| message.clone()).collect())
        });
        told.flatten().unwrap_or_default()
    }

    fn rows_of(self, part: impl FnOnce(Span, &Loaded) -> Range<usize>) -> Vec<Row> {
        let span = self.span.get();
        let divider = self.divider.get();
        let echoes = self.app.sending.items(self.room, self.thread);
        let me = self.app.replica.me();
        self.with_window(|window| {
            let range = part(span, &loaded(window));
            let reaches_present = window.newer.is_none() && range.end == window.messages.len();
            let shown = &window.messages[range];
            let unread =
                divider.zip(me).and_then(|(d, me)| d.before(shown.iter().copied(), me)).map(|m| m.id);
            let said = shown.iter().map(|message| Line::of(message));
            let waits = echoes.iter().filter(|_| reaches_present);
            let waits = waits.filter(|(id, _)| !window.messages.iter().any(|m| m.id == *id));
            let waits = waits.map(|(id, at)| Line { id: *id, by: By::Author(me), at: *at });
            let mut rows = rows(said.chain(waits), unread, utc_offset_minutes);
            if self.thread.is_some() {
                rows.retain(|row| !matches!(row, Row::Day(_)));
            }
            rows
        })
        .unwrap_or_default()
    }

    /// The row of a message has gone. What lives longer remembers everyone who read it, so now and then all who are
    /// still there read it again, and the others are forgotten.
    pub fn row_gone(self, id: MessageId) {
        self.app.replica.forget_readers_of(Aspect::Message(id));
        let gone = self.gone.try_update_value(|gone| {
            *gone = (*gone + 1) % FORGOTTEN;
            *gone
        });
        if gone == Some(0) {
            self.app.replica.forget_readers();
            self.app.deleting.forget_readers();
            for signal in [self.highlight, self.editing, self.active] {
                forget_readers(&signal);
            }
        }
    }

    /// Whether older messages exist before those in the page.
    pub fn begins_here(self) -> bool {
        self.app.replica.track(Aspect::Timeline(self.room));
        self.place.track();
        let span = self.span.get();
        let begins =
            self.with_window(|window| window.older.is_none() && span.range(&loaded(window)).start == 0);
        begins.unwrap_or(false)
    }

    /// Whether the newest message stands in the page.
    pub fn reaches_present(self) -> bool {
        self.with_window(|window| {
            window.newer.is_none()
                && self.span.get_untracked().range(&loaded(window)).end == window.messages.len()
        })
        .unwrap_or(false)
    }

    fn with_window<T>(self, look: impl FnOnce(&Window<'_>) -> T) -> Option<T> {
        let place = self.place.get_untracked();
        self.app.replica.peek(|chat| {
            let timeline = self.timeline(chat)?;
            let mut window = match place {
                Place::Present => timeline.tail(),
                Place::Around(seq) => timeline.around(seq).unwrap_or_else(|| timeline.tail()),
            };
            // Replies stand in their threads; the timeline knows all of them, so that its pages have no holes.
            window.messages.retain(|message| self.thread.is_some() || message.is_in_room());
            Some(look(&window))
        })?
    }

    pub fn timeline(self, chat: &Chat) -> Option<&Timeline> {
        match self.thread {
            None => chat.timeline(self.room),
            Some(root) => chat.thread(self.room, root),
        }
    }
}

fn loaded(window: &Window<'_>) -> Loaded {
    let places = window.messages.iter().map(|message| message.seq).collect();
    Loaded { places, reaches_newest: window.newer.is_none() }
}
