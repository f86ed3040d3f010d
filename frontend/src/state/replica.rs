//! The chat as `natter-client` keeps it, with someone told of each change.

use std::collections::BTreeSet;

use leptos::prelude::*;
use natter_client::{Chat, Loaded, Touched};
use natter_protocol::command::HistoryQuery;
use natter_protocol::sync::{HistoryPage, SyncAnswer};
use natter_protocol::{CustomEmoji, Event, Message, MessageId, RoomId, Seq, User, UserId};

use super::Spot;
use super::watch::{Aspect, Watch};
use crate::browser::{Timer, later, now};

#[derive(Debug, Clone, Copy)]
pub struct Replica {
    chat: StoredValue<Option<Chat>>,
    watch: Watch,
    expiry: StoredValue<Option<Timer>>,
    status_end: StoredValue<Option<Timer>>,
    /// Whether the server's own emoji were asked for and have not come.
    pub(super) asked_emoji: StoredValue<bool>,
    /// Whether anything changed since it was kept on the device, and whose messages.
    changed: StoredValue<(bool, BTreeSet<RoomId>)>,
}

/// How long is waited at most for the end of a status, in milliseconds: browsers cannot wait for weeks.
const LONGEST_WAIT: u64 = 60 * 60 * 1000;

impl Replica {
    pub fn new(watch: Watch) -> Self {
        Self {
            chat: StoredValue::new(None),
            watch,
            expiry: StoredValue::new(None),
            status_end: StoredValue::new(None),
            asked_emoji: StoredValue::new(false),
            changed: StoredValue::new((false, BTreeSet::new())),
        }
    }

    /// Looks at the chat now and again whenever the aspect changes. None after signing out.
    pub fn read<T>(self, aspect: Aspect, look: impl FnOnce(&Chat) -> T) -> Option<T> {
        self.watch.track(aspect);
        self.peek(look)
    }

    /// Looks at the chat once.
    pub fn peek<T>(self, look: impl FnOnce(&Chat) -> T) -> Option<T> {
        self.chat.with_value(|chat| chat.as_ref().map(look))
    }

    pub fn track(self, aspect: Aspect) {
        self.watch.track(aspect);
    }

    /// Has this read again, so that those are forgotten who no longer do.
    pub fn forget_readers_of(self, aspect: Aspect) {
        self.watch.notify(aspect);
    }

    /// As [`Replica::forget_readers_of`], of everything.
    pub fn forget_readers(self) {
        self.watch.notify_all();
    }

    pub fn begin(self, chat: Chat) {
        self.chat.set_value(Some(chat));
        self.changed.set_value((true, BTreeSet::new()));
        self.watch.notify_all();
        self.end_statuses_in_time();
        self.expire_in_time();
    }

    pub fn forget(self) {
        self.chat.set_value(None);
    }

    pub fn resync(self, snapshot: SyncAnswer) {
        self.change(|chat| chat.resync(snapshot));
    }

    pub fn apply(self, event: &Event) -> Vec<Touched> {
        self.change(|chat| chat.apply(event, now()))
    }

    pub fn posted(self, message: &Message) {
        self.change(|chat| chat.posted(message));
    }

    /// Raises the read mark of a room, or of a thread; false when it was there already.
    pub fn raise_mark(self, (room, thread): Spot, seq: Seq) -> bool {
        let mut rose = false;
        self.change(|chat| {
            let (raised, touched) = match thread {
                None => (chat.mark_read(room, seq), Touched::Room(room)),
                Some(thread) => (chat.mark_thread_read(room, thread, seq), Touched::Threads),
            };
            rose = raised;
            if rose { vec![touched] } else { Vec::new() }
        });
        rose
    }

    /// As [`Chat::mark_unread`].
    pub fn mark_unread(self, room: RoomId, seq: Seq) -> Option<Seq> {
        let mut mark = None;
        self.change(|chat| {
            mark = chat.mark_unread(room, seq);
            vec![Touched::Room(room)]
        });
        mark
    }

    /// Keeps the replies to a message as a list of its own.
    pub fn open_thread(self, room: RoomId, root: MessageId) {
        self.change(|chat| {
            chat.open_thread(room, root);
            Vec::new()
        });
    }

    pub fn close_thread(self, room: RoomId, root: MessageId) {
        self.change(|chat| {
            chat.close_thread(room, root);
            Vec::new()
        });
    }

    /// As [`Chat::hold`].
    pub fn hold(self, room: RoomId, thread: Option<MessageId>, shown: Option<(Seq, Seq)>) {
        self.change(|chat| {
            chat.hold(room, thread, shown);
            Vec::new()
        });
    }

    pub fn load_pins(self, room: RoomId, pinned: Vec<MessageId>) {
        self.change(|chat| {
            chat.load_pins(room, pinned.into_iter());
            vec![Touched::Room(room)]
        });
    }

    pub fn load_emoji(self, all: Vec<CustomEmoji>) {
        self.change(|chat| {
            chat.load_emoji(all);
            vec![Touched::Emoji]
        });
    }

    pub fn load(self, room: RoomId, query: &HistoryQuery, page: HistoryPage) -> Loaded {
        let mut loaded = Loaded::Gone;
        self.change(|chat| {
            let messages: Vec<_> = page.messages.iter().map(|message| message.id).collect();
            loaded = chat.load(room, query, page);
            let messages = messages.into_iter().map(|id| Touched::Message(room, id));
            std::iter::once(Touched::Timeline(room)).chain(messages).collect()
        });
        loaded
    }

    pub fn load_members(self, details: &natter_protocol::room::RoomDetails) {
        let room = details.room.id;
        self.change(|chat| {
            chat.load_members(details);
            vec![Touched::Members(room)]
        });
    }

    pub fn load_users(self, users: Vec<User>) {
        self.change(|chat| {
            chat.load_users(users);
            Vec::new()
        });
        self.watch.notify(Aspect::People);
    }

    fn change(self, how: impl FnOnce(&mut Chat) -> Vec<Touched>) -> Vec<Touched> {
        let mut touched = Vec::new();
        self.chat.update_value(|chat| {
            if let Some(chat) = chat {
                touched = how(chat);
            }
        });
        self.watch.touched(&touched);
        self.note_changed(&touched);
        let may_end = |part: &Touched| matches!(part, Touched::Typing(_) | Touched::Room(_) | Touched::All);
        if touched.iter().any(may_end) {
            self.expire_in_time();
        }
        if touched.iter().any(|part| matches!(part, Touched::All | Touched::User(_))) {
            self.end_statuses_in_time();
        }
        touched
    }

    /// A status ends by itself: what shows it looks again when the time comes.
    fn end_statuses_in_time(self) {
        let end = self.peek(|chat| chat.next_status_change(now())).flatten();
        let timer = end.and_then(|at| {
            let wait = u64::try_from(at.0 - now().0).unwrap_or(0) + 20;
            later(wait.min(LONGEST_WAIT), move || {
                self.status_end.set_value(None);
                self.watch.notify(Aspect::People);
                self.end_statuses_in_time();
            })
        });
        let before = self.status_end.try_update_value(|end| std::mem::replace(end, timer)).flatten();
        if let Some(before) = before {
            before.clear();
        }
    }

    fn note_changed(self, touched: &[Touched]) {
        self.changed.update_value(|(any, rooms)| {
            for part in touched {
                match part {
                    Touched::Typing(_) | Touched::Presence(_) => continue,
                    Touched::Timeline(room) | Touched::Message(room, _) => {
                        rooms.insert(*room);
                    }
                    _ => {}
                }
                *any = true;
            }
        });
    }

    /// What changed since it was asked for last.
    pub fn take_changed(self) -> (bool, BTreeSet<RoomId>) {
        self.changed.try_update_value(std::mem::take).unwrap_or_default()
    }

    /// Shows a page that this device kept; false when something better is there.
    pub fn recall(self, room: RoomId, page: HistoryPage) -> bool {
        let mut shown = false;
        self.change(|chat| {
            shown = chat.recall(room, page);
            if shown { vec![Touched::Timeline(room)] } else { Vec::new() }
        });
        shown
    }

    /// Who stopped typing without a word is forgotten when the time comes, and muting ends.
    fn expire_in_time(self) {
        let Some(at) = self.peek(Chat::next_expiry).flatten() else { return };
        // A timer of a browser counts to 24 days; this one looks again each day.
        let wait = u64::try_from(at.0 - now().0).unwrap_or(0).min(24 * 60 * 60 * 1000) + 20;
        let timer = later(wait, move || {
            self.expiry.set_value(None);
            self.change(|chat| chat.expire(now()));
            self.expire_in_time();
        });
        if let Some(before) =
            self.expiry.try_update_value(|expiry| std::mem::replace(expiry, timer)).flatten()
        {
            before.clear();
        }
    }

    /// Someone's name; a person nobody knows any more has none.
    pub fn name_of(self, user: UserId) -> Option<String> {
        self.read(Aspect::People, |chat| chat.user(user).map(|user| user.display_name.clone())).flatten()
    }

    /// Looks at someone, now and again whenever anything is known anew about anyone.
    pub fn user<T>(self, user: UserId, look: impl FnOnce(&User) -> T) -> Option<T> {
        self.read(Aspect::People, |chat| chat.user(user).map(look)).flatten()
    }

    pub fn me(self) -> Option<UserId> {
        self.peek(|chat| chat.me().user.id)
    }
}
