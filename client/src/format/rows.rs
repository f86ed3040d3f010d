//! A list of messages as rows: day separators, the unread divider, groups of one author, notices of one kind.

use natter_protocol::{Message, MessageId, Millis, Notice, UserId};

use super::local_day;

/// Messages of one author within this time of the one before belong together, in milliseconds.
pub const GROUP_MS: i64 = 5 * 60_000;
/// Notices of one kind within this time of the one before are told together, in milliseconds.
const TOLD_MS: i64 = 60 * 60_000;

/// What grouping needs to know of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    pub id: MessageId,
    pub by: By,
    pub at: Millis,
}

/// Whose line it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// A person's; none who is not known yet.
    Author(Option<UserId>),
    /// A notice that stands for itself.
    Notice,
    /// People came by themselves.
    Joined,
    /// People went by themselves.
    Left,
    /// Someone brought people in.
    Added(UserId),
    /// Someone put people out.
    Removed(UserId),
}

impl Line {
    #[must_use]
    pub fn of(message: &Message) -> Self {
        let by = match &message.notice {
            None => By::Author(Some(message.author)),
            Some(Notice::Joined) => By::Joined,
            Some(Notice::Left) => By::Left,
            Some(Notice::Added { .. }) => By::Added(message.author),
            Some(Notice::Removed { .. }) => By::Removed(message.author),
            Some(_) => By::Notice,
        };
        Self { id: message.id, by, at: message.at }
    }

    fn follows(&self, last: &Self) -> bool {
        let within = match self.by {
            By::Author(None) | By::Notice => return false,
            By::Author(Some(_)) => GROUP_MS,
            _ => TOLD_MS,
        };
        last.by == self.by && (self.at.0 - last.at.0).abs() <= within
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    /// A day separator, by [`local_day`].
    Day(i64),
    /// The line with "New".
    Unread,
    /// `head` shows avatar, name and time; the others of a group only their text.
    Message { id: MessageId, head: bool },
    /// A notice, and so many more of its kind that come next.
    Told { id: MessageId, more: u32 },
}

/// The rows of messages in order. `unread` is the message above which the divider stands; `offset`
/// gives minutes east of UTC at a moment.
pub fn rows(
    lines: impl IntoIterator<Item = Line>,
    unread: Option<MessageId>,
    offset: impl Fn(Millis) -> i32,
) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut before: Option<(Line, i64)> = None;
    for line in lines {
        let today = local_day(line.at, offset(line.at));
        let new_day = before.is_none_or(|(_, day)| day != today);
        let divided = unread == Some(line.id);
        if new_day {
            rows.push(Row::Day(today));
        }
        if divided {
            rows.push(Row::Unread);
        }
        let follows = !new_day && !divided && before.is_some_and(|(last, _)| line.follows(&last));
        match (line.by, rows.last_mut()) {
            (By::Author(_), _) => rows.push(Row::Message { id: line.id, head: !follows }),
            (_, Some(Row::Told { more, .. })) if follows => *more += 1,
            _ => rows.push(Row::Told { id: line.id, more: 0 }),
        }
        before = Some((line, today));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: i64 = 1_764_000_000_000 - 4 * 3_600_000;

    fn person(n: u128) -> UserId {
        UserId::from_parts(Millis(1), n)
    }

    fn ana(n: u128, at: i64) -> Line {
        Line { id: id(n), by: By::Author(Some(person(1))), at: Millis(at) }
    }

    fn bo(n: u128, at: i64) -> Line {
        Line { by: By::Author(Some(person(2))), ..ana(n, at) }
    }

    fn told(n: u128, at: i64, by: By) -> Line {
        Line { by, ..ana(n, at) }
    }

    fn id(n: u128) -> MessageId {
        MessageId::from_parts(Millis(1), n)
    }

    /// Rows in short: `D` day, `-` divider, a capital for the head of a group, a small letter for the rest, and how
    /// many notices are told.
    fn short(lines: &[Line], unread: Option<u128>) -> String {
        let rows = rows(lines.iter().copied(), unread.map(id), |_| 0);
        let letter = |row: &Row| match row {
            Row::Day(_) => 'D',
            Row::Unread => '-',
            Row::Message { head, .. } => {
                if *head {
                    'M'
                } else {
                    'm'
                }
            }
            Row::Told { more, .. } => char::from_digit(more + 1, 10).expect("a digit"),
        };
        rows.iter().map(letter).collect()
    }

    #[test]
    fn one_author_within_five_minutes_is_a_group() {
        assert_eq!(short(&[ana(1, NOON), ana(2, NOON + 1000), ana(3, NOON + 1000 + GROUP_MS)], None), "DMmm");
        assert_eq!(short(&[ana(1, NOON), ana(2, NOON + GROUP_MS + 1)], None), "DMM");
        assert_eq!(short(&[ana(1, NOON), bo(2, NOON + 1), ana(3, NOON + 2)], None), "DMMM");
    }

    #[test]
    fn a_day_the_divider_and_a_system_message_break_a_group() {
        let midnight = NOON + 12 * 3_600_000;
        assert_eq!(short(&[ana(1, midnight - 1), ana(2, midnight)], None), "DMDM");
        assert_eq!(short(&[ana(1, NOON), ana(2, NOON + 1), ana(3, NOON + 2)], Some(2)), "DM-Mm");
        let topic = told(2, NOON + 1, By::Notice);
        assert_eq!(short(&[ana(1, NOON), topic, ana(3, NOON + 2)], None), "DM1M");
        assert_eq!(short(&[topic, topic], None), "D11");
        let unknown = told(2, NOON + 1, By::Author(None));
        assert_eq!(short(&[unknown, unknown], None), "DMM");
    }

    #[test]
    fn notices_of_one_kind_are_told_together() {
        let joined = |n, at| told(n, NOON + at, By::Joined);
        let added = |n, by| told(n, NOON, By::Added(person(by)));
        assert_eq!(short(&[joined(1, 0), joined(2, 1), joined(3, TOLD_MS + 1)], None), "D3");
        assert_eq!(short(&[joined(1, 0), joined(2, TOLD_MS + 1)], None), "D11");
        assert_eq!(short(&[joined(1, 0), told(2, NOON, By::Left), joined(3, 0)], None), "D111");
        assert_eq!(short(&[added(1, 1), added(2, 1), added(3, 2)], None), "D21");
        assert_eq!(short(&[joined(1, 0), ana(2, NOON), joined(3, 0)], None), "D1M1");
        assert_eq!(short(&[joined(1, 0), joined(2, 0), joined(3, 0)], Some(2)), "D1-2");
        let midnight = 12 * 3_600_000;
        assert_eq!(short(&[joined(1, midnight - 1), joined(2, midnight)], None), "D1D1");
    }

    #[test]
    fn the_day_is_the_readers_own() {
        let lines = [ana(1, NOON), ana(2, NOON + 1)];
        let tokyo = rows(lines, None, |_| 9 * 60);
        assert_eq!(tokyo[0], Row::Day(local_day(Millis(NOON), 9 * 60)));
        assert_eq!(rows([], None, |_| 0), []);
    }
}
