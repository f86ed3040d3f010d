//! What was begun and not sent, for each room, kept on this device.

use std::collections::HashMap;

use leptos::prelude::*;
use natter_protocol::{MessageId, RoomId, UserId};

use crate::browser::later;
use crate::native;

/// A draft is kept after the last key by this time, in milliseconds.
const SETTLE: u64 = 500;

#[derive(Debug, Clone, Copy)]
pub struct Drafts {
    prefix: StoredValue<String>,
    kept: RwSignal<HashMap<RoomId, String>>,
    timer: StoredValue<Option<TimeoutHandle>>,
}

impl Drafts {
    pub fn new() -> Self {
        Self {
            prefix: StoredValue::new(String::new()),
            kept: RwSignal::new(HashMap::new()),
            timer: StoredValue::new(None),
        }
    }

    pub fn open(self, me: UserId) {
        let prefix = format!("natter.draft.{me}.");
        let kept = native::names_beginning(&prefix).into_iter().filter_map(|name| {
            let room = name.strip_prefix(&prefix)?.parse().ok()?;
            Some((room, native::read(&name)?))
        });
        self.kept.set(kept.collect());
        self.prefix.set_value(prefix);
    }

    pub fn of(self, room: RoomId) -> String {
        self.kept.with_untracked(|kept| kept.get(&room).cloned()).unwrap_or_default()
    }

    /// What was begun in a thread; kept beside the rooms' drafts, whose names are ids of rooms.
    pub fn of_thread(self, thread: MessageId) -> String {
        native::read(&self.thread_name(thread)).unwrap_or_default()
    }

    pub fn keep_of_thread(self, thread: MessageId, text: &str) {
        if text.trim().is_empty() {
            native::remove(&self.thread_name(thread));
        } else {
            native::write(&self.thread_name(thread), text);
        }
    }

    fn thread_name(self, thread: MessageId) -> String {
        format!("{}thread.{thread}", self.prefix.get_value())
    }

    pub fn has(self, room: RoomId) -> bool {
        self.kept.with(|kept| kept.contains_key(&room))
    }

    /// The person is writing: kept once they pause.
    pub fn write(self, room: RoomId, text: String) {
        let timer = later(SETTLE, move || self.keep(room, text));
        if let Some(before) = self.timer.try_update_value(|old| std::mem::replace(old, timer)).flatten() {
            before.clear();
        }
    }

    /// Kept at once; an empty one is forgotten.
    pub fn keep(self, room: RoomId, text: String) {
        if let Some(before) = self.timer.try_update_value(Option::take).flatten() {
            before.clear();
        }
        let name = format!("{}{room}", self.prefix.get_value());
        let empty = text.trim().is_empty();
        if empty {
            native::remove(&name);
        } else {
            native::write(&name, &text);
        }
        if empty && self.kept.with_untracked(|kept| !kept.contains_key(&room)) {
            return;
        }
        self.kept.update(|kept| {
            if empty {
                kept.remove(&room)
            } else {
                kept.insert(room, text)
            };
        });
    }
}
