//! What the composer does: growing, drafts, announcing, sending.

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_client::Draft;
use natter_client::state::Announcer;
use natter_protocol::{MessageId, Millis};
use web_sys::HtmlTextAreaElement;

use super::asked::Asked;
use super::growing::{around_selection, grow, set_around};
use super::slash::{self, Slash};
use crate::api::calls;
use crate::browser::{document, now, touches};
use crate::state::{App, Deed, OpenRoom};
use crate::text::{lowercase, t};
use crate::views::markdown::calls_many;

/// The word by which a text calls many at once.
fn called_many(text: &str) -> Option<&str> {
    let words = text.split(|c: char| c.is_whitespace() || "([{\"'".contains(c));
    let names = words.filter_map(|word| word.strip_prefix('@'));
    let bare = |name| str::trim_end_matches(name, |c: char| !c.is_alphanumeric());
    names.map(bare).find(|name| calls_many(name))
}

/// The composer of the open room and what belongs to it.
#[derive(Debug, Clone, Copy)]
pub struct Composing {
    pub open: OpenRoom,
    pub area: NodeRef<leptos::html::Textarea>,
    /// The text, for those who look at it while it is being written.
    pub written: RwSignal<String>,
    pub empty: RwSignal<bool>,
    /// A reply that also goes to the room.
    pub broadcast: RwSignal<bool>,
    /// The name that is being written before the caret, …
    pub asked: RwSignal<Option<Asked>>,
    /// … and what the list for it does with keys: whether they were meant for it.
    pub list_keys: StoredValue<Option<Callback<web_sys::KeyboardEvent, bool>>>,
    /// The emoji that a whole name means, once the list of all is here.
    pub emoji_named: StoredValue<Option<Callback<String, Option<String>>>>,
    /// Sent, but for files that are still on their way.
    pub waits: RwSignal<bool>,
    /// The word in the text that calls many.
    pub calls: RwSignal<Option<String>>,
    announcer: StoredValue<Announcer>,
}

impl Composing {
    pub fn new(open: OpenRoom) -> Self {
        Self {
            open,
            area: NodeRef::new(),
            written: RwSignal::new(String::new()),
            empty: RwSignal::new(true),
            broadcast: RwSignal::new(false),
            asked: RwSignal::new(None),
            list_keys: StoredValue::new(None),
            emoji_named: StoredValue::new(None),
            waits: RwSignal::new(false),
            calls: RwSignal::new(None),
            announcer: StoredValue::new(Announcer::default()),
        }
    }

    pub fn begin(self, app: App, area: &HtmlTextAreaElement) {
        let draft = app.drafts.of(self.open.spot());
        self.holds(&draft);
        self.warn(&draft);
        area.set_value(&draft);
        grow(area);
        // On a telephone the keyboard would cover what one came to read.
        if !touches() {
            let _ = area.focus();
        }
    }

    /// What was written on another device comes in, unless someone is writing here.
    pub fn brought(self, draft: &str) {
        let Some(area) = self.area.get_untracked() else { return };
        let is_focused = document().active_element().is_some_and(|active| active.is_same_node(Some(&area)));
        if area.value() != draft && (!is_focused || area.value().is_empty()) {
            area.set_value(draft);
            self.holds(draft);
            grow(&area);
        }
    }

    /// The text changed, by the person or by a button.
    pub fn changed(self, app: App) {
        let Some(area) = self.area.get_untracked() else { return };
        grow(&area);
        let text = area.value();
        let is_empty = self.holds(&text);
        let before = around_selection(&area).0;
        if let Some((begins, emoji)) = self.closed(&before) {
            // Once everyone has heard of the colon.
            spawn_local(async move { self.complete(app, begins, &emoji) });
        }
        self.asked.set(Asked::before(&before, self.open.thread.is_some()));
        self.warn(&text);
        app.drafts.write(app, self.open.spot(), text);
        if is_empty {
            self.announcer.update_value(Announcer::reset);
        } else if self.announcer.try_update_value(|announcer| announcer.typed(now())) == Some(true) {
            let room = self.open.room;
            spawn_local(async move {
                let _ = calls::typing(room).await;
            });
        }
    }

    /// A colon was written after the name of an emoji, which begins here: the emoji takes its place.
    fn closed(self, before: &str) -> Option<(usize, String)> {
        let Some(Asked::Emoji(letters)) = self.asked.get_untracked() else { return None };
        let begun = before.strip_suffix(':')?;
        let begins = begun.rfind(':')?;
        let named = self.emoji_named.get_value().filter(|_| lowercase(&begun[begins + 1..]) == letters)?;
        Some((begins, named.run(letters)?))
    }

    /// What the field holds now; says whether that is nothing.
    fn holds(self, text: &str) -> bool {
        let is_empty = text.trim().is_empty();
        self.written.set(text.to_owned());
        self.empty.set(is_empty);
        is_empty
    }

    fn warn(self, text: &str) {
        let calls = called_many(text).map(ToOwned::to_owned);
        if self.calls.with_untracked(|before| *before != calls) {
            self.calls.set(calls);
        }
    }

    pub fn send(self, app: App) {
        let Some(area) = self.area.get_untracked() else { return };
        let text = area.value().trim_end().to_owned();
        let has_files = self.has_files(app);
        if text.trim().is_empty() && !has_files {
            // What it waited for was taken away.
            self.waits.set(false);
            return;
        }
        let room = self.open.room;
        let text = match if self.open.thread.is_none() { slash::read(&text) } else { Slash::Text(&text) } {
            Slash::Text(text) => text.to_owned(),
            Slash::Unknown(name) => return app.overlay.trouble((t().unknown_command)(name)),
            Slash::Command(name, rest) => {
                self.clear(app, &area);
                return app.does(Deed::Command(Box::new(self.open), name.to_owned(), rest.to_owned()));
            }
        };
        let Some(files) = app.sending.uploads.take(self.open.spot()) else {
            // It goes by itself once all of them are there.
            self.waits.update(|waits| *waits = !*waits);
            return;
        };
        self.waits.set(false);
        self.clear(app, &area);
        let broadcast = self.broadcast.get_untracked();
        self.broadcast.set(false);
        let attachments = app.sending.uploads.send(files);
        self.open.divider.set(None);
        self.open.bar_done.set(true);
        app.sending
            .say(app, Draft { room, text, thread: self.open.thread, attachments, broadcast, poll: None });
        self.open.jump_to_present();
        let _ = area.focus();
    }

    /// Has it sent at a moment to come.
    pub fn send_later(self, app: App, at: Millis) {
        let Some(area) = self.area.get_untracked() else { return };
        let text = area.value().trim_end().to_owned();
        if text.trim().is_empty() && !self.has_files(app) {
            return;
        }
        match app.sending.uploads.take(self.open.spot()) {
            Some(files) => {
                self.clear(app, &area);
                app.say_later(self.open.room, text, files, at);
            }
            None => app.overlay.trouble(t().files_on_their_way),
        }
    }

    fn has_files(self, app: App) -> bool {
        !untrack(|| app.sending.uploads.of(self.open.spot())).is_empty()
    }

    /// What was written is on its way.
    fn clear(self, app: App, area: &HtmlTextAreaElement) {
        area.set_value("");
        grow(area);
        self.holds("");
        self.asked.set(None);
        self.calls.set(None);
        self.announcer.update_value(Announcer::reset);
        app.drafts.keep(app, self.open.spot(), String::new());
    }

    /// Writes at the caret, in place of what is selected.
    pub fn insert(self, app: App, text: &str) {
        let Some(area) = self.area.get_untracked() else { return };
        let (before, _, after) = around_selection(&area);
        set_around(&area, &format!("{before}{text}"), "", &after);
        let _ = area.focus();
        self.changed(app);
    }

    /// Completes a command.
    pub fn accept_command(self, app: App, name: &str) {
        let Some(area) = self.area.get_untracked() else { return };
        let (_, selected, after) = around_selection(&area);
        set_around(&area, &format!("/{name} "), "", &format!("{selected}{}", after.trim_start()));
        let _ = area.focus();
        self.changed(app);
        self.asked.set(None);
    }

    /// Completes a name after its sign.
    pub fn accept_name(self, app: App, sign: char, name: &str) {
        self.accept(app, sign, &format!("{sign}{name} "));
    }

    /// Writes an emoji in place of its name, which a colon began.
    pub fn accept_emoji(self, app: App, emoji: &str) {
        self.accept(app, ':', &format!("{emoji} "));
    }

    fn accept(self, app: App, sign: char, meant: &str) {
        let Some(area) = self.area.get_untracked() else { return };
        let before = around_selection(&area).0;
        self.complete(app, before.rfind(sign).unwrap_or(before.len()), meant);
    }

    /// Writes what was meant in place of what begins here and ends at the caret.
    fn complete(self, app: App, begins: usize, meant: &str) {
        let Some(area) = self.area.get_untracked() else { return };
        let (before, selected, after) = around_selection(&area);
        let before = format!("{}{meant}", &before[..begins]);
        let after = if meant.ends_with(' ') { after.trim_start_matches(' ') } else { &after };
        set_around(&area, &before, "", &format!("{selected}{after}"));
        let _ = area.focus();
        self.changed(app);
        self.asked.set(None);
    }

    /// Writes an emoji at the caret. One of the server's own stands apart from the word before it.
    pub fn insert_emoji(self, app: App, emoji: &str) {
        let before = self.area.get_untracked().map(|area| around_selection(&area).0).unwrap_or_default();
        let joins = emoji.starts_with(':') && before.ends_with(|c: char| !c.is_whitespace() && c != ':');
        self.insert(app, &if joins { format!(" {emoji}") } else { emoji.to_owned() });
        self.asked.set(None);
    }

    /// The newest message of the room.
    pub fn last(self, app: App) -> Option<MessageId> {
        app.replica.peek(|chat| {
            let newest = self.open.timeline(chat)?.tail().messages;
            newest.iter().rev().find(|m| m.is_in_room() && m.stands()).map(|m| m.id)
        })?
    }

    /// The newest message of one's own that can still be edited.
    pub fn last_own(self, app: App) -> Option<MessageId> {
        let me = app.replica.me()?;
        app.replica.peek(|chat| {
            let newest = self.open.timeline(chat)?.tail().messages;
            newest.iter().rev().find(|m| m.author == me && m.stands() && m.poll.is_none()).map(|m| m.id)
        })?
    }
}

#[cfg(test)]
mod tests {
    use super::called_many;

    #[test]
    fn many_are_called_by_a_word_of_its_own() {
        assert_eq!(called_many("lunch, @all!"), Some("all"));
        assert_eq!(called_many("(@here)"), Some("here"));
        assert_eq!(called_many("@allison and a@all"), None);
    }
}
