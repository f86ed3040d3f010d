//! Who reads a mail: in which language, and what time it is there.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use natter_protocol::{Millis, email};

use super::language::Words;

#[derive(Debug, Clone)]
pub struct Reader {
    pub words: &'static Words,
    /// None where it is not known: times are UTC then, and say so.
    zone: Option<TimeZone>,
    twelve_hours: bool,
}

impl Reader {
    /// Someone as their device described them, and in the zone of their profile, if they say it there.
    #[must_use]
    pub fn of(told: Option<&email::Reader>, profile_zone: Option<&str>) -> Self {
        let zones = profile_zone.into_iter().chain(told.map(|told| told.time_zone.as_str()));
        Self {
            words: Words::preferred(told.map(|told| told.language.as_str())),
            zone: zones.filter(|zone| !zone.is_empty()).find_map(|zone| TimeZone::get(zone).ok()),
            twelve_hours: told.is_some_and(|told| told.twelve_hours),
        }
    }

    /// Day and time of day.
    #[must_use]
    pub fn moment(&self, at: Millis) -> String {
        let Ok(at) = Timestamp::from_millisecond(at.0) else { return String::new() };
        let write = |zone: &TimeZone| (self.words.moment)(zone.to_datetime(at), self.twelve_hours);
        self.zone.as_ref().map_or_else(|| format!("{} UTC", write(&TimeZone::UTC)), write)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(language: &str, time_zone: &str, twelve_hours: bool) -> email::Reader {
        email::Reader { language: language.to_owned(), time_zone: time_zone.to_owned(), twelve_hours }
    }

    #[test]
    fn a_time_is_told_as_its_reader_tells_time() {
        let (winter, summer) = (Millis(1_764_000_300_000), Millis(1_751_000_000_000));
        for (told, profile, at, text) in [
            (None, None, winter, "Monday 24 November, 16:05 UTC"),
            (Some(told("de-AT", "Europe/Vienna", false)), None, winter, "Montag, 24. November, 17:05"),
            (Some(told("de", "Europe/Vienna", false)), None, summer, "Freitag, 27. Juni, 06:53"),
            (Some(told("en-US", "America/New_York", true)), None, winter, "Monday 24 November, 11:05 AM"),
            (Some(told("xx", "Nowhere/Else", false)), None, winter, "Monday 24 November, 16:05 UTC"),
            (Some(told("en", "UTC", false)), Some("Asia/Tokyo"), winter, "Tuesday 25 November, 01:05"),
            (None, Some(""), winter, "Monday 24 November, 16:05 UTC"),
        ] {
            assert_eq!(Reader::of(told.as_ref(), profile).moment(at), text);
        }
    }
}
