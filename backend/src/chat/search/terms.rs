//! What a query wants of the index, and how each database is asked for it.

use natter_protocol::search::{Query, What};
use natter_protocol::{RoomId, UserId};

use super::{fact, said_by, said_in, tokens};

/// Words next to each other; with `prefix` the last one may go on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term {
    pub words: Vec<String>,
    pub prefix: bool,
}

/// All of `all` must stand in the index, of each of `any` at least one, and nothing of `none`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Terms {
    pub all: Vec<Term>,
    pub any: Vec<Vec<Term>>,
    pub none: Vec<Term>,
}

impl Terms {
    /// The words and phrases of a query. What has no letters, such as `!?`, is not looked for.
    #[must_use]
    pub fn of(query: &Query) -> Self {
        let mut terms = Self::default();
        for part in &query.parts {
            let (text, prefix) = match &part.what {
                What::Word { text, prefix } => (text, *prefix),
                What::Phrase(text) => (text, false),
                _ => continue,
            };
            let words: Vec<String> = tokens(text).into_iter().map(|token| token.text).collect();
            if !words.is_empty() {
                let side = if part.negated { &mut terms.none } else { &mut terms.all };
                side.push(Term { words, prefix });
            }
        }
        terms
    }

    pub fn said_by(&mut self, people: &[UserId], negated: bool) {
        self.one_of(people.iter().map(|user| said_by(*user)), negated);
    }

    pub fn said_in(&mut self, rooms: &[RoomId], negated: bool) {
        self.one_of(rooms.iter().map(|room| said_in(*room)), negated);
    }

    /// `link`, `file` or `image`.
    pub fn has(&mut self, what: &str, negated: bool) {
        self.one_of([fact(what)], negated);
    }

    fn one_of(&mut self, words: impl IntoIterator<Item = String>, negated: bool) {
        let terms = words.into_iter().map(|word| Term { words: vec![word], prefix: false });
        let terms: Vec<_> = terms.collect();
        match (negated, terms.is_empty()) {
            (_, true) => {}
            (true, false) => self.none.extend(terms),
            (false, false) => self.any.push(terms),
        }
    }

    /// For FTS5's `MATCH` (<https://sqlite.org/fts5.html#full_text_query_syntax>): what must stand there, and
    /// what must not.
    #[must_use]
    pub fn for_sqlite(&self) -> (Option<String>, Option<String>) {
        let one =
            |term: &Term| format!("\"{}\"{}", term.words.join(" "), if term.prefix { " *" } else { "" });
        let or = |terms: &[Term]| format!("({})", terms.iter().map(one).collect::<Vec<_>>().join(" OR "));
        let positive: Vec<String> =
            self.all.iter().map(one).chain(self.any.iter().map(|terms| or(terms))).collect();
        let positive = (!positive.is_empty()).then(|| format!("({})", positive.join(" AND ")));
        (positive, (!self.none.is_empty()).then(|| or(&self.none)))
    }

    /// As PostgreSQL reads a `tsquery`; none when nothing is wanted.
    #[must_use]
    pub fn for_postgres(&self) -> Option<String> {
        let one = |term: &Term| {
            let words = term.words.iter().map(|word| format!("'{word}'")).collect::<Vec<_>>();
            format!("({}{})", words.join(" <-> "), if term.prefix { ":*" } else { "" })
        };
        let or = |terms: &[Term]| format!("({})", terms.iter().map(one).collect::<Vec<_>>().join(" | "));
        let mut wanted: Vec<String> =
            self.all.iter().map(one).chain(self.any.iter().map(|terms| or(terms))).collect();
        wanted.extend((!self.none.is_empty()).then(|| format!("!{}", or(&self.none))));
        (!wanted.is_empty()).then(|| wanted.join(" & "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(query: &str) -> Terms {
        Terms::of(&query.parse().expect(query))
    }

    #[test]
    fn both_databases_are_asked_for_the_same() {
        let terms = terms("Grüße \"new  plan\" foo_ba* -spam -\"not this\"");
        let (positive, negative) = terms.for_sqlite();
        assert_eq!(positive.as_deref(), Some("(\"grusse\" AND \"new plan\" AND \"foo ba\" *)"));
        assert_eq!(negative.as_deref(), Some("(\"spam\" OR \"not this\")"));
        assert_eq!(
            terms.for_postgres().as_deref(),
            Some("('grusse') & ('new' <-> 'plan') & ('foo' <-> 'ba':*) & !(('spam') | ('not' <-> 'this'))")
        );
    }

    #[test]
    fn what_has_no_letters_is_not_looked_for() {
        assert_eq!(terms("!? \"--\" -..."), Terms::default());
        assert_eq!(Terms::default().for_postgres(), None);
        assert_eq!(Terms::default().for_sqlite(), (None, None));
    }
}
