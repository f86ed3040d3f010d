//! A message as it is now: as SQL has it, and what the log says beyond that.

use std::time::Duration;

use natter_protocol::{Body, Code, Event, Message, MessageId, Millis, Room, Seq};

use super::Failure;
use crate::app::App;
use crate::chat::message::digest_of;

/// How long a request waits for this gateway to read what any gateway has acknowledged.
const CATCH_UP: Duration = Duration::from_secs(1);

/// A message, and the digest of what was sent under its id.
pub struct Found {
    pub message: Message,
    pub digest: String,
}

impl Found {
    /// The message that an event says; none when it says none.
    pub fn of(event: Event) -> Option<Self> {
        match event.body {
            Body::MessageCreated { message, .. } => {
                let digest = digest_of(&message);
                Some(Self { message, digest })
            }
            _ => None,
        }
    }
}

/// What was said in the room under this id before, if anything.
pub async fn said_before(app: &App, room: &Room, id: MessageId) -> Result<Option<Found>, Failure> {
    if is_new(app, room, id).await? { Ok(None) } else { find(app, room, id).await }
}

/// Whether the id is higher than all in the room, so that nothing can have been said under it.
async fn is_new(app: &App, room: &Room, id: MessageId) -> Result<bool, Failure> {
    // The log itself still knows whatever this gateway has not read because it is a moment behind. Only one
    // that is behind SQL may miss what the log has forgotten.
    if app.cache.written(room.shard).await? > app.hub.head(room.shard).seq {
        return Ok(false);
    }
    let since = app.hub.unbroken_since(room.shard);
    let highest = app.cache.highest_id(room.id, since, async || highest_id(app, room).await).await?;
    Ok(highest.is_some_and(|highest| id > highest))
}

/// The highest id that SQL and memory know; none when there is a gap between the two.
async fn highest_id(app: &App, room: &Room) -> Result<Option<MessageId>, Failure> {
    let written = watermark(app, room).await?;
    let stored = app.store.highest_message(room.id).await?;
    let Some(events) = unwritten(app, room, written) else { return Ok(None) };
    let said = events.into_iter().filter_map(|event| match event.body {
        Body::MessageCreated { message, .. } => Some(message.id),
        _ => None,
    });
    Ok(Some(said.chain(stored).max().unwrap_or(MessageId::from_parts(Millis(0), 0))))
}

/// Looks a message up in its room.
pub async fn find(app: &App, room: &Room, id: MessageId) -> Result<Option<Found>, Failure> {
    // Where SQL stands is asked first: what it takes in meanwhile is applied twice, which changes nothing.
    let written = watermark(app, room).await?;
    let stored = app.store.message(room.id, id).await?;
    let mut found = stored.map(|(message, digest)| Found { message, digest });
    let text = id.to_string();
    for json in app.hub.room_events(room.id, room.shard, written).unwrap_or_default() {
        // Few of them are about this message: the others are not worth reading.
        if !contains(&json, text.as_bytes()) {
            continue;
        }
        let Ok(event) = serde_json::from_slice::<Event>(&json) else { continue };
        if let Some(found) = &mut found {
            for (_, change) in event.changes().filter(|(changed, _)| *changed == id) {
                found.message.apply(&change);
            }
        } else if matches!(&event.body, Body::MessageCreated { message, .. } if message.id == id) {
            found = Found::of(event);
        }
    }
    Ok(found)
}

/// The message that a command is about; none when no gateway has acknowledged it.
pub async fn sought(app: &App, room: &Room, id: MessageId) -> Result<Option<Message>, Failure> {
    let mut found = find(app, room, id).await?;
    if found.is_none() {
        // Another gateway may have, a moment ago.
        catch_up(app, room).await;
        found = find(app, room, id).await?;
    }
    Ok(found.map(|found| found.message))
}

/// As [`sought`].
///
/// # Errors
/// `message_not_found`.
pub async fn existing(app: &App, room: &Room, id: MessageId) -> Result<Message, Failure> {
    Ok(sought(app, room, id).await?.ok_or(Code::MessageNotFound)?)
}

/// Reads up to where the log's leader stands. When it cannot be asked, what is found is as new as this gateway.
pub async fn catch_up(app: &App, room: &Room) {
    let newest = async {
        if let Ok(seq) = app.log.newest(room.shard).await {
            app.hub.reaches(room.shard, seq).await;
        }
    };
    if tokio::time::timeout(CATCH_UP, newest).await.is_err() {
        tracing::warn!(room = %room.id, "the room is looked at behind the log");
    }
}

fn contains(json: &[u8], text: &[u8]) -> bool {
    json.windows(text.len()).any(|window| window == text)
}

/// How far the projection has come in the room's shard, at least.
pub async fn watermark(app: &App, room: &Room) -> Result<Seq, Failure> {
    let written = app.cache.written(room.shard).await?;
    if app.hub.reaches_back_to(room.shard, written) {
        return Ok(written);
    }
    // Too old to be continued from memory; SQL has come further.
    Ok(app.cache.written_now(room.shard).await?)
}

/// The room's events after a place; none when memory does not reach back that far. That is so only while
/// the projection is far behind, which has its own alarms: history then ends where SQL ends.
pub fn unwritten(app: &App, room: &Room, after: Seq) -> Option<Vec<Event>> {
    let events = app.hub.room_events(room.id, room.shard, after)?;
    Some(events.iter().filter_map(|json| serde_json::from_slice(json).ok()).collect())
}
