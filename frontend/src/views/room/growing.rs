//! A field that grows with what is written in it.

use std::ops::Range;

use leptos::ev::KeyboardEvent;
use wasm_bindgen::JsCast as _;
use web_sys::{HtmlDocument, HtmlTextAreaElement};

use crate::browser::document;

/// As high as its text; the style sheet says where it ends and scrolls.
pub fn grow(area: &HtmlTextAreaElement) {
    let style = web_sys::HtmlElement::style(area);
    let _ = style.set_property("height", "auto");
    let borders = area.offset_height() - area.client_height();
    let _ = style.set_property("height", &format!("{}px", area.scroll_height() + borders));
}

/// Whether an input method still composes: its Enter chooses a word and sends nothing. Safari says so
/// only by the key code.
pub fn composes(event: &KeyboardEvent) -> bool {
    event.is_composing() || event.key_code() == 229
}

/// Whether the caret stands in a block of code that is not closed before it.
pub fn in_code_block(before_caret: &str) -> bool {
    before_caret.lines().filter(|line| line.trim_start().starts_with("```")).count() % 2 == 1
}

/// The text before the caret, and after the selection. A selection counts in UTF-16.
pub fn around_selection(area: &HtmlTextAreaElement) -> (String, String, String) {
    let text: Vec<u16> = area.value().encode_utf16().collect();
    let place =
        |at: Result<Option<u32>, _>| at.ok().flatten().map_or(text.len(), |at| (at as usize).min(text.len()));
    let (start, end) = (place(area.selection_start()), place(area.selection_end()));
    let part = String::from_utf16_lossy;
    (part(&text[..start]), part(&text[start..end.max(start)]), part(&text[end.max(start)..]))
}

/// Writes the parts of a text back, with the middle one selected. What differs is written as a person would, so that it
/// can be undone; the field tells of it as of any input, so nothing that hears of input may call this.
pub fn set_around(area: &HtmlTextAreaElement, before: &str, selected: &str, after: &str) {
    let (was, text) = (area.value(), format!("{before}{selected}{after}"));
    if let Some((old, new)) = change(&was, &text) {
        let _ = area.focus();
        select(area, &was[..old.start], &was[old]);
        let command = if new.is_empty() { "delete" } else { "insertText" };
        if let Some(page) = document().dyn_ref::<HtmlDocument>() {
            let _ = page.exec_command_with_show_ui_and_value(command, false, &text[new]);
        }
        if area.value() != text {
            area.set_value(&text);
        }
    }
    select(area, before, selected);
    grow(area);
}

fn select(area: &HtmlTextAreaElement, before: &str, selected: &str) {
    let count = |text: &str| u32::try_from(text.encode_utf16().count()).unwrap_or(0);
    let start = count(before);
    let _ = area.set_selection_range(start, start + count(selected));
}

/// Which part of a text was replaced by which of another; none when they are the same.
fn change(old: &str, new: &str) -> Option<(Range<usize>, Range<usize>)> {
    let same = |a: &mut dyn Iterator<Item = char>, b: &mut dyn Iterator<Item = char>| -> usize {
        a.zip(b).take_while(|(a, b)| a == b).map(|(a, _)| a.len_utf8()).sum()
    };
    let begin = same(&mut old.chars(), &mut new.chars());
    let end = same(&mut old[begin..].chars().rev(), &mut new[begin..].chars().rev());
    (old != new).then(|| (begin..old.len() - end, begin..new.len() - end))
}

#[cfg(test)]
mod tests {
    use super::{change, in_code_block};

    #[test]
    fn only_what_differs_is_written() {
        assert_eq!(change("so :tada:!", "so 🎉!"), Some((3..9, 3..7)));
        assert_eq!(change("word", "**word"), Some((0..0, 0..2)));
        assert_eq!(change("🎈", "🎉"), Some((0..4, 0..4)));
        assert_eq!(change("aaa", "aa"), Some((2..3, 2..2)));
        assert_eq!(change("same", "same"), None);
    }

    #[test]
    fn enter_breaks_the_line_only_inside_of_code() {
        assert!(in_code_block("```rust\nlet a"));
        assert!(in_code_block("text\n  ```\n"));
        assert!(!in_code_block("```\ncode\n```\n"));
        assert!(!in_code_block("a ``` in a line"));
    }
}
