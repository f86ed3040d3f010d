//! Text inside of a paragraph: bare links, people and rooms are found in it.

use natter_protocol::emoji::is_name;

use super::parse::Block;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inline {
    Text(String),
    Code(String),
    Emphasis(Vec<Inline>),
    Strong(Vec<Inline>),
    Strike(Vec<Inline>),
    Link {
        url: String,
        text: Vec<Inline>,
    },
    /// `@name`, without its `@`; whether there is such a person is found out when it is shown.
    Person(String),
    /// `#name`, without its `#`.
    Room(String),
    /// `:name:`, without its colons.
    Emoji(String),
    Break,
}

/// Joins neighbouring text, which the parser cuts at every mark, and finds what stands in it.
pub fn finish(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut joined: Vec<Inline> = Vec::new();
    for inline in inlines {
        match (joined.last_mut(), inline) {
            (Some(Inline::Text(before)), Inline::Text(text)) => before.push_str(&text),
            (_, inline) => joined.push(inline),
        }
    }
    let mut out = Vec::new();
    for inline in joined {
        match inline {
            Inline::Text(text) => find_in(&text, &mut out),
            Inline::Link { url, text } => out.push(Inline::Link { url, text: only_text(text) }),
            other => out.push(other),
        }
    }
    out
}

/// Links do not stand in links.
fn only_text(inlines: Vec<Inline>) -> Vec<Inline> {
    let plain = |inline| match inline {
        Inline::Link { text, .. } => text,
        Inline::Person(name) => vec![Inline::Text(format!("@{name}"))],
        Inline::Room(name) => vec![Inline::Text(format!("#{name}"))],
        other => vec![other],
    };
    inlines.into_iter().flat_map(plain).collect()
}

fn find_in(text: &str, out: &mut Vec<Inline>) {
    let mut from = 0;
    let mut before: Option<char> = None;
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let begins_word =
            before.is_none_or(|b| !b.is_alphanumeric() && !matches!(b, '.' | '_' | '-' | '@' | '/'));
        // Two colons are a path of some program, unless the first one ended an emoji.
        let is_path = c == ':' && before == Some(':');
        let found = if begins_word && !is_path { found_at(&text[at..]) } else { None };
        if let Some((inline, length)) = found {
            if from < at {
                out.push(Inline::Text(text[from..at].to_owned()));
            }
            let is_emoji = matches!(inline, Inline::Emoji(_));
            out.push(inline);
            at += length;
            from = at;
            before = text[..at].chars().next_back().filter(|_| !is_emoji);
        } else {
            at += c.len_utf8();
            before = Some(c);
        }
    }
    if from < text.len() {
        out.push(Inline::Text(text[from..].to_owned()));
    }
}

/// What begins here, and how many bytes it takes.
fn found_at(text: &str) -> Option<(Inline, usize)> {
    if let Some(rest) = text.strip_prefix('@') {
        let name = word(rest, |c| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-'));
        return (!name.is_empty()).then(|| (Inline::Person(name.to_ascii_lowercase()), name.len() + 1));
    }
    if let Some(rest) = text.strip_prefix('#') {
        let name = word(rest, |c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-'));
        return (!name.is_empty()).then(|| (Inline::Room(name.to_owned()), name.len() + 1));
    }
    if let Some(rest) = text.strip_prefix(':') {
        let (name, _) = rest.split_once(':')?;
        return is_name(name).then(|| (Inline::Emoji(name.to_owned()), name.len() + 2));
    }
    let scheme = ["https://", "http://"].into_iter().find(|scheme| text.starts_with(scheme))?;
    let end = text.find(|c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"')).unwrap_or(text.len());
    let mut url = &text[..end];
    // The mark that ends a sentence is not part of the address, nor a bracket that was opened before it.
    while let Some(last) = url.chars().next_back() {
        let unopened = last == ')' && url.matches(')').count() > url.matches('(').count();
        if !unopened && !matches!(last, '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '*' | '_') {
            break;
        }
        url = &url[..url.len() - last.len_utf8()];
    }
    let link = || Inline::Link { url: url.to_owned(), text: vec![Inline::Text(url.to_owned())] };
    (url.len() > scheme.len()).then(|| (link(), url.len()))
}

fn word(text: &str, is_part: impl Fn(char) -> bool) -> &str {
    let end = text.find(|c| !is_part(c)).unwrap_or(text.len());
    text[..end].trim_end_matches(['.', '-', '_'])
}

pub fn plain_block(block: &Block, out: &mut String) {
    match block {
        Block::Paragraph(inlines) | Block::Heading(_, inlines) => plain(inlines, out),
        Block::Code { text, .. } => out.push_str(text),
        Block::Quote(blocks) => blocks.iter().for_each(|block| plain_block(block, out)),
        Block::List { items, .. } => {
            for block in items.iter().flat_map(|item| &item.blocks) {
                plain_block(block, out);
                out.push(' ');
            }
        }
        Block::Table { rows, .. } => {
            for cell in rows.iter().flatten() {
                plain(cell, out);
                out.push(' ');
            }
        }
        Block::Rule => {}
    }
}

fn plain(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => out.push_str(text),
            Inline::Emphasis(inside) | Inline::Strong(inside) | Inline::Strike(inside) => plain(inside, out),
            Inline::Link { text, .. } => plain(text, out),
            Inline::Person(name) => out.extend(["@", name]),
            Inline::Room(name) => out.extend(["#", name]),
            Inline::Emoji(name) => out.extend([":", name, ":"]),
            Inline::Break => out.push(' '),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::plain;
    use super::*;

    fn found(text: &str) -> Vec<Inline> {
        finish(vec![Inline::Text(text.to_owned())])
    }

    fn link(url: &str) -> Inline {
        Inline::Link { url: url.into(), text: vec![Inline::Text(url.into())] }
    }

    #[test]
    fn people_are_found_as_the_server_finds_them() {
        assert_eq!(found("@Ana, hi"), [Inline::Person("ana".into()), Inline::Text(", hi".into())]);
        assert_eq!(found("ask @bo.l.").get(1), Some(&Inline::Person("bo.l".into())));
        assert_eq!(found("ana@example.org"), [Inline::Text("ana@example.org".into())]);
    }

    #[test]
    fn an_address_ends_where_the_sentence_does() {
        assert_eq!(found("see https://a.org/b_(c).")[1], link("https://a.org/b_(c)"));
        assert_eq!(found("(https://a.org)")[1], link("https://a.org"));
        assert_eq!(found("https://"), [Inline::Text("https://".into())]);
        assert_eq!(found("xhttps://a.org").len(), 1);
    }

    #[test]
    fn an_emoji_stands_between_colons_and_begins_a_word() {
        let emoji = |name: &str| Inline::Emoji(name.into());
        assert_eq!(found(":party-parrot::wave_2:!")[..2], [emoji("party-parrot"), emoji("wave_2")]);
        for no in ["12:30:45", "a :b: c", "::", ":no emoji:", "std::fmt::Write"] {
            assert_eq!(found(no), [Inline::Text(no.into())]);
        }
        assert_eq!(plain("hello :wave_2:"), "hello :wave_2:");
    }

    #[test]
    fn one_line_says_what_a_message_says() {
        assert_eq!(plain("**Hi** @bo,\nsee `x`\n\n- a\n- b"), "Hi @bo, see x a b");
    }
}
