//! The server's own emoji, fetched when something first needs them: most texts do not.

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_protocol::{CustomEmoji, FileId};

use super::App;
use super::watch::Aspect;
use crate::api::calls;

impl App {
    /// The picture of an emoji, now and again whenever there are others.
    pub fn emoji_picture(self, name: &str) -> Option<FileId> {
        self.fetch_emoji();
        self.replica.read(Aspect::Emoji, |chat| chat.emoji().get(name).map(|emoji| emoji.picture)).flatten()
    }

    /// All of them, by name.
    pub fn custom_emoji(self) -> Vec<CustomEmoji> {
        self.fetch_emoji();
        let all = |chat: &natter_client::Chat| chat.emoji().all().into_iter().cloned().collect();
        self.replica.read(Aspect::Emoji, all).unwrap_or_default()
    }

    fn fetch_emoji(self) {
        let is_here = self.replica.peek(|chat| chat.emoji().is_loaded()) != Some(false);
        if is_here || self.replica.asked_emoji.get_value() {
            return;
        }
        self.replica.asked_emoji.set_value(true);
        spawn_local(async move {
            let found = calls::custom_emoji().await;
            self.replica.asked_emoji.set_value(false);
            if let Ok(list) = found {
                self.replica.load_emoji(list.emoji);
            }
        });
    }
}
