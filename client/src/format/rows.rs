//! A list of messages as rows: day separators, the unread divider, groups of one author.

use natter_protocol::{MessageId, Millis, UserId};

use super::local_day;

/// Messages of one author within this time of the one before belong together, in milliseconds.
pub const GROUP_MS: i64 = 5 * 60_000;

/// What grouping needs to know of a message; `author` is none for a system message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    pub id: MessageId,
    pub author: Option<UserId>,
    pub at: Millis,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Row {
    /// A day separator, by [`local_day`].
    Day(i64),
    /// The line with "New".
    Unread,
    /// `head` shows avatar, name and time; the others of a group only their text.
    Message { id: MessageId, head: bool },
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
        let follows = before.is_some_and(|(last, _)| {
            line.author.is_some() && last.author == line.author && (line.at.0 - last.at.0).abs() <= GROUP_MS
        });
        rows.push(Row::Message { id: line.id, head: new_day || divided || !follows });
        before = Some((line, today));
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOON: i64 = 1_764_000_000_000 - 4 * 3_600_000;

    fn ana(n: u128, at: i64) -> Line {
        Line { id: id(n), author: Some(UserId::from_parts(Millis(1), 1)), at: Millis(at) }
    }

    fn bo(n: u128, at: i64) -> Line {
        Line { author: Some(UserId::from_parts(Millis(1), 2)), ..ana(n, at) }
    }

    fn id(n: u128) -> MessageId {
        MessageId::from_parts(Millis(1), n)
    }

    /// Rows in short: `D` day, `-` divider, a capital for the head of a group, a small letter for the rest.
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
        let system = Line { author: None, ..ana(2, NOON + 1) };
        assert_eq!(short(&[ana(1, NOON), system, ana(3, NOON + 2)], None), "DMMM");
        assert_eq!(short(&[system, system], None), "DMM");
    }

    #[test]
    fn the_day_is_the_readers_own() {
        let lines = [ana(1, NOON), ana(2, NOON + 1)];
        let tokyo = rows(lines, None, |_| 9 * 60);
        assert_eq!(tokyo[0], Row::Day(local_day(Millis(NOON), 9 * 60)));
        assert_eq!(rows([], None, |_| 0), []);
    }
}
