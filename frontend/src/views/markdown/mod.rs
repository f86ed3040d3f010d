//! A message's text. What is marked in it is parsed into a tree, and the tree becomes elements: that is done by the
//! second part of the program, which most messages can do without. Nothing a person wrote ever becomes HTML.

mod highlight;
mod inline;
mod named;
mod parse;
mod show;
mod text;
mod unmarked;

use parse::parse;

pub use named::{Named, calls_many};
pub use show::show_marked;
pub use text::{Text, one_line};

/// The text in one line without its marks, for references. Only the second part can tell: see [`one_line`].
pub fn plain(text: &str) -> String {
    let mut line = String::new();
    for block in parse(text) {
        inline::plain_block(&block, &mut line);
        line.push(' ');
    }
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}
