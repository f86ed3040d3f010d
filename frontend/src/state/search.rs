//! Looking for messages: what is written, what was found, and what was looked for before.

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_protocol::UserId;
use natter_protocol::search::{Hit, Query, QueryError};

use super::App;
use crate::api::{Failure, calls};
use crate::browser::{Timer, later, now, utc_offset_minutes};
use crate::native;

/// So long after the last key it is searched, in milliseconds.
const PAUSE: u64 = 180;
/// So many earlier searches are offered.
const RECENT: usize = 6;

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Results {
    pub query: Query,
    pub hits: Vec<Hit>,
    pub next: Option<String>,
    /// Counted up to a limit.
    pub count: u32,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Searching {
    #[default]
    Nothing,
    Waiting,
    Wrong(QueryError),
    Failed(Failure),
    Found(Results),
}

#[derive(Debug, Clone, Copy)]
pub struct Search {
    /// What the field holds.
    pub text: RwSignal<String>,
    pub state: RwSignal<Searching>,
    /// An answer is on its way.
    pub busy: RwSignal<bool>,
    /// The hit that the keys have chosen.
    pub at: RwSignal<Option<usize>>,
    /// Rises each time the field is to be focused.
    pub called: RwSignal<u32>,
    /// The field holds something that was put there and not asked for yet.
    begun: StoredValue<bool>,
    turn: StoredValue<u32>,
    timer: StoredValue<Option<Timer>>,
}

impl Search {
    pub fn new() -> Self {
        Self {
            text: RwSignal::new(String::new()),
            state: RwSignal::new(Searching::Nothing),
            busy: RwSignal::new(false),
            at: RwSignal::new(None),
            called: RwSignal::new(0),
            begun: StoredValue::new(false),
            turn: StoredValue::new(0),
            timer: StoredValue::new(None),
        }
    }

    /// Puts a query into the field; the pane, which may still have to be fetched, asks for it.
    pub fn begin(self, begun: Option<String>) {
        if let Some(begun) = begun {
            self.text.set(begun);
            self.begun.set_value(true);
        }
        self.called.update(|called| *called += 1);
    }

    /// The pane is there: asks for what was begun, unless it is only the beginning of a query.
    pub fn answer_call(self) {
        if !self.begun.get_value() {
            return;
        }
        self.begun.set_value(false);
        if self.text.with_untracked(|text| text.ends_with(' ')) {
            self.next_turn();
            self.busy.set(false);
            self.state.set(Searching::Nothing);
        } else {
            self.ask(false);
        }
    }

    pub fn clear(self) {
        self.next_turn();
        self.text.set(String::new());
        self.state.set(Searching::Nothing);
        self.busy.set(false);
        self.at.set(None);
    }

    /// The person is writing: asked once they pause.
    pub fn write(self, text: String) {
        self.text.set(text);
        let timer = later(PAUSE, move || self.ask(true));
        if let Some(before) = self.timer.try_update_value(|old| std::mem::replace(old, timer)).flatten() {
            before.clear();
        }
    }

    /// Asks for what the field holds; while it is being written its last word may be the beginning of one, and
    /// what is not a query yet changes nothing.
    pub fn ask(self, writing: bool) {
        if let Some(before) = self.timer.try_update_value(Option::take).flatten() {
            before.clear();
        }
        let text = self.text.get_untracked();
        let read = if writing { Query::while_typing(&text) } else { text.parse() };
        match read {
            Ok(query) if query.parts.is_empty() => {
                self.next_turn();
                self.busy.set(false);
                self.state.set(Searching::Nothing);
            }
            Ok(query) => self.fetch(query, None),
            Err(_) if writing => {}
            Err(error) => {
                self.next_turn();
                self.busy.set(false);
                self.state.set(Searching::Wrong(error));
            }
        }
    }

    /// The same without one of its parts.
    pub fn drop_part(self, query: &Query, index: usize) {
        self.text.set(query.without(index).to_string());
        self.ask(false);
        self.called.update(|called| *called += 1);
    }

    /// The next page, if there is one.
    pub fn more(self) {
        let next = self.state.with_untracked(|state| match state {
            Searching::Found(results) => results.next.clone().map(|next| (results.query.clone(), next)),
            _ => None,
        });
        if let Some((query, next)) = next.filter(|_| !self.busy.get_untracked()) {
            self.fetch(query, Some(next));
        }
    }

    fn fetch(self, query: Query, before: Option<String>) {
        let turn = self.next_turn();
        self.busy.set(true);
        if !self.state.with_untracked(|state| matches!(state, Searching::Found(_))) {
            self.state.set(Searching::Waiting);
        }
        spawn_local(async move {
            let at = now();
            let answer = calls::search(&query.to_string(), utc_offset_minutes(at), before.as_deref()).await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            self.busy.set(false);
            match answer {
                Ok(answer) if before.is_some() => self.state.update(|state| {
                    if let Searching::Found(results) = state {
                        results.hits.extend(answer.hits);
                        results.next = answer.next;
                    }
                }),
                Ok(answer) => {
                    let count = answer.found.unwrap_or_default();
                    self.at.set(None);
                    let results = Results { query, hits: answer.hits, next: answer.next, count };
                    self.state.set(Searching::Found(results));
                }
                Err(failure) => self.state.set(Searching::Failed(failure)),
            }
        });
    }

    fn next_turn(self) -> u32 {
        self.turn
            .try_update_value(|turn| {
                *turn += 1;
                *turn
            })
            .unwrap_or(0)
    }
}

fn kept(me: UserId) -> String {
    format!("natter.searches.{me}")
}

impl App {
    /// What was looked for before on this device, the latest first.
    pub fn recent_searches(self) -> Vec<String> {
        let kept = self.replica.me().and_then(|me| native::read(&kept(me)));
        kept.and_then(|kept| natter_protocol::read::from_str(&kept)).unwrap_or_default()
    }

    pub fn remember_search(self, text: &str) {
        let text = text.trim();
        let Some(me) = self.replica.me().filter(|_| !text.is_empty()) else { return };
        let mut recent = self.recent_searches();
        recent.retain(|other| other != text);
        recent.insert(0, text.to_owned());
        recent.truncate(RECENT);
        if let Ok(recent) = serde_json::to_string(&recent) {
            native::write(&kept(me), &recent);
        }
    }

    /// `in:#room ` for the search in one room.
    pub fn search_in(self, room: natter_protocol::RoomId) -> String {
        use natter_protocol::search::{Part, What, Where};
        let place = self.replica.peek(|chat| {
            let details = chat.room(room)?.details();
            let others: Vec<_> =
                details.direct_users.iter().filter(|user| **user != chat.me().user.id).collect();
            Some(match others[..] {
                [] if !details.name.is_empty() => Where::Room(details.name.clone()),
                [other] => Where::Direct(chat.user(*other)?.username.clone()),
                _ => Where::Room(room.to_string()),
            })
        });
        let place = place.flatten().unwrap_or_else(|| Where::Room(room.to_string()));
        format!("{} ", Part { negated: false, what: What::In(place) })
    }
}
