//! Events of a room, as they reach the replica.

use natter_protocol::{Body, Event, Message, Room, RoomId, RoomKind, Seq};

use super::chat::{Chat, Touched};
use super::room::RoomState;

impl Chat {
    pub(super) fn in_room(&mut self, event: &Event, id: RoomId, seq: Seq) -> Vec<Touched> {
        let me = self.me.user.id;
        let shard = event.shard.unwrap_or_default();
        let room =
            self.rooms.entry(id).or_insert_with(|| RoomState::out_of_sight(nameless(id, shard, event)));
        let was_joined = room.is_joined();
        let mut touched = Vec::new();
        match &event.body {
            Body::MessageCreated { message } => {
                // The log's word on the place counts, should the copy in the message differ.
                let message = &Message { seq, ..message.clone() };
                let said = room.said(message, me);
                touched.extend(said.in_timeline.then_some(Touched::Timeline(id)));
                touched.extend(said.summary.then_some(Touched::Room(id)));
                touched.extend(room.typing.ended(message.author).then_some(Touched::Typing(id)));
                touched.extend(said.unread.then(|| Touched::Arrived {
                    room: id,
                    message: message.id,
                    author: message.author,
                    mentions_me: message.mentions.contains(&me),
                }));
            }
            Body::MemberJoined { user, .. } => {
                touched.extend(room.changed(&event.body, seq, event.at, me).then_some(Touched::Members(id)));
                touched.push(Touched::Room(id));
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
                if let Some((message, _)) = event.change()
                    && room.message_changed(event, seq)
                {
                    touched.push(Touched::Message(id, message));
                }
                touched.extend(room.changed(body, seq, event.at, me).then_some(Touched::Room(id)));
            }
        }
        self.shown(id, was_joined, touched)
    }

    /// What of it the caller may know: nothing of a room out of sight.
    fn shown(&self, id: RoomId, was_joined: bool, mut touched: Vec<Touched>) -> Vec<Touched> {
        let is_joined = self.room(id).is_some();
        if !is_joined {
            touched.retain(|part| matches!(part, Touched::User(_)));
        }
        match (was_joined, is_joined) {
            (false, true) => touched.extend([Touched::RoomList, Touched::Joined(id)]),
            (true, false) => touched.extend([Touched::RoomList, Touched::Left(id)]),
            _ => {}
        }
        touched
    }
}

/// Stands for a room until an event brings its details.
fn nameless(id: RoomId, shard: natter_protocol::Shard, event: &Event) -> Room {
    Room {
        id,
        kind: RoomKind::Private,
        name: String::new(),
        topic: String::new(),
        shard,
        created_at: event.at,
        created_by: natter_protocol::UserId(id.0),
        direct_users: Vec::new(),
    }
}
