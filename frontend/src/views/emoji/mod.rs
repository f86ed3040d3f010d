//! Choosing emoji, and messages made of nothing else.

mod catalog;
mod custom;
mod list;
mod names;
mod picker;
mod walk;

pub use custom::{emoji_view, named_emoji, picture_view};
pub use names::EmojiNames;
pub use picker::EmojiPicker;

/// In the toolbar of a message.
pub const FREQUENT: [&str; 3] = ["👍", "🎉", "👀"];

/// Whether a text is one to eight emoji and nothing else, which is shown large.
pub fn is_only_emoji(text: &str) -> bool {
    let mut shown = 0;
    let mut joined = false;
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        match c {
            // Joiners, variation selectors, skin tones and keycaps belong to the emoji before them.
            '\u{200D}' => joined = true,
            '\u{FE0F}' | '\u{20E3}' | '\u{1F3FB}'..='\u{1F3FF}' | '\u{E0020}'..='\u{E007F}' => {}
            '\u{1F000}'..='\u{1FAFF}'
            | '\u{2600}'..='\u{27BF}'
            | '\u{2B50}'
            | '\u{2B55}'
            | '\u{231A}'..='\u{23FF}'
            | '\u{203C}'
            | '\u{2049}'
            | '\u{2194}'..='\u{21AA}' => {
                if !std::mem::take(&mut joined) {
                    shown += 1;
                }
            }
            _ => return false,
        }
    }
    (1..=8).contains(&shown)
}

#[cfg(test)]
mod tests {
    use super::is_only_emoji;

    #[test]
    fn only_emoji_are_only_emoji() {
        for yes in ["🎉", "👩‍👩‍👧 🦀", "❤️", "👍🏽👍🏽"] {
            assert!(is_only_emoji(yes), "{yes}");
        }
        for no in ["", " ", "ok 🎉", "1", "#", "🎉🎉🎉🎉🎉🎉🎉🎉🎉"] {
            assert!(!is_only_emoji(no), "{no}");
        }
    }
}
