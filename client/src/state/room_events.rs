//! Events of a room, as they reach the replica.

use natter_protocol::{Body, Event, Message, Room, RoomId, RoomKind, Seq, UserId};

use super::chat::{Chat, Touched};
use super::room::RoomState;

impl Chat {
    pub(super) fn in_room(&mut self, event: &Event, id: RoomId, seq: Seq) -> Vec<Touched> {
        let me = self.me.user.id;
        let room = self.known_room(id, event);
        let before = (room.is_joined(), room.visits);
        let mut touched = Vec::new();
        match &event.body {
            Body::MessageCreated { message, followers } => {
                // The log's word on the place counts, should the copy in the message differ.
                let message = &Message { seq, ..message.clone() };
                let said = room.said(message, me);
                touched.extend(said.in_timeline.then_some(Touched::Timeline(id)));
                touched.extend(said.summary.then_some(Touched::Room(id)));
                let changed = room.messages_changed(event, seq);
                touched.extend(changed.into_iter().map(|message| Touched::Message(id, message)));
                touched.extend(room.typing.ended(message.author).then_some(Touched::Typing(id)));
                let is_told = self.hears_of_thread(id, message, followers);
                touched.extend(is_told.then_some(Touched::Threads));
                touched.extend((said.unread || (is_told && message.author != me)).then(|| {
                    Touched::Arrived {
                        room: id,
                        message: message.id,
                        author: message.author,
                        mentions_me: message.mentions.contains(&me),
                    }
                }));
            }
            Body::MemberJoined { user, .. } => {
                touched.extend(room.changed(&event.body, seq, event.at, me).then_some(Touched::Members(id)));
                touched.push(Touched::Room(id));
                if user.id == me {
                    self.thread_marks.joined(id, seq);
                    touched.push(Touched::Threads);
                }
                touched.extend(self.people.mentioned(user).then_some(Touched::User(user.id)));
            }
            Body::MemberLeft { .. } | Body::MemberChanged { .. } => {
                touched.extend(room.changed(&event.body, seq, event.at, me).then_some(Touched::Members(id)));
                touched.push(Touched::Room(id));
            }
            body => {
                if let Body::MessageDeleted { message_seq, .. } = body
                    && room.unread.deleted(*message_seq)
                {
                    touched.push(Touched::Room(id));
                }
                let changed = room.messages_changed(event, seq);
                touched.extend(changed.into_iter().map(|message| Touched::Message(id, message)));
                touched.extend(room.changed(body, seq, event.at, me).then_some(Touched::Room(id)));
            }
        }
        self.shown(id, before, touched)
    }

    /// Whether a reply made its thread unread, or read, for the caller.
    fn hears_of_thread(&mut self, room: RoomId, message: &Message, followers: &[UserId]) -> bool {
        let me = self.me.user.id;
        match message.thread {
            Some(thread) if message.author == me => self.thread_marks.read(room, thread, message.seq),
            Some(thread) if followers.contains(&me) => self.thread_marks.told(room, thread, message.seq),
            _ => false,
        }
    }

    /// The room an event speaks of; one that was not known is out of sight.
    pub(super) fn known_room(&mut self, id: RoomId, event: &Event) -> &mut RoomState {
        self.rooms.entry(id).or_insert_with(|| RoomState::out_of_sight(nameless(id, event)))
    }

    /// What of it the caller may know: nothing of a room out of sight.
    fn shown(&self, id: RoomId, before: (bool, u32), mut touched: Vec<Touched>) -> Vec<Touched> {
        let (was_joined, visits) = before;
        let now = self.room(id);
        if now.is_none() {
            touched.retain(|part| matches!(part, Touched::User(_) | Touched::Threads));
        }
        if was_joined != now.is_some() {
            touched.push(Touched::RoomList);
        }
        match now {
            Some(room) if room.visits != visits => touched.push(Touched::Joined(id)),
            None if was_joined => touched.push(Touched::Left(id)),
            _ => {}
        }
        touched
    }
}

/// Stands for a room until an event brings its details.
fn nameless(id: RoomId, event: &Event) -> Room {
    Room {
        id,
        kind: RoomKind::Private,
        name: String::new(),
        topic: String::new(),
        shard: event.shard.unwrap_or_default(),
        created_at: event.at,
        created_by: UserId(id.0),
        direct_users: Vec::new(),
        archived_at: None,
    }
}
