//! Finding `@name` in a text.

/// Names looked up for one message, at most.
const MOST: usize = 50;

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
    use super::names;

    #[test]
    fn names_are_found_where_people_write_them() {
        assert_eq!(names("@Ana, can you ask @bo.l? Thanks @ana."), ["ana", "bo.l"]);
        assert_eq!(names("(@mei) /@x \"@sam\""), ["mei", "sam"]);
    }

    #[test]
    fn addresses_and_code_call_nobody() {
        assert!(names("ana@example.org").is_empty());
        assert!(names("`@ana` and\n```\n@bo\n```").is_empty());
        assert_eq!(names("a ` stray tick @ana"), ["ana"]);
        assert!(names("@ @@").is_empty());
    }
}
