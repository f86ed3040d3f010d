//! Names in a text, and whom and what they mean.

use std::collections::HashMap;

use natter_protocol::{FileId, RoomId, UserId};

/// Who and what is meant by the names in a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Named {
    pub me: Option<UserId>,
    /// By username.
    pub people: HashMap<String, (UserId, String)>,
    pub rooms: HashMap<String, RoomId>,
    /// Whether `@all` and its like called anyone, and whether they called the reader.
    pub many: Option<bool>,
    /// The server's own emoji.
    pub emoji: HashMap<String, FileId>,
}

impl Named {
    /// The text with a plain emoji for each of the server's own.
    pub fn without_pictures(&self, text: &str) -> String {
        let replaced = |text: String, name| text.replace(&format!(":{name}:"), "🙂");
        self.emoji.keys().fold(text.to_owned(), replaced)
    }
}

/// Whether a word calls everyone in a room, or everyone who is there.
pub fn calls_many(name: &str) -> bool {
    matches!(name, "all" | "channel" | "everyone" | "room" | "here")
}
