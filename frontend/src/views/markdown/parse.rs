//! CommonMark with tables, strikethrough and task lists, into a tree.

use pulldown_cmark::{Alignment, CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::inline::{Inline, finish};

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    Paragraph(Vec<Inline>),
    /// 1 to 6.
    Heading(u8, Vec<Inline>),
    Code {
        language: String,
        text: String,
    },
    Quote(Vec<Block>),
    /// `start` is the first number of an ordered list.
    List {
        start: Option<u64>,
        items: Vec<Item>,
    },
    Table {
        align: Vec<Align>,
        /// The first is the heading.
        rows: Vec<Vec<Vec<Inline>>>,
    },
    Rule,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Of a task list: whether it is done.
    pub task: Option<bool>,
    pub blocks: Vec<Block>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    Start,
    Center,
    End,
}

pub fn parse(text: &str) -> Vec<Block> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    Tree { events: Parser::new_ext(text, options) }.blocks(None).0
}

struct Tree<'a> {
    events: Parser<'a>,
}

impl<'a> Tree<'a> {
    /// Blocks up to the end of the one that holds them, and the mark of a task.
    fn blocks(&mut self, until: Option<TagEnd>) -> (Vec<Block>, Option<bool>) {
        let mut blocks = Vec::new();
        let mut task = None;
        // The items of a tight list hold text without a paragraph around it.
        let mut loose = Vec::new();
        while let Some(event) = self.events.next() {
            match event {
                Event::End(end) if Some(end) == until => break,
                Event::TaskListMarker(done) => task = Some(done),
                Event::Start(tag) if is_block(&tag) => {
                    flush(&mut loose, &mut blocks);
                    self.block(tag, &mut blocks);
                }
                Event::Rule => {
                    flush(&mut loose, &mut blocks);
                    blocks.push(Block::Rule);
                }
                other => self.inline(other, &mut loose),
            }
        }
        flush(&mut loose, &mut blocks);
        (blocks, task)
    }

    fn block(&mut self, tag: Tag<'a>, blocks: &mut Vec<Block>) {
        let end = tag.to_end();
        match tag {
            Tag::Heading { level, .. } => {
                let text = self.inlines(end);
                blocks.push(Block::Heading(level as u8, text));
            }
            Tag::BlockQuote(_) => {
                let inside = self.blocks(Some(end)).0;
                blocks.push(Block::Quote(inside));
            }
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(info) => {
                        info.split([' ', ',', '{']).next().unwrap_or("").to_owned()
                    }
                    CodeBlockKind::Indented => String::new(),
                };
                let text = self.verbatim(end);
                blocks.push(Block::Code { language, text: text.trim_end_matches('\n').to_owned() });
            }
            Tag::List(start) => {
                let items = self.items(end);
                blocks.push(Block::List { start, items });
            }
            Tag::Table(align) => {
                let align = align.into_iter().map(|align| match align {
                    Alignment::Center => Align::Center,
                    Alignment::Right => Align::End,
                    Alignment::Left | Alignment::None => Align::Start,
                });
                let rows = self.rows(end);
                blocks.push(Block::Table { align: align.collect(), rows });
            }
            // HTML is shown as it was written.
            Tag::HtmlBlock => {
                let text = self.verbatim(end);
                blocks.push(Block::Paragraph(finish(vec![Inline::Text(text.trim_end().to_owned())])));
            }
            _ => {
                let text = self.inlines(end);
                blocks.push(Block::Paragraph(text));
            }
        }
    }

    fn items(&mut self, until: TagEnd) -> Vec<Item> {
        let mut items = Vec::new();
        while let Some(event) = self.events.next() {
            match event {
                Event::End(end) if end == until => break,
                Event::Start(Tag::Item) => {
                    let (blocks, task) = self.blocks(Some(TagEnd::Item));
                    items.push(Item { task, blocks });
                }
                _ => {}
            }
        }
        items
    }

    fn rows(&mut self, until: TagEnd) -> Vec<Vec<Vec<Inline>>> {
        let mut rows = Vec::new();
        while let Some(event) = self.events.next() {
            match event {
                Event::End(end) if end == until => break,
                Event::Start(Tag::TableHead | Tag::TableRow) => rows.push(Vec::new()),
                Event::Start(Tag::TableCell) => {
                    let cell = self.inlines(TagEnd::TableCell);
                    if let Some(row) = rows.last_mut() {
                        row.push(cell);
                    }
                }
                _ => {}
            }
        }
        rows
    }

    fn inlines(&mut self, until: TagEnd) -> Vec<Inline> {
        let mut out = Vec::new();
        while let Some(event) = self.events.next() {
            match event {
                Event::End(end) if end == until => break,
                other => self.inline(other, &mut out),
            }
        }
        finish(out)
    }

    fn inline(&mut self, event: Event<'a>, out: &mut Vec<Inline>) {
        match event {
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                out.push(Inline::Text(text.into_string()));
            }
            Event::Code(text) => out.push(Inline::Code(text.into_string())),
            // A line that people break is a line that breaks.
            Event::SoftBreak | Event::HardBreak => out.push(Inline::Break),
            Event::Start(tag) => {
                let end = tag.to_end();
                let inside = self.inlines(end);
                out.push(match tag {
                    Tag::Emphasis => Inline::Emphasis(inside),
                    Tag::Strong => Inline::Strong(inside),
                    Tag::Strikethrough => Inline::Strike(inside),
                    // A picture from elsewhere would tell that site who reads here: it is shown as a link.
                    Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                        Inline::Link { url: dest_url.into_string(), text: inside }
                    }
                    _ => return out.extend(inside),
                });
            }
            _ => {}
        }
    }

    fn verbatim(&mut self, until: TagEnd) -> String {
        let mut text = String::new();
        for event in self.events.by_ref() {
            match event {
                Event::End(end) if end == until => break,
                Event::Text(part) | Event::Html(part) => text.push_str(&part),
                _ => {}
            }
        }
        text
    }
}

fn is_block(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Paragraph
            | Tag::Heading { .. }
            | Tag::BlockQuote(_)
            | Tag::CodeBlock(_)
            | Tag::List(_)
            | Tag::Table(_)
            | Tag::HtmlBlock
    )
}

fn flush(loose: &mut Vec<Inline>, blocks: &mut Vec<Block>) {
    if !loose.is_empty() {
        blocks.push(Block::Paragraph(finish(std::mem::take(loose))));
    }
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;
