//! The replica: what the chat looks like to one person. A snapshot plus the events after it, in any
//! order and any number of times, makes the same replica as a fresh snapshot (`DESIGN.md` §7).
//!
//! How that holds: every fact is a value with the place in the log that set it (the highest wins), a
//! set of places, or a message with the set of its later changes, folded in order. None of these
//! minds order or repetition, and counts are sizes of sets, never counted up and down.

mod chat;
mod coverage;
mod emoji;
mod entry;
mod kept;
mod latest;
mod load;
mod mark;
mod members;
mod own;
mod people;
mod pins;
mod renewal;
mod room;
mod room_changes;
mod room_events;
mod seen;
mod thread_marks;
mod timeline;
mod typing;
mod unread;
mod views;

pub use chat::{Chat, Touched};
pub use emoji::EmojiShelf;
pub use members::MemberList;
pub use pins::PinList;
pub use room::RoomState;
pub use timeline::{Loaded, Timeline, Window};
pub use typing::{Announcer, TYPING_MS};
