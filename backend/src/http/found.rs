//! A message as it is now: as SQL has it, and what the log says beyond that.

use natter_protocol::{Body, Event, Message, MessageId, Room, Seq};

use super::Failure;
use crate::app::App;
use crate::chat::message::digest_of;

/// A message, and the digest of what was sent under its id.
pub struct Found {
    pub message: Message,
    pub digest: String,
}

impl Found {
    /// The message that an event says; none when it says none.
    pub fn of(event: Event) -> Option<Self> {
        match event.body {
            Body::MessageCreated { message } => {
                let digest = digest_of(&message);
                Some(Self { message, digest })
            }
            _ => None,
        }
    }
}

/// Looks a message up in its room.
pub async fn find(app: &App, room: &Room, id: MessageId) -> Result<Option<Found>, Failure> {
    // Where SQL stands is asked first: what it takes in meanwhile is applied twice, which changes nothing.
    let written = watermark(app, room).await?;
    let stored = app.store.message(room.id, id).await?;
    let mut found = stored.map(|(message, digest)| Found { message, digest });
    for event in unwritten(app, room, written).unwrap_or_default() {
        match (&mut found, event.change()) {
            (Some(found), Some((changed, change))) if changed == id => found.message.apply(&change),
            (None, None) => {
                if matches!(&event.body, Body::MessageCreated { message } if message.id == id) {
                    found = Found::of(event);
                }
            }
            _ => {}
        }
    }
    Ok(found)
}

/// How far the projection has come in the room's shard.
pub async fn watermark(app: &App, room: &Room) -> Result<Seq, Failure> {
    let positions = app.store.positions().await?;
    Ok(positions.get(usize::from(room.shard)).map_or(0, |position| position.seq))
}

/// The room's events after a place; none when memory does not reach back that far. That is so only while
/// the projection is far behind, which has its own alarms: history then ends where SQL ends.
pub fn unwritten(app: &App, room: &Room, after: Seq) -> Option<Vec<Event>> {
    let events = app.hub.room_events(room.id, room.shard, after)?;
    Some(events.iter().filter_map(|json| serde_json::from_slice(json).ok()).collect())
}
