//! Polls: a message that asks and carries what was chosen. What it asks is its text.

use serde::{Deserialize, Serialize};

use crate::ids::Millis;
use crate::read::Read;

/// What is asked for with a message ([`PostMessage`](crate::command::PostMessage)).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NewPoll {
    /// 2 to 10, each another one.
    pub options: Vec<String>,
    /// Whether one person may choose several.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub multiple: bool,
    /// Whether nobody sees who chose what.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub anonymous: bool,
    /// When it ends by itself; none means when someone ends it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closes_at: Option<Millis>,
}

/// As it stands on a message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Poll {
    #[serde(flatten)]
    pub terms: NewPoll,
    /// When someone ended it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<Millis>,
    /// By voter; those who chose nothing have none.
    #[serde(default)]
    pub ballots: Vec<Ballot>,
}

/// What one person chose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Ballot {
    /// The person's id; in an anonymous poll a name that only the server and they know to be theirs, another in
    /// each poll.
    pub voter: String,
    /// Places of options, rising.
    pub choices: Vec<u8>,
}

/// `PUT …/vote`: the places of options, from 0; none takes the vote back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Vote {
    pub choices: Vec<u8>,
}

impl Poll {
    #[must_use]
    pub fn new(terms: NewPoll) -> Self {
        Self { terms, closed_at: None, ballots: Vec::new() }
    }

    /// Whether nobody can vote any more.
    #[must_use]
    pub fn is_closed(&self, now: Millis) -> bool {
        self.closed_at.is_some() || self.terms.closes_at.is_some_and(|end| end <= now)
    }

    /// How many chose an option.
    #[must_use]
    pub fn count(&self, option: usize) -> usize {
        self.ballots
            .iter()
            .filter(|ballot| ballot.choices.iter().any(|at| usize::from(*at) == option))
            .count()
    }

    #[must_use]
    pub fn choices_of(&self, voter: &str) -> &[u8] {
        let found = self.ballots.iter().find(|ballot| ballot.voter == voter);
        found.map_or(&[], |ballot| &ballot.choices)
    }

    /// The next vote in the order of the log; one after the end does not count.
    pub fn vote(&mut self, voter: &str, choices: &[u8]) {
        if self.closed_at.is_some() {
            return;
        }
        self.ballots.retain(|ballot| ballot.voter != voter);
        if !choices.is_empty() {
            self.ballots.push(Ballot { voter: voter.to_owned(), choices: choices.to_vec() });
            self.ballots.sort_unstable_by(|a, b| a.voter.cmp(&b.voter));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_vote_of_each_counts_until_the_end() {
        let mut poll = Poll::new(NewPoll { options: vec!["a".into(), "b".into()], ..NewPoll::default() });
        poll.vote("bo", &[0]);
        poll.vote("ana", &[0]);
        poll.vote("bo", &[1]);
        assert_eq!((poll.count(0), poll.count(1)), (1, 1));
        assert_eq!(poll.choices_of("bo"), [1]);
        poll.vote("ana", &[]);
        assert_eq!((poll.count(0), poll.ballots.len()), (0, 1));
        poll.closed_at = Some(Millis(5));
        poll.vote("ana", &[0]);
        assert_eq!(poll.count(0), 0);
    }

    #[test]
    fn it_ends_when_its_time_has_come() {
        let closes_at = Some(Millis(10));
        let poll = Poll::new(NewPoll { closes_at, ..NewPoll::default() });
        assert!(!poll.is_closed(Millis(9)) && poll.is_closed(Millis(10)));
    }
}
