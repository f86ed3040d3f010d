//! Searching, as far as it needs no database: what the words of a text are, which of them a query wants,
//! and where they stand. Both databases are given the same words, so that both find the same.

mod highlight;
mod rank;
mod terms;
mod words;

pub use highlight::highlights;
pub use rank::score;
pub use terms::{Term, Terms};
pub use words::{Token, tokens};

use natter_protocol::file::Attachment;
use natter_protocol::{Message, RoomId, UserId};

/// Stands before a word that is not of the text: a fact about the message. People cannot write it as part of
/// a word, since it is no letter.
const FACT: char = '\u{e000}';
/// Takes the place of a word that is not indexed once more.
const FILLER: &str = "\u{e001}";
/// So often at most is one word of one message indexed: PostgreSQL keeps 255 places of a word.
const REPEATS: usize = 255;

/// What the index holds of one message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// In the order of the text, so that phrases are found; then the names of files, and facts.
    words: Vec<String>,
}

impl Document {
    #[must_use]
    pub fn of(message: &Message) -> Self {
        Self::new(&message.text, message.author, message.room, &message.attachments)
    }

    #[must_use]
    pub fn new(text: &str, author: UserId, room: RoomId, files: &[Attachment]) -> Self {
        let mut seen = std::collections::HashMap::<String, usize>::new();
        let mut words = Vec::new();
        for text in std::iter::once(text).chain(files.iter().map(|file| file.name.as_str())) {
            for Token { text, .. } in tokens(text) {
                let times = seen.entry(text.clone()).or_default();
                *times += 1;
                words.push(if *times > REPEATS { FILLER.to_owned() } else { text });
            }
            // No phrase goes on from the text to a file's name.
            words.push(FILLER.to_owned());
        }
        words.extend([said_by(author), said_in(room)]);
        if has_link(text) {
            words.push(fact("link"));
        }
        if !files.is_empty() {
            words.push(fact("file"));
        }
        if files.iter().any(Attachment::is_picture) {
            words.push(fact("image"));
        }
        Self { words }
    }

    /// For a tokeniser that splits at spaces and nowhere else.
    #[must_use]
    pub fn spaced(&self) -> String {
        self.words.join(" ")
    }

    /// As PostgreSQL reads a `tsvector`: each word with its places, from 1. A text of the greatest length has
    /// 8,192 words at most and the names of files 4,000; PostgreSQL counts to 16,383.
    #[must_use]
    pub fn vector(&self) -> String {
        let mut places = std::collections::BTreeMap::<&str, Vec<String>>::new();
        for (at, word) in self.words.iter().enumerate().filter(|(_, word)| *word != FILLER) {
            places.entry(word).or_default().push((at + 1).to_string());
        }
        let words = places.iter().map(|(word, places)| format!("'{word}':{}", places.join(",")));
        words.collect::<Vec<_>>().join(" ")
    }
}

fn fact(what: &str) -> String {
    format!("{FACT}{what}")
}

fn said_by(author: UserId) -> String {
    fact(&format!("u{}", author.to_string().to_lowercase()))
}

fn said_in(room: RoomId) -> String {
    fact(&format!("r{}", room.to_string().to_lowercase()))
}

fn has_link(text: &str) -> bool {
    let begins = |at: usize, scheme: &str| {
        let after = text.get(at + scheme.len()..).and_then(|rest| rest.chars().next());
        after.is_some_and(|c| !c.is_whitespace() && c != '/')
    };
    ["http://", "https://"].iter().any(|scheme| text.match_indices(scheme).any(|(at, _)| begins(at, scheme)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(text: &str) -> Document {
        Document::new(text, UserId::from_parts(natter_protocol::Millis(1), 1), room(), &[])
    }

    fn room() -> RoomId {
        RoomId::from_parts(natter_protocol::Millis(1), 2)
    }

    #[test]
    fn words_keep_their_places() {
        let document = document("Tea, tea and more");
        assert!(
            document.spaced().starts_with("tea tea and more \u{e001} \u{e000}u"),
            "{}",
            document.spaced()
        );
        assert!(document.vector().contains("'and':3 'more':4 'tea':1,2 "), "{}", document.vector());
    }

    #[test]
    fn a_word_that_is_said_too_often_keeps_the_places_of_the_others() {
        let document = document(&format!("{}end", "na ".repeat(300)));
        assert!(document.vector().contains("'end':301 "));
        assert_eq!(document.spaced().split(' ').filter(|word| *word == "na").count(), REPEATS);
        assert_eq!(document.spaced().split(' ').nth(300), Some("end"));
    }

    #[test]
    fn the_longest_text_fits() {
        let text = "a ".repeat(natter_protocol::limits::MESSAGE_TEXT_BYTES / 2);
        assert!(document(&text).words.len() < 16_383);
    }

    #[test]
    fn an_address_is_a_link() {
        assert!(has_link("see https://example.com") && has_link("(http://x)"));
        assert!(!has_link("https:// nothing") && !has_link("example.com") && !has_link("http://"));
        assert!(document("https://x").spaced().ends_with("\u{e000}link"));
    }
}
