//! Emoji of the server's own, in a line.

use std::collections::HashMap;

use leptos::prelude::*;
use natter_protocol::emoji::{is_name, name_in};
use natter_protocol::{FileId, routes};

use crate::native;
use crate::state::App;

/// The emoji that a text names and the server has.
pub fn named_emoji(app: App, text: &str) -> HashMap<String, FileId> {
    let mut found = HashMap::new();
    for part in text.split(':').skip(1).filter(|part| is_name(part)) {
        if let Some(picture) = app.emoji_picture(part) {
            found.insert(part.to_owned(), picture);
        }
    }
    found
}

/// One of Unicode's as it is; one of the server's own, `:name:`, as its picture.
pub fn emoji_view(app: App, emoji: &str) -> AnyView {
    match name_in(emoji).and_then(|name| app.emoji_picture(name)) {
        Some(picture) => picture_view(emoji.to_owned(), picture),
        None => emoji.to_owned().into_any(),
    }
}

/// `text` is what it stands for, with its colons.
pub fn picture_view(text: String, picture: FileId) -> AnyView {
    let source = native::source(routes::emoji_picture(picture));
    view! { <img class="custom-emoji" src=source alt=text.clone() title=text draggable="false" decoding="async"/> }
        .into_any()
}
