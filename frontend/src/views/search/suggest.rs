//! What the end of a query may become.

use natter_client::format::{day, local_day};
use natter_client::fuzzy::Names;
use natter_client::{Chat, RoomState};
use natter_protocol::search::{Date, Has, Is, Part, What, Where, Who};
use natter_protocol::{RoomKind, UserId};

use crate::text::t;

/// Shown at once.
const MOST: usize = 7;
/// Days that are offered, today included.
const DAYS: i64 = 7;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark {
    Person(UserId),
    Room(RoomKind),
    Filter,
    Recent,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    pub mark: Mark,
    pub label: String,
    pub note: String,
    /// What the field holds once it is taken.
    pub text: String,
}

/// The text before the last word, and the last word.
fn split(text: &str) -> (&str, &str) {
    let at = text
        .rfind(char::is_whitespace)
        .map_or(0, |at| at + text[at..].chars().next().map_or(1, char::len_utf8));
    text.split_at(at)
}

/// What to offer for a query that ends with `text`'s end; `today` is the number of the local day.
pub fn suggestions(chat: &Chat, text: &str, recent: &[String], today: i64) -> Vec<Suggestion> {
    if text.trim().is_empty() {
        return recent.iter().map(|recent| earlier(recent)).chain(filters("")).collect();
    }
    let (before, word) = split(text);
    let (minus, word) = word.strip_prefix('-').map_or(("", word), |rest| ("-", rest));
    let Some((key, value)) = word.split_once(':') else {
        return if word.is_empty() && minus.is_empty() { filters(text) } else { Vec::new() };
    };
    let whole = |what: &What| format!("{before}{minus}{} ", Part { negated: false, what: what.clone() });
    match key.to_ascii_lowercase().as_str() {
        "from" => {
            let me = Suggestion {
                mark: Mark::Person(chat.me().user.id),
                label: t().search_me.to_owned(),
                note: "from:me".to_owned(),
                text: whole(&What::From(Who::Me)),
            };
            let with_me = value.is_empty() || "me".starts_with(&value.to_ascii_lowercase());
            let others =
                people(chat, value.trim_start_matches('@'), |name| whole(&What::From(Who::Named(name))));
            with_me.then_some(me).into_iter().chain(others).take(MOST).collect()
        }
        "in" => match value.strip_prefix('@') {
            Some(name) => people(chat, name, |name| whole(&What::In(Where::Direct(name)))),
            None => {
                rooms(chat, value.trim_start_matches(['#', '"']), |name| whole(&What::In(Where::Room(name))))
            }
        },
        "before" | "after" | "on" => days(value, today, |day| format!("{before}{minus}{key}:{day} ")),
        "has" => words(value, Has::WORDS, t().search_has, |word| format!("{before}{minus}has:{word} ")),
        "is" => words(value, Is::WORDS, t().search_is, |word| format!("{before}{minus}is:{word} ")),
        _ => Vec::new(),
    }
}

fn earlier(text: &str) -> Suggestion {
    Suggestion { mark: Mark::Recent, label: text.to_owned(), note: String::new(), text: text.to_owned() }
}

/// The beginnings of filters, and what they do.
fn filters(before: &str) -> Vec<Suggestion> {
    let each = [
        ("from:", t().search_from),
        ("in:", t().search_in),
        ("on:", t().search_on),
        ("before:", t().search_before),
        ("after:", t().search_after),
        ("has:", t().search_has),
        ("is:", t().search_is),
    ];
    let each = each.into_iter().map(|(key, what)| Suggestion {
        mark: Mark::Filter,
        label: key.to_owned(),
        note: what.to_owned(),
        text: format!("{before}{key}"),
    });
    each.collect()
}

fn people(chat: &Chat, letters: &str, text: impl Fn(String) -> String) -> Vec<Suggestion> {
    let all: Vec<_> = chat.users().collect();
    let names = Names::new(all.iter().map(|user| ([user.display_name.as_str(), user.username.as_str()], 0)));
    let found = names.best(letters, MOST).into_iter().map(|at| Suggestion {
        mark: Mark::Person(all[at].id),
        label: all[at].display_name.clone(),
        note: format!("@{}", all[at].username),
        text: text(all[at].username.clone()),
    });
    found.collect()
}

fn rooms(chat: &Chat, letters: &str, text: impl Fn(String) -> String) -> Vec<Suggestion> {
    let all: Vec<_> =
        chat.rooms().map(RoomState::details).filter(|room| room.kind != RoomKind::Direct).collect();
    let names = Names::new(all.iter().map(|room| ([room.name.as_str()], 0)));
    let found = names.best(letters, MOST).into_iter().map(|at| Suggestion {
        mark: Mark::Room(all[at].kind),
        label: all[at].name.clone(),
        note: String::new(),
        text: text(all[at].name.clone()),
    });
    found.collect()
}

fn days(value: &str, today: i64, text: impl Fn(&str) -> String) -> Vec<Suggestion> {
    let each = (0..DAYS).filter_map(|back| {
        let date = Date::of_day(today - back)?.to_string();
        let word = match back {
            0 => "today",
            1 => "yesterday",
            _ => date.as_str(),
        };
        (word.starts_with(&value.to_ascii_lowercase()) || date.starts_with(value)).then(|| Suggestion {
            mark: Mark::Filter,
            label: (t().day_name)(day(today - back, today)),
            note: date.clone(),
            text: text(word),
        })
    });
    each.collect()
}

fn words(value: &str, words: &[&str], note: &str, text: impl Fn(&str) -> String) -> Vec<Suggestion> {
    let fitting = words.iter().filter(|word| word.starts_with(&value.to_ascii_lowercase()));
    let each = fitting.map(|word| Suggestion {
        mark: Mark::Filter,
        label: (*word).to_owned(),
        note: note.to_owned(),
        text: text(word),
    });
    each.collect()
}

/// The number of the day that it is here.
pub fn today() -> i64 {
    let now = crate::browser::now();
    local_day(now, crate::browser::utc_offset_minutes(now))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_word_is_what_is_being_written() {
        assert_eq!(split("plan from:an"), ("plan ", "from:an"));
        assert_eq!(split("plan "), ("plan ", ""));
        assert_eq!(split("plan"), ("", "plan"));
    }

    #[test]
    fn days_are_offered_by_word_and_date() {
        let texts = |value: &str| days(value, 20_417, |day| format!("on:{day} ")).into_iter().map(|s| s.text);
        assert_eq!(texts("").take(3).collect::<Vec<_>>(), ["on:today ", "on:yesterday ", "on:2025-11-23 "]);
        assert_eq!(texts("yes").collect::<Vec<_>>(), ["on:yesterday "]);
        assert_eq!(texts("2025-11-2").count(), 6);
        assert_eq!(words("l", Has::WORDS, "", |word| format!("has:{word} "))[0].text, "has:link ");
    }
}
