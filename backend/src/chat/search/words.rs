//! What the words of a text are.
//!
//! A word is a run of letters, digits and the marks upon them; everything else parts words, so `foo_bar`,
//! `example.com/a-b` and `can't` are words next to each other, and looking for one looks for such a phrase.
//! Scripts written without spaces have a word for each character, and so have emoji. Words are compared
//! without case and without the marks that change a letter's sound but not its identity (`é`, `ü`, `ß`).

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Longer runs are cut: neither database takes words of any length.
const LONGEST: usize = 64;

/// A word and where it stands, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub text: String,
    pub from: usize,
    pub to: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    /// A word by itself.
    Single,
    /// Belongs to what stands before it.
    Mark,
    Between,
}

#[must_use]
pub fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut run: Option<(usize, usize, Class)> = None;
    let mut end = |run: &mut Option<(usize, usize, Class)>, to: usize| {
        if let Some((from, ..)) = run.take() {
            let word = fold(&text[from..to]);
            if !word.is_empty() {
                found.push(Token { text: word, from, to });
            }
        }
    };
    for (at, c) in text.char_indices() {
        let class = class(c);
        match (class, &mut run) {
            (Class::Mark, None) => {}
            (Class::Mark, Some((_, length, _))) => *length += 1,
            (Class::Letter, Some((_, length, Class::Letter))) if *length < LONGEST => *length += 1,
            (Class::Between, _) => end(&mut run, at),
            (Class::Letter | Class::Single, _) => {
                end(&mut run, at);
                run = Some((at, 1, class));
            }
        }
    }
    end(&mut run, text.len());
    found
}

fn class(c: char) -> Class {
    if c.is_ascii() {
        return if c.is_ascii_alphanumeric() { Class::Letter } else { Class::Between };
    }
    if is_combining_mark(c) || matches!(c, '\u{ff9e}' | '\u{ff9f}') {
        Class::Mark
    } else if is_unspaced(c) || is_emoji(c) {
        Class::Single
    } else if c.is_alphanumeric() {
        Class::Letter
    } else {
        Class::Between
    }
}

/// Han, Kana, Bopomofo, Thai, Lao, Myanmar and Khmer: written without spaces between words.
fn is_unspaced(c: char) -> bool {
    c.is_alphanumeric()
        && matches!(c,
            '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{3ffff}' | '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{312f}'
            | '\u{31f0}'..='\u{31ff}' | '\u{ff66}'..='\u{ff9d}' | '\u{0e00}'..='\u{0eff}'
            | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
}

/// Pictures, without the modifiers that colour or join them.
fn is_emoji(c: char) -> bool {
    matches!(c,
        '\u{1f000}'..='\u{1f3fa}' | '\u{1f400}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}'
        | '\u{2b05}'..='\u{2b55}' | '\u{231a}'..='\u{23ff}')
}

/// The one spelling of a word.
fn fold(word: &str) -> String {
    if word.bytes().all(|byte| byte.is_ascii()) {
        return word.to_ascii_lowercase();
    }
    let bare = word.nfkd().filter(|c| !is_diacritic(*c));
    let mut folded = String::with_capacity(word.len());
    for c in bare.flat_map(char::to_lowercase) {
        match c {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ø' => folded.push('o'),
            'ł' => folded.push('l'),
            'đ' => folded.push('d'),
            'ı' => folded.push('i'),
            'ς' => folded.push('σ'),
            // A letter may decompose into more than letters, such as `⑴`.
            c if c.is_alphanumeric() || is_combining_mark(c) || is_emoji(c) => folded.push(c),
            _ => {}
        }
    }
    folded.nfc().collect()
}

/// Accents of European scripts, vowel points of Hebrew and Arabic, what encloses
/// a digit to make a key of it, and how an emoji is to look. Marks of other scripts, such as the voicing
/// of Kana and the vowels of Devanagari, make another letter.
fn is_diacritic(c: char) -> bool {
    matches!(c,
        '\u{0300}'..='\u{036f}' | '\u{0591}'..='\u{05c7}' | '\u{064b}'..='\u{065f}' | '\u{0670}'
        | '\u{20d0}'..='\u{20ff}' | '\u{fe00}'..='\u{fe0f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        tokens(text).into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn words_have_one_spelling() {
        for (text, expected) in [
            ("Grüße aus KÖLN", "grusse aus koln"),
            ("café cafe\u{301} CAFÉ", "cafe cafe cafe"),
            ("İstanbul ıstanbul", "istanbul istanbul"),
            ("Ørsted Łódź", "orsted lodz"),
            ("ΣΊΣΥΦΟΣ Σίσυφος", "σισυφοσ σισυφοσ"),
            ("foo_bar foo-bar foo.bar", "foo bar foo bar foo bar"),
            ("https://example.com/a?b=1", "https example com a b 1"),
            ("can't", "can t"),
            ("東京都 です", "東 京 都 て\u{3099} す"),
            ("ガ ｶﾞ", "ガ ガ"),
            ("한국어", "한국어"),
            ("हिन्दी", "हिन्दी"),
            ("ship it 🚀👍🏽 🇩🇪", "ship it 🚀 👍 🇩 🇪"),
            ("❤️ ❤", "❤ ❤"),
            ("⑴ ½ ﷺ", "1 12 صلىاللهعليهوسلم"),
            ("... !? --", ""),
        ] {
            let expected: String = expected.nfc().collect();
            assert_eq!(words(text).join(" "), expected, "{text}");
        }
    }

    #[test]
    fn a_word_knows_where_it_stands() {
        let text = "«Ñandú» 東京";
        let places: Vec<_> = tokens(text).iter().map(|token| &text[token.from..token.to]).collect();
        assert_eq!(places, ["Ñandú", "東", "京"]);
    }

    #[test]
    fn an_endless_run_is_cut() {
        let found = tokens(&"x".repeat(150));
        assert_eq!(found.iter().map(|token| token.text.len()).collect::<Vec<_>>(), [64, 64, 22]);
    }

    proptest::proptest! {
        /// What the databases rely on: no spaces, nothing that has a meaning in their queries.
        #[test]
        fn words_hold_nothing_else(text in "\\PC{0,40}") {
            for token in tokens(&text) {
                proptest::prop_assert!(!token.text.is_empty());
                let safe = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || (!c.is_ascii() && !c.is_whitespace());
                proptest::prop_assert!(token.text.chars().all(safe), "{:?}", token);
                let is_ours = token.text.contains(['\u{e000}', '\u{e001}']);
                proptest::prop_assert!(!is_ours);
            }
        }
    }
}
