//! The English of polls. Whoever adds a text here adds it to `poll_german.rs` too.

use super::texts::of;

texts! {
PollText = ENGLISH;
words {
    poll = "Poll",
    slash_poll = "Ask something with answers to choose from",
    slash_how = "Put the question and each answer into quotes: /poll \"Question\" \"Answer\" \"Answer\"",
    question = "Question",
    question_example = "Where do we meet?",
    answers = "Answers",
    add_answer = "Add an answer",
    remove_answer = "Remove this answer",
    several = "Several answers may be chosen",
    anonymous = "Anonymous",
    anonymous_note = "Nobody sees who chose what.",
    ends = "Ends",
    ends_by_hand = "When someone ends it",
    in_an_hour = "In an hour",
    in_a_day = "In a day",
    in_three_days = "In three days",
    in_a_week = "In a week",
    ask = "Ask",
    two_needed = "At least two answers are needed.",
    all_different = "Each answer must be another one.",
    several_short = "Several answers",
    ended = "Ended",
    end_poll = "End poll",
    who_voted = "Who voted?",
    hide_names = "Hide names",
    take_back = "Take back my vote",
}
sentences {
    answer(number: usize) = format!("Answer {number}"),
    votes(count: usize) = of(count, "vote", "votes"),
    voters(count: usize) = if count == 0 { "No votes yet".to_owned() } else { of(count, "person voted", "people voted") },
    named(names: &str, more: usize) = if more == 0 { names.to_owned() } else { format!("{names} and {more} more") },
    ends_at(when: &str) = format!("ends {when}"),
}
}
