//! A message's text: parsed into a tree, and the tree into elements. Nothing a person wrote ever becomes
//! HTML.

mod highlight;
mod inline;
mod parse;
mod show;

use parse::parse;
pub use show::{Named, Text, calls_many};

/// The text in one line without its marks, for references.
pub fn plain(text: &str) -> String {
    let mut line = String::new();
    for block in parse(text) {
        inline::plain_block(&block, &mut line);
        line.push(' ');
    }
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}
