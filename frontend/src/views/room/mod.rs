//! The middle: one room.

mod autocomplete;
mod composer;
mod composing;
mod echo;
mod editing;
mod format_bar;
mod growing;
mod header;
mod keys;
mod list;
mod message;
mod news;
mod page;
mod reactions;
mod reference;
mod scroll;
mod slash;
mod tools;
mod typing;

pub use message::named_in;
pub use page::{Home, RoomPage};
