//! What this device keeps of the chat, to show it at once and without a network: the last snapshot, and the newest
//! messages of the rooms that were looked into lately. Signing out drops it.

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_client::{Chat, Input};
use natter_protocol::sync::{HistoryPage, SyncAnswer};
use natter_protocol::{Message, RoomId};

use super::{App, Phase};
use crate::api::parse;
use crate::browser::{database, document};
use crate::native;

const SNAPSHOT: &str = "snapshot";
/// The rooms of which messages are kept, the latest first.
const ROOMS: &str = "natter.kept-rooms";
const MOST_ROOMS: usize = 30;
const MOST_MESSAGES: usize = 100;
/// What changed is kept after so many milliseconds, and when the window is left.
const SETTLE: u64 = 3_000;

fn page_of(room: RoomId) -> String {
    format!("room.{room}")
}

impl App {
    /// To be called once.
    pub fn keep_the_chat(self) {
        set_interval(move || self.keep(), std::time::Duration::from_millis(SETTLE));
        let left = window_event_listener_untyped("pagehide", move |_| self.keep());
        let hidden = window_event_listener_untyped("visibilitychange", move |_| {
            if document().visibility_state() == web_sys::VisibilityState::Hidden {
                self.keep();
                self.tell_all_marks();
            }
        });
        // As long as the page lives.
        std::mem::forget((left, hidden));
    }

    /// Shows what is kept, if someone is signed in here, and asks for a fresh snapshot. False when there is nothing.
    pub async fn enter_as_kept(self) -> bool {
        if !native::was_signed_in() {
            return false;
        }
        let Some(kept) = database::read(SNAPSHOT).await else { return false };
        let Ok(snapshot) = parse::<SyncAnswer>(&kept) else { return false };
        self.begin(Chat::from_kept(snapshot));
        self.hold_marks();
        self.tell(Input::Restore);
        true
    }

    /// Shows what is kept of a room, until its newest page comes.
    pub async fn recall(self, room: RoomId) {
        if let Some(kept) = database::read(&page_of(room)).await
            && let Ok(page) = parse::<HistoryPage>(&kept)
        {
            let people: Vec<_> = page.messages.iter().flat_map(Message::people).collect();
            if self.replica.recall(room, page) {
                self.meet(people);
            }
        }
    }

    /// Signed out.
    pub fn forget_kept(self) {
        native::remove(ROOMS);
        self.marking.forget_left();
        spawn_local(database::clear());
    }

    /// Keeps what has changed since the last time.
    fn keep(self) {
        if self.session.phase.with_untracked(|phase| *phase != Phase::Chat) {
            return;
        }
        // A chat that is itself shown as kept is nothing to keep.
        let Some(Some(cursor)) = self.connection.tab(|tab| tab.place()) else { return };
        let leads = self.connection.tab(|tab| tab.leads()) == Some(true);
        let (any, rooms) = self.replica.take_changed();
        let mut entries = Vec::new();
        if any && leads {
            let snapshot = self.replica.peek(|chat| serde_json::to_string(&chat.to_snapshot(&cursor)).ok());
            entries.extend(snapshot.flatten().map(|snapshot| (SNAPSHOT.to_owned(), Some(snapshot))));
        }
        let mut latest = Vec::new();
        for room in rooms {
            let page = self.replica.peek(|chat| {
                chat.newest_page(room, MOST_MESSAGES).and_then(|page| serde_json::to_string(&page).ok())
            });
            if let Some(Some(page)) = page {
                entries.push((page_of(room), Some(page)));
                latest.push(room);
            }
        }
        if !latest.is_empty() {
            entries.extend(seen_lately(latest).into_iter().map(|room| (page_of(room), None)));
        }
        if !entries.is_empty() {
            spawn_local(async move { database::write(&entries).await });
        }
    }
}

/// Notes rooms as seen; answers those that are not kept any longer.
fn seen_lately(mut rooms: Vec<RoomId>) -> Vec<RoomId> {
    let before = native::read(ROOMS).unwrap_or_default();
    let before = before.split(',').filter_map(|room| room.parse().ok());
    let before: Vec<RoomId> = before.filter(|room| !rooms.contains(room)).collect();
    rooms.extend(before);
    let dropped = rooms.split_off(rooms.len().min(MOST_ROOMS));
    let names: Vec<String> = rooms.iter().map(ToString::to_string).collect();
    native::write(ROOMS, &names.join(","));
    dropped
}
