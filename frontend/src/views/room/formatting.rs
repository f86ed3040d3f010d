//! Marks of Markdown that buttons and keys write, and take away again.

use leptos::ev::KeyboardEvent;
use web_sys::HtmlTextAreaElement;

use super::growing::{around_selection, set_around};
use crate::text::t;
use crate::views::keys::{is_command, is_shifted_command};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    Bold,
    Italic,
    Strike,
    Code,
    CodeBlock,
    Link,
    List,
    Numbers,
    Quote,
}

/// What stands before the selection, the selection, and what stands after it.
type Parts = (String, String, String);

impl Mark {
    pub const ALL: [Self; 9] = [
        Self::Bold,
        Self::Italic,
        Self::Strike,
        Self::Code,
        Self::CodeBlock,
        Self::Link,
        Self::List,
        Self::Numbers,
        Self::Quote,
    ];

    /// The mark that a key writes.
    pub fn of_key(event: &KeyboardEvent) -> Option<Self> {
        let (key, code) = (event.key().to_lowercase(), event.code());
        match key.as_str() {
            "b" if is_command(event) => Some(Self::Bold),
            "i" if is_command(event) => Some(Self::Italic),
            _ if !is_shifted_command(event) => None,
            "x" => Some(Self::Strike),
            "c" => Some(Self::Code),
            "l" => Some(Self::Link),
            // With Shift they are other signs on every keyboard.
            _ => match code.as_str() {
                "Digit7" => Some(Self::Numbers),
                "Digit8" => Some(Self::List),
                "Digit9" => Some(Self::Quote),
                _ => None,
            },
        }
    }

    /// Its keys, as the list of keys has them.
    pub const fn keys(self) -> Option<&'static str> {
        match self {
            Self::Bold => Some("Ctrl B"),
            Self::Italic => Some("Ctrl I"),
            Self::Strike => Some("Ctrl Shift X"),
            Self::Code => Some("Ctrl Shift C"),
            Self::Link => Some("Ctrl Shift L"),
            Self::Numbers => Some("Ctrl Shift 7"),
            Self::List => Some("Ctrl Shift 8"),
            Self::Quote => Some("Ctrl Shift 9"),
            Self::CodeBlock => None,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Bold => t().bold,
            Self::Italic => t().italic,
            Self::Strike => t().strike,
            Self::Code => t().code,
            Self::CodeBlock => t().code_block,
            Self::Link => t().link,
            Self::List => t().list,
            Self::Numbers => t().list_ordered,
            Self::Quote => t().quote,
        }
    }

    const fn around(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Bold => Some(("**", "**")),
            Self::Italic => Some(("_", "_")),
            Self::Strike => Some(("~~", "~~")),
            Self::Code => Some(("`", "`")),
            Self::CodeBlock => Some(("```\n", "\n```")),
            Self::Link => Some(("[", "](https://)")),
            Self::List | Self::Numbers | Self::Quote => None,
        }
    }

    /// Marks the selection of a field, or takes the same marks away.
    pub fn write(self, area: &HtmlTextAreaElement) {
        let (before, selected, after) = self.applied(around_selection(area));
        set_around(area, &before, &selected, &after);
    }

    fn applied(self, (before, selected, after): Parts) -> Parts {
        let Some((begin, end)) = self.around() else { return self.on_lines(&before, &selected, after) };
        if let (Some(bare_before), Some(bare_after)) = (before.strip_suffix(begin), after.strip_prefix(end)) {
            return (bare_before.to_owned(), selected, bare_after.to_owned());
        }
        let own_line = begin.ends_with('\n') && !before.is_empty() && !before.ends_with('\n');
        let gap = if own_line { "\n" } else { "" };
        (format!("{before}{gap}{begin}"), selected, format!("{end}{after}"))
    }

    /// Before each line of the selection, from the beginning of the first.
    fn on_lines(self, before: &str, selected: &str, after: String) -> Parts {
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let (kept, begun) = before.split_at(start);
        let text = format!("{begun}{selected}");
        let lines: Vec<&str> = text.split('\n').collect();
        let bare: Option<Vec<&str>> =
            lines.iter().enumerate().map(|(at, line)| line.strip_prefix(self.prefix(at).as_str())).collect();
        let lines = bare.map_or_else(
            || lines.iter().enumerate().map(|(at, line)| self.prefix(at) + line).collect::<Vec<_>>(),
            |bare| bare.into_iter().map(ToOwned::to_owned).collect(),
        );
        (format!("{kept}{}", lines.join("\n")), String::new(), after)
    }

    fn prefix(self, line: usize) -> String {
        match self {
            Self::Numbers => format!("{}. ", line + 1),
            Self::Quote => "> ".to_owned(),
            _ => "- ".to_owned(),
        }
    }
}

/// The selection as a link to an address that was pasted over it.
pub fn linked(selected: &str, pasted: &str) -> Option<String> {
    let address = pasted.trim();
    let is_address = ["https://", "http://"].iter().any(|scheme| {
        address
            .strip_prefix(scheme)
            .is_some_and(|rest| !rest.is_empty() && !rest.contains(char::is_whitespace))
    });
    let is_text =
        !selected.trim().is_empty() && !selected.contains(['[', ']', '\n']) && !selected.contains("://");
    let address = address.replace('(', "%28").replace(')', "%29");
    (is_address && is_text).then(|| format!("[{selected}]({address})"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// With the selection in bars.
    fn applied(mark: Mark, text: &str) -> String {
        let parts: Vec<String> = text.split('|').map(ToOwned::to_owned).collect();
        let [before, selected, after] = parts.try_into().unwrap();
        let (before, selected, after) = mark.applied((before, selected, after));
        format!("{before}|{selected}|{after}")
    }

    #[test]
    fn a_mark_is_written_and_taken_away() {
        assert_eq!(applied(Mark::Bold, "say |it| loud"), "say **|it|** loud");
        assert_eq!(applied(Mark::Bold, "say **|it|** loud"), "say |it| loud");
        assert_eq!(applied(Mark::CodeBlock, "so:|x|"), "so:\n```\n|x|\n```");
        assert_eq!(applied(Mark::Link, "|here|"), "[|here|](https://)");
    }

    #[test]
    fn lines_are_marked_from_their_beginning_and_bare_again() {
        assert_eq!(applied(Mark::List, "one\ntw|o\nthree|"), "one\n- two\n- three||");
        assert_eq!(applied(Mark::Numbers, "|a\nb|"), "1. a\n2. b||");
        assert_eq!(applied(Mark::Numbers, "|1. a\n2. b|"), "a\nb||");
        assert_eq!(applied(Mark::Quote, "> sai|d|"), "said||");
    }

    #[test]
    fn an_address_over_words_is_a_link() {
        assert_eq!(
            linked("the plan", " https://example.org/a_(b)\n").unwrap(),
            "[the plan](https://example.org/a_%28b%29)"
        );
        assert_eq!(linked("the plan", "just words"), None);
        assert_eq!(linked("https://a.example", "https://b.example"), None, "one address replaces another");
        assert_eq!(linked("", "https://b.example"), None);
    }
}
