//! Finding `@name` in a text, and who may call many at once.

use natter_protocol::{Code, Problem, RoomRole, limits};

/// Names looked up for one message, at most.
const MOST: usize = 50;

/// Many people called by one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Many {
    /// Everyone in the room.
    All,
    /// Those of them who are there.
    Here,
}

/// What a word calls beyond one person; nobody may have it as a username.
#[must_use]
pub fn many(name: &str) -> Option<Many> {
    match name {
        "all" | "channel" | "everyone" | "room" => Some(Many::All),
        "here" => Some(Many::Here),
        _ => None,
    }
}

/// Whether someone may call so many at once.
///
/// # Errors
/// `limit_reached`.
pub fn may_call(people: usize, role: RoomRole) -> Result<(), Problem> {
    let most = match role {
        RoomRole::Member => limits::CALLED_AT_ONCE,
        RoomRole::Moderator | RoomRole::Owner => limits::CALLED_AT_ONCE_BY_MODERATORS,
    };
    if people <= most {
        return Ok(());
    }
    let detail = format!("this would call {people} people; you may call {most} at once");
    Err(Problem::new(Code::LimitReached).detail(detail).field("text"))
}

/// The usernames that a text calls, in lower case, each once. A name stands after `@` at the beginning of
/// a word; what stands in code is not a call.
#[must_use]
pub fn names(text: &str) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    let mut in_block = false;
    for line in text.lines() {
        if line.trim_start().starts_with("```") {
            in_block = !in_block;
            continue;
        }
        if in_block {
            continue;
        }
        // Every second piece between backticks is code; an unpaired last one is not.
        let pieces: Vec<&str> = line.split('`').collect();
        for (at, piece) in pieces.iter().enumerate() {
            let is_code = at % 2 == 1 && at + 1 < pieces.len();
            if !is_code {
                collect(piece, &mut names);
            }
        }
    }
    names.truncate(MOST);
    names
}

fn collect(piece: &str, names: &mut Vec<String>) {
    let mut before: Option<char> = None;
    for (at, c) in piece.char_indices() {
        let begins_word =
            before.is_none_or(|b| !b.is_alphanumeric() && !matches!(b, '.' | '_' | '-' | '@' | '/'));
        before = Some(c);
        if c != '@' || !begins_word {
            continue;
        }
        let is_part = |c: &char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
        let name: String = piece[at + 1..].chars().take_while(is_part).collect();
        // The full stop that ends a sentence is not part of the name.
        let name = name.trim_end_matches(['.', '-', '_']).to_ascii_lowercase();
        if !name.is_empty() && !names.contains(&name) {
            names.push(name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_where_people_write_them() {
        assert_eq!(names("@Ana, can you ask @bo.l? Thanks @ana."), ["ana", "bo.l"]);
        assert_eq!(names("(@mei) /@x \"@sam\""), ["mei", "sam"]);
    }

    #[test]
    fn a_member_calls_fewer_at_once_than_a_moderator() {
        assert_eq!((many("all"), many("here"), many("ana")), (Some(Many::All), Some(Many::Here), None));
        let over = limits::CALLED_AT_ONCE + 1;
        assert_eq!(may_call(over, RoomRole::Member).unwrap_err().code, Code::LimitReached);
        assert!(may_call(over - 1, RoomRole::Member).is_ok() && may_call(over, RoomRole::Moderator).is_ok());
        let over = limits::CALLED_AT_ONCE_BY_MODERATORS + 1;
        assert_eq!(may_call(over, RoomRole::Owner).unwrap_err().code, Code::LimitReached);
    }

    #[test]
    fn addresses_and_code_call_nobody() {
        assert!(names("ana@example.org").is_empty());
        assert!(names("`@ana` and\n```\n@bo\n```").is_empty());
        assert_eq!(names("a ` stray tick @ana"), ["ana"]);
        assert!(names("@ @@").is_empty());
    }
}
