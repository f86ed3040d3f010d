//! From text to a query.

use std::fmt;
use std::str::FromStr;

use super::{Day, Has, Is, Part, Query, What, Where, Who};
use crate::limits;

/// Why a text is not a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueryError {
    /// What of the text is at fault.
    pub part: String,
    pub why: Why,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// Nothing stands behind the colon.
    NoValue,
    /// Not one of these.
    NotOneOf(&'static [&'static str]),
    NotADay,
    /// More characters or parts than a query may have.
    TooLong,
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.why {
            Why::NoValue => write!(f, "{}: a value is missing", self.part),
            Why::NotOneOf(words) => write!(f, "{}: one of {}", self.part, words.join(", ")),
            Why::NotADay => write!(f, "{}: YYYY-MM-DD, today or yesterday", self.part),
            Why::TooLong => write!(
                f,
                "at most {} characters and {} parts",
                limits::SEARCH_QUERY_CHARS,
                limits::SEARCH_PARTS
            ),
        }
    }
}

impl std::error::Error for QueryError {}

impl FromStr for Query {
    type Err = QueryError;

    fn from_str(text: &str) -> Result<Self, QueryError> {
        let too_long = QueryError { part: String::new(), why: Why::TooLong };
        if text.chars().count() > limits::SEARCH_QUERY_CHARS {
            return Err(too_long);
        }
        let (mut parts, mut rest) = (Vec::new(), text);
        while let Some(part) = next(&mut rest)? {
            parts.push(part);
            if parts.len() > limits::SEARCH_PARTS {
                return Err(too_long);
            }
        }
        Ok(Self { parts })
    }
}

impl Query {
    /// A query that is still being written: a word at its very end may be the beginning of one.
    ///
    /// # Errors
    /// As when it is read.
    pub fn while_typing(text: &str) -> Result<Self, QueryError> {
        let mut query: Self = text.parse()?;
        if let Some(Part { negated: false, what: What::Word { prefix, .. } }) = query.parts.last_mut()
            && !text.ends_with(char::is_whitespace)
        {
            *prefix = true;
        }
        Ok(query)
    }
}

/// Takes the next part off the text; parts that say nothing are passed over.
fn next(rest: &mut &str) -> Result<Option<Part>, QueryError> {
    loop {
        *rest = rest.trim_start();
        if rest.is_empty() {
            return Ok(None);
        }
        let begin = *rest;
        let negated = begin.strip_prefix('-').is_some_and(|r| r.starts_with(|c: char| !c.is_whitespace()));
        let bare = if negated { &begin[1..] } else { begin };
        let what = if bare.starts_with('"') {
            let (text, after) = quoted(bare);
            *rest = after;
            (!text.trim().is_empty()).then(|| What::Phrase(text.trim().to_owned()))
        } else if let Some((key, value)) = filter(bare) {
            let (value, after) = if value.starts_with('"') {
                quoted(value)
            } else {
                let (value, after) = run(value);
                (value.to_owned(), after)
            };
            *rest = after;
            let written = begin[..begin.len() - after.len()].to_owned();
            Some(key(value.trim()).map_err(|why| QueryError { part: written, why })?)
        } else {
            let (word, after) = run(bare);
            *rest = after;
            let text = word.trim_end_matches('*');
            (!text.is_empty()).then(|| What::Word { text: text.to_owned(), prefix: text.len() < word.len() })
        };
        if let Some(what) = what {
            return Ok(Some(Part { negated, what }));
        }
    }
}

/// Up to the next space, and what comes after.
fn run(text: &str) -> (&str, &str) {
    text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()))
}

/// What stands between the quotes, of which the second may still be missing; `\"` and `\\` are the characters
/// themselves.
fn quoted(text: &str) -> (String, &str) {
    let mut inside = String::new();
    let mut chars = text[1..].char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        match char {
            '"' => return (inside, &text[at + 2..]),
            '\\' => match chars.next_if(|(_, next)| matches!(next, '"' | '\\')) {
                Some((_, escaped)) => inside.push(escaped),
                None => inside.push('\\'),
            },
            _ => inside.push(char),
        }
    }
    (inside, "")
}

type Reader = fn(&str) -> Result<What, Why>;

/// How the value of a filter is read, and the text from its value on.
fn filter(text: &str) -> Option<(Reader, &str)> {
    let (key, value) = text.split_once(':')?;
    let reader: Reader = match key.to_ascii_lowercase().as_str() {
        "from" => |value| who(value).map(What::From),
        "in" => |value| place(value).map(What::In),
        "before" => |value| day(value).map(What::Before),
        "after" => |value| day(value).map(What::After),
        "on" => |value| day(value).map(What::On),
        "has" => |value| one_of(value, Has::ALL, Has::WORDS).map(What::Has),
        "is" => |value| one_of(value, Is::ALL, Is::WORDS).map(What::Is),
        _ => return None,
    };
    Some((reader, value))
}

fn who(value: &str) -> Result<Who, Why> {
    if value.eq_ignore_ascii_case("me") {
        return Ok(Who::Me);
    }
    given(value.strip_prefix('@').unwrap_or(value)).map(|name| Who::Named(name.to_lowercase()))
}

fn place(value: &str) -> Result<Where, Why> {
    match value.strip_prefix('@') {
        Some(name) => given(name).map(|name| Where::Direct(name.to_lowercase())),
        None => given(value.strip_prefix('#').unwrap_or(value)).map(|name| Where::Room(name.to_owned())),
    }
}

fn given(value: &str) -> Result<&str, Why> {
    let value = value.trim();
    if value.is_empty() { Err(Why::NoValue) } else { Ok(value) }
}

fn day(value: &str) -> Result<Day, Why> {
    Day::read(given(value)?).ok_or(Why::NotADay)
}

fn one_of<T: Copy>(value: &str, all: &[T], words: &'static [&'static str]) -> Result<T, Why> {
    let value = given(value)?;
    let found = words.iter().position(|word| word.eq_ignore_ascii_case(value));
    found.map(|at| all[at]).ok_or(Why::NotOneOf(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        text.parse::<Query>().expect(text).to_string()
    }

    #[test]
    fn filters_words_and_phrases_are_told_apart() {
        for (written, read) in [
            ("deploy failed", "deploy failed"),
            ("FROM:@Ana from:bo from:me", "from:@ana from:@bo from:me"),
            ("in:general in:#Design-Review in:@bo", "in:#general in:#Design-Review in:@bo"),
            ("in:\"big room\" x", "in:\"#big room\" x"),
            ("-spam -\"not this\" -from:@bo", "-spam -\"not this\" -from:@bo"),
            ("\"exact  phrase\" deplo*", "\"exact  phrase\" deplo*"),
            ("\"never closed", "\"never closed\""),
            ("before:2026-11-25 after:today on:Yesterday", "before:2026-11-25 after:today on:yesterday"),
            ("has:LINK is:edited", "has:link is:edited"),
            ("https://example.com/a?b=c:d 12:30 foo:bar", "https://example.com/a?b=c:d 12:30 foo:bar"),
            ("- -- * \"\" -\" \"", "- --"),
        ] {
            assert_eq!(shown(written), read, "{written}");
        }
    }

    #[test]
    fn a_bad_part_is_named_with_what_it_may_be() {
        let error = |text: &str| text.parse::<Query>().expect_err(text).to_string();
        assert_eq!(error("hello has:foo"), "has:foo: one of link, file, image, reaction, thread, pin");
        assert_eq!(error("-is:"), "-is:: a value is missing");
        assert_eq!(error("from:@ x"), "from:@: a value is missing");
        assert_eq!(error("on:2026-02-30"), "on:2026-02-30: YYYY-MM-DD, today or yesterday");
        assert_eq!(error(&"x".repeat(limits::SEARCH_QUERY_CHARS + 1)), "at most 500 characters and 32 parts");
        assert_eq!(error(&"x ".repeat(limits::SEARCH_PARTS + 1)), "at most 500 characters and 32 parts");
    }

    #[test]
    fn the_last_word_may_be_a_beginning_while_it_is_written() {
        let typing = |text: &str| Query::while_typing(text).expect(text).to_string();
        assert_eq!(typing("from:me dep"), "from:me dep*");
        assert_eq!(typing("dep "), "dep");
        assert_eq!(typing("-dep"), "-dep");
        assert_eq!(typing("dep \"to pro\""), "dep \"to pro\"");
    }
}
