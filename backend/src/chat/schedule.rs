//! What people may put off, and until when.

use natter_protocol::own::{Reschedule, Schedule, ScheduledKind, ScheduledState};
use natter_protocol::{Attachment, Code, Millis, Problem, Scheduled, limits};

use super::message;

/// A message to be said later, which may bring `files`, or a reminder.
///
/// # Errors
/// `invalid_field`, `text_too_long`.
pub fn schedule(given: &Schedule, files: Vec<Attachment>, now: Millis) -> Result<Scheduled, Problem> {
    let kind = given.kind.unwrap_or(ScheduledKind::Message);
    let text = match kind {
        ScheduledKind::Message if given.room.is_none() => return Err(invalid("room", "where to say it")),
        ScheduledKind::Message if given.about.is_some() => {
            return Err(invalid("about", "only a reminder is about a message"));
        }
        ScheduledKind::Reminder if !given.attachments.is_empty() => {
            return Err(invalid("attachments", "a reminder brings no files"));
        }
        ScheduledKind::Reminder if given.thread.is_some() => {
            return Err(invalid("thread", "a reminder is said nowhere"));
        }
        ScheduledKind::Reminder if given.about.is_some() && given.room.is_none() => {
            return Err(invalid("room", "the room of the message"));
        }
        _ => words(kind, given.about.is_some(), &given.text, !files.is_empty())?,
    };
    Ok(Scheduled {
        id: given.id,
        kind,
        room_id: given.room,
        thread: given.thread,
        about: given.about,
        text,
        attachments: files,
        at: ahead(given.at, now)?,
        state: ScheduledState::Waiting,
        problem: None,
    })
}

/// Another text or time; then it waits (again).
///
/// # Errors
/// As [`schedule`].
pub fn reschedule(known: Scheduled, change: Reschedule, now: Millis) -> Result<Scheduled, Problem> {
    let text = match change.text {
        Some(text) => words(known.kind, known.about.is_some(), &text, !known.attachments.is_empty())?,
        None => known.text,
    };
    // What is not waiting any more needs a new time.
    let at = ahead(change.at.unwrap_or(known.at), now)?;
    Ok(Scheduled { text, at, state: ScheduledState::Waiting, problem: None, ..known })
}

/// Whether something asked for again is the same.
#[must_use]
pub fn is_same(known: &Scheduled, given: &Schedule) -> bool {
    known.kind == given.kind.unwrap_or(ScheduledKind::Message)
        && (known.room_id, known.thread, known.about) == (given.room, given.thread, given.about)
        && known.text == given.text.replace("\r\n", "\n")
        && known.at == given.at
        && known.attachments.iter().map(|file| file.id).eq(given.attachments.iter().copied())
}

fn words(kind: ScheduledKind, is_about: bool, text: &str, has_files: bool) -> Result<String, Problem> {
    if kind == ScheduledKind::Reminder && is_about && text.is_empty() {
        return Ok(String::new());
    }
    message::text(text, has_files)
}

fn ahead(at: Millis, now: Millis) -> Result<Millis, Problem> {
    let most = limits::SCHEDULE_DAYS;
    if at <= now {
        return Err(invalid("at", "this time is over"));
    }
    if at > now.plus_seconds(most * 24 * 60 * 60) {
        return Err(invalid("at", &format!("at most {most} days ahead")));
    }
    Ok(at)
}

fn invalid(field: &str, why: &str) -> Problem {
    Problem::new(Code::InvalidField).field(field).detail(why)
}

#[cfg(test)]
mod tests {
    use natter_protocol::{FileId, MessageId, RoomId};

    use super::*;

    const NOW: Millis = Millis(1_764_000_000_000);

    fn message(at: Millis) -> Schedule {
        Schedule {
            id: MessageId::from_parts(NOW, 1),
            kind: None,
            room: Some(RoomId::from_parts(NOW, 2)),
            thread: None,
            about: None,
            text: "Good morning".to_owned(),
            attachments: Vec::new(),
            at,
        }
    }

    fn refused(given: &Schedule) -> Code {
        schedule(given, Vec::new(), NOW).unwrap_err().code
    }

    #[test]
    fn a_message_needs_a_room_a_text_and_a_time_to_come() {
        let later = NOW.plus_seconds(1);
        let item = schedule(&message(later), Vec::new(), NOW).unwrap();
        assert_eq!(
            (item.kind, item.state, item.at),
            (ScheduledKind::Message, ScheduledState::Waiting, later)
        );
        assert!(is_same(&item, &message(later)) && !is_same(&item, &message(NOW)));
        let far = NOW.plus_seconds((limits::SCHEDULE_DAYS + 1) * 24 * 60 * 60);
        for bad in [
            message(NOW),
            message(far),
            Schedule { room: None, ..message(later) },
            Schedule { text: " ".to_owned(), ..message(later) },
            Schedule { about: Some(MessageId::from_parts(NOW, 3)), ..message(later) },
        ] {
            assert_eq!(refused(&bad), Code::InvalidField);
        }
        let long = "x".repeat(limits::MESSAGE_TEXT_BYTES + 1);
        assert_eq!(refused(&Schedule { text: long, ..message(later) }), Code::TextTooLong);
    }

    #[test]
    fn a_reminder_needs_words_or_a_message() {
        let kind = Some(ScheduledKind::Reminder);
        let bare = Schedule { kind, text: String::new(), room: None, ..message(NOW.plus_seconds(1)) };
        assert_eq!(refused(&bare), Code::InvalidField);
        assert_eq!(
            refused(&Schedule { about: Some(bare.id), ..bare.clone() }),
            Code::InvalidField,
            "in which room?"
        );
        assert!(schedule(&Schedule { text: "tea".to_owned(), ..bare.clone() }, Vec::new(), NOW).is_ok());
        let room = message(NOW).room;
        assert!(schedule(&Schedule { about: Some(bare.id), room, ..bare.clone() }, Vec::new(), NOW).is_ok());
        let files = vec![FileId::from_parts(NOW, 4)];
        let with_files = Schedule { text: "tea".to_owned(), attachments: files, ..bare };
        assert_eq!(refused(&with_files), Code::InvalidField);
    }

    #[test]
    fn what_failed_waits_again_once_it_has_a_new_time() {
        let item = schedule(&message(NOW.plus_seconds(1)), Vec::new(), NOW).unwrap();
        let failed = Scheduled { state: ScheduledState::Failed, problem: Some(Code::RoomNotFound), ..item };
        let later = NOW.plus_seconds(60);
        let no_change = Reschedule::default();
        assert_eq!(reschedule(failed.clone(), no_change, later).unwrap_err().code, Code::InvalidField);
        let change = Reschedule { at: Some(later), text: None };
        let again = reschedule(failed, change, NOW).unwrap();
        assert_eq!((again.state, again.problem, again.at), (ScheduledState::Waiting, None, later));
    }
}
