//! Colours for code: good enough for the languages people paste, in one pass and without their grammars.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Plain,
    Keyword,
    Literal,
    Name,
    Comment,
}

impl Kind {
    pub fn class(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Keyword => "hl-key",
            Self::Literal => "hl-lit",
            Self::Name => "hl-name",
            Self::Comment => "hl-com",
        }
    }
}

const KEYWORDS: &str = " abstract and as async await begin bool break case catch char class const continue crate \
    def default defer del do elif else elsif end enum esac except export extends extern false fi final finally fn \
    for from func function global go if impl implements import in int interface is lambda let local long loop \
    match mod module move mut namespace new nil none None not null nullptr or package pass private protected pub \
    public raise range ref return select self Self static str String string struct super switch then this throw \
    throws trait true True False try type typeof undefined union unless unsafe until use using val var virtual \
    void where while with yield SELECT FROM WHERE INSERT INTO UPDATE DELETE CREATE TABLE JOIN ON AND OR NOT NULL \
    ORDER BY GROUP LIMIT VALUES SET AS ";

/// How a comment to the end of the line begins. None for a language that gets no colours.
fn line_comment(language: &str) -> Option<&'static str> {
    Some(match language.to_ascii_lowercase().as_str() {
        "rust" | "rs" | "js" | "javascript" | "ts" | "typescript" | "jsx" | "tsx" | "java" | "kotlin"
        | "kt" | "c" | "cpp" | "c++" | "cs" | "csharp" | "go" | "swift" | "scala" | "dart" | "php"
        | "json" | "zig" => "//",
        "py" | "python" | "rb" | "ruby" | "sh" | "bash" | "shell" | "yaml" | "yml" | "toml" | "perl"
        | "r" | "elixir" | "dockerfile" | "make" => "#",
        "sql" | "lua" | "haskell" | "hs" => "--",
        _ => return None,
    })
}

pub fn highlight(language: &str, text: &str) -> Vec<(Kind, String)> {
    let Some(comment) = line_comment(language) else { return vec![(Kind::Plain, text.to_owned())] };
    let mut out: Vec<(Kind, String)> = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let (kind, length) = next(rest, c, comment);
        let (part, after) = rest.split_at(length);
        match out.last_mut() {
            Some((last, before)) if *last == kind => before.push_str(part),
            _ => out.push((kind, part.to_owned())),
        }
        rest = after;
    }
    out
}

fn next(rest: &str, c: char, comment: &str) -> (Kind, usize) {
    let until = |end: &str, from: usize| rest[from..].find(end).map(|at| at + from);
    if rest.starts_with(comment) {
        return (Kind::Comment, until("\n", 0).unwrap_or(rest.len()));
    }
    if comment == "//" && rest.starts_with("/*") {
        return (Kind::Comment, until("*/", 2).map_or(rest.len(), |end| end + 2));
    }
    if c == '"' || (c == '\'' && comment != "//") || c == '`' {
        return (Kind::Literal, string(rest, c));
    }
    if c.is_ascii_digit() {
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '.').unwrap_or(rest.len());
        return (Kind::Literal, end);
    }
    if c.is_alphabetic() || c == '_' {
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
        let word = &rest[..end];
        let kind = if KEYWORDS.contains(&format!(" {word} ")) {
            Kind::Keyword
        } else if rest[end..].starts_with(['(', '!']) {
            Kind::Name
        } else if c.is_uppercase() {
            Kind::Literal
        } else {
            Kind::Plain
        };
        return (kind, end);
    }
    (Kind::Plain, c.len_utf8())
}

/// To the closing quote, which must stand on the same line; an apostrophe alone is no string.
fn string(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            '\n' if quote != '`' => return 1,
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            c if c == quote => return at + 1,
            _ => {}
        }
    }
    1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_coloured_is_still_all_there() {
        let code = "fn main() { // hi\n  let s = \"a\\\"b\"; 'x' /* y */ 12u8\n}";
        let parts = highlight("rust", code);
        assert_eq!(parts.iter().map(|(_, text)| text.as_str()).collect::<String>(), code);
        assert!(parts.contains(&(Kind::Keyword, "fn".into())));
        assert!(parts.contains(&(Kind::Name, "main".into())));
        assert!(parts.contains(&(Kind::Comment, "// hi".into())));
        assert!(parts.contains(&(Kind::Literal, "\"a\\\"b\"".into())));
    }

    #[test]
    fn an_unknown_language_stays_plain() {
        assert_eq!(highlight("", "let x"), [(Kind::Plain, "let x".to_owned())]);
    }
}
