//! What people may say of themselves.

use natter_protocol::command::{SetDnd, SetStatus, UpdateMe};
use natter_protocol::{Code, Millis, Problem, Status, limits};

use super::{accounts, text};

/// What is to change; what is none stays, an empty text takes away.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProfileChange {
    pub display_name: Option<String>,
    pub title: Option<String>,
    pub pronouns: Option<String>,
    pub time_zone: Option<String>,
}

impl ProfileChange {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// A change of one's profile. An empty display name becomes the username.
///
/// # Errors
/// `invalid_field`.
pub fn change(command: &UpdateMe, username: &str) -> Result<ProfileChange, Problem> {
    let line = |given: &Option<String>, field: &str| {
        let line = |given: &str| text::line(given, field, limits::PROFILE_LINE_CHARS, true);
        given.as_deref().map(line).transpose()
    };
    let name = |given: &str| accounts::display_name(Some(given), username);
    Ok(ProfileChange {
        display_name: command.display_name.as_deref().map(name).transpose()?,
        title: line(&command.title, "title")?,
        pronouns: line(&command.pronouns, "pronouns")?,
        time_zone: command.time_zone.as_deref().map(time_zone).transpose()?,
    })
}

/// The form of a name in the IANA time zone database; which of them a reader knows is the reader's matter.
pub(super) fn time_zone(given: &str) -> Result<String, Problem> {
    let name = given.trim();
    let is_allowed = |c: char| c.is_ascii_alphanumeric() || "/_+-".contains(c);
    if name.len() <= limits::PROFILE_LINE_CHARS && name.chars().all(is_allowed) {
        return Ok(name.to_owned());
    }
    let why = "a name such as Europe/Lisbon";
    Err(Problem::new(Code::InvalidField).field("time_zone").detail(why))
}

/// A status: an emoji, a text, or both, and an end in the future.
///
/// # Errors
/// `invalid_field`.
pub fn status(command: &SetStatus, now: Millis) -> Result<Status, Problem> {
    let text = text::line(command.text.as_deref().unwrap_or_default(), "text", limits::STATUS_CHARS, true)?;
    let emoji = command.emoji.as_deref().map(str::trim).filter(|emoji| !emoji.is_empty());
    let emoji = emoji.map(emoji_of).transpose()?;
    let text = Some(text).filter(|text| !text.is_empty());
    if emoji.is_none() && text.is_none() {
        let why = "an emoji, a text, or both";
        return Err(Problem::new(Code::InvalidField).field("text").detail(why));
    }
    let expires_at = command.expires_at.map(|end| ahead(end, now, "expires_at")).transpose()?;
    Ok(Status { emoji, text, expires_at })
}

/// When "do not disturb" ends.
///
/// # Errors
/// `invalid_field`.
pub fn dnd(command: SetDnd, now: Millis) -> Result<Millis, Problem> {
    ahead(command.until, now, "until")
}

fn emoji_of(given: &str) -> Result<String, Problem> {
    let emoji = text::line(given, "emoji", limits::EMOJI_BYTES, false)?;
    if emoji.len() > limits::EMOJI_BYTES || emoji.chars().any(char::is_whitespace) {
        return Err(Problem::new(Code::InvalidField).field("emoji").detail("one emoji"));
    }
    Ok(emoji)
}

fn ahead(end: Millis, now: Millis, field: &str) -> Result<Millis, Problem> {
    if end > now && end <= now.plus_seconds(limits::STATUS_DAYS * 24 * 60 * 60) {
        return Ok(end);
    }
    let why = format!("in the future, and at most {} days away", limits::STATUS_DAYS);
    Err(Problem::new(Code::InvalidField).field(field).detail(why))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Millis = Millis(1_764_000_000_000);

    fn field(problem: Problem) -> Option<String> {
        assert_eq!(problem.code, Code::InvalidField);
        problem.field
    }

    #[test]
    fn what_is_left_out_stays_and_what_is_empty_goes() {
        let command = UpdateMe { title: Some(" ".to_owned()), ..UpdateMe::default() };
        let change = change(&command, "ana").expect("fine");
        assert_eq!(change, ProfileChange { title: Some(String::new()), ..ProfileChange::default() });
        let command = UpdateMe { display_name: Some(String::new()), ..UpdateMe::default() };
        assert_eq!(super::change(&command, "ana").expect("fine").display_name.as_deref(), Some("ana"));
    }

    #[test]
    fn a_time_zone_has_the_form_of_one() {
        for good in ["", "Europe/Lisbon", "Etc/GMT+3", "America/Port-au-Prince"] {
            assert_eq!(time_zone(good).as_deref(), Ok(good));
        }
        for bad in ["Europe Lisbon", "<b>", "a\0", &"x".repeat(65)] {
            assert_eq!(field(time_zone(bad).expect_err("refused")).as_deref(), Some("time_zone"));
        }
    }

    #[test]
    fn a_status_says_something_and_ends_in_time() {
        let set = |emoji: Option<&str>, text: Option<&str>, expires_at| {
            status(&SetStatus { emoji: emoji.map(Into::into), text: text.map(Into::into), expires_at }, NOW)
        };
        let soon = NOW.plus_seconds(60);
        let lunch = set(Some("🍲"), Some(" Lunch "), Some(soon)).expect("fine");
        assert_eq!((lunch.text.as_deref(), lunch.expires_at), (Some("Lunch"), Some(soon)));
        assert!(set(Some("🏡"), None, None).is_ok());
        assert_eq!(field(set(Some(" "), Some(""), None).expect_err("nothing")).as_deref(), Some("text"));
        assert_eq!(field(set(None, Some("x"), Some(NOW)).expect_err("past")).as_deref(), Some("expires_at"));
        let far = NOW.plus_seconds(367 * 86_400);
        assert_eq!(field(set(None, Some("x"), Some(far)).expect_err("far")).as_deref(), Some("expires_at"));
        assert_eq!(field(set(Some("a b"), None, None).expect_err("two")).as_deref(), Some("emoji"));
        assert_eq!(field(set(None, Some(&"x".repeat(81)), None).expect_err("long")).as_deref(), Some("text"));
        assert_eq!(field(dnd(SetDnd { until: NOW }, NOW).expect_err("past")).as_deref(), Some("until"));
    }
}
