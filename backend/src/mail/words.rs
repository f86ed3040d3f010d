//! What mails say.

use std::fmt::Write as _;

use natter_protocol::command::permalink;
use natter_protocol::{MessageId, Millis, RoomId, RoomKind};

use super::Letter;
use super::page::{Entry, page};
use super::reader::Reader;
use crate::fresh;
use crate::html::escaped;

/// Messages that a mail shows; of the others it tells the number.
pub const SHOWN: usize = 20;
/// Characters of a message that are shown.
const TEXT_CHARS: usize = 400;

/// A message that someone missed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missed {
    pub room: RoomId,
    pub kind: RoomKind,
    pub room_name: String,
    pub message: MessageId,
    pub at: Millis,
    pub author: String,
    pub text: String,
}

impl Missed {
    fn heading(&self, reader: &Reader) -> String {
        let room = (self.kind != RoomKind::Direct).then_some(self.room_name.as_str());
        (reader.words.said)(&self.author, room, &reader.moment(self.at))
    }

    fn shown(&self) -> String {
        let mut shown: String = self.text.chars().take(TEXT_CHARS).collect();
        if shown.len() < self.text.len() {
            shown.push('…');
        }
        shown
    }
}

/// Where this server is, and what it is called.
#[derive(Debug, Clone, Copy)]
pub struct Sender<'a> {
    pub origin: &'a str,
    pub name: &'a str,
}

/// Proves that an address is its reader's.
#[must_use]
pub fn code(sender: Sender<'_>, to: &str, reader: &Reader, code: &str) -> Letter {
    let (Sender { origin, name }, words) = (sender, reader.words);
    let (before, after) = ((words.code)(name), words.code_holds);
    let text = format!("{before}\n\n    {code}\n\n{after}\n\n{origin}\n");
    let html = page(words, &before, &[Entry::Code(code)], &escaped(after));
    let subject = (words.code_subject)(code, name);
    Letter { id: fresh::token(), to: to.to_owned(), subject, text, html, unsubscribe: None }
}

/// A mail about what was missed: its id, whom it goes to, and what ends such mails.
#[derive(Debug, Clone)]
pub struct Digest<'a> {
    pub id: String,
    pub to: &'a str,
    pub unsubscribe: String,
}

/// Tells what was missed, the oldest first.
#[must_use]
pub fn digest(sender: Sender<'_>, digest: Digest<'_>, reader: &Reader, missed: &[Missed]) -> Letter {
    let (Sender { origin, name }, words) = (sender, reader.words);
    let Digest { id, to, unsubscribe } = digest;
    let opening = (words.missed)(name, missed.len());
    let mut text = format!("{opening}\n");
    let mut entries = Vec::new();
    for one in missed.iter().take(SHOWN) {
        let (heading, shown) = (one.heading(reader), one.shown());
        let link = format!("{origin}{}", permalink(one.room, one.message));
        let _ = write!(text, "\n{heading}:\n{}\n{link}\n", quoted(&shown));
        entries.push(Entry::Said { heading, text: shown, link });
    }
    if missed.len() > SHOWN {
        let more = (words.more)(missed.len() - SHOWN);
        let _ = write!(text, "\n{more}: {origin}/\n");
        entries.push(Entry::More { text: more, link: format!("{origin}/") });
    }
    let (why, no_more) = ((words.why)(name), words.no_more);
    let _ = write!(text, "\n--\n{why} {no_more}:\n{unsubscribe}\n");
    let foot = format!(
        "{} <a style=\"color:#676e6a\" href=\"{}\">{}</a>",
        escaped(&why),
        escaped(&unsubscribe),
        escaped(no_more)
    );
    let html = page(words, &opening, &entries, &foot);
    let subject = (words.missed_subject)(name, missed.len());
    Letter { id, to: to.to_owned(), subject, text, html, unsubscribe: Some(unsubscribe) }
}

fn quoted(text: &str) -> String {
    text.lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use natter_protocol::email;

    use super::*;

    #[test]
    fn a_digest_shows_the_oldest_and_counts_the_others() {
        let missed = |n: usize| Missed {
            room: RoomId::from_parts(Millis(1), 2),
            kind: if n == 0 { RoomKind::Direct } else { RoomKind::Public },
            room_name: "general".to_owned(),
            message: MessageId::from_parts(Millis(1), n as u128),
            at: Millis(1_764_000_000_000),
            author: "Ana".to_owned(),
            text: format!("number {n}\nof <many>"),
        };
        let sender = Sender { origin: "https://chat.example", name: "Natter" };
        let all: Vec<_> = (0..SHOWN + 2).map(missed).collect();
        let to_bo = |missed: &[Missed], language: &str| {
            let unsubscribe = "https://chat.example/u".to_owned();
            let about = Digest { id: "1".to_owned(), to: "bo@example.org", unsubscribe };
            let time_zone = "Europe/Berlin".to_owned();
            let told = email::Reader { language: language.to_owned(), time_zone, twelve_hours: false };
            digest(sender, about, &Reader::of(Some(&told), None), missed)
        };
        let letter = to_bo(&all, "en");
        assert_eq!(letter.subject, "Natter: 22 messages for you");
        let first = "\nAna, Monday 24 November, 17:00:\n> number 0\n> of <many>\nhttps://chat.example/r/";
        assert!(letter.text.contains(first), "{}", letter.text);
        assert!(letter.text.contains("Ana in #general, Monday 24 November, 17:00:\n> number 1\n"));
        assert!(letter.text.contains("And 2 more: https://chat.example/"));
        assert!(!letter.text.contains("number 20") && !letter.html.contains("number 20"));
        assert!(letter.text.ends_with("https://chat.example/u\n"));
        assert!(letter.html.contains("number 0<br>of &lt;many&gt;") && !letter.html.contains("<many>"));
        assert!(letter.html.contains("And 2 more") && letter.html.contains("https://chat.example/u"));
        assert!(letter.html.contains("<html lang=\"en\">") && letter.html.contains(">Open</a>"));

        let letter = to_bo(&all, "de");
        assert_eq!(letter.subject, "Natter: 22 Nachrichten für dich");
        assert!(letter.text.contains("Ana in #general, Montag, 24. November, 17:00:\n> number 1\n"));
        assert!(letter.text.contains("Und 2 weitere: https://chat.example/"));
        assert!(letter.html.contains("<html lang=\"de\">") && letter.html.contains(">Öffnen</a>"));
        assert_eq!(to_bo(&all[..1], "de").subject, "Natter: 1 Nachricht für dich");
    }
}
