//! The part of a message that shows why it was found.

use natter_protocol::search::Span;

/// A stretch of a snippet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    /// Whether it was looked for.
    pub marked: bool,
}

/// Characters shown before the first mark.
const BEFORE: usize = 60;

/// About `length` characters of a text around the first of the spans, in one line. Marks of Markdown between
/// words are left out; what was looked for stays as it is. Spans that the text does not have are passed over.
#[must_use]
pub fn snippet(text: &str, spans: &[Span], length: usize) -> Vec<Piece> {
    let spans: Vec<(usize, usize)> = spans
        .iter()
        .map(|span| (span.from as usize, span.to as usize))
        .filter(|(from, to)| from < to && text.get(*from..*to).is_some())
        .collect();
    let begin = spans.first().map_or(0, |(from, _)| begin(text, *from));
    let end = end(text, begin, length, spans.first().map_or(0, |(_, to)| *to));
    let mut pieces = Vec::new();
    let mut at = begin;
    let mut line = Line { spaced: true, fresh: true, row: false, cell: false };
    for (from, to) in spans.into_iter().filter(|(from, to)| *from >= begin && *to <= end) {
        if from < at {
            continue;
        }
        push(&mut pieces, line.plain(&text[at..from]), false);
        push(&mut pieces, line.kept(&text[from..to]), true);
        at = to;
    }
    push(&mut pieces, line.plain(&text[at..end]), false);
    if let Some(first) = pieces.first_mut().filter(|_| begin > 0) {
        first.text.insert_str(0, "… ");
    }
    if let Some(last) = pieces.last_mut() {
        last.text.truncate(last.text.trim_end_matches([' ', '·']).len());
        if end < text.trim_end().len() {
            last.text.push_str(" …");
        }
    }
    pieces.retain(|piece| !piece.text.is_empty());
    pieces
}

fn push(pieces: &mut Vec<Piece>, text: String, marked: bool) {
    if !text.is_empty() {
        pieces.push(Piece { text, marked });
    }
}

/// Where the snippet begins: some characters before the mark, at the beginning of a word.
fn begin(text: &str, mark: usize) -> usize {
    let before = &text[..mark];
    let Some((far, _)) = before.char_indices().rev().nth(BEFORE - 1) else { return 0 };
    if before[..far].trim().is_empty() {
        return 0;
    }
    before[far..].find(char::is_whitespace).map_or(far, |space| {
        let after = &before[far + space..];
        far + space + (after.len() - after.trim_start().len())
    })
}

/// Where it ends: not within the first mark, and at the end of a word if one is near.
fn end(text: &str, begin: usize, length: usize, mark: usize) -> usize {
    let Some((far, _)) = text[begin..].char_indices().nth(length) else { return text.len() };
    let far = (begin + far).max(mark);
    let space = text[begin..far].rfind(char::is_whitespace).map(|space| begin + space);
    space.filter(|space| *space >= mark && far - *space < 40).unwrap_or(far)
}

/// One line: spaces and breaks become one space each.
struct Line {
    /// Whether the line ends with a space or has not begun.
    spaced: bool,
    /// Whether a line of the text has just begun.
    fresh: bool,
    /// Whether it is a row of a table.
    row: bool,
    /// Whether another cell of it begins.
    cell: bool,
}

impl Line {
    fn plain(&mut self, text: &str) -> String {
        let mut line = String::with_capacity(text.len());
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                c if c.is_whitespace() => {
                    if c == '\n' {
                        (self.fresh, self.row, self.cell) = (true, false, false);
                    }
                    if !self.spaced {
                        line.push(' ');
                        self.spaced = true;
                    }
                }
                // A fence, and what is written in the block's language.
                '`' if self.fresh && chars.clone().take(2).eq(['`'; 2]) => {
                    while chars.next_if(|next| *next != '\n').is_some() {}
                }
                '*' | '`' => {}
                '|' if self.fresh || self.row => {
                    let rest: String = chars.clone().take_while(|next| *next != '\n').collect();
                    // Below a table's head.
                    if self.fresh && rest.contains('-') && rest.chars().all(|next| "|-: ".contains(next)) {
                        for _ in rest.chars() {
                            chars.next();
                        }
                    }
                    self.cell = self.row;
                    (self.fresh, self.row) = (false, true);
                }
                // An item of a list, and its box.
                '-' if self.fresh && chars.peek() == Some(&' ') => {
                    let mut rest = chars.clone().skip(1);
                    let is_box = rest.next() == Some('[')
                        && rest.next().is_some_and(|mark| matches!(mark, ' ' | 'x' | 'X'))
                        && rest.next() == Some(']');
                    if is_box {
                        chars.nth(3);
                    }
                    line.push('•');
                    (self.spaced, self.fresh) = (false, false);
                }
                '~' if chars.peek() == Some(&'~') => drop(chars.next()),
                // A heading or a quote.
                '#' | '>'
                    if self.fresh && chars.peek().is_none_or(|next| matches!(next, ' ' | '#' | '>')) => {}
                c => {
                    self.divide(&mut line);
                    line.push(c);
                    (self.spaced, self.fresh) = (false, false);
                }
            }
        }
        if !self.fresh {
            self.divide(&mut line);
        }
        line
    }

    /// Between two cells.
    fn divide(&mut self, line: &mut String) {
        if std::mem::take(&mut self.cell) {
            line.push_str(if self.spaced { "· " } else { " · " });
            self.spaced = true;
        }
    }

    fn kept(&mut self, text: &str) -> String {
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        (self.spaced, self.fresh) = (false, false);
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The snippet with brackets around what is marked.
    fn shown(text: &str, words: &[&str], length: usize) -> String {
        let mut spans: Vec<Span> = words
            .iter()
            .flat_map(|word| text.match_indices(word))
            .map(|(at, word)| Span { from: at as u32, to: (at + word.len()) as u32 })
            .collect();
        spans.sort_by_key(|span| span.from);
        let pieces = snippet(text, &spans, length);
        pieces.iter().map(|p| if p.marked { format!("[{}]", p.text) } else { p.text.clone() }).collect()
    }

    #[test]
    fn a_short_text_is_shown_whole() {
        assert_eq!(shown("the plan, the plan", &["plan"], 200), "the [plan], the [plan]");
        assert_eq!(shown("nothing marked", &[], 200), "nothing marked");
        assert_eq!(shown("", &[], 200), "");
    }

    #[test]
    fn a_long_text_is_shown_around_the_first_mark() {
        let text = format!("{}the plan is good. {}", "before ".repeat(30), "after ".repeat(60));
        let shown = shown(&text, &["plan"], 100);
        assert!(
            shown.starts_with("… before before") && shown.contains("the [plan] is good. after"),
            "{shown}"
        );
        assert!(shown.ends_with("after …") && shown.chars().count() < 115, "{shown}");
    }

    #[test]
    fn it_is_one_line_without_markdown() {
        let text = "# Plan\n\n> **bold** and `code`, ~~gone~~\n- a\tlist  #general C# a > b";
        assert_eq!(shown(text, &["code"], 200), "Plan bold and [code], gone • a list #general C# a > b");
        let table = "| path | first |\n|---|---:|\n| direct | 4 ms |\n| a | - |\nb | c";
        assert_eq!(shown(table, &["direct"], 200), "path · first [direct] · 4 ms a · - b | c");
        let text = "Left - not much:\n- [x] plan\n- [ ] [draw]\n```rust\nlet plan = 1;\n```";
        let line = "Left - not much: • [plan] • [draw] let [plan] = 1;";
        assert_eq!(shown(text, &["plan"], 200), line);
    }

    #[test]
    fn nothing_is_cut_in_the_middle_of_a_character() {
        let text = "日本語".repeat(200);
        let pieces = snippet(&text, &[Span { from: 900, to: 903 }, Span { from: 901, to: 902 }], 50);
        assert_eq!(pieces.iter().filter(|piece| piece.marked).count(), 1);
        assert!(snippet("ä", &[Span { from: 0, to: 99 }], 10).iter().all(|piece| !piece.marked));
    }
}
