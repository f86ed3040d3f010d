//! Whether every language really is one.

use natter_client::format::{Day, Weekday, day};

use super::english::ENGLISH;
use super::german::GERMAN;
use super::{admin_english, admin_german, poll_english, poll_german, settings_english, settings_german};

/// Something to put into a sentence.
pub trait Sample {
    fn sample() -> Self;
}

macro_rules! samples {
    ($($kind:ty = $value:expr;)+) => { $(impl Sample for $kind { fn sample() -> Self { $value } })+ };
}

samples! {
    &str = "Zoë";
    bool = true;
    u16 = 7;
    u32 = 7;
    u64 = 7;
    usize = 7;
    i64 = 7;
    Option<&str> = Some("Zoë");
    Option<u32> = Some(7);
    Option<u64> = Some(7);
    Option<usize> = Some(7);
    &[String] = &[];
    String = "Zoë".to_owned();
    Day = Day::Date { weekday: Weekday::Monday, day: 23, month: 3, year: Some(2026) };
}

/// Words that both languages share: names, signs, and loans.
const SHARED: &[&str] = &[
    "online",
    "offline",
    "thread",
    "threads",
    "emoji",
    "code",
    "name",
    "sort_name",
    "thread_in",
    "email_example",
    "bot",
    "token",
    "tokens",
    "webhooks",
];

fn alike(english: Vec<(&'static str, String)>, german: Vec<(&'static str, String)>) -> Vec<&'static str> {
    let pairs = english.into_iter().zip(german);
    pairs.filter(|((_, english), (_, german))| english == german).map(|((name, _), _)| name).collect()
}

#[test]
fn no_text_was_left_in_english() {
    let english = [
        ENGLISH.all(),
        settings_english::ENGLISH.all(),
        admin_english::ENGLISH.all(),
        poll_english::ENGLISH.all(),
    ]
    .concat();
    let german =
        [GERMAN.all(), settings_german::GERMAN.all(), admin_german::GERMAN.all(), poll_german::GERMAN.all()]
            .concat();
    let alike = alike(english, german);
    let forgotten: Vec<_> = alike.iter().filter(|name| !SHARED.contains(name)).collect();
    assert!(forgotten.is_empty(), "still English, or to be listed as shared: {forgotten:?}");
    let listed_in_vain: Vec<_> = SHARED.iter().filter(|name| !alike.contains(name)).collect();
    assert!(listed_in_vain.is_empty(), "not shared: {listed_in_vain:?}");
}

#[test]
fn days_are_called_as_people_call_them() {
    // A Monday: 24 November 2025.
    let today = 20_416;
    let names = |back: i64| [&ENGLISH, &GERMAN].map(|text| (text.day_name)(day(today - back, today)));
    assert_eq!(names(0), ["Today", "Heute"]);
    assert_eq!(names(1), ["Yesterday", "Gestern"]);
    assert_eq!(names(2), ["Saturday 22 November", "Samstag, 22. November"]);
    assert_eq!(names(330), ["Sunday 29 December 2024", "Sonntag, 29. Dezember 2024"]);
    assert_eq!(names(-1), ["Tuesday 25 November", "Dienstag, 25. November"], "a clock that runs ahead");
}

#[test]
fn plurals_are_right() {
    assert_eq!((GERMAN.members_count)(1), "1 Mitglied");
    assert_eq!((GERMAN.members_count)(2), "2 Mitglieder");
    assert_eq!((ENGLISH.members_count)(1), "1 member");
    assert_eq!((ENGLISH.members_count)(0), "0 members");
}
