//! Getting to a place in the room: what has to be fetched for it, and an answer that comes too late is
//! not shown any more.

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_client::{Chat, Loaded, RoomState, Timeline};
use natter_protocol::command::HistoryQuery;
use natter_protocol::{Message, MessageId, Millis, Seq, limits};

use super::{Arrival, Loading, OpenRoom, Place, Span, loaded};
use crate::api::{Failure, calls};
use crate::browser::later;
use crate::state::Pane;
use crate::text::{problem_text, t};

/// A message that was jumped to is marked for so long, in milliseconds.
const HIGHLIGHT: u64 = 3_200;

impl OpenRoom {
    /// Goes to where reading continues: the first unread message, or the end.
    pub fn arrive(self) {
        let turn = self.next_turn();
        let first_unread = |chat: &Chat| chat.room(self.room).and_then(RoomState::first_unread);
        let unread_from = self.app.replica.peek(first_unread).flatten().filter(|_| self.thread.is_none());
        let arrival = if unread_from.is_some() { Arrival::Divider } else { Arrival::Bottom };
        spawn_local(async move {
            if !self.is_fresh() {
                self.show_what_is_known(turn, unread_from);
                if !self.fetch(turn, HistoryQuery::default()).await {
                    return;
                }
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

    /// Meanwhile, or instead where there is no network: what is loaded, or what this device keeps.
    fn show_what_is_known(self, turn: u32, unread_from: Option<Seq>) {
        spawn_local(async move {
            if self.thread.is_none() && !self.is_loaded() {
                self.app.recall(self.room).await;
            }
            let waits = self.loading.try_with_untracked(Loading::shows_nothing) == Some(true);
            if self.turn.try_get_value() == Some(turn) && self.is_loaded() && !self.is_fresh() && waits {
                let is_known = unread_from.is_some_and(|seq| self.holds(seq));
                self.settle_at(turn, if is_known { Arrival::Divider } else { Arrival::Bottom });
                self.only_known.set_value(true);
            }
        });
    }

    /// Goes to a message and marks it for a moment. Where one stands that is not loaded the server knows. A
    /// reply stands in its thread, which opens at the side, and the room goes to where it began.
    pub fn jump_to(self, message: MessageId) {
        let turn = self.next_turn();
        self.goal.set_value(Some(message));
        spawn_local(async move {
            let mut found = self.look_for(message).await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            let is_elsewhere = |said: &Message| self.thread.is_none() && !said.is_in_room();
            let elsewhere =
                found.as_ref().ok().filter(|said| is_elsewhere(said)).and_then(|said| said.thread);
            if let Some(root) = elsewhere {
                self.app.overlay.pane.set(Some(Pane::Thread(self.room, root, Some(message))));
                found = self.look_for(root).await;
            }
            let (id, seq) = match found {
                Ok(said) => (said.id, said.seq),
                Err(failure) => return self.missed(turn, &failure),
            };
            if self.around(turn, seq).await {
                self.highlight.set(Some(id));
                later(HIGHLIGHT, move || {
                    self.highlight.try_update(|shown| *shown = shown.filter(|shown| *shown != id));
                });
                self.settle_at(turn, Arrival::Message(id));
            } else if self.turn.try_get_value() == Some(turn) && self.loading.get_untracked() == Loading::Idle
            {
                // What is shown stays. Later nobody wants to be taken away from it.
                self.missed(turn, &Failure::Network);
            }
        });
    }

    /// Goes to the first message at or after a time; to the last one if there is none.
    pub fn jump_to_time(self, at: Millis) {
        let turn = self.next_turn();
        spawn_local(async move {
            let query =
                HistoryQuery { at: Some(at), limit: Some(limits::PAGE_MESSAGES), ..HistoryQuery::default() };
            let page = calls::history(self.room, query).await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            match page {
                Ok(page) => {
                    let is_shown = |m: &&Message| m.is_in_room() && m.notice.is_none();
                    let shown = || page.messages.iter().filter(is_shown);
                    let found = shown().find(|message| message.at >= at).or_else(|| shown().next_back());
                    if let Some(message) = found {
                        self.jump_to(message.id);
                    }
                }
                Err(failure) => self.missed(turn, &failure),
            }
        });
    }

    async fn look_for(self, message: MessageId) -> Result<Message, Failure> {
        match self.app.replica.peek(|chat| chat.message(self.room, message).cloned()).flatten() {
            Some(message) => Ok(message),
            None => calls::message(self.room, message).await,
        }
    }

    /// There is nothing to jump to: says so, and shows the room all the same. Without an answer that is what this device
    /// keeps of it; where it keeps nothing the message is asked for again ([`OpenRoom::again`]).
    fn missed(self, turn: u32, failure: &Failure) {
        self.app.overlay.trouble(problem_text(failure));
        let shows_nothing = self.loading.with_untracked(Loading::shows_nothing);
        if shows_nothing && *failure == Failure::Network {
            self.failed(failure);
            return self.show_what_is_known(turn, None);
        }
        self.goal.set_value(None);
        if shows_nothing {
            self.arrive();
        } else {
            self.loading.set(Loading::Idle);
        }
    }

    /// What failed is tried again: the jump that was on its way, or opening the room.
    pub fn again(self) {
        match self.goal.get_value() {
            Some(message) => self.jump_to(message),
            None => self.arrive(),
        }
    }

    pub fn jump_to_divider(self) {
        let Some(seq) = self
            .app
            .replica
            .peek(|chat| {
                let read = self.divider.get_untracked()?.read_seq();
                Some(chat.room(self.room)?.first_unread().unwrap_or(read + 1))
            })
            .flatten()
        else {
            return;
        };
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
        if self.turn.try_get_value() == Some(turn) {
            self.goal.set_value(None);
            self.only_known.set_value(false);
            self.following.set(arrival == Arrival::Bottom);
            self.arrival.set(Some(arrival));
            self.loading.set(Loading::Idle);
        }
    }

    fn next_turn(self) -> u32 {
        self.goal.set_value(None);
        self.turn
            .try_update_value(|turn| {
                *turn += 1;
                *turn
            })
            .unwrap_or(0)
    }

    /// Shows the stretch around a place, fetched where needed. False when that came to nothing.
    async fn around(self, turn: u32, seq: Seq) -> bool {
        let is_loaded =
            || self.app.replica.peek(|chat| self.timeline(chat).is_some_and(|t| t.around(seq).is_some()));
        if is_loaded() != Some(true) {
            let query = HistoryQuery { around: Some(seq), ..HistoryQuery::default() };
            if !self.fetch(turn, query).await {
                return false;
            }
        }
        self.place.set(Place::Around(seq));
        let span = self.with_window(|window| Span::around(&loaded(window), seq));
        self.span.set(span.unwrap_or_default());
        self.stay();
        true
    }

    /// Fetches a page into the replica; again when what it says is older than what is known. False when
    /// the person went elsewhere meanwhile, or it failed.
    pub(super) async fn fetch(self, turn: u32, query: HistoryQuery) -> bool {
        // The newest page as everyone asks for it: that one the server has at hand. Further back, as much as it gives.
        let limit = (query != HistoryQuery::default()).then_some(limits::PAGE_MESSAGES);
        let query = HistoryQuery { limit, thread: self.thread, ..query };
        let is_wanted = || self.turn.try_get_value() == Some(turn);
        match self.app.fetch_page(self.room, query, is_wanted).await {
            _ if !is_wanted() => false,
            Ok(Loaded::Merged) => true,
            Ok(Loaded::Gone) => false,
            Ok(Loaded::TooOld) => {
                self.failed(&Failure::Network);
                false
            }
            Err(failure) => {
                self.failed(&failure);
                false
            }
        }
    }

    fn failed(self, failure: &Failure) {
        let nothing_to_show = self.loading.with_untracked(Loading::shows_nothing);
        let offline = self.app.connection.status.with_untracked(|status| status.transport.is_none());
        self.loading.set(if nothing_to_show && *failure == Failure::Network && offline {
            Loading::Failed(t().not_kept.to_owned())
        } else if nothing_to_show {
            Loading::Failed(problem_text(failure))
        } else {
            Loading::Idle
        });
    }

    /// The snapshot was renewed: what is on the screen is fetched again, quietly.
    pub fn refresh_if_stale(self) {
        let stale = self.app.replica.peek(|chat| self.timeline(chat).is_some_and(Timeline::is_stale));
        if stale == Some(true) && self.loading.with_untracked(|loading| *loading == Loading::Idle) {
            let turn = self.turn.get_value();
            let around = match self.place.get_untracked() {
                Place::Present => None,
                Place::Around(seq) => {
                    // What comes is around what is looked at, which need not be where the rows begin; not so while one
                    // is on the way to somewhere else.
                    let is_there = self.arrival.with_untracked(Option::is_none);
                    let seq = self.top.get_value().filter(|_| is_there).unwrap_or(seq);
                    self.place.set(Place::Around(seq));
                    Some(seq)
                }
            };
            spawn_local(async move {
                self.fetch(turn, HistoryQuery { around, ..HistoryQuery::default() }).await;
            });
        }
    }

    fn is_loaded(self) -> bool {
        let loaded = |chat: &Chat| self.timeline(chat).is_some_and(Timeline::is_loaded);
        self.app.replica.peek(loaded).unwrap_or(false)
    }

    fn is_fresh(self) -> bool {
        let fresh = |chat: &Chat| self.timeline(chat).is_some_and(|t| t.is_loaded() && !t.is_stale());
        self.app.replica.peek(fresh).unwrap_or(false)
    }

    /// Whether it stands among what an opened room shows first.
    fn holds(self, seq: Seq) -> bool {
        self.with_window(|window| {
            let loaded = loaded(window);
            let start = Span::default().range(&loaded).start;
            (window.older.is_none() && start == 0)
                || loaded.places.get(start).is_some_and(|first| *first <= seq)
        })
        .unwrap_or(false)
    }
}
