//! What people keep for themselves.

use natter_protocol::own::{MentionsPage, PutDraft, SavedPage, Schedule};
use natter_protocol::{MessageId, Millis, Room, RoomId, RoomKind, RoomPrefs, routes};

use crate::http::Answer;
use crate::person::{Person, new_message_id};

impl Person {
    /// Stars, mutes, … a room.
    pub async fn keeps(&self, room: RoomId, prefs: RoomPrefs) -> Answer {
        self.put(routes::preferences(room), &prefs).await
    }

    pub async fn saves(&self, room: RoomId, message: MessageId) -> Answer {
        self.does("PUT", routes::saved(room, message)).await
    }

    pub async fn unsaves(&self, room: RoomId, message: MessageId) -> Answer {
        self.does("DELETE", routes::saved(room, message)).await
    }

    /// A page of saved messages; `query` without its question mark.
    pub async fn saved(&self, query: &str) -> SavedPage {
        self.get(format!("{}?{query}", routes::SAVED)).await.is(200).json()
    }

    /// A page of messages that name this person.
    pub async fn mentions(&self, query: &str) -> MentionsPage {
        self.get(format!("{}?{query}", routes::MENTIONS)).await.is(200).json()
    }

    /// Begins something at a moment.
    pub async fn begins(&self, room: RoomId, text: &str, at: Millis) -> Answer {
        self.put(routes::draft(room), &PutDraft { text: text.to_owned(), thread: None, at }).await
    }

    /// Makes a public room whose events stand in the shard of this person's own events: who sees what is
    /// said there afterwards has been shown everything that was told to this person before.
    pub async fn makes_room_beside_oneself(&self) -> Room {
        let shard = self.syncs().await.me.shard;
        loop {
            let new = self.makes_room(RoomKind::Public, &format!("beside {}", new_message_id())).await;
            if new.shard == shard {
                return new;
            }
        }
    }
}

/// A message to be said in a room at a moment.
#[must_use]
pub fn put_off(room: RoomId, text: &str, at: Millis) -> Schedule {
    Schedule {
        id: new_message_id(),
        kind: None,
        room: Some(room),
        thread: None,
        about: None,
        text: text.to_owned(),
        attachments: Vec::new(),
        at,
    }
}
