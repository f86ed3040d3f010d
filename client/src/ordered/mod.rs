//! Maps and sets in the order of their keys, with the words of `std`'s `BTreeMap` and `BTreeSet`.
//!
//! They are sorted vectors: for what a client knows (thousands, mostly added at the end) as quick as trees, and for
//! each pair of types they compile to a small part of what a tree does, which the web UI has to download.

mod map;
mod set;

pub use map::{Entry, Iter, OrderedMap};
pub use set::OrderedSet;
