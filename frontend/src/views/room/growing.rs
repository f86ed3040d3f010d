//! A field that grows with what is written in it.

use web_sys::HtmlTextAreaElement;

use leptos::ev::KeyboardEvent;

/// As high as its text; the style sheet says where it ends and scrolls.
pub fn grow(area: &HtmlTextAreaElement) {
    let style = web_sys::HtmlElement::style(area);
    let _ = style.set_property("height", "auto");
    let _ = style.set_property("height", &format!("{}px", area.scroll_height()));
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

/// Writes the parts of a text back, with the middle one selected.
pub fn set_around(area: &HtmlTextAreaElement, before: &str, selected: &str, after: &str) {
    area.set_value(&format!("{before}{selected}{after}"));
    let start = u32::try_from(before.encode_utf16().count()).unwrap_or(0);
    let end = start + u32::try_from(selected.encode_utf16().count()).unwrap_or(0);
    let _ = area.set_selection_range(start, end);
    grow(area);
}

#[cfg(test)]
mod tests {
    use super::in_code_block;

    #[test]
    fn enter_breaks_the_line_only_inside_of_code() {
        assert!(in_code_block("```rust\nlet a"));
        assert!(in_code_block("text\n  ```\n"));
        assert!(!in_code_block("```\ncode\n```\n"));
        assert!(!in_code_block("a ``` in a line"));
    }
}
