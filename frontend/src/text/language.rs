//! Which language is spoken.

use std::sync::atomic::{AtomicU8, Ordering};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    English,
    German,
}

/// The place in [`Language::ALL`] of the one that is spoken now.
static SPOKEN: AtomicU8 = AtomicU8::new(0);

impl Language {
    pub const ALL: [Self; 2] = [Self::English, Self::German];

    /// The primary subtag (RFC 5646 §2.2.1).
    pub fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }

    /// What its speakers call it.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
        }
    }

    /// The language of a tag such as `de-AT`, if it is one of ours.
    pub fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        Self::ALL.into_iter().find(|language| language.code().eq_ignore_ascii_case(primary))
    }

    /// The first of these tags, best first, whose language is ours; else English.
    pub fn preferred<'a>(tags: impl IntoIterator<Item = &'a str>) -> Self {
        tags.into_iter().find_map(Self::of_tag).unwrap_or(Self::English)
    }

    pub fn spoken() -> Self {
        let at = usize::from(SPOKEN.load(Ordering::Relaxed));
        Self::ALL.get(at).copied().unwrap_or(Self::English)
    }

    /// From now on all texts are in this language. What is on the screen stays as it is.
    pub fn speak(self) {
        SPOKEN.store(self as u8, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn the_first_language_of_a_reader_that_is_ours_is_spoken() {
        assert_eq!(Language::preferred(["pt-BR", "de-AT", "en"]), Language::German);
        assert_eq!(Language::preferred(["EN_us", "de"]), Language::English);
        assert_eq!(Language::preferred(["den", "ja"]), Language::English);
    }
}
