//! Text in which nothing is marked: what most people write most of the time. It is known without the parser.

use leptos::prelude::*;

/// Whether the parser would find nothing but paragraphs of lines in it. False where that is not plain to see.
pub fn is_unmarked(text: &str) -> bool {
    let says_more = |c: char| "\\`*_[]<&@#|~".contains(c) || (c.is_control() && c != '\n');
    // One colon marks nothing, unless it is that of an address.
    !text.contains(says_more)
        && !text.contains("://")
        && text.matches(':').count() < 2
        && text.split('\n').all(is_unmarked_line)
}

fn is_unmarked_line(line: &str) -> bool {
    let after_number = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let is_item = after_number.len() < line.len() && after_number.starts_with(['.', ')']);
    !is_item && !line.starts_with(['>', '-', '+', '=', ':', ' ']) && !line.ends_with(' ')
}

/// Lines in paragraphs, which an empty line parts.
pub fn paragraphs(text: &str) -> Vec<Vec<&str>> {
    let lines: Vec<_> = text.split('\n').collect();
    let parts = lines.split(|line| line.trim_ascii().is_empty());
    parts.filter(|part| !part.is_empty()).map(<[_]>::to_vec).collect()
}

pub fn show_unmarked(text: &str) -> AnyView {
    let show = |lines: Vec<&str>| {
        let mut shown: Vec<AnyView> = Vec::new();
        for line in lines {
            if !shown.is_empty() {
                shown.push(view! { <br/> }.into_any());
            }
            shown.push(line.to_owned().into_any());
        }
        view! { <p>{shown}</p> }.into_any()
    };
    paragraphs(text).into_iter().map(show).collect::<Vec<_>>().into_any()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::inline::Inline;
    use super::super::parse::{Block, parse};
    use super::*;

    fn block(lines: Vec<&str>) -> Block {
        let mut inlines = Vec::new();
        for line in lines {
            if !inlines.is_empty() {
                inlines.push(Inline::Break);
            }
            inlines.push(Inline::Text(line.to_owned()));
        }
        Block::Paragraph(inlines)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(20_000))]

        #[test]
        fn what_looks_unmarked_is_so_for_the_parser(
            text in "([a1 \n]|[a-c1-9 .,:;!?()+=>'\"/{}^$%-]|[äß\u{a0}\u{2003}\u{feff}\u{2028}🎉]|http|www\\.|\n\n){0,24}"
        ) {
            if is_unmarked(&text) {
                let blocks: Vec<_> = paragraphs(&text).into_iter().map(block).collect();
                prop_assert_eq!(parse(&text), blocks);
            }
        }
    }

    #[test]
    fn ordinary_sentences_are_unmarked() {
        for text in [
            "",
            "Lunch at 12:30? It's on me!",
            "one\ntwo\n\nthree (3) – 4 % more",
            "2 of us, 3.5 hours",
            "🎉",
            "Why not: (a) cats/dogs; b) both…",
        ] {
            assert!(is_unmarked(text), "{text}");
        }
    }

    #[test]
    fn whatever_may_be_marked_is_left_to_the_parser() {
        for text in [
            "*a*",
            "a_b",
            "`x`",
            "@ana",
            "#general",
            ":wave: :)",
            "https://a.org",
            "- a",
            "1. a",
            "12) a",
            "> a",
            "a\n---",
            "a\n===",
            "    a",
            "a  \nb",
            "R&D",
            "a|b",
            "~a~",
            "<b>",
            "[a](b)",
            "a\\",
            "a\tb",
            "a\r\nb",
        ] {
            assert!(!is_unmarked(text), "{text}");
        }
    }
}
