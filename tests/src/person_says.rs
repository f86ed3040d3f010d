//! What people do in rooms.

use natter_protocol::command::{
    CreateRoom, EditMessage, HistoryQuery, MarkRead, OpenDirect, PostMessage, PutMember,
};
use natter_protocol::room::RoomDetails;
use natter_protocol::sync::HistoryPage;
use natter_protocol::{
    Message, MessageId, Room, RoomId, RoomKind, RoomRole, RoomSummary, Seq, UserId, routes,
};

use crate::http::Answer;
use crate::patience::eventually;
use crate::person::{Person, new_message_id};

impl Person {
    /// The room where everyone is.
    pub async fn general(&self) -> RoomId {
        let rooms = self.syncs().await.rooms;
        rooms.iter().find(|summary| summary.room.name == "general").expect("#general").room.id
    }

    pub async fn makes_room(&self, kind: RoomKind, name: &str) -> Room {
        let command = CreateRoom { kind, name: name.to_owned(), topic: None };
        self.post(routes::ROOMS, &command).await.is(201).json::<RoomDetails>().room
    }

    /// Makes a public room whose events stand in the same shard, so that what is said there afterwards is
    /// delivered after what was said in `room`, at every gateway.
    pub async fn makes_room_in_the_shard_of(&self, room: RoomId) -> Room {
        let shard = self.room(room).await.room.shard;
        loop {
            let new = self.makes_room(RoomKind::Public, &format!("beside {}", new_message_id())).await;
            if new.shard == shard {
                return new;
            }
        }
    }

    pub async fn room(&self, room: RoomId) -> RoomDetails {
        self.get(routes::room(room)).await.is(200).json()
    }

    /// The room as this person's fresh snapshot has it.
    pub async fn summary(&self, room: RoomId) -> RoomSummary {
        let rooms = self.syncs().await.rooms;
        rooms.into_iter().find(|summary| summary.room.id == room).expect("the room in the snapshot")
    }

    pub async fn joins(&self, room: RoomId) {
        let _ = self.does("POST", routes::join(room)).await.is(200);
    }

    pub async fn leaves(&self, room: RoomId) {
        let _ = self.does("POST", routes::leave(room)).await.is(204);
    }

    /// Brings someone into a room, or gives a role.
    pub async fn puts(&self, room: RoomId, person: &Person, role: Option<RoomRole>) -> Answer {
        self.put(routes::member(room, person.id), &PutMember { role }).await
    }

    pub async fn adds(&self, room: RoomId, person: &Person) {
        let _ = self.puts(room, person, None).await.is(200);
    }

    pub async fn removes(&self, room: RoomId, person: &Person) {
        let _ = self.does("DELETE", routes::member(room, person.id)).await.is(204);
    }

    pub async fn opens_direct(&self, others: &[UserId]) -> Answer {
        self.post(routes::DIRECT, &OpenDirect { user_ids: others.to_vec() }).await
    }

    /// Says something that must be taken.
    pub async fn posts(&self, room: RoomId, text: &str) -> Message {
        self.sends(room, new_message_id(), text).await.is(201).json()
    }

    /// Sends a message under an id.
    pub async fn sends(&self, room: RoomId, id: MessageId, text: &str) -> Answer {
        self.post(routes::messages(room), &said(id, text)).await
    }

    pub async fn answers_in_thread(&self, room: RoomId, thread: MessageId, text: &str) -> Answer {
        let command = PostMessage { thread: Some(thread), ..said(new_message_id(), text) };
        self.post(routes::messages(room), &command).await
    }

    /// Sends a message again and again, under one id, until it is acknowledged, whatever happens to the
    /// servers meanwhile.
    ///
    /// # Panics
    /// When it is refused.
    pub async fn sends_until_acknowledged(&self, room: RoomId, id: MessageId, text: &str) -> Message {
        let what = format!("{} gets {text:?} acknowledged", self.name);
        eventually(&what, async || {
            let answer =
                self.tries(self.call("POST", routes::messages(room)).json(&said(id, text))).await.ok()?;
            match answer.status {
                200 | 201 => Some(answer.json()),
                503 => None,
                _ => panic!("{answer:?}"),
            }
        })
        .await
    }

    pub async fn edits(&self, room: RoomId, message: MessageId, text: &str) -> Answer {
        self.patch(routes::message(room, message), &EditMessage { text: text.to_owned() }).await
    }

    pub async fn deletes(&self, room: RoomId, message: MessageId) -> Answer {
        self.does("DELETE", routes::message(room, message)).await
    }

    pub async fn reacts(&self, room: RoomId, message: MessageId, emoji: &str) -> Answer {
        self.does("PUT", routes::reaction(room, message, emoji)).await
    }

    pub async fn unreacts(&self, room: RoomId, message: MessageId, emoji: &str) -> Answer {
        self.does("DELETE", routes::reaction(room, message, emoji)).await
    }

    pub async fn reads(&self, room: RoomId, seq: Seq) {
        let _ = self.put(routes::read(room), &MarkRead { seq }).await.is(204);
    }

    pub async fn types(&self, room: RoomId) {
        let _ = self.does("POST", routes::typing(room)).await.is(204);
    }

    /// A page of history.
    pub async fn history(&self, room: RoomId, query: HistoryQuery) -> HistoryPage {
        self.get(history_path(room, query)).await.is(200).json()
    }

    /// All of a room's history, page by page from the beginning. As a client does, a page that is
    /// unavailable is asked for again: right after a fault of the network the gateway may still find dead
    /// connections to its database.
    pub async fn whole_history(&self, room: RoomId) -> Vec<Message> {
        let mut all: Vec<Message> = Vec::new();
        loop {
            let after = Some(all.last().map_or(0, |message| message.seq));
            let path =
                history_path(room, HistoryQuery { after, limit: Some(100), ..HistoryQuery::default() });
            let page = eventually("a page of history", async || {
                let answer = self.get(&path).await;
                (answer.status != 503).then(|| answer.is(200).json::<HistoryPage>())
            });
            let page = page.await;
            all.extend(page.messages);
            if !page.more_after {
                return all;
            }
        }
    }
}

fn said(id: MessageId, text: &str) -> PostMessage {
    PostMessage {
        id,
        text: text.to_owned(),
        thread: None,
        attachments: Vec::new(),
        broadcast: false,
        poll: None,
    }
}

/// Where to ask for a page.
#[must_use]
pub fn history_path(room: RoomId, query: HistoryQuery) -> String {
    let HistoryQuery { before, after, around, at, limit, thread } = query;
    let given = [
        before.map(|seq| format!("before={seq}")),
        after.map(|seq| format!("after={seq}")),
        around.map(|seq| format!("around={seq}")),
        at.map(|at| format!("at={}", at.0)),
        limit.map(|limit| format!("limit={limit}")),
        thread.map(|thread| format!("thread={thread}")),
    ];
    let given: Vec<String> = given.into_iter().flatten().collect();
    format!("{}?{}", routes::messages(room), given.join("&"))
}
