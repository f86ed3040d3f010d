//! Messages that are about to be deleted: until the five seconds are over, it can be undone.

use std::collections::HashMap;

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_protocol::{MessageId, RoomId};

use super::App;
use super::watch::forget_readers;
use crate::api::calls;
use crate::browser::later;
use crate::text::problem_text;

/// Time to think again, in milliseconds.
const UNDO: u64 = 5_000;

#[derive(Debug, Clone, Copy)]
pub struct Deleting {
    marked: RwSignal<HashMap<MessageId, RoomId>>,
}

impl Deleting {
    pub fn new() -> Self {
        Self { marked: RwSignal::new(HashMap::new()) }
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
        later(UNDO, move || self.delete(app, message));
    }

    pub fn undo(self, message: MessageId) {
        self.marked.update(|marked| {
            marked.remove(&message);
        });
    }

    /// The window closes: nobody can undo any more.
    pub fn delete_all(self, app: App) {
        let all: Vec<_> = self.marked.with_untracked(|marked| marked.keys().copied().collect());
        for message in all {
            self.delete(app, message);
        }
    }

    fn delete(self, app: App, message: MessageId) {
        let Some(room) = self.marked.with_untracked(|marked| marked.get(&message).copied()) else { return };
        spawn_local(async move {
            if let Err(failure) = calls::delete(room, message).await {
                app.overlay.trouble(problem_text(&failure));
            }
            // The mark stays until the answer, so that the text does not flash up again.
            self.undo(message);
        });
    }
}
