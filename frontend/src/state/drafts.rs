//! What was begun and not sent, for each room: on this device at once, and a little later on the person's
//! other devices. Of two versions the one written later counts.

use std::collections::HashMap;

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_client::ordered::OrderedSet;
use natter_protocol::own::PutDraft;
use natter_protocol::{Draft, MessageId, Millis, RoomId, UserId};

use super::App;
use crate::api::calls;
use crate::browser::{later, now, sleep};
use crate::native;

/// A draft is kept after the last key by this time, in milliseconds, …
const SETTLE: u64 = 500;
/// … and told to the other devices after so much more.
const TELL: u64 = 1_500;
/// After a failure, in milliseconds.
const AGAIN: i32 = 10_000;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begun {
    pub text: String,
    pub at: Millis,
    /// The server said it back: if it has it no more, it was sent or given up elsewhere.
    told: bool,
}

#[derive(Debug, Clone, Copy)]
pub struct Drafts {
    prefix: StoredValue<String>,
    kept: RwSignal<HashMap<RoomId, Begun>>,
    timer: StoredValue<Option<TimeoutHandle>>,
    /// What the server is to be told, in one request after the other.
    untold: StoredValue<OrderedSet<RoomId>>,
    telling: StoredValue<bool>,
    /// When a room's draft was sent or given up here: what the server has from before does not come back.
    gone: StoredValue<HashMap<RoomId, Millis>>,
}

impl Drafts {
    pub fn new() -> Self {
        Self {
            prefix: StoredValue::new(String::new()),
            kept: RwSignal::new(HashMap::new()),
            timer: StoredValue::new(None),
            untold: StoredValue::new(OrderedSet::new()),
            telling: StoredValue::new(false),
            gone: StoredValue::new(HashMap::new()),
        }
    }

    pub fn open(self, app: App, me: UserId) {
        let prefix = format!("natter.draft.{me}.");
        let kept: HashMap<RoomId, Begun> = native::names_beginning(&prefix)
            .into_iter()
            .filter_map(|name| Some((name.strip_prefix(&prefix)?.parse().ok()?, read(&native::read(&name)?))))
            .collect();
        let untold = kept.iter().filter(|(_, begun)| !begun.told).map(|(room, _)| *room).collect();
        self.untold.set_value(untold);
        self.kept.set(kept);
        self.prefix.set_value(prefix);
        self.merge(app);
        self.tell(app);
    }

    pub fn of(self, room: RoomId) -> String {
        self.kept.with_untracked(|kept| kept.get(&room).map(|begun| begun.text.clone())).unwrap_or_default()
    }

    /// What is begun in a room, and again whenever that changes.
    pub fn watch(self, room: RoomId) -> String {
        self.kept.track();
        self.of(room)
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

    pub fn count(self) -> usize {
        self.kept.with(HashMap::len)
    }

    /// The last written first.
    pub fn all(self) -> Vec<(RoomId, Begun)> {
        let mut all: Vec<_> = self.kept.get().into_iter().collect();
        all.sort_by_key(|(room, begun)| (std::cmp::Reverse(begun.at), *room));
        all
    }

    /// The person is writing: kept once they pause.
    pub fn write(self, app: App, room: RoomId, text: String) {
        let timer = later(SETTLE, move || self.keep(app, room, text));
        if let Some(before) = self.timer.try_update_value(|old| std::mem::replace(old, timer)).flatten() {
            before.clear();
        }
    }

    /// Kept at once; an empty one is forgotten.
    pub fn keep(self, app: App, room: RoomId, text: String) {
        if let Some(before) = self.timer.try_update_value(Option::take).flatten() {
            before.clear();
        }
        if self.kept.with_untracked(|kept| kept.get(&room).is_some_and(|begun| begun.text == text)) {
            return;
        }
        let is_new = !text.trim().is_empty();
        let known = self.kept.with_untracked(|kept| kept.contains_key(&room));
        let at_server = app.replica.peek(|chat| chat.draft(room, None).is_some()) == Some(true);
        if !is_new && !known && !at_server && !self.telling.get_value() {
            return;
        }
        if !is_new {
            self.gone.update_value(|gone| {
                gone.insert(room, now());
            });
        }
        self.set(room, is_new.then(|| Begun { text, at: now(), told: false }));
        self.untold.update_value(|untold| {
            untold.insert(room);
        });
        later(if is_new { TELL } else { 0 }, move || self.tell(app));
    }

    /// Takes what the person's other devices say.
    pub fn merge(self, app: App) {
        let said: HashMap<RoomId, Draft> = app
            .replica
            .peek(|chat| {
                chat.drafts().filter(|d| d.thread.is_none()).map(|d| (d.room_id, d.clone())).collect()
            })
            .unwrap_or_default();
        let untold = self.untold.get_value();
        let own = self.kept.get_untracked();
        for (room, draft) in &said {
            let gone = self.gone.with_value(|gone| gone.get(room).copied());
            let here = own.get(room).map(|begun| begun.at).max(gone);
            let is_same = own.get(room).is_some_and(|begun| begun.at == draft.at && !begun.told);
            if is_same || (here.is_none_or(|here| here < draft.at) && !untold.contains(room)) {
                let Draft { text, at, .. } = draft.clone();
                self.set(*room, Some(Begun { text, at, told: true }));
            }
        }
        for (room, _) in own.iter().filter(|(room, begun)| begun.told && !said.contains_key(room)) {
            if !untold.contains(room) {
                self.set(*room, None);
            }
        }
    }

    fn set(self, room: RoomId, begun: Option<Begun>) {
        let name = format!("{}{room}", self.prefix.get_value());
        match &begun {
            Some(begun) => {
                native::write(&name, &written(begun));
            }
            None => native::remove(&name),
        }
        self.kept.update(|kept| {
            match begun {
                Some(begun) => kept.insert(room, begun),
                None => kept.remove(&room),
            };
        });
    }

    /// One room after the other, so that of two words on a room the later arrives later.
    fn tell(self, app: App) {
        if self.telling.get_value() || self.untold.with_value(OrderedSet::is_empty) {
            return;
        }
        self.telling.set_value(true);
        spawn_local(async move {
            while let Some(room) = self.untold.try_update_value(OrderedSet::pop_first).flatten() {
                if app.replica.me().is_none() {
                    break;
                }
                let begun = self.kept.with_untracked(|kept| kept.get(&room).cloned());
                let answer = match begun {
                    Some(Begun { text, at, .. }) => {
                        calls::put_draft(room, &PutDraft { text, thread: None, at }).await
                    }
                    None => calls::forget_draft(room).await,
                };
                match answer {
                    Err(failure) if failure.status().is_none_or(|status| status >= 500 || status == 429) => {
                        self.untold.update_value(|untold| {
                            untold.insert(room);
                        });
                        sleep(AGAIN).await;
                    }
                    // Told, or refused: then it stays on this device.
                    _ => {}
                }
            }
            self.telling.set_value(false);
        });
    }
}

/// As it stands in the storage: time, whether it was told, then the text.
fn written(begun: &Begun) -> String {
    format!("{} {}\n{}", begun.at.0, u8::from(begun.told), begun.text)
}

fn read(kept: &str) -> Begun {
    let parts = kept.split_once('\n').and_then(|(head, text)| {
        let (at, told) = head.split_once(' ')?;
        Some(Begun { text: text.to_owned(), at: Millis(at.parse().ok()?), told: told == "1" })
    });
    // Before drafts had a time they were the text alone.
    parts.unwrap_or_else(|| Begun { text: kept.to_owned(), at: Millis(0), told: false })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_draft_reads_back_from_the_storage() {
        let begun = Begun { text: "half a\nthought".to_owned(), at: Millis(7), told: true };
        assert_eq!(read(&written(&begun)), begun);
        assert_eq!(read("plain\ntext").text, "plain\ntext");
        assert_eq!(read("12 apples").text, "12 apples");
    }
}
