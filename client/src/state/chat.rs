//! The replica as a whole: which part an event belongs to.

use natter_protocol::command::HistoryQuery;
use natter_protocol::notifications::Notifications;
use natter_protocol::{
    Body, Event, Me, Message, MessageId, Millis, RoomId, Seq, ServerInfo, SyncAnswer, UserId,
};

use super::emoji::EmojiShelf;
use super::latest::Latest;
use super::own::Belongings;
use super::people::People;
use super::room::RoomState;
use super::seen::Seen;
use super::thread_marks::ThreadMarks;
use crate::ordered::OrderedMap;

/// A part of the replica that an event changed, so that signals can be narrow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Touched {
    /// Everything: after [`Chat::resync`].
    All,
    /// A room came or went.
    RoomList,
    /// A room's name, topic, role, number of members, newest message, read mark or counts.
    Room(RoomId),
    /// The caller joined (or was brought into) the room. Events do not say what was before: fetch the
    /// newest page and the members, and look up [`Chat::strangers`].
    Joined(RoomId),
    /// The caller left (or was removed from) the room; it and its timeline are gone.
    Left(RoomId),
    /// Which messages a room's timeline, or one of its threads, holds.
    Timeline(RoomId),
    /// A message changed: edit, deletion, reaction.
    Message(RoomId, MessageId),
    /// For notifications: a message of someone else came that is not read yet.
    Arrived {
        room: RoomId,
        message: MessageId,
        author: UserId,
        mentions_me: bool,
    },
    /// Which threads have something new for the caller.
    Threads,
    /// Who is in a room, or with which role.
    Members(RoomId),
    User(UserId),
    Me,
    /// How the caller wants to be told of what happens.
    Notifications,
    Presence(UserId),
    Typing(RoomId),
    /// What the caller saved, began or put off.
    Own,
    /// The server's own emoji.
    Emoji,
    /// This sign-in was ended, here or elsewhere.
    SessionEnded,
}

/// What the chat looks like to the caller.
#[derive(Debug, Clone)]
pub struct Chat {
    server: ServerInfo,
    /// The place of the event that gave the server its name; all of them stand in one shard.
    named_at: Seq,
    pub(super) me: Me,
    /// The rooms of the caller, and those out of sight.
    pub(super) rooms: OrderedMap<RoomId, RoomState>,
    pub(super) people: People,
    pub(super) thread_marks: ThreadMarks,
    pub(super) belongings: Belongings,
    pub(super) emoji: EmojiShelf,
    seen: Seen,
    notifications: Latest<Notifications>,
    /// Up to when it was told what has ended by itself.
    pub(super) expired: Millis,
}

impl Chat {
    /// The replica as the snapshot has it.
    #[must_use]
    pub fn from_snapshot(snapshot: SyncAnswer) -> Self {
        let SyncAnswer { server, me, rooms, users, presence, notifications, as_of, threads, own, .. } =
            snapshot;
        let own_place = as_of.get(usize::from(me.shard)).copied().unwrap_or(0);
        let state = |summary: natter_protocol::RoomSummary| {
            let as_of = as_of.get(usize::from(summary.room.shard)).copied().unwrap_or(0);
            (summary.room.id, RoomState::from_summary(summary, as_of))
        };
        Self {
            server,
            named_at: 0,
            me,
            rooms: rooms.into_iter().map(state).collect(),
            people: People::from_snapshot(users, presence),
            thread_marks: ThreadMarks::from_snapshot(threads),
            belongings: Belongings::from_snapshot(own),
            emoji: EmojiShelf::default(),
            seen: Seen::from_snapshot(&as_of),
            notifications: Latest::at(own_place, notifications),
            expired: Millis(0),
        }
    }

    /// Begins anew from a snapshot. What is loaded of timelines stays on screen until their next page
    /// comes ([`Timeline::is_stale`](super::Timeline::is_stale)): fetch that of the open room. Events
    /// must go on from the snapshot's cursor ([`Input::Resynced`](crate::Input::Resynced)), not from
    /// where the stream was.
    pub fn resync(&mut self, snapshot: SyncAnswer) -> Vec<Touched> {
        let as_of = snapshot.as_of.clone();
        let before = std::mem::replace(self, Self::from_snapshot(snapshot));
        for (id, old) in before.rooms {
            if let Some(room) = self.rooms.get_mut(&id)
                && old.is_joined()
            {
                let as_of = as_of.get(usize::from(room.details().shard)).copied().unwrap_or(0);
                room.renew(old, as_of);
            }
        }
        self.emoji = before.emoji.renewed();
        let people = std::mem::take(&mut self.people);
        self.people = people.renewed(before.people);
        vec![Touched::All]
    }

    /// Takes an event, live or replayed; empty when it changed nothing. Order and repetition do not
    /// matter to where this ends.
    pub fn apply(&mut self, event: &Event, now: Millis) -> Vec<Touched> {
        let (Some(shard), Some(seq)) = (event.shard, event.seq) else {
            return self.passing(event, now);
        };
        if !self.seen.note(shard, seq) {
            return Vec::new();
        }
        match &event.body {
            Body::ReadUpdated { room_id, read_seq } => {
                // The mark stands in another shard than the room and may come before the room does.
                let me = self.me.user.id;
                let room = self.known_room(*room_id, event);
                let moved = room.unread.read(seq, event.at, *read_seq);
                room.recount(me);
                if moved && room.is_joined() { vec![Touched::Room(*room_id)] } else { Vec::new() }
            }
            Body::NotificationsUpdated { settings } => {
                if self.notifications.set(seq, *settings) {
                    vec![Touched::Notifications]
                } else {
                    Vec::new()
                }
            }
            Body::ThreadRead { room_id, thread, read_seq } => {
                let changed = self.thread_marks.read(*room_id, *thread, *read_seq);
                if changed { vec![Touched::Threads] } else { Vec::new() }
            }
            Body::PreferencesUpdated { room_id, prefs } => {
                let room = self.known_room(*room_id, event);
                let changed = room.prefs.set(seq, *prefs) && room.is_joined();
                if changed { vec![Touched::Room(*room_id)] } else { Vec::new() }
            }
            Body::MessageSaved { .. }
            | Body::MessageUnsaved { .. }
            | Body::DraftUpdated { .. }
            | Body::ScheduledUpdated { .. }
            | Body::ScheduledEnded { .. } => {
                if self.belongings.said(&event.body, seq) {
                    vec![Touched::Own]
                } else {
                    Vec::new()
                }
            }
            Body::SessionRevoked { session_id } if *session_id == self.me.session_id => {
                vec![Touched::SessionEnded]
            }
            Body::UserCreated { user } | Body::UserUpdated { user } => {
                if !self.people.said(user, shard, seq, event.at) {
                    return Vec::new();
                }
                if user.id != self.me.user.id {
                    return vec![Touched::User(user.id)];
                }
                self.me.user = user.clone();
                vec![Touched::User(user.id), Touched::Me]
            }
            Body::EmojiAdded { .. } | Body::EmojiRemoved { .. } => {
                if self.emoji.said(&event.body, seq) {
                    vec![Touched::Emoji]
                } else {
                    Vec::new()
                }
            }
            Body::ServerUpdated { name, rules } => {
                if seq < self.named_at {
                    return Vec::new();
                }
                self.named_at = seq;
                self.server.name.clone_from(name);
                if let Some(rules) = rules {
                    self.server.rules.clone_from(rules);
                }
                vec![Touched::RoomList]
            }
            _ => event.room.map_or_else(Vec::new, |room| self.in_room(event, room, seq)),
        }
    }

    /// Takes the answer to the caller's own POST: the message shows without waiting for the stream.
    pub fn posted(&mut self, message: &Message) -> Vec<Touched> {
        let me = self.me.user.id;
        let Some(room) = self.rooms.get_mut(&message.room) else { return Vec::new() };
        let said = room.said(message, me);
        let parts = [
            (said.in_timeline, Touched::Timeline(message.room)),
            (said.summary, Touched::Room(message.room)),
        ];
        parts.into_iter().filter_map(|(yes, part)| yes.then_some(part)).collect()
    }

    /// Raises the caller's own read mark at once; `PUT …/read` tells the server. True when it rose.
    pub fn mark_read(&mut self, room: RoomId, seq: Seq) -> bool {
        let room = self.rooms.get_mut(&room).filter(|room| room.read_seq() < seq);
        room.map(|room| room.unread.set_mark(seq)).is_some()
    }

    /// Sets the caller's own read mark back to just before a message; `PUT …/read` with the place that
    /// is given back tells the server. None when it was unread already.
    pub fn mark_unread(&mut self, room: RoomId, seq: Seq) -> Option<Seq> {
        let me = self.me.user.id;
        let before = seq.checked_sub(1)?;
        let room = self.rooms.get_mut(&room).filter(|room| room.read_seq() > before)?;
        room.unread.set_mark(before);
        room.recount(me);
        Some(before)
    }

    /// Marks a thread as read at once; `PUT …/threads/{thread}/read` tells the server. True when it was
    /// unread.
    pub fn mark_thread_read(&mut self, room: RoomId, thread: MessageId, seq: Seq) -> bool {
        self.thread_marks.read(room, thread, seq)
    }

    /// Pages to load so that counts are right again ([`RoomState::missing`]); nearly always none. Look
    /// after [`Chat::apply`] of events and after each such page.
    #[must_use]
    pub fn missing(&self) -> Vec<(RoomId, HistoryQuery)> {
        self.rooms().filter_map(|room| Some((room.details().id, room.missing()?))).collect()
    }

    /// Forgets who stopped typing without saying so, and tells of rooms that are no longer muted. Call at
    /// [`Chat::next_expiry`].
    pub fn expire(&mut self, now: Millis) -> Vec<Touched> {
        let since = std::mem::replace(&mut self.expired, now);
        let mut touched = Vec::new();
        for (&id, room) in self.rooms.iter_mut() {
            touched.extend(room.typing.expire(now).then_some(Touched::Typing(id)));
            let unmuted = room.muted_until().is_some_and(|until| since < until && until <= now);
            touched.extend((unmuted && room.is_joined()).then_some(Touched::Room(id)));
        }
        touched
    }

    #[must_use]
    pub fn next_expiry(&self) -> Option<Millis> {
        let typing = self.rooms.values().filter_map(|room| room.typing.next_expiry());
        let muted = self.rooms().filter_map(RoomState::muted_until).filter(|until| *until > self.expired);
        typing.chain(muted).min()
    }

    #[must_use]
    pub fn server(&self) -> &ServerInfo {
        &self.server
    }

    /// How the caller wants to be told of what happens.
    #[must_use]
    pub fn notifications(&self) -> Notifications {
        self.notifications.value
    }

    #[must_use]
    pub fn me(&self) -> &Me {
        &self.me
    }

    /// What passes without a trace in the log.
    fn passing(&mut self, event: &Event, now: Millis) -> Vec<Touched> {
        match (&event.body, event.room) {
            (Body::Typing { user_id }, Some(id)) if *user_id != self.me.user.id => {
                let Some(room) = self.rooms.get_mut(&id).filter(|room| room.is_joined()) else {
                    return Vec::new();
                };
                room.typing.began(*user_id, now);
                vec![Touched::Typing(id)]
            }
            (Body::PresenceChanged { user_id, presence }, _) => {
                let changed = self.people.appeared(*user_id, *presence, event.at);
                if changed { vec![Touched::Presence(*user_id)] } else { Vec::new() }
            }
            _ => Vec::new(),
        }
    }
}
