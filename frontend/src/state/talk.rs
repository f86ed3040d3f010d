//! Threads, pins and marking unread: what people do with messages that are there already.

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_client::{Draft, Loaded};
use natter_protocol::command::HistoryQuery;
use natter_protocol::{MessageId, RoomId};

use super::{App, Pane};
use crate::api::calls;
use crate::native;
use crate::text::{problem_text, t};

impl App {
    /// Opens the thread a message belongs to, at the side.
    pub fn open_thread(self, room: RoomId, message: MessageId) {
        let root = self.replica.peek(|chat| chat.message(room, message)?.thread).flatten();
        self.overlay.pane.set(Some(Pane::Thread(room, root.unwrap_or(message), None)));
    }

    /// Fetches the message that began a thread, unless it is at hand.
    pub fn fetch_root(self, room: RoomId, root: MessageId) {
        self.with_message(room, root, || ());
    }

    /// Does something once a message is at hand.
    pub fn with_message(self, room: RoomId, id: MessageId, then: impl FnOnce() + 'static) {
        if self.replica.peek(|chat| chat.message(room, id).is_some()) == Some(true) {
            return then();
        }
        self.attempt(async move {
            let seq = calls::message(room, id).await?.seq;
            let query = HistoryQuery { around: Some(seq), limit: Some(1), ..HistoryQuery::default() };
            if self.fetch_page(room, query, || true).await? != Loaded::TooOld {
                then();
            }
            Ok(())
        });
    }

    pub fn pin(self, room: RoomId, message: MessageId, on: bool) {
        self.attempt(async move { calls::pin(room, message, on).await });
    }

    /// Whether a message is pinned now.
    pub fn is_pinned(self, room: RoomId, message: MessageId) -> bool {
        self.replica.peek(|chat| chat.message(room, message)?.pinned).flatten().is_some()
    }

    /// Fetches which messages of a room are pinned, unless that is known.
    pub fn look_up_pins(self, room: RoomId) {
        let known = self.replica.peek(|chat| chat.room(room).is_none_or(|room| room.pins().is_loaded()));
        if known == Some(false) {
            spawn_local(async move {
                if let Ok(pins) = calls::pins(room).await {
                    self.replica.load_pins(room, pins.messages.iter().map(|message| message.id).collect());
                }
            });
        }
    }

    pub fn copy_text(self, text: String) {
        spawn_local(async move {
            if native::copy(&text).await {
                self.overlay.notice(t().copied);
            } else {
                self.overlay.trouble(t().not_copied);
            }
        });
    }

    /// Says something in another room than the open one.
    pub fn say_there(self, room: RoomId, text: String) {
        let draft = Draft { room, text, thread: None, attachments: Vec::new(), broadcast: false, poll: None };
        self.sending.say(self, draft);
        self.overlay.close_dialog();
        self.overlay.notice(t().forwarded);
    }

    /// Reads what a message said before, for whoever asked.
    pub fn look_up_edits(self, room: RoomId, message: MessageId, found: RwSignal<Vec<(String, i64)>>) {
        spawn_local(async move {
            match calls::edits(room, message).await {
                Ok(all) => {
                    let versions = all.versions.into_iter().rev();
                    found.try_set(versions.map(|version| (version.text, version.at.0)).collect());
                }
                Err(failure) => self.overlay.trouble(problem_text(&failure)),
            }
        });
    }
}
