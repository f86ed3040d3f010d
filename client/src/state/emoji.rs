//! The server's own emoji.

use natter_protocol::{Body, CustomEmoji, Seq};

use super::latest::Latest;
use crate::ordered::OrderedMap;
use crate::sort::sort_by_key;

/// The list as it was fetched, and over it what the events said since the snapshot, as with
/// [`PinList`](super::PinList). It is fetched when something first needs it.
#[derive(Debug, Clone, Default)]
pub struct EmojiShelf {
    fetched: OrderedMap<String, CustomEmoji>,
    is_loaded: bool,
    changes: OrderedMap<String, Latest<Option<CustomEmoji>>>,
}

impl EmojiShelf {
    /// Whether the list was fetched since the last snapshot.
    #[must_use]
    pub fn is_loaded(&self) -> bool {
        self.is_loaded
    }

    #[must_use]
    pub fn get(&self, name: &str) -> Option<&CustomEmoji> {
        let name = name.to_owned();
        match self.changes.get(&name) {
            Some(latest) => latest.value.as_ref(),
            None => self.fetched.get(&name),
        }
    }

    /// By name.
    #[must_use]
    pub fn all(&self) -> Vec<&CustomEmoji> {
        let unchanged = self.fetched.iter().filter(|(name, _)| !self.changes.contains_key(name));
        let changed = self.changes.values().filter_map(|latest| latest.value.as_ref());
        let mut all: Vec<&CustomEmoji> = unchanged.map(|(_, emoji)| emoji).chain(changed).collect();
        sort_by_key(&mut all, |&emoji| &emoji.name);
        all
    }

    pub(super) fn load(&mut self, all: Vec<CustomEmoji>) {
        self.fetched = all.into_iter().map(|emoji| (emoji.name.clone(), emoji)).collect();
        self.is_loaded = true;
    }

    /// After a renewed snapshot: what is known stays on screen until the list is fetched again.
    pub(super) fn renewed(self) -> Self {
        let all: Vec<CustomEmoji> = self.all().into_iter().cloned().collect();
        let mut renewed = Self::default();
        renewed.load(all);
        Self { is_loaded: false, ..renewed }
    }

    pub(super) fn said(&mut self, body: &Body, seq: Seq) -> bool {
        let (name, value) = match body {
            Body::EmojiAdded { emoji } => (&emoji.name, Some(emoji.clone())),
            Body::EmojiRemoved { name } => (name, None),
            _ => return false,
        };
        self.changes.entry(name.clone()).or_insert_with(|| Latest::at(0, None)).set(seq, value)
    }
}
