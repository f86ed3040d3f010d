//! Reading the wire types in little code. Serde compiles a reader of its own for each type and each way of holding
//! what is read; in a browser all that arrives before the first message stands there. Here JSON is taken apart once
//! ([`Json`]), and `#[derive(Read)]` picks the parts of a type by name. Both read the same, which the tests of the
//! wire hold them to; servers, who read much and download nothing, use serde.

mod json;
mod types;

pub use json::{Json, Object};
pub use natter_protocol_derive::Read;

/// What can be read from JSON.
pub trait Read: Sized {
    /// None where it is of another form.
    fn read(json: Json) -> Option<Self>;

    /// What it is where it is left out; none where it must not be.
    #[must_use]
    fn absent() -> Option<Self> {
        None
    }
}

/// What can be read from an object that it shares with others.
pub trait Parts: Sized {
    /// Takes its parts out of the object; none where it is of another form.
    fn parts(object: &mut Object) -> Option<Self>;
}

/// Reads JSON text; none where it is not JSON, or of another form.
#[must_use]
pub fn from_str<T: Read>(text: &str) -> Option<T> {
    T::read(Json::parse(text)?)
}

/// Any JSON at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Anything;

/// The place of a name among others.
#[must_use]
pub fn place(name: &str, names: &[&str]) -> Option<usize> {
    names.iter().position(|other| *other == name)
}

#[cfg(test)]
mod tests;
