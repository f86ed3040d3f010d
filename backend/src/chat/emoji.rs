//! Which names emoji of the server's own may have. Who may add and remove them: admins.

use std::collections::HashSet;
use std::sync::LazyLock;

use natter_protocol::{Code, Problem, emoji, limits};

/// What Unicode's emoji are called, here and in other chats: the list that the interface shows, too.
static LIST: &str = include_str!("../../../frontend/public/emoji.txt");

static STANDARD: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let lines = LIST.lines().filter(|line| !line.starts_with('#') || line.contains('\t'));
    let mut names = HashSet::new();
    for line in lines {
        let mut parts = line.split('\t').skip(1);
        names.extend(parts.next().map(emoji::short_name));
        names.extend(parts.nth(1).into_iter().flat_map(str::split_whitespace).map(ToOwned::to_owned));
    }
    names
});

/// Checks a name for a new emoji.
///
/// # Errors
/// `invalid_field`, `emoji_taken` when it is one of Unicode's.
pub fn name(given: &str) -> Result<&str, Problem> {
    if !emoji::is_name(given) {
        let most = limits::EMOJI_NAME_CHARS;
        let detail = format!("2 to {most} of a to z, digits, _, + and -");
        return Err(Problem::new(Code::InvalidField).field("name").detail(detail));
    }
    if STANDARD.contains(given) {
        let detail = "one of Unicode's emoji is called so";
        return Err(Problem::new(Code::EmojiTaken).field("name").detail(detail));
    }
    Ok(given)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_short_plain_and_not_one_of_unicodes() {
        assert_eq!(name("party-parrot_2"), Ok("party-parrot_2"));
        let code = |given: &str| name(given).expect_err(given).code;
        for bad in ["", "a", "Party", "a b", "ä_", ":ab:", &"a".repeat(33)] {
            assert_eq!(code(bad), Code::InvalidField, "{bad:?}");
        }
        for taken in ["thumbs_up", "+1", "red_heart", "tada", "party_popper"] {
            assert_eq!(code(taken), Code::EmojiTaken, "{taken}");
        }
    }
}
