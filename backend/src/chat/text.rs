//! What a line of text that people see as a name may hold.

use natter_protocol::{Code, Problem};

/// Trims a line and checks it: not empty unless `may_be_empty`, at most `max` characters, nothing
/// invisible that could break a list, hide, or turn the direction of what stands beside it.
pub fn line(text: &str, field: &str, max: usize, may_be_empty: bool) -> Result<String, Problem> {
    let text = text.trim();
    let refuse = |why: String| Err(Problem::new(Code::InvalidField).field(field).detail(why));
    if text.chars().any(is_forbidden) {
        return refuse("control characters and invisible formatting are not allowed".to_owned());
    }
    if text.chars().count() > max {
        return refuse(format!("at most {max} characters"));
    }
    let is_left_out = may_be_empty && text.is_empty();
    if !is_left_out && !text.chars().any(is_visible) {
        return refuse("something visible is needed".to_owned());
    }
    Ok(text.to_owned())
}

/// Control characters (Unicode Cc), line and paragraph separators, bidirectional overrides and isolates
/// (UAX #9), zero-width space, invisible operators and the byte order mark. The joiners U+200C and U+200D
/// stay: Persian and emoji are written with them.
#[must_use]
pub fn is_forbidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0001}')
}

fn is_visible(c: char) -> bool {
    !c.is_whitespace()
        && !matches!(
            c,
            '\u{200C}' | '\u{200D}' | '\u{FE00}'
                ..='\u{FE0F}' | '\u{115F}' | '\u{1160}' | '\u{3164}' | '\u{2800}' | '\u{AD}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_trimmed_and_kept_as_written() {
        assert_eq!(line("  Zoë 👩‍👩‍👧  ", "name", 64, false).as_deref(), Ok("Zoë 👩‍👩‍👧"));
        assert_eq!(line("", "topic", 10, true).as_deref(), Ok(""));
    }

    #[test]
    fn what_nobody_can_see_is_refused() {
        for bad in ["", "   ", "a\0b", "a\nb", "a\u{202E}b", "\u{200D}", "\u{3164}", "\u{FEFF}x"] {
            let problem = line(bad, "name", 64, false).expect_err(bad);
            assert_eq!(
                (problem.code, problem.field.as_deref()),
                (Code::InvalidField, Some("name")),
                "{bad:?}"
            );
        }
    }

    #[test]
    fn length_is_counted_in_characters_not_bytes() {
        assert!(line(&"ü".repeat(64), "name", 64, false).is_ok());
        assert!(line(&"ü".repeat(65), "name", 64, false).is_err());
    }
}
