//! What may be asked, who may vote, who may end a poll. Pure: facts and a command in, an event or a refusal out.

use natter_protocol::ballot::{NewPoll, Poll};
use natter_protocol::{Body, Code, Event, Message, Millis, Problem, RoomRole, UserId, limits};

use super::text::line;

/// Checks what someone wants to ask.
///
/// # Errors
/// `invalid_field`.
pub fn ask(given: &NewPoll, now: Millis) -> Result<Poll, Problem> {
    let refuse = |why: String| Err(Problem::new(Code::InvalidField).field("poll").detail(why));
    let most = limits::POLL_OPTIONS;
    if !(2..=most).contains(&given.options.len()) {
        return refuse(format!("2 to {most} options"));
    }
    let mut options: Vec<String> = Vec::with_capacity(given.options.len());
    for option in &given.options {
        let option = line(option, "poll", limits::POLL_OPTION_CHARS, false)?;
        if options.contains(&option) {
            return refuse("each option must be another one".to_owned());
        }
        options.push(option);
    }
    let latest = now.plus_seconds(limits::POLL_DAYS * 24 * 3600);
    if given.closes_at.is_some_and(|end| end <= now || end > latest) {
        return refuse(format!("it ends in the future, in {} days at most", limits::POLL_DAYS));
    }
    Ok(Poll::new(NewPoll { options, ..given.clone() }))
}

/// Votes, in place of what the same person chose before. None when that was the same.
///
/// # Errors
/// `message_deleted`, `poll_not_found`, `poll_closed`, `invalid_field`, `limit_reached`.
pub fn vote(message: &Message, voter: String, given: &[u8], now: Millis) -> Result<Option<Event>, Problem> {
    let poll = open(message, now)?;
    let mut choices = given.to_vec();
    choices.sort_unstable();
    choices.dedup();
    let refuse = |why: &str| Err(Problem::new(Code::InvalidField).field("choices").detail(why));
    if choices.iter().any(|at| usize::from(*at) >= poll.terms.options.len()) {
        return refuse("there is no such option");
    }
    if choices.len() > 1 && !poll.terms.multiple {
        return refuse("one option at most");
    }
    let before = poll.choices_of(&voter);
    if before == choices {
        return Ok(None);
    }
    if before.is_empty() && poll.ballots.len() >= limits::POLL_VOTERS {
        return Err(Problem::new(Code::LimitReached).detail("too many people have voted"));
    }
    let body = Body::PollVoted { message_id: message.id, voter, choices };
    Ok(Some(Event::unplaced(Some(message.room), now, body)))
}

/// Ends a poll: one's own, or anyone's as a moderator. None when it has ended already.
///
/// # Errors
/// `forbidden`, `poll_not_found`.
pub fn close(message: &Message, by: UserId, role: RoomRole, now: Millis) -> Result<Option<Event>, Problem> {
    let poll = message.poll.as_ref().ok_or_else(|| Problem::new(Code::PollNotFound))?;
    if message.author != by && role < RoomRole::Moderator {
        return Err(Problem::new(Code::Forbidden).detail("only its author or a moderator may end a poll"));
    }
    if poll.is_closed(now) {
        return Ok(None);
    }
    let body = Body::PollClosed { message_id: message.id, by };
    Ok(Some(Event::unplaced(Some(message.room), now, body)))
}

fn open(message: &Message, now: Millis) -> Result<&Poll, Problem> {
    if message.deleted_at.is_some() {
        return Err(Problem::new(Code::MessageDeleted));
    }
    let poll = message.poll.as_ref().ok_or_else(|| Problem::new(Code::PollNotFound))?;
    if poll.is_closed(now) { Err(Problem::new(Code::PollClosed)) } else { Ok(poll) }
}

#[cfg(test)]
mod tests {
    use natter_protocol::{MessageId, RoomId};

    use super::*;

    const NOW: Millis = Millis(1_764_000_000_000);

    fn user(n: u128) -> UserId {
        UserId::from_parts(NOW, n)
    }

    fn terms(options: &[&str]) -> NewPoll {
        NewPoll { options: options.iter().map(|&option| option.to_owned()).collect(), ..NewPoll::default() }
    }

    fn asked(terms: &NewPoll) -> Message {
        let json = serde_json::json!({"id": MessageId::from_parts(NOW, 1), "room": RoomId::from_parts(NOW, 2),
            "author": user(1), "text": "Where?", "at": NOW, "poll": ask(terms, NOW).expect("asked")});
        serde_json::from_value(json).expect("a message")
    }

    #[test]
    fn a_poll_has_a_few_different_options_and_ends_in_the_future() {
        let poll = ask(&terms(&[" here ", "there"]), NOW).expect("asked");
        assert_eq!(poll.terms.options, ["here", "there"]);
        let many: Vec<String> = (0..11).map(|n| n.to_string()).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        for bad in [&[][..], &["one"], &["same", "same "], &["a", ""], &["a", "b\nc"], &many] {
            assert_eq!(ask(&terms(bad), NOW).expect_err("refused").code, Code::InvalidField, "{bad:?}");
        }
        let ends =
            |closes_at| ask(&NewPoll { closes_at: Some(closes_at), ..terms(&["a", "b"]) }, NOW).is_ok();
        assert!(ends(NOW.plus_seconds(60)) && !ends(NOW) && !ends(NOW.plus_seconds(400 * 24 * 3600)));
    }

    #[test]
    fn a_vote_is_for_what_there_is_and_once() {
        let mut message = asked(&terms(&["a", "b"]));
        let tries = |message: &Message, choices: &[u8]| vote(message, "bo".to_owned(), choices, NOW);
        for bad in [&[2][..], &[0, 1]] {
            assert_eq!(tries(&message, bad).expect_err("refused").code, Code::InvalidField);
        }
        let event = tries(&message, &[1, 1]).expect("taken").expect("news");
        message.apply(&event.change().expect("a change").1);
        assert_eq!(tries(&message, &[1]), Ok(None), "the same again");
        assert!(tries(&message, &[]).expect("taken").is_some(), "taken back");
        message.apply(&natter_protocol::Change::PollClosed { closed_at: NOW });
        assert_eq!(tries(&message, &[0]).expect_err("refused").code, Code::PollClosed);
        message.poll = None;
        assert_eq!(tries(&message, &[0]).expect_err("refused").code, Code::PollNotFound);
    }

    #[test]
    fn its_author_and_moderators_end_it() {
        let message = asked(&terms(&["a", "b"]));
        let tries = |by, role| close(&message, user(by), role, NOW);
        assert!(tries(1, RoomRole::Member).expect("may").is_some());
        assert!(tries(2, RoomRole::Moderator).expect("may").is_some());
        assert_eq!(tries(2, RoomRole::Member).expect_err("refused").code, Code::Forbidden);
        let ended = asked(&NewPoll { closes_at: Some(NOW.plus_seconds(1)), ..terms(&["a", "b"]) });
        assert_eq!(close(&ended, user(1), RoomRole::Member, NOW.plus_seconds(1)), Ok(None));
    }
}
