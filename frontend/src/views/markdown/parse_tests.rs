use super::*;

fn text(text: &str) -> Inline {
    Inline::Text(text.to_owned())
}

#[test]
fn html_stays_text() {
    let blocks = parse("<script>alert(1)</script>\n\na <b>bold</b> claim");
    assert_eq!(blocks[0], Block::Paragraph(vec![text("<script>alert(1)</script>")]));
    assert_eq!(blocks[1], Block::Paragraph(vec![text("a <b>bold</b> claim")]));
}

#[test]
fn lists_nest_and_tasks_know_whether_they_are_done() {
    let blocks = parse("1. one\n   - [x] two\n   - [ ] three\n2. four");
    let [Block::List { start: Some(1), items }] = &blocks[..] else { panic!("{blocks:?}") };
    assert_eq!(items.len(), 2);
    let [Block::Paragraph(_), Block::List { start: None, items }] = &items[0].blocks[..] else {
        panic!("{items:?}")
    };
    assert_eq!(items.iter().map(|item| item.task).collect::<Vec<_>>(), [Some(true), Some(false)]);
}

#[test]
fn a_table_has_rows_of_cells() {
    let blocks = parse("| a | b |\n|---|--:|\n| 1 | 2 |");
    let [Block::Table { align, rows }] = &blocks[..] else { panic!("{blocks:?}") };
    assert_eq!(align, &[Align::Start, Align::End]);
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[1][1], vec![text("2")]);
}

#[test]
fn code_keeps_its_language_and_lines() {
    let blocks = parse("```rust,ignore\nlet a = 1;\n\nlet b = 2;\n```");
    let code = Block::Code { language: "rust".into(), text: "let a = 1;\n\nlet b = 2;".into() };
    assert_eq!(blocks, [code]);
}

#[test]
fn a_line_break_is_a_line_break() {
    let [Block::Paragraph(inline)] = &parse("one\ntwo")[..] else { panic!() };
    assert_eq!(inline, &[text("one"), Inline::Break, text("two")]);
}

#[test]
fn nothing_that_people_write_is_too_strange() {
    for odd in ["", "***", "```", "|a|\n|-", "> > > x", "- ", "[a](b", "\u{0}", "#", "1.", "[x]: y"] {
        parse(odd);
    }
    parse(&"[".repeat(5000));
    parse(&"> ".repeat(200));
}
