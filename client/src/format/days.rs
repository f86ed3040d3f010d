//! Days and times of day where the reader is. `offset` is minutes east of UTC at that moment (a
//! browser's `-getTimezoneOffset()`), so that summer time comes out right for past days.

use natter_protocol::Millis;

const DAY_MS: i64 = 86_400_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

/// How a day is called on a given day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Day {
    Today,
    Yesterday,
    /// `month` is 1 to 12; `year` only where it is not the reader's current one.
    Date {
        weekday: Weekday,
        day: u32,
        month: u32,
        year: Option<i64>,
    },
}

/// The number of the local day, counted from 1 January 1970.
#[must_use]
pub fn local_day(at: Millis, offset: i32) -> i64 {
    (at.0 + i64::from(offset) * 60_000).div_euclid(DAY_MS)
}

/// `14:02`.
#[must_use]
pub fn clock(at: Millis, offset: i32) -> String {
    let minutes = (at.0 + i64::from(offset) * 60_000).rem_euclid(DAY_MS) / 60_000;
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// What to call a local day (see [`local_day`]) when today is `today`.
#[must_use]
pub fn day(day: i64, today: i64) -> Day {
    match today - day {
        0 => return Day::Today,
        1 => return Day::Yesterday,
        _ => {}
    }
    let (year, month, day_of_month) = civil(day);
    let weekday = match (day + 3).rem_euclid(7) {
        0 => Weekday::Monday,
        1 => Weekday::Tuesday,
        2 => Weekday::Wednesday,
        3 => Weekday::Thursday,
        4 => Weekday::Friday,
        5 => Weekday::Saturday,
        _ => Weekday::Sunday,
    };
    let year = (year != civil(today).0).then_some(year);
    Day::Date { weekday, day: day_of_month, month, year }
}

/// "Today", "Yesterday", "Monday 23 November", "Monday 23 November 2024".
#[must_use]
pub fn english_day(day: Day) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    match day {
        Day::Today => "Today".to_owned(),
        Day::Yesterday => "Yesterday".to_owned(),
        Day::Date { weekday, day, month, year } => {
            let month = MONTHS.get(month as usize - 1).copied().unwrap_or_default();
            let date = format!("{weekday:?} {day} {month}");
            year.map_or(date.clone(), |year| format!("{date} {year}"))
        }
    }
}

/// Year, month and day of the proleptic Gregorian calendar (Howard Hinnant's `civil_from_days`).
fn civil(day: i64) -> (i64, u32, u32) {
    let shifted = day + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day_of_month = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, month as u32, day_of_month as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 24 November 2025, 16:00 UTC, a Monday.
    const NOW: Millis = Millis(1_764_000_000_000);

    #[test]
    fn days_are_called_as_people_call_them() {
        let today = local_day(NOW, 0);
        let name = |back: i64| english_day(day(today - back, today));
        assert_eq!(name(0), "Today");
        assert_eq!(name(1), "Yesterday");
        assert_eq!(name(2), "Saturday 22 November");
        assert_eq!(name(7), "Monday 17 November");
        assert_eq!(name(330), "Sunday 29 December 2024");
        assert_eq!(name(-1), "Tuesday 25 November", "a clock that runs ahead");
    }

    #[test]
    fn a_day_begins_at_local_midnight() {
        assert_eq!(local_day(NOW, 0) + 1, local_day(NOW, 8 * 60), "in Singapore it is tomorrow");
        assert_eq!(clock(NOW, 0), "16:00");
        assert_eq!(clock(NOW, 330), "21:30");
        assert_eq!(clock(NOW, -17 * 60), "23:00");
        assert_eq!(local_day(Millis(-1), 0), -1);
    }

    #[test]
    fn leap_days_exist_where_they_should() {
        assert_eq!(civil(0), (1970, 1, 1));
        assert_eq!(civil(11_016), (2000, 2, 29));
        assert_eq!(civil(19_782), (2024, 2, 29));
        assert_eq!(civil(19_783), (2024, 3, 1));
        assert_eq!(civil(47_540), (2100, 2, 28));
        assert_eq!(civil(47_541), (2100, 3, 1));
    }
}
