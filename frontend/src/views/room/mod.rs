//! The middle: one room.

mod attachments;
mod autocomplete;
mod composer;
mod composing;
mod echo;
mod editing;
mod files;
mod format_bar;
mod growing;
mod header;
mod keys;
mod list;
mod message;
mod news;
mod page;
mod pins;
mod preview;
mod reactions;
mod reference;
mod scroll;
mod slash;
mod thread;
mod thread_line;
mod tools;
mod typing;
mod uploads;

pub use attachments::{Save, is_shown};
pub use composer::in_list;
pub use composing::Composing;
pub use files::FilesPane;
pub use message::named_in;
pub use page::{Home, RoomPage};
pub use pins::PinsPane;
pub use thread::ThreadPane;
pub use thread_line::when;
pub use tools::may_delete;
