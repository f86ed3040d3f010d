//! What was begun and not sent, for each room and thread: on this device at once, and a little later on the person's
//! other devices. Of two versions the one written later counts.

use std::collections::HashMap;

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_client::ordered::OrderedSet;
use natter_client::sort::sort_by_key;
use natter_protocol::own::PutDraft;
use natter_protocol::{Draft, Millis, UserId};

use super::{App, Spot};
use crate::api::calls;
use crate::browser::{Timer, later, now, sleep};
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
    kept: RwSignal<HashMap<Spot, Begun>>,
    /// What is being written, until it is kept.
    writing: StoredValue<Option<Writing>>,
    /// What the server is to be told, in one request after the other.
    untold: StoredValue<OrderedSet<Spot>>,
    telling: StoredValue<bool>,
    /// When a draft was sent or given up here: what the server has from before does not come back.
    gone: StoredValue<HashMap<Spot, Millis>>,
}

#[derive(Debug)]
struct Writing {
    spot: Spot,
    text: String,
    timer: Option<Timer>,
}

impl Drafts {
    pub fn new() -> Self {
        Self {
            prefix: StoredValue::new(String::new()),
            kept: RwSignal::new(HashMap::new()),
            writing: StoredValue::new(None),
            untold: StoredValue::new(OrderedSet::new()),
            telling: StoredValue::new(false),
            gone: StoredValue::new(HashMap::new()),
        }
    }

    pub fn open(self, app: App, me: UserId) {
        let prefix = format!("natter.draft.{me}.");
        let kept: HashMap<Spot, Begun> = native::names_beginning(&prefix)
            .into_iter()
            .filter_map(|name| Some((spot(name.strip_prefix(&prefix)?)?, read(&native::read(&name)?))))
            .collect();
        let untold = kept.iter().filter(|(_, begun)| !begun.told).map(|(spot, _)| *spot).collect();
        self.untold.set_value(untold);
        self.kept.set(kept);
        self.prefix.set_value(prefix);
        self.merge(app);
        self.tell(app);
    }

    pub fn of(self, spot: Spot) -> String {
        self.kept.with_untracked(|kept| kept.get(&spot).map(|begun| begun.text.clone())).unwrap_or_default()
    }

    /// What is begun in a room or thread, and again whenever that changes.
    pub fn watch(self, spot: Spot) -> String {
        self.kept.track();
        self.of(spot)
    }

    pub fn has(self, spot: Spot) -> bool {
        self.kept.with(|kept| kept.contains_key(&spot))
    }

    pub fn count(self) -> usize {
        self.kept.with(HashMap::len)
    }

    /// The last written first.
    pub fn all(self) -> Vec<(Spot, Begun)> {
        let mut all: Vec<_> = self.kept.get().into_iter().collect();
        sort_by_key(&mut all, |(spot, begun)| (std::cmp::Reverse(begun.at), *spot));
        all
    }

    /// The person is writing: kept once they pause, or write elsewhere.
    pub fn write(self, app: App, spot: Spot, text: String) {
        if let Some(before) = self.interrupt().filter(|before| before.spot != spot) {
            self.keep(app, before.spot, before.text);
        }
        let timer = later(SETTLE, move || {
            if let Some(Writing { spot, text, .. }) = self.interrupt() {
                self.keep(app, spot, text);
            }
        });
        self.writing.set_value(Some(Writing { spot, text, timer }));
    }

    /// Nothing waits to be kept any more.
    fn interrupt(self) -> Option<Writing> {
        let writing = self.writing.try_update_value(Option::take).flatten()?;
        if let Some(timer) = writing.timer {
            timer.clear();
        }
        Some(writing)
    }

    /// Kept at once; an empty one is forgotten.
    pub fn keep(self, app: App, spot: Spot, text: String) {
        if self.writing.with_value(|writing| writing.as_ref().is_some_and(|writing| writing.spot == spot)) {
            self.interrupt();
        }
        if self.kept.with_untracked(|kept| kept.get(&spot).is_some_and(|begun| begun.text == text)) {
            return;
        }
        let is_new = !text.trim().is_empty();
        let known = self.kept.with_untracked(|kept| kept.contains_key(&spot));
        let at_server = app.replica.peek(|chat| chat.draft(spot.0, spot.1).is_some()) == Some(true);
        if !is_new && !known && !at_server && !self.telling.get_value() {
            return;
        }
        if !is_new {
            self.gone.update_value(|gone| {
                gone.insert(spot, now());
            });
        }
        self.set(spot, is_new.then(|| Begun { text, at: now(), told: false }));
        self.untold.update_value(|untold| {
            untold.insert(spot);
        });
        later(if is_new { TELL } else { 0 }, move || self.tell(app));
    }

    /// Takes what the person's other devices say.
    pub fn merge(self, app: App) {
        let said: HashMap<Spot, Draft> = app
            .replica
            .peek(|chat| chat.drafts().map(|d| ((d.room_id, d.thread), d.clone())).collect())
            .unwrap_or_default();
        let untold = self.untold.get_value();
        let own = self.kept.get_untracked();
        for (spot, draft) in &said {
            let gone = self.gone.with_value(|gone| gone.get(spot).copied());
            let here = own.get(spot).map(|begun| begun.at).max(gone);
            let is_same = own.get(spot).is_some_and(|begun| begun.at == draft.at && !begun.told);
            if is_same || (here.is_none_or(|here| here < draft.at) && !untold.contains(spot)) {
                let Draft { text, at, .. } = draft.clone();
                self.set(*spot, Some(Begun { text, at, told: true }));
            }
        }
        for (spot, _) in own.iter().filter(|(spot, begun)| begun.told && !said.contains_key(spot)) {
            if !untold.contains(spot) {
                self.set(*spot, None);
            }
        }
    }

    fn set(self, spot: Spot, begun: Option<Begun>) {
        let name = format!("{}{}", self.prefix.get_value(), name(spot));
        match &begun {
            Some(begun) => {
                native::write(&name, &written(begun));
            }
            None => native::remove(&name),
        }
        self.kept.update(|kept| {
            match begun {
                Some(begun) => kept.insert(spot, begun),
                None => kept.remove(&spot),
            };
        });
    }

    /// One after the other, so that of two words on a draft the later arrives later.
    fn tell(self, app: App) {
        if self.telling.get_value() || self.untold.with_value(OrderedSet::is_empty) {
            return;
        }
        self.telling.set_value(true);
        spawn_local(async move {
            while let Some(spot) = self.untold.try_update_value(OrderedSet::pop_first).flatten() {
                if app.replica.me().is_none() {
                    break;
                }
                let begun = self.kept.with_untracked(|kept| kept.get(&spot).cloned());
                let answer = match begun {
                    Some(Begun { text, at, .. }) => {
                        calls::put_draft(spot.0, &PutDraft { text, thread: spot.1, at }).await
                    }
                    None => calls::forget_draft(spot.0, spot.1).await,
                };
                match answer {
                    Err(failure) if failure.status().is_none_or(|status| status >= 500 || status == 429) => {
                        self.untold.update_value(|untold| {
                            untold.insert(spot);
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

/// What a draft is called in the storage.
fn name((room, thread): Spot) -> String {
    thread.map_or_else(|| room.to_string(), |thread| format!("{room}.{thread}"))
}

fn spot(name: &str) -> Option<Spot> {
    match name.split_once('.') {
        None => Some((name.parse().ok()?, None)),
        Some((room, thread)) => Some((room.parse().ok()?, Some(thread.parse().ok()?))),
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
    fn a_draft_is_found_by_its_name() {
        let room = natter_protocol::RoomId::from_parts(Millis(1), 2);
        let thread = natter_protocol::MessageId::from_parts(Millis(1), 3);
        for here in [(room, None), (room, Some(thread))] {
            assert_eq!(spot(&name(here)), Some(here));
        }
        assert_eq!(spot("thread.1"), None);
    }

    #[test]
    fn a_draft_reads_back_from_the_storage() {
        let begun = Begun { text: "half a\nthought".to_owned(), at: Millis(7), told: true };
        assert_eq!(read(&written(&begun)), begun);
        assert_eq!(read("plain\ntext").text, "plain\ntext");
        assert_eq!(read("12 apples").text, "12 apples");
    }
}
