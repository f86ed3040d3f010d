//! What is asked for by what stands before the caret.

use natter_protocol::emoji::is_name;

use crate::text::lowercase;

/// The letters of a name that is being written, and what kind of name it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// After an `@`.
    Person(String),
    /// After a `#`.
    Room(String),
    /// After a `:`.
    Emoji(String),
    /// After a `/` that begins the text.
    Command(String),
}

impl Asked {
    /// Threads take no commands.
    pub fn before(caret: &str, in_thread: bool) -> Option<Self> {
        name_after('@', caret)
            .map(|letters| Self::Person(letters.to_owned()))
            .or_else(|| name_after('#', caret).map(|letters| Self::Room(letters.to_owned())))
            .or_else(|| emoji(caret).map(Self::Emoji))
            .or_else(|| {
                command(caret).filter(|_| !in_thread).map(|letters| Self::Command(letters.to_owned()))
            })
    }
}

/// The letters after a sign that begins a word right before the caret.
fn name_after(sign: char, before_caret: &str) -> Option<&str> {
    let at = before_caret.rfind(sign)?;
    let letters = &before_caret[at + 1..];
    let begins_word =
        before_caret[..at].chars().next_back().is_none_or(|c| c.is_whitespace() || "([{\"'".contains(c));
    let fits = letters.chars().count() <= 32 && !letters.contains(|c: char| c.is_whitespace() || c == ':');
    (begins_word && fits).then_some(letters)
}

/// The letters after a `:` that begins a word right before the caret: two of them at least, since `:)` and the
/// like are no question.
fn emoji(before_caret: &str) -> Option<String> {
    let (before, letters) = before_caret.rsplit_once(':')?;
    let begins_word = before.chars().next_back().is_none_or(|c| !c.is_alphanumeric() && c != '/');
    let letters = lowercase(letters);
    (begins_word && is_name(&letters)).then_some(letters)
}

/// The letters after a `/` that begins the text, as long as the caret stands in the command's name.
fn command(before_caret: &str) -> Option<&str> {
    let letters = before_caret.strip_prefix('/')?;
    (!letters.contains(|c: char| c.is_whitespace() || c == '/')).then_some(letters)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_at_sign_asks_only_at_the_beginning_of_a_word() {
        assert_eq!(name_after('@', "hi @an"), Some("an"));
        assert_eq!(name_after('@', "@"), Some(""));
        assert_eq!(name_after('@', "(@bo.l"), Some("bo.l"));
        assert_eq!(name_after('@', "ana@ex"), None);
        assert_eq!(name_after('@', "@ana how"), None);
    }

    #[test]
    fn two_letters_after_a_colon_ask_for_an_emoji() {
        assert_eq!(emoji("so :Par").as_deref(), Some("par"));
        assert_eq!(emoji(":+1").as_deref(), Some("+1"));
        for no in ["", ":", ":p", "12:30", "http://a", ":party:", "a: b", "std::fmt::"] {
            assert_eq!(emoji(no), None, "{no}");
        }
    }

    #[test]
    fn a_name_is_completed_until_it_is_whole() {
        assert_eq!(command("/to"), Some("to"));
        assert_eq!(command("/"), Some(""));
        for no in ["", "x/", "/topic ", "//", "/usr/bin"] {
            assert_eq!(command(no), None, "{no}");
        }
    }

    #[test]
    fn one_thing_is_asked_for_at_a_time() {
        assert_eq!(Asked::before("@-:wave", false), Some(Asked::Emoji("wave".into())));
        assert_eq!(Asked::before("/to", false), Some(Asked::Command("to".into())));
        assert_eq!(Asked::before("/to", true), None);
    }
}
