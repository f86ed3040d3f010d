//! Emoji of the server's own: small pictures with a name. In a text and in a reaction one stands as `:name:`.

use serde::{Deserialize, Serialize};

use crate::ids::{FileId, Millis, UserId};
use crate::limits;
use crate::read::Read;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CustomEmoji {
    /// Unique; without colons.
    pub name: String,
    /// At `GET /emoji/pictures/{id}`; another picture has another id.
    pub picture: FileId,
    pub by: UserId,
    pub at: Millis,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CustomEmojiList {
    /// By name.
    pub emoji: Vec<CustomEmoji>,
}

/// `POST /emoji`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Read)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AddEmoji {
    /// 2 to 32 of `a` to `z`, digits, `_`, `+` and `-`.
    pub name: String,
    /// A picture of one's own that is not attached to a message. It is used up.
    pub file: FileId,
}

/// Whether an emoji can be called so.
#[must_use]
pub fn is_name(name: &str) -> bool {
    let fits = |c: u8| c.is_ascii_lowercase() || c.is_ascii_digit() || b"_+-".contains(&c);
    (2..=limits::EMOJI_NAME_CHARS).contains(&name.len()) && name.bytes().all(fits)
}

/// The name in `:name:`; none in anything else.
#[must_use]
pub fn name_in(text: &str) -> Option<&str> {
    text.strip_prefix(':')?.strip_suffix(':').filter(|name| is_name(name))
}

/// How an emoji is called that Unicode has, by its name there: `thumbs up` is `thumbs_up`.
#[must_use]
pub fn short_name(unicode: &str) -> String {
    let mut name = String::new();
    for c in unicode.chars().flat_map(char::to_lowercase) {
        if c.is_alphanumeric() || c == '+' || c == '-' {
            name.push(c);
        } else if !name.ends_with('_') && !name.is_empty() {
            name.push('_');
        }
    }
    name.truncate(name.trim_end_matches('_').len());
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_between_colons() {
        assert_eq!(name_in(":party-parrot_2:"), Some("party-parrot_2"));
        for no in
            ["", ":", "::", ":a:", ":Ab:", "ab", ":ab", ":a b:", ":ä_:", &format!(":{}:", "a".repeat(33))]
        {
            assert_eq!(name_in(no), None, "{no}");
        }
    }

    #[test]
    fn unicode_has_names_of_its_own() {
        for (given, short) in [
            ("thumbs up", "thumbs_up"),
            ("keycap: #", "keycap"),
            ("Mrs. Claus", "mrs_claus"),
            ("upside-down face", "upside-down_face"),
        ] {
            assert_eq!(short_name(given), short);
        }
    }
}
