//! The languages that mails speak. English is the one where nothing better is known.

use jiff::civil::{DateTime, Time};

use super::english::ENGLISH;
use super::german::GERMAN;

/// Everything that mails and their page say.
#[derive(Debug)]
pub struct Words {
    /// The primary subtag (RFC 5646 §2.2.1).
    pub tag: &'static str,
    /// What comes before a code that proves an address at a server, and what comes after it.
    pub code: fn(server: &str) -> String,
    pub code_holds: &'static str,
    pub code_subject: fn(code: &str, server: &str) -> String,
    /// How many messages were missed at a server.
    pub missed: fn(server: &str, count: usize) -> String,
    pub missed_subject: fn(server: &str, count: usize) -> String,
    /// Who said something where, and when.
    pub said: fn(author: &str, room: Option<&str>, at: &str) -> String,
    pub moment: fn(at: DateTime, twelve_hours: bool) -> String,
    pub open: &'static str,
    pub more: fn(count: usize) -> String,
    /// Why such mails come.
    pub why: fn(server: &str) -> String,
    pub no_more: &'static str,
    /// The page that ends them: what it asks, what its button says, and what it says then.
    pub ask: &'static str,
    pub yes: &'static str,
    pub ended: &'static str,
    pub again: &'static str,
}

static ALL: [&Words; 2] = [&ENGLISH, &GERMAN];

impl Words {
    /// Of the first of these tags, best first, whose language is spoken here.
    pub fn preferred<'a>(tags: impl IntoIterator<Item = &'a str>) -> &'static Self {
        let spoken = |tag: &str| {
            let primary = tag.trim().split(['-', '_', ';']).next().unwrap_or_default();
            ALL.into_iter().find(|words| words.tag.eq_ignore_ascii_case(primary))
        };
        tags.into_iter().find_map(spoken).unwrap_or(&ENGLISH)
    }
}

/// `14:05`, or `2:05 PM`.
pub(super) fn clock(time: Time, twelve_hours: bool) -> String {
    let (hour, minute) = (time.hour(), time.minute());
    if !twelve_hours {
        return format!("{hour:02}:{minute:02}");
    }
    let half = if hour < 12 { "AM" } else { "PM" };
    format!("{}:{minute:02} {half}", (hour + 11) % 12 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_language_of_a_reader_that_is_spoken_here_is_taken() {
        assert_eq!(Words::preferred(["pt-BR", " de-AT;q=0.9", "en"]).tag, "de");
        assert_eq!(Words::preferred(["EN_us", "de"]).tag, "en");
        assert_eq!(Words::preferred(["den", ""]).tag, "en");
    }

    #[test]
    fn noon_and_midnight_are_twelve() {
        for (hour, text) in [(0, "12:05 AM"), (1, "1:05 AM"), (12, "12:05 PM"), (23, "11:05 PM")] {
            assert_eq!(clock(Time::constant(hour, 5, 0, 0), true), text);
        }
        assert_eq!(clock(Time::constant(9, 5, 0, 0), false), "09:05");
    }
}
