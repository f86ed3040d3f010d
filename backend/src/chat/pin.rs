//! Keeping messages at hand for the whole room. Anyone who is in it may.

use natter_protocol::{Body, Code, Event, Message, Millis, Problem, UserId, limits};

/// Pins a message; `pinned` is how many of the room are pinned already. None when this one is.
///
/// # Errors
/// `message_deleted`, `limit_reached`.
pub fn pin(message: &Message, by: UserId, pinned: usize, now: Millis) -> Result<Option<Event>, Problem> {
    if message.deleted_at.is_some() {
        return Err(Problem::new(Code::MessageDeleted));
    }
    if message.pinned.is_some() {
        return Ok(None);
    }
    if pinned >= limits::PINS_PER_ROOM {
        return Err(Problem::new(Code::LimitReached).detail("too many pinned messages in this room"));
    }
    let body = Body::MessagePinned { message_id: message.id, by };
    Ok(Some(Event::unplaced(Some(message.room), now, body)))
}

/// Takes the pin out. None when there is none.
#[must_use]
pub fn unpin(message: &Message, by: UserId, now: Millis) -> Option<Event> {
    message.pinned?;
    let body = Body::MessageUnpinned { message_id: message.id, by };
    Some(Event::unplaced(Some(message.room), now, body))
}
