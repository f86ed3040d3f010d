//! What was said, as the projection writes it.

use natter::log::Audience;
use natter::store::shards::Lease;
use natter_protocol::{Body, Event, Message, MessageId, Millis, RoomId, User, UserId};

use crate::town::Town;

/// 25 November 2025, 12:00 UTC.
pub const NOON: i64 = 1_764_072_000_000;
pub const HOUR: i64 = 60 * 60 * 1000;

/// One shard's log, as the projection writes it.
pub struct Archive<'a> {
    town: &'a Town,
    lease: Lease,
}

impl<'a> Archive<'a> {
    pub async fn of(town: &'a Town) -> Self {
        town.store.shard_position(0).await.expect("a position");
        let lease = town.store.take_lease(0, "test", true).await.expect("asked").expect("a lease");
        Self { town, lease }
    }

    pub async fn writes(&mut self, room: RoomId, bodies: Vec<(i64, Body)>) {
        let mut seq = self.lease.position.seq;
        let events = bodies.into_iter().map(|(at, body)| {
            seq += 1;
            let event = Event::unplaced(Some(room), Millis(at), body).placed(0, seq);
            (Audience::Room(room, 0), event)
        });
        let events: Vec<_> = events.collect();
        self.town.store.project(&self.lease, &events, &[], seq).await.expect("written");
        self.lease.position.seq = seq;
    }

    pub async fn says(&mut self, author: &User, room: RoomId, at: i64, text: &str) -> Message {
        self.puts(Message { at: Millis(at), ..message(author.id, room, text) }).await
    }

    pub async fn puts(&mut self, message: Message) -> Message {
        let said = Body::MessageCreated { message: message.clone(), followers: Vec::new() };
        self.writes(message.room, vec![(message.at.0, said)]).await;
        Message { seq: self.lease.position.seq, ..message }
    }

    pub async fn edits(&mut self, message: &Message, text: &str) {
        let text = text.to_owned();
        let edited = Body::MessageEdited { message_id: message.id, text, mentions: Vec::new() };
        self.writes(message.room, vec![(NOON, edited)]).await;
    }

    pub async fn deletes(&mut self, message: &Message) {
        let (message_id, message_seq, by) = (message.id, message.seq, message.author);
        self.writes(
            message.room,
            vec![(NOON, Body::MessageDeleted { message_id, message_seq, by, thread: None })],
        )
        .await;
    }
}

pub fn message(author: UserId, room: RoomId, text: &str) -> Message {
    let id = MessageId::from_parts(Millis(NOON), next_number());
    Message::plain(id, room, author, text, Millis(NOON))
}

pub fn next_number() -> u128 {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(1);
    u128::from(NEXT.fetch_add(1, Ordering::Relaxed))
}
