//! What belongs to the caller alone: saved messages, drafts, things with a time. Of each the highest place
//! in the log wins; what is gone stays known as gone, so that an earlier word does not bring it back.

use natter_protocol::own::SavedRef;
use natter_protocol::{Body, Draft, MessageId, Millis, Own, RoomId, Scheduled, Seq};

use super::chat::Chat;
use super::latest::Latest;
use crate::ordered::OrderedMap;

/// Things of a kind, those that are gone as none.
#[derive(Debug, Clone)]
struct Kept<K, V>(OrderedMap<K, Latest<Option<V>>>);

impl<K: Ord, V> Kept<K, V> {
    fn from_snapshot(all: impl IntoIterator<Item = (K, V)>) -> Self {
        Self(all.into_iter().map(|(key, value)| (key, Latest::at(0, Some(value)))).collect())
    }

    fn set(&mut self, seq: Seq, key: K, value: Option<V>) -> bool {
        match self.0.get_mut(&key) {
            Some(latest) => latest.set(seq, value),
            None => self.0.insert(key, Latest::at(seq, value)).is_none(),
        }
    }

    fn all(&self) -> impl Iterator<Item = (&K, &V)> {
        self.0.iter().filter_map(|(key, latest)| Some((key, latest.value.as_ref()?)))
    }

    fn get(&self, key: &K) -> Option<&V> {
        self.0.get(key)?.value.as_ref()
    }
}

#[derive(Debug, Clone)]
pub(super) struct Belongings {
    saved: Kept<(RoomId, MessageId), Millis>,
    drafts: Kept<(RoomId, Option<MessageId>), Draft>,
    scheduled: Kept<MessageId, Scheduled>,
}

impl Belongings {
    /// An event that the snapshot holds already never comes here, so any that comes is later.
    pub(super) fn from_snapshot(own: Own) -> Self {
        let saved = own.saved.into_iter().map(|saved| ((saved.room_id, saved.message_id), saved.saved_at));
        let drafts = own.drafts.into_iter().map(|draft| ((draft.room_id, draft.thread), draft));
        let scheduled = own.scheduled.into_iter().map(|item| (item.id, item));
        Self {
            saved: Kept::from_snapshot(saved),
            drafts: Kept::from_snapshot(drafts),
            scheduled: Kept::from_snapshot(scheduled),
        }
    }

    /// Takes an event; true when it changed something here.
    pub(super) fn said(&mut self, body: &Body, seq: Seq) -> bool {
        match body {
            Body::MessageSaved { room_id, message_id, saved_at } => {
                self.saved.set(seq, (*room_id, *message_id), Some(*saved_at))
            }
            Body::MessageUnsaved { room_id, message_id } => {
                self.saved.set(seq, (*room_id, *message_id), None)
            }
            Body::DraftUpdated { draft } => {
                let text = (!draft.text.is_empty()).then(|| draft.clone());
                self.drafts.set(seq, (draft.room_id, draft.thread), text)
            }
            Body::ScheduledUpdated { item } => self.scheduled.set(seq, item.id, Some(item.clone())),
            Body::ScheduledEnded { id } => self.scheduled.set(seq, *id, None),
            _ => false,
        }
    }
}

impl Chat {
    #[must_use]
    pub fn is_saved(&self, room: RoomId, message: MessageId) -> bool {
        self.belongings.saved.get(&(room, message)).is_some()
    }

    /// What the server keeps of what was begun in a room, or in one of its threads.
    #[must_use]
    pub fn draft(&self, room: RoomId, thread: Option<MessageId>) -> Option<&Draft> {
        self.belongings.drafts.get(&(room, thread))
    }

    /// Drafts as the server has them.
    pub fn drafts(&self) -> impl Iterator<Item = &Draft> {
        self.belongings.drafts.all().map(|(_, draft)| draft)
    }

    /// What waits for its time, is due, or failed; by its id.
    pub fn scheduled(&self) -> impl Iterator<Item = &Scheduled> {
        self.belongings.scheduled.all().map(|(_, item)| item)
    }

    /// As a fresh snapshot would have it, each kind by its ids.
    #[must_use]
    pub fn own(&self) -> Own {
        let saved = |((room_id, message_id), saved_at): (&(RoomId, MessageId), &Millis)| SavedRef {
            room_id: *room_id,
            message_id: *message_id,
            saved_at: *saved_at,
        };
        Own {
            saved: self.belongings.saved.all().map(saved).collect(),
            drafts: self.drafts().cloned().collect(),
            scheduled: self.scheduled().cloned().collect(),
        }
    }
}
