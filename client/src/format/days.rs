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

/// `14:02`, or with twelve hours `2:02 PM`.
#[must_use]
pub fn clock(at: Millis, offset: i32, twelve: bool) -> String {
    let minutes = (at.0 + i64::from(offset) * 60_000).rem_euclid(DAY_MS) / 60_000;
    let (hour, minute) = (minutes / 60, minutes % 60);
    if twelve {
        let half = if hour < 12 { "AM" } else { "PM" };
        return format!("{}:{minute:02} {half}", (hour + 11) % 12 + 1);
    }
    format!("{hour:02}:{minute:02}")
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
    fn a_day_is_named_from_where_the_reader_stands() {
        let today = local_day(NOW, 0);
        assert_eq!([day(today, today), day(today - 1, today)], [Day::Today, Day::Yesterday]);
        let date = |weekday, day, month, year| Day::Date { weekday, day, month, year };
        assert_eq!(day(today - 2, today), date(Weekday::Saturday, 22, 11, None));
        assert_eq!(day(today - 330, today), date(Weekday::Sunday, 29, 12, Some(2024)));
        assert_eq!(day(today + 1, today), date(Weekday::Tuesday, 25, 11, None), "a clock that runs ahead");
    }

    #[test]
    fn a_clock_has_twelve_hours_or_twice_as_many() {
        let told = |hour: i64| clock(Millis(hour * 3_600_000 + 120_000), 0, true);
        assert_eq!(
            [0, 1, 11, 12, 13, 23].map(told),
            ["12:02 AM", "1:02 AM", "11:02 AM", "12:02 PM", "1:02 PM", "11:02 PM"]
        );
        assert_eq!(clock(Millis(120_000), 0, false), "00:02");
    }

    #[test]
    fn a_day_begins_at_local_midnight() {
        assert_eq!(local_day(NOW, 0) + 1, local_day(NOW, 8 * 60), "in Singapore it is tomorrow");
        assert_eq!(clock(NOW, 0, false), "16:00");
        assert_eq!(clock(NOW, 330, false), "21:30");
        assert_eq!(clock(NOW, -17 * 60, false), "23:00");
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
