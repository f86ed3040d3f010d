//! What may be said, changed and taken back. Pure: facts and a command in, an event or a refusal out.

use natter_protocol::ballot::NewPoll;
use natter_protocol::command::PostMessage;
use natter_protocol::{
    Attachment, Body, Code, Event, FileId, Message, MessageId, Millis, Problem, Room, RoomRole, UserId,
    limits,
};
use sha2::{Digest as _, Sha256};

use super::ballot;

/// Checks a text that someone wants to say; with attachments it may be empty. Line ends become LF; no other control characters pass but tab.
///
/// # Errors
/// `text_too_long`, `invalid_field`.
pub fn text(given: &str, may_be_empty: bool) -> Result<String, Problem> {
    if given.len() > limits::MESSAGE_TEXT_BYTES {
        let most = limits::MESSAGE_TEXT_BYTES;
        let detail = format!("{} bytes of UTF-8; at most {most} are allowed", given.len());
        return Err(Problem::new(Code::TextTooLong).detail(detail).field("text"));
    }
    let text = given.replace("\r\n", "\n");
    if text.trim().is_empty() && !may_be_empty {
        return Err(Problem::new(Code::InvalidField).detail("the text is empty").field("text"));
    }
    match text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\t')) {
        Some(bad) => {
            let detail = format!("the control character U+{:04X} is not allowed", u32::from(bad));
            Err(Problem::new(Code::InvalidField).detail(detail).field("text"))
        }
        None => Ok(text),
    }
}

/// What stands under a message's id for ever: the same again is a repeat, another one a conflict.
#[must_use]
pub fn digest(
    text: &str,
    thread: Option<MessageId>,
    attachments: &[FileId],
    broadcast: bool,
    poll: Option<&NewPoll>,
) -> String {
    let mut digest = Sha256::new();
    digest.update((text.len() as u64).to_le_bytes());
    digest.update(text.as_bytes());
    digest.update(thread.map_or_else(String::new, |thread| thread.to_string()).as_bytes());
    for file in attachments {
        digest.update(file.to_string().as_bytes());
    }
    if broadcast {
        digest.update(b"broadcast");
    }
    if let Some(poll) = poll {
        digest.update(b"poll");
        for option in poll.options.iter().map(|option| option.trim()) {
            digest.update((option.len() as u64).to_le_bytes());
            digest.update(option.as_bytes());
        }
        digest.update([u8::from(poll.multiple), u8::from(poll.anonymous)]);
        digest.update(poll.closes_at.map_or(0, |end| end.0).to_le_bytes());
    }
    hex::encode(&digest.finalize()[..16])
}

/// The same of a message that is said.
#[must_use]
pub fn digest_of(message: &Message) -> String {
    let files: Vec<FileId> = message.attachments.iter().map(|file| file.id).collect();
    let poll = message.poll.as_ref().map(|poll| &poll.terms);
    digest(&message.text, message.thread, &files, message.broadcast, poll)
}

/// What must be known before a message can be said.
pub struct Saying<'a> {
    pub author: UserId,
    pub room: &'a Room,
    pub now: Millis,
    /// The message that is answered, when the command names one.
    pub answered: Option<&'a Message>,
    pub mentions: Vec<UserId>,
    /// The files that the command names, by the rules of [`super::files::attach`].
    pub attachments: Vec<Attachment>,
    /// Who else takes part in the thread that is answered.
    pub followers: Vec<UserId>,
}

/// Says a message.
///
/// # Errors
/// `text_too_long`, `invalid_field`, `message_not_found` for an unknown thread.
pub fn say(facts: Saying<'_>, command: &PostMessage) -> Result<Event, Problem> {
    let poll = command.poll.as_ref().map(|poll| ballot::ask(poll, facts.now)).transpose()?;
    let text = text(&command.text, !facts.attachments.is_empty() && poll.is_none())?;
    let thread = match (command.thread, facts.answered) {
        (None, _) => None,
        (Some(_), None) => return Err(Problem::new(Code::MessageNotFound).field("thread")),
        (Some(_), Some(answered)) if answered.deleted_at.is_some() => {
            return Err(Problem::new(Code::MessageDeleted).field("thread"));
        }
        // An answer to an answer belongs to the same thread.
        (Some(id), Some(answered)) => Some(answered.thread.unwrap_or(id)),
    };
    let message = Message {
        thread,
        attachments: facts.attachments,
        mentions: facts.mentions,
        broadcast: command.broadcast && thread.is_some(),
        poll,
        ..Message::plain(command.id, facts.room.id, facts.author, text, facts.now)
    };
    let followers = if thread.is_some() { facts.followers } else { Vec::new() };
    Ok(Event::unplaced(Some(facts.room.id), facts.now, Body::MessageCreated { message, followers }))
}

/// Changes the text of one's own message.
///
/// # Errors
/// `forbidden`, `message_deleted`, and those of [`text`].
pub fn edit(
    message: &Message,
    by: UserId,
    new: &str,
    mentions: Vec<UserId>,
    now: Millis,
) -> Result<Event, Problem> {
    if message.author != by {
        return Err(Problem::new(Code::Forbidden).detail("only its author may change a message"));
    }
    alive(message)?;
    said(message)?;
    if message.poll.is_some() {
        let detail = "a poll is not changed once people may have voted: delete it and ask anew";
        return Err(Problem::new(Code::Forbidden).detail(detail));
    }
    let body = Body::MessageEdited {
        message_id: message.id,
        text: text(new, !message.attachments.is_empty())?,
        mentions,
    };
    Ok(Event::unplaced(Some(message.room), now, body))
}

/// Takes a message back: one's own, or anyone's as a moderator. None when it is gone already.
///
/// # Errors
/// `forbidden`.
pub fn delete(message: &Message, by: UserId, role: RoomRole, now: Millis) -> Result<Option<Event>, Problem> {
    if message.author != by && role < RoomRole::Moderator {
        let detail = "only its author or a moderator may delete a message";
        return Err(Problem::new(Code::Forbidden).detail(detail));
    }
    said(message)?;
    if message.deleted_at.is_some() {
        return Ok(None);
    }
    let (message_id, message_seq, thread) = (message.id, message.seq, message.thread);
    let body = Body::MessageDeleted { message_id, message_seq, by, thread };
    Ok(Some(Event::unplaced(Some(message.room), now, body)))
}

/// Puts an emoji on a message; `is_known` says whether it is one of the server's own. None when it is there already.
///
/// # Errors
/// `invalid_field`, `message_deleted`, `limit_reached`.
pub fn react(
    message: &Message,
    by: UserId,
    emoji: &str,
    is_known: bool,
    now: Millis,
) -> Result<Option<Event>, Problem> {
    if !is_known {
        check_emoji(emoji)?;
    }
    alive(message)?;
    match message.reactions.iter().find(|reaction| reaction.emoji == emoji) {
        Some(reaction) if reaction.users.contains(&by) => return Ok(None),
        None if message.reactions.len() >= limits::REACTIONS_PER_MESSAGE => {
            return Err(Problem::new(Code::LimitReached).detail("too many different emoji on this message"));
        }
        _ => {}
    }
    let body = Body::ReactionAdded { message_id: message.id, user_id: by, emoji: emoji.to_owned() };
    Ok(Some(Event::unplaced(Some(message.room), now, body)))
}

/// Takes an emoji back. None when it is not there.
#[must_use]
pub fn unreact(message: &Message, by: UserId, emoji: &str, now: Millis) -> Option<Event> {
    let mut reactions = message.reactions.iter();
    reactions.find(|reaction| reaction.emoji == emoji && reaction.users.contains(&by))?;
    let body = Body::ReactionRemoved { message_id: message.id, user_id: by, emoji: emoji.to_owned() };
    Some(Event::unplaced(Some(message.room), now, body))
}

/// What happened stays told.
fn said(message: &Message) -> Result<(), Problem> {
    if message.notice.is_none() {
        return Ok(());
    }
    Err(Problem::new(Code::Forbidden).detail("what happened to a room is neither changed nor deleted"))
}

fn alive(message: &Message) -> Result<(), Problem> {
    if message.deleted_at.is_some() { Err(Problem::new(Code::MessageDeleted)) } else { Ok(()) }
}

/// One emoji, as far as that can be told without a table: short, no letters, spaces or control characters.
fn check_emoji(emoji: &str) -> Result<(), Problem> {
    let looks_like_one = !emoji.is_empty()
        && emoji.len() <= limits::EMOJI_BYTES
        && !emoji.chars().any(|c| c.is_alphabetic() && c.is_ascii() || c.is_control() || c.is_whitespace())
        && !emoji.is_ascii();
    if looks_like_one {
        return Ok(());
    }
    Err(Problem::new(Code::InvalidField).detail("not an emoji").field("emoji"))
}

#[cfg(test)]
mod tests {
    use natter_protocol::{Notice, RoomId, RoomKind};

    use super::*;

    const NOW: Millis = Millis(1_764_000_000_000);

    fn user(n: u128) -> UserId {
        UserId::from_parts(NOW, n)
    }

    fn room() -> Room {
        Room {
            id: RoomId::from_parts(NOW, 1),
            kind: RoomKind::Public,
            name: "general".to_owned(),
            topic: String::new(),
            shard: 0,
            created_at: NOW,
            created_by: user(1),
            direct_users: Vec::new(),
            archived_at: None,
        }
    }

    fn command(text: &str, thread: Option<MessageId>) -> PostMessage {
        PostMessage {
            id: MessageId::from_parts(NOW, 7),
            text: text.to_owned(),
            thread,
            attachments: Vec::new(),
            broadcast: false,
            poll: None,
        }
    }

    fn facts<'a>(room: &'a Room, author: u128, answered: Option<&'a Message>) -> Saying<'a> {
        let (mentions, followers) = (Vec::new(), Vec::new());
        Saying {
            author: user(author),
            room,
            now: NOW,
            answered,
            mentions,
            attachments: Vec::new(),
            followers,
        }
    }

    fn said(text: &str) -> Message {
        let room = room();
        let facts = facts(&room, 1, None);
        match say(facts, &command(text, None)).unwrap().body {
            Body::MessageCreated { message, .. } => message,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn line_ends_become_one_kind_and_control_characters_are_refused() {
        assert_eq!(text("a\r\nb\tc", false).unwrap(), "a\nb\tc");
        for bad in ["", " \n ", "a\0b", "a\u{1b}[31m", "a\u{85}b", "a\rb"] {
            assert_eq!(text(bad, false).unwrap_err().code, Code::InvalidField, "{bad:?}");
        }
        assert!(text(&"ä".repeat(limits::MESSAGE_TEXT_BYTES / 2), false).is_ok());
        assert_eq!(
            text(&"ä".repeat(limits::MESSAGE_TEXT_BYTES / 2 + 1), false).unwrap_err().code,
            Code::TextTooLong
        );
    }

    #[test]
    fn an_answer_to_an_answer_joins_its_thread() {
        let (root, room) = (said("root"), room());
        let mut answer = said("answer");
        answer.thread = Some(root.id);
        let event = say(facts(&room, 2, Some(&answer)), &command("deeper", Some(answer.id))).unwrap();
        assert!(
            matches!(event.body, Body::MessageCreated { message, .. } if message.thread == Some(root.id))
        );
        let refused = say(facts(&room, 2, None), &command("?", Some(root.id))).unwrap_err();
        assert_eq!(refused.code, Code::MessageNotFound);
    }

    #[test]
    fn only_a_reply_can_show_in_two_places() {
        let (root, room) = (said("root"), room());
        let loud = |thread| PostMessage { broadcast: true, ..command("loud", thread) };
        let said = |facts, command: PostMessage| match say(facts, &command).unwrap().body {
            Body::MessageCreated { message, followers } => (message.broadcast, followers),
            other => panic!("{other:?}"),
        };
        let told = |facts| Saying { followers: vec![user(1)], ..facts };
        assert_eq!(said(told(facts(&room, 2, Some(&root))), loud(Some(root.id))), (true, vec![user(1)]));
        assert_eq!(said(told(facts(&room, 2, None)), loud(None)), (false, Vec::new()));
    }

    #[test]
    fn only_the_author_edits_and_moderators_delete() {
        let message = said("hello");
        assert!(edit(&message, user(1), "hi", Vec::new(), NOW).is_ok());
        assert_eq!(edit(&message, user(2), "hi", Vec::new(), NOW).unwrap_err().code, Code::Forbidden);
        assert!(delete(&message, user(1), RoomRole::Member, NOW).unwrap().is_some());
        assert!(delete(&message, user(2), RoomRole::Moderator, NOW).unwrap().is_some());
        assert_eq!(delete(&message, user(2), RoomRole::Member, NOW).unwrap_err().code, Code::Forbidden);
    }

    #[test]
    fn what_happened_to_a_room_stays_told() {
        let said = said("welcome");
        let told = Message::notice(said.id, said.room, said.author, Notice::Joined, NOW);
        assert_eq!(edit(&told, user(1), "hi", Vec::new(), NOW).unwrap_err().code, Code::Forbidden);
        assert_eq!(delete(&told, user(1), RoomRole::Owner, NOW).unwrap_err().code, Code::Forbidden);
        assert!(react(&told, user(2), "👋", false, NOW).unwrap().is_some());
    }

    #[test]
    fn a_deleted_message_stays_deleted() {
        let mut message = said("hello");
        message.apply(&natter_protocol::Change::Deleted { deleted_at: NOW });
        assert_eq!(edit(&message, user(1), "hi", Vec::new(), NOW).unwrap_err().code, Code::MessageDeleted);
        assert_eq!(react(&message, user(1), "👍", false, NOW).unwrap_err().code, Code::MessageDeleted);
        assert_eq!(delete(&message, user(1), RoomRole::Member, NOW).unwrap(), None);
    }

    #[test]
    fn reacting_twice_is_once() {
        let mut message = said("hello");
        let event = react(&message, user(2), "👍", false, NOW).unwrap().unwrap();
        message.apply(&event.change().unwrap().1);
        assert_eq!(react(&message, user(2), "👍", false, NOW).unwrap(), None);
        assert!(unreact(&message, user(2), "👍", NOW).is_some());
        assert_eq!(unreact(&message, user(3), "👍", NOW), None);
        for bad in ["", "ok", "👍 👍", "1", ":parrot:", &"👍".repeat(17)] {
            assert_eq!(
                react(&message, user(1), bad, false, NOW).unwrap_err().code,
                Code::InvalidField,
                "{bad:?}"
            );
        }
        assert!(react(&message, user(1), ":parrot:", true, NOW).is_ok_and(|event| event.is_some()));
        assert!(
            react(&message, user(1), "👩🏽‍🚀", false, NOW).is_ok()
                && react(&message, user(1), "1️⃣", false, NOW).is_ok()
        );
    }
}
