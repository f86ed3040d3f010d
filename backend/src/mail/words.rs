//! What mails say.

use std::fmt::Write as _;

use natter_protocol::command::permalink;
use natter_protocol::search::Date;
use natter_protocol::{MessageId, Millis, RoomId, RoomKind};

use super::Letter;
use super::page::{Entry, page};
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
    /// Who, where and when. A server does not know what time it is where its reader lives.
    fn heading(&self) -> String {
        let place =
            if self.kind == RoomKind::Direct { String::new() } else { format!(" in #{}", self.room_name) };
        format!("{}{place}, {}", self.author, day_and_time(self.at))
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
pub fn code(sender: Sender<'_>, to: &str, code: &str) -> Letter {
    let Sender { origin, name } = sender;
    let before = format!("The code for your e-mail address at {name} is");
    let after = "It holds for 30 minutes. Enter it in the settings, under Notifications. If you did not ask for it, \
                 there is nothing to do.";
    let text = format!("{before}\n\n    {code}\n\n{after}\n\n{origin}\n");
    let html = page(&before, &[Entry::Code(code)], &escaped(after));
    let subject = format!("{code} is your code at {name}");
    Letter { id: fresh::token(), to: to.to_owned(), subject, text, html, unsubscribe: None }
}

/// Tells what was missed, the oldest first.
#[must_use]
pub fn digest(sender: Sender<'_>, id: String, to: &str, missed: &[Missed], unsubscribe: String) -> Letter {
    let Sender { origin, name } = sender;
    let count = match missed.len() {
        1 => "1 message".to_owned(),
        count => format!("{count} messages"),
    };
    let opening = format!("While you were away from {name}, {count} came for you.");
    let mut text = format!("{opening}\n");
    let mut entries = Vec::new();
    for one in missed.iter().take(SHOWN) {
        let (heading, shown) = (one.heading(), one.shown());
        let link = format!("{origin}{}", permalink(one.room, one.message));
        let _ = write!(text, "\n{heading}:\n{}\n{link}\n", quoted(&shown));
        entries.push(Entry::Said { heading, text: shown, link });
    }
    if missed.len() > SHOWN {
        let more = format!("And {} more", missed.len() - SHOWN);
        let _ = write!(text, "\n{more}: {origin}/\n");
        entries.push(Entry::More { text: more, link: format!("{origin}/") });
    }
    let why = format!("You get these mails because your settings at {name} say so.");
    let _ = write!(text, "\n--\n{why} No more of them:\n{unsubscribe}\n");
    let foot = format!(
        "{} <a style=\"color:#676e6a\" href=\"{}\">No more of them</a>",
        escaped(&why),
        escaped(&unsubscribe)
    );
    let html = page(&opening, &entries, &foot);
    let subject = format!("{name}: {count} for you");
    Letter { id, to: to.to_owned(), subject, text, html, unsubscribe: Some(unsubscribe) }
}

fn quoted(text: &str) -> String {
    text.lines().map(|line| format!("> {line}")).collect::<Vec<_>>().join("\n")
}

/// `2026-11-26 14:05 UTC`.
fn day_and_time(at: Millis) -> String {
    let (day, minutes) = (at.0.div_euclid(86_400_000), at.0.rem_euclid(86_400_000) / 60_000);
    let day = Date::of_day(day).map_or_else(String::new, |date| date.to_string());
    format!("{day} {:02}:{:02} UTC", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
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
        let unsubscribe = "https://chat.example/u".to_owned();
        let letter = digest(sender, "1".to_owned(), "bo@example.org", &all, unsubscribe);
        assert_eq!(letter.subject, "Natter: 22 messages for you");
        let first = "\nAna, 2025-11-24 16:00 UTC:\n> number 0\n> of <many>\nhttps://chat.example/r/";
        assert!(letter.text.contains(first), "{}", letter.text);
        assert!(letter.text.contains("Ana in #general, 2025-11-24 16:00 UTC:\n> number 1\n"));
        assert!(letter.text.contains("And 2 more: https://chat.example/"));
        assert!(!letter.text.contains("number 20") && !letter.html.contains("number 20"));
        assert!(letter.text.ends_with("https://chat.example/u\n"));
        assert!(letter.html.contains("number 0<br>of &lt;many&gt;") && !letter.html.contains("<many>"));
        assert!(letter.html.contains("And 2 more") && letter.html.contains("https://chat.example/u"));
    }

    #[test]
    fn a_time_is_told_as_the_calendar_has_it() {
        for (at, text) in [
            (0, "1970-01-01 00:00 UTC"),
            (1_709_251_199_000, "2024-02-29 23:59 UTC"),
            (1_709_251_200_000, "2024-03-01 00:00 UTC"),
            (1_798_761_599_000, "2026-12-31 23:59 UTC"),
        ] {
            assert_eq!(day_and_time(Millis(at)), text);
        }
    }
}
