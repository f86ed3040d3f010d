//! Getting to a place in the room: what has to be fetched for it, and an answer that comes too late is
//! not shown any more.

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_client::{Chat, Loaded, RoomState, Timeline};
use natter_protocol::command::HistoryQuery;
use natter_protocol::{MessageId, Seq, limits};

use super::{Arrival, Loading, OpenRoom, Place, Span, places};
use crate::api::{Failure, calls};
use crate::browser::later;
use crate::text::{problem_text, t};

/// A message that was jumped to is marked for so long, in milliseconds.
const HIGHLIGHT: u64 = 3_200;
/// A message further back than so many pages is not looked for page by page.
const PAGES_BACK: u32 = 20;

impl OpenRoom {
    /// Goes to where reading continues: the first unread message, or the end.
    pub fn arrive(self) {
        let turn = self.next_turn();
        let unread_from =
            self.app.replica.peek(|chat| chat.room(self.room).and_then(RoomState::first_unread));
        let unread_from = unread_from.flatten();
        let arrival = if unread_from.is_some() { Arrival::Divider } else { Arrival::Bottom };
        spawn_local(async move {
            if !self.is_fresh() {
                self.show_what_is_known(turn);
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
    fn show_what_is_known(self, turn: u32) {
        spawn_local(async move {
            if !self.is_loaded() {
                self.app.recall(self.room).await;
            }
            let waits = self.loading.try_get_untracked();
            if self.is_loaded() && matches!(waits, Some(Loading::First | Loading::Failed(_))) {
                self.settle_at(turn, Arrival::Bottom);
            }
        });
    }

    /// Goes to a message and marks it for a moment.
    pub fn jump_to(self, message: MessageId) {
        let turn = self.next_turn();
        spawn_local(async move {
            let found = match self.message_seq(message) {
                Some(seq) => Some(seq),
                None => self.find(turn, message).await,
            };
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            let Some(seq) = found else {
                self.app.overlay.trouble(t().message_gone);
                if self.loading.with_untracked(|loading| *loading == Loading::First) {
                    self.arrive();
                }
                return;
            };
            if self.around(turn, seq).await {
                self.highlight.set(Some(message));
                later(HIGHLIGHT, move || {
                    self.highlight.try_update(|shown| *shown = shown.filter(|shown| *shown != message));
                });
                self.settle_at(turn, Arrival::Message(message));
            }
        });
    }

    /// Where a message stands that is not loaded: the server knows; one that cannot be asked for a single
    /// message is asked for its newest pages.
    async fn find(self, turn: u32, message: MessageId) -> Option<Seq> {
        match calls::message(self.room, message).await {
            Ok(message) => return Some(message.seq),
            Err(failure) if failure.status() != Some(405) => return None,
            Err(_) => {}
        }
        for _ in 0..PAGES_BACK {
            let older = self.app.replica.peek(|chat| chat.timeline(self.room)?.tail().older).flatten();
            if !self.fetch(turn, older?).await {
                return None;
            }
            if let Some(seq) = self.message_seq(message) {
                return Some(seq);
            }
        }
        None
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
            self.following.set(arrival == Arrival::Bottom);
            self.arrival.set(Some(arrival));
            self.loading.set(Loading::Idle);
        }
    }

    fn next_turn(self) -> u32 {
        self.turn
            .try_update_value(|turn| {
                *turn += 1;
                *turn
            })
            .unwrap_or(0)
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
    pub(super) async fn fetch(self, turn: u32, query: HistoryQuery) -> bool {
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
        let nothing_to_show =
            self.loading.with_untracked(|loading| matches!(loading, Loading::First | Loading::Failed(_)));
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
        let stale = self.app.replica.peek(|chat| chat.timeline(self.room).is_some_and(Timeline::is_stale));
        if stale == Some(true) && self.loading.with_untracked(|loading| *loading == Loading::Idle) {
            let turn = self.turn.get_value();
            spawn_local(async move {
                self.fetch(turn, HistoryQuery::default()).await;
            });
        }
    }

    fn message_seq(self, id: MessageId) -> Option<Seq> {
        self.app.replica.peek(|chat| Some(chat.timeline(self.room)?.message(id)?.seq)).flatten()
    }

    fn is_loaded(self) -> bool {
        let loaded = |chat: &Chat| chat.timeline(self.room).is_some_and(Timeline::is_loaded);
        self.app.replica.peek(loaded).unwrap_or(false)
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
}
