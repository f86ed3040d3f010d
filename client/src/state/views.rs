//! Reading the replica, and what is fetched into it besides snapshot and events.

use natter_protocol::command::HistoryQuery;
use natter_protocol::room::RoomDetails;
use natter_protocol::sync::HistoryPage;
use natter_protocol::{
    CustomEmoji, Message, MessageId, Millis, Presence, RoomId, RoomKind, Seq, User, UserId,
};

use super::chat::Chat;
use super::emoji::EmojiShelf;
use super::room::RoomState;
use super::timeline::{Loaded, Timeline};
use crate::ordered::OrderedSet;

impl Chat {
    /// Takes a page of history. `query` is what was asked, since it says what the page covers. Pages of
    /// a thread (`query.thread`) go to that thread's timeline. The room's newest message and counts may
    /// change with it.
    pub fn load(&mut self, room: RoomId, query: &HistoryQuery, page: HistoryPage) -> Loaded {
        let me = self.me.user.id;
        let Some(room) = self.rooms.get_mut(&room).filter(|room| room.is_joined()) else {
            return Loaded::Gone;
        };
        let newest = page.messages.last().filter(|_| !page.more_after).cloned();
        // Before the page comes: nobody could hold it yet.
        room.shed_far();
        let timeline = match query.thread {
            None => Some(&mut room.timeline),
            Some(root) => room.threads.get_mut(&root),
        };
        let loaded = timeline.map_or(Loaded::Gone, |timeline| timeline.load(query, page));
        if let Some(newest) = newest
            && loaded == Loaded::Merged
        {
            room.reached(&newest);
        }
        room.recount(me);
        loaded
    }

    /// Takes a room's member list as `GET /rooms/{id}` answered it; later events keep it current.
    pub fn load_members(&mut self, details: &RoomDetails) {
        if let Some(room) = self.rooms.get_mut(&details.room.id) {
            room.members.load(&details.members);
        }
    }

    /// Takes a room's pinned messages as `GET /rooms/{id}/pins` answered them; later events keep it current.
    pub fn load_pins(&mut self, room: RoomId, pinned: impl Iterator<Item = MessageId>) {
        if let Some(room) = self.rooms.get_mut(&room) {
            room.pins.load(pinned);
        }
    }

    /// Takes the server's own emoji as `GET /emoji` answered them; later events keep them current.
    pub fn load_emoji(&mut self, all: Vec<CustomEmoji>) {
        self.emoji.load(all);
    }

    /// The server's own emoji; unknown until [`Chat::load_emoji`].
    #[must_use]
    pub fn emoji(&self) -> &EmojiShelf {
        &self.emoji
    }

    /// Takes people that were looked up (`GET /users`). What their own events said of them stays.
    pub fn load_users(&mut self, users: Vec<User>) {
        self.people.fetched(users);
    }

    /// People who are shown in a room (authors, members, the people of a direct room) and of whom
    /// nothing is known: look them up with `GET /users?ids=`.
    #[must_use]
    pub fn strangers(&self, room: RoomId) -> Vec<UserId> {
        let Some(room) = self.room(room) else { return Vec::new() };
        let mut shown: OrderedSet<UserId> = room.details().direct_users.iter().copied().collect();
        shown.extend(room.members().members().iter().map(|member| member.user_id));
        shown.extend(room.timeline.people());
        shown.extend(room.threads.values().flat_map(Timeline::people));
        shown.into_iter().filter(|&user| self.people.get(user).is_none()).collect()
    }

    /// The caller's rooms, by id.
    pub fn rooms(&self) -> impl Iterator<Item = &RoomState> {
        self.rooms.values().filter(|room| room.is_joined())
    }

    #[must_use]
    pub fn room(&self, room: RoomId) -> Option<&RoomState> {
        self.rooms.get(&room).filter(|room| room.is_joined())
    }

    /// When the next status of anyone, or someone's wish not to be disturbed, ends by itself.
    #[must_use]
    pub fn next_status_change(&self, now: Millis) -> Option<Millis> {
        self.people.all().filter_map(|user| user.next_change(now)).min()
    }

    /// A room's name as the caller reads it, without `#`: a direct room is named after the others in it.
    #[must_use]
    pub fn room_name(&self, room: RoomId) -> String {
        let Some(room) = self.room(room).map(RoomState::details) else { return String::new() };
        if room.kind != RoomKind::Direct {
            return room.name.clone();
        }
        let me = self.me.user.id;
        let name = |id| self.people.get(id).map_or("…", |user| user.display_name.as_str());
        let others: Vec<&str> =
            room.direct_users.iter().filter(|&&id| id != me).map(|&id| name(id)).collect();
        if others.is_empty() { self.me.user.display_name.clone() } else { others.join(", ") }
    }

    #[must_use]
    pub fn timeline(&self, room: RoomId) -> Option<&Timeline> {
        self.room(room).map(|room| &room.timeline)
    }

    /// Begins to keep the replies to a message as a timeline of its own (the thread pane).
    pub fn open_thread(&mut self, room: RoomId, root: MessageId) {
        if let Some(room) = self.rooms.get_mut(&room).filter(|room| room.is_joined()) {
            let timeline = &room.timeline;
            room.threads.entry(root).or_insert_with(|| timeline.of_thread(root));
        }
    }

    pub fn close_thread(&mut self, room: RoomId, root: MessageId) {
        if let Some(room) = self.rooms.get_mut(&room) {
            room.threads.remove(&root);
        }
    }

    /// Someone reads away from the end of a room, or of an open thread, from a place to another: what is loaded there
    /// and around it stays, however much is said meanwhile. `None` once nobody does.
    pub fn hold(&mut self, room: RoomId, thread: Option<MessageId>, shown: Option<(Seq, Seq)>) {
        let Some(room) = self.rooms.get_mut(&room) else { return };
        let timeline = match thread {
            None => Some(&mut room.timeline),
            Some(root) => room.threads.get_mut(&root),
        };
        if let Some(timeline) = timeline {
            timeline.held = shown;
        }
    }

    #[must_use]
    pub fn thread(&self, room: RoomId, root: MessageId) -> Option<&Timeline> {
        self.room(room)?.threads.get(&root)
    }

    /// A message of a room, wherever it is loaded.
    #[must_use]
    pub fn message(&self, room: RoomId, id: MessageId) -> Option<&Message> {
        self.room(room)?.message(id)
    }

    /// The threads that have something new for the caller: of those he takes part in, in rooms he is in.
    pub fn unread_threads(&self) -> impl Iterator<Item = (RoomId, MessageId)> + '_ {
        self.thread_marks.all_unread().filter(|(room, _)| self.room(*room).is_some())
    }

    #[must_use]
    pub fn is_thread_unread(&self, room: RoomId, thread: MessageId) -> bool {
        self.thread_marks.is_unread(room, thread)
    }

    /// Everyone known, by id.
    pub fn users(&self) -> impl Iterator<Item = &User> {
        self.people.all()
    }

    #[must_use]
    pub fn user(&self, user: UserId) -> Option<&User> {
        self.people.get(user)
    }

    /// Offline for people of whom nothing is known.
    #[must_use]
    pub fn presence(&self, user: UserId) -> Presence {
        self.people.presence(user)
    }

    /// Who is typing in a room, the caller left out, in the order in which they began.
    #[must_use]
    pub fn typing(&self, room: RoomId, now: Millis) -> Vec<UserId> {
        self.room(room).map_or_else(Vec::new, |room| room.typing.at(now))
    }

    /// The number for the title, the dock and the favicon: mentions, and the unread messages of direct rooms
    /// that are not muted.
    #[must_use]
    pub fn badge(&self, now: Millis) -> u32 {
        self.rooms().map(|room| room.badge(now)).fold(0, u32::saturating_add)
    }
}
