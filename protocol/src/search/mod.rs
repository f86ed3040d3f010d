//! Searching: the language of queries, shared by the server and the interface, and the answer.
//!
//! A query is words, `"exact phrases"`, beginnings (`deplo*`) and filters: `from:@ana`, `from:me`, `in:#room`,
//! `in:@ana`, `before:`, `after:` and `on:` with a day (`2026-11-25`, `today`, `yesterday`), `has:link`,
//! `is:edited`, …; a `-` before any of them turns it around. Everything must hold at once, except that several
//! `from:` or several `in:` mean any of them. What merely looks like a filter (`https://…`) is a word.

mod answer;
mod day;
mod parse;
mod show;

pub use answer::{Hit, PartKind, SearchAnswer, SearchPart, SearchQuery, Sort, Span};
pub use day::{Date, Day};
pub use parse::{QueryError, Why};

/// What is looked for, in the order in which it was written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    pub parts: Vec<Part>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Written with a `-`: it must not hold.
    pub negated: bool,
    pub what: What,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// A word, or with `prefix` the beginning of one.
    Word {
        text: String,
        prefix: bool,
    },
    /// Words next to each other, in this order.
    Phrase(String),
    From(Who),
    In(Where),
    /// Said before that day began.
    Before(Day),
    /// Said after that day was over.
    After(Day),
    On(Day),
    Has(Has),
    Is(Is),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Who {
    Me,
    /// By username, without the `@`.
    Named(String),
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Where {
    /// By its name without the `#`, or by its id.
    Room(String),
    /// The direct room with one person, by username.
    Direct(String),
}

macro_rules! words {
    ($(#[$doc:meta])* $name:ident { $($(#[$each:meta])* $value:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum $name { $($(#[$each])* $value,)+ }

        impl $name {
            pub const ALL: &[Self] = &[$(Self::$value,)+];
            pub const WORDS: &[&str] = &[$($text,)+];

            #[must_use]
            pub fn word(self) -> &'static str {
                match self { $(Self::$value => $text,)+ }
            }
        }
    };
}

words! {
    /// What a message may carry.
    Has {
        /// An address on the web.
        Link = "link",
        File = "file",
        /// A picture among its files.
        Image = "image",
        Reaction = "reaction",
        /// Replies.
        Thread = "thread",
        /// A pin to its room.
        Pin = "pin",
    }
}

words! {
    /// What a message may be.
    Is {
        Edited = "edited",
        /// A reply in a thread.
        Reply = "reply",
        /// In a thread: a reply, or what was replied to.
        Thread = "thread",
        /// Saved by who asks.
        Saved = "saved",
    }
}

impl Query {
    /// The query without one of its parts: an offer when nothing was found.
    #[must_use]
    pub fn without(&self, index: usize) -> Self {
        let others = self.parts.iter().enumerate().filter(|(at, _)| *at != index);
        Self { parts: others.map(|(_, part)| part.clone()).collect() }
    }
}

impl Part {
    /// Whether it narrows the search by something else than words.
    #[must_use]
    pub fn is_filter(&self) -> bool {
        !matches!(self.what, What::Word { .. } | What::Phrase(_))
    }
}
