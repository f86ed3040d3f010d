//! The channels of the server that one may find, as far as they were asked for.

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_protocol::command::RoomSort;
use natter_protocol::room::RoomListing;

use crate::api::{Failure, calls};
use crate::browser::{Timer, later};

/// So long after the last key it is searched, in milliseconds.
const PAUSE: u64 = 150;

/// The channels found so far.
#[derive(Debug, Clone, Copy)]
pub struct Directory {
    pub letters: RwSignal<String>,
    pub sort: RwSignal<RoomSort>,
    pub rooms: RwSignal<Vec<RoomListing>>,
    next: RwSignal<Option<String>>,
    /// The first page of what is asked for has not come yet.
    pub waiting: RwSignal<bool>,
    pub failure: RwSignal<Option<Failure>>,
    turn: StoredValue<u32>,
    timer: StoredValue<Option<Timer>>,
}

impl Directory {
    pub fn new(sort: RoomSort) -> Self {
        Self {
            letters: RwSignal::new(String::new()),
            sort: RwSignal::new(sort),
            rooms: RwSignal::new(Vec::new()),
            next: RwSignal::new(None),
            waiting: RwSignal::new(true),
            failure: RwSignal::new(None),
            turn: StoredValue::new(0),
            timer: StoredValue::new(None),
        }
    }

    pub fn write(self, letters: String) {
        self.letters.set(letters);
        let timer = later(PAUSE, move || self.begin());
        if let Some(before) = self.timer.try_update_value(|old| std::mem::replace(old, timer)).flatten() {
            before.clear();
        }
    }

    pub fn begin(self) {
        self.fetch(None);
    }

    pub fn more(self) {
        // Taken, so that one place is not asked for twice.
        if let Some(next) = self.next.try_update(Option::take).flatten() {
            self.fetch(Some(next));
        }
    }

    fn fetch(self, after: Option<String>) {
        let Some(turn) = self.turn.try_update_value(|turn| {
            *turn += 1;
            *turn
        }) else {
            return;
        };
        let (letters, sort) = (self.letters.get_untracked(), self.sort.get_untracked());
        spawn_local(async move {
            let letters = letters.trim().trim_start_matches('#');
            let answer = calls::find_rooms(letters, sort, after.as_deref()).await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            self.waiting.set(false);
            match answer {
                Ok(page) => {
                    self.rooms.update(|rooms| {
                        if after.is_none() {
                            rooms.clear();
                        }
                        rooms.extend(page.rooms);
                    });
                    self.next.set(page.next);
                    self.failure.set(None);
                }
                Err(failure) => {
                    // Looked for again where it stopped.
                    self.next.set(after);
                    self.failure.set(Some(failure));
                }
            }
        });
    }
}
