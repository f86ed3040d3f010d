//! Days as people write them, and when they begin where those people are.

use std::fmt;

use crate::ids::Millis;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
const MINUTE_MS: i64 = 60 * 1000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Day {
    Today,
    Yesterday,
    Date(Date),
}

/// A day of the Gregorian calendar from 1970 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Day {
    /// `YYYY-MM-DD`, `today` or `yesterday`.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        if text.eq_ignore_ascii_case("today") {
            return Some(Self::Today);
        }
        if text.eq_ignore_ascii_case("yesterday") {
            return Some(Self::Yesterday);
        }
        Date::read(text).map(Self::Date)
    }

    /// When the day begins and when the next one does, for someone whose clock is `offset` minutes ahead of
    /// UTC. One offset holds for all days: around a change to or from summer time a border is an hour off.
    #[must_use]
    pub fn bounds(self, now: Millis, offset: i32) -> (Millis, Millis) {
        let shift = i64::from(offset) * MINUTE_MS;
        let today = (now.0 + shift).div_euclid(DAY_MS);
        let day = match self {
            Self::Today => today,
            Self::Yesterday => today - 1,
            Self::Date(date) => date.since_1970(),
        };
        (Millis(day * DAY_MS - shift), Millis((day + 1) * DAY_MS - shift))
    }
}

impl Date {
    #[must_use]
    pub fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let days = match month {
            1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
            4 | 6 | 9 | 11 => 30,
            2 => 28 + u8::from(leap),
            _ => return None,
        };
        ((1970..=9999).contains(&year) && (1..=days).contains(&day)).then_some(Self { year, month, day })
    }

    /// The day so many days after 1970-01-01 (Howard Hinnant's `civil_from_days`).
    #[must_use]
    pub fn of_day(day: i64) -> Option<Self> {
        let shifted = day + 719_468;
        let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let march = (5 * of_year + 2) / 153;
        let month = if march < 10 { march + 3 } else { march - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        let day = of_year - (153 * march + 2) / 5 + 1;
        Self::new(u16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }

    fn read(text: &str) -> Option<Self> {
        let shape = text.bytes().map(|byte| if byte.is_ascii_digit() { b'0' } else { byte });
        if !shape.eq(*b"0000-00-00") {
            return None;
        }
        Self::new(text[..4].parse().ok()?, text[5..7].parse().ok()?, text[8..].parse().ok()?)
    }

    /// Days since 1970-01-01: whole years, whole months of a year that begins in March, days.
    fn since_1970(self) -> i64 {
        let (year, month) = (i64::from(self.year), i64::from(self.month));
        let year = if month <= 2 { year - 1 } else { year };
        let march = (month + 9) % 12;
        let leaps = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
        365 * year + leaps + (153 * march + 2) / 5 + i64::from(self.day) - 1 - 719_468
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Today => f.write_str("today"),
            Self::Yesterday => f.write_str("yesterday"),
            Self::Date(date) => date.fmt(f),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_that_do_not_exist_are_not_read() {
        for text in
            ["2026-02-29", "2026-13-01", "2026-00-10", "2026-04-31", "1969-12-31", "26-01-01", "2026-1-01"]
        {
            assert_eq!(Day::read(text), None, "{text}");
        }
        for text in ["2024-02-29", "2000-02-29", "1970-01-01", "9999-12-31", "Today", "YESTERDAY"] {
            assert!(Day::read(text).is_some(), "{text}");
        }
    }

    #[test]
    fn a_day_begins_at_midnight_where_one_is() {
        let read = |text| Day::read(text).expect("a day");
        let noon = Millis(1_764_072_000_000); // 2025-11-25T12:00:00Z
        assert_eq!(read("1970-01-01").bounds(noon, 0), (Millis(0), Millis(DAY_MS)));
        assert_eq!(read("2025-11-25").bounds(noon, 0).0, Millis(1_764_028_800_000));
        assert_eq!(read("2025-11-25").bounds(noon, 60).0, Millis(1_764_028_800_000 - 3_600_000));
        assert_eq!(read("today").bounds(noon, 0), read("2025-11-25").bounds(noon, 0));
        assert_eq!(read("today").bounds(noon, 14 * 60), read("2025-11-26").bounds(noon, 14 * 60));
        assert_eq!(read("yesterday").bounds(noon, -13 * 60), read("2025-11-23").bounds(noon, -13 * 60));
    }

    #[test]
    fn days_follow_each_other_without_a_gap() {
        let mut before = Date::new(1970, 1, 1).expect("a day").since_1970();
        assert_eq!(before, 0);
        for year in 1970..2405_u16 {
            for (month, day) in (1..=12).flat_map(|month| (1..=31).map(move |day| (month, day))) {
                let Some(date) = Date::new(year, month, day) else { continue };
                let at = date.since_1970();
                assert!(at == before + 1 || at == 0, "{date}");
                assert_eq!(Date::of_day(at), Some(date));
                before = at;
            }
        }
    }
}
