//! `/status`: saying what one is up to.

use natter_protocol::Millis;
use natter_protocol::command::SetStatus;

use super::{Outcome, moment};
use crate::api::calls;
use crate::state::{App, Dialog, OpenRoom};

/// Nothing opens the dialog, `clear` takes the status back.
pub(super) fn run(app: App, _: OpenRoom, rest: &str) -> Outcome {
    match rest {
        "" => {
            app.overlay.open(Dialog::Status);
            Outcome::Done
        }
        "clear" => Outcome::Underway(Box::pin(calls::clear_status())),
        _ => {
            let status = read(rest, |span| moment(&format!("it {span}")));
            Outcome::Underway(Box::pin(async move { calls::set_status(&status).await }))
        }
    }
}

/// An emoji first and an end last, where they are there; `when` reads "in 1h" and "at 15:00".
fn read(rest: &str, when: impl Fn(&str) -> Option<Millis>) -> SetStatus {
    let (first, others) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let is_emoji = first.chars().all(|c| !c.is_ascii() && !c.is_alphanumeric());
    let (emoji, words) = if is_emoji { (Some(first.to_owned()), others.trim()) } else { (None, rest) };
    let end = [("for ", "in "), ("until ", "at ")].into_iter().find_map(|(mark, begin)| {
        let at = words.rfind(mark).filter(|at| *at == 0 || words[..*at].ends_with(' '))?;
        Some((words[..at].trim(), when(&format!("{begin}{}", &words[at + mark.len()..]))?))
    });
    let (text, expires_at) = end.map_or((words, None), |(words, end)| (words, Some(end)));
    SetStatus { emoji, text: Some(text.to_owned()).filter(|text| !text.is_empty()), expires_at }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_emoji_stands_first_and_an_end_last() {
        let when = |span: &str| match span {
            "in 1h" => Some(Millis(1)),
            "at 15:00" => Some(Millis(2)),
            _ => None,
        };
        let parts = |text: &str| {
            let SetStatus { emoji, text, expires_at } = read(text, when);
            (emoji.unwrap_or_default(), text.unwrap_or_default(), expires_at.map(|at| at.0))
        };
        let is = |emoji: &str, text: &str, at| (emoji.to_owned(), text.to_owned(), at);
        assert_eq!(parts("🍕 lunch for 1h"), is("🍕", "lunch", Some(1)));
        assert_eq!(parts("writing until 15:00"), is("", "writing", Some(2)));
        assert_eq!(parts("🏖️"), is("🏖️", "", None));
        assert_eq!(parts("🍕 for 1h"), is("🍕", "", Some(1)));
        assert_eq!(parts("looking for trouble"), is("", "looking for trouble", None));
        assert_eq!(parts("before 1h"), is("", "before 1h", None));
    }
}
