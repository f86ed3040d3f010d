//! Messages that are about to be deleted: until the five seconds are over, it can be undone.

use std::collections::HashMap;

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_protocol::{MessageId, RoomId};

use super::App;
use super::watch::forget_readers;
use crate::api::{Failure, calls};
use crate::browser::later;
use crate::native;
use crate::text::problem_text;

/// Time to think again, in milliseconds.
const UNDO: u64 = 5_000;
/// Where they are left for the page that comes after a reload.
const LEFT: &str = "natter.deleting";

#[derive(Debug, Clone, Copy)]
pub struct Deleting {
    marked: RwSignal<HashMap<MessageId, RoomId>>,
}

impl Deleting {
    /// With those that the page before a reload could not delete any more.
    pub fn new() -> Self {
        let left = native::take_left(LEFT).unwrap_or_default();
        Self { marked: RwSignal::new(left.lines().filter_map(place_in).collect()) }
    }

    pub fn is_marked(self, message: MessageId) -> bool {
        self.marked.with(|marked| marked.contains_key(&message))
    }

    pub fn forget_readers(self) {
        forget_readers(&self.marked);
    }

    pub fn mark(self, app: App, room: RoomId, message: MessageId) {
        self.marked.update(|marked| {
            marked.insert(message, room);
        });
        later(UNDO, move || spawn_local(self.delete(app, message)));
    }

    pub fn undo(self, message: MessageId) {
        self.marked.update(|marked| {
            marked.remove(&message);
        });
        let _ = native::take_left(LEFT);
    }

    fn all(self) -> Vec<MessageId> {
        self.marked.with_untracked(|marked| marked.keys().copied().collect())
    }

    /// The window closes: nobody can undo any more. A reload may cut this off: the next page does it again.
    pub fn leave(self, app: App) {
        let line = |(message, room): (&MessageId, &RoomId)| format!("{message} {room}\n");
        let lines: String = self.marked.with_untracked(|marked| marked.iter().map(line).collect());
        if !lines.is_empty() {
            native::leave(LEFT, &lines);
        }
        for message in self.all() {
            spawn_local(self.delete(app, message));
        }
    }

    /// Signed out: what someone could not delete, nobody else does.
    pub fn forget(self) {
        self.marked.set(HashMap::new());
        let _ = native::take_left(LEFT);
    }

    /// Without waiting any longer.
    pub async fn delete_all(self, app: App) {
        for message in self.all() {
            self.delete(app, message).await;
        }
    }

    async fn delete(self, app: App, message: MessageId) {
        let Some(room) = self.marked.with_untracked(|marked| marked.get(&message).copied()) else { return };
        match calls::delete(room, message).await {
            Ok(()) => {}
            // It waits for the network, and can be undone as long.
            Err(Failure::Network) => {
                later(UNDO, move || spawn_local(self.delete(app, message)));
                return;
            }
            Err(failure) => app.overlay.trouble(problem_text(&failure)),
        }
        // The mark stays until the answer, so that the text does not flash up again.
        self.undo(message);
    }
}

fn place_in(line: &str) -> Option<(MessageId, RoomId)> {
    let (message, room) = line.split_once(' ')?;
    Some((message.parse().ok()?, room.parse().ok()?))
}
