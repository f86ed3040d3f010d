//! Someone's other device: it talks and reads history, and has no stream.

use std::net::SocketAddr;

use natter_protocol::command::{MarkRead, PostMessage};
use natter_protocol::email::{MyEmail, Reader, UpdateEmail};
use natter_protocol::notifications::Notifications;
use natter_protocol::sync::HistoryPage;
use natter_protocol::{RoomId, SignedIn, SyncAnswer, routes};
use natter_tests::person::new_message_id;
use natter_tests::{Call, Gateway};
use serde_json::json;

use crate::visit::PASSWORD;

pub struct Phone {
    address: SocketAddr,
    token: String,
    pub room: RoomId,
}

impl Phone {
    pub async fn of(gateway: &Gateway, name: &str) -> Self {
        let address = gateway.address();
        let login = json!({"username": name, "password": PASSWORD});
        let answer = Call::post(routes::LOGIN).json(&login).send(address).await.expect("an answer");
        let SignedIn { token, .. } = answer.is(200).json();
        let answer = Call::get(routes::SYNC).bearer(&token).send(address).await.expect("an answer");
        let sync: SyncAnswer = answer.is(200).json();
        Self { address, token, room: sync.rooms[0].room.id }
    }

    pub async fn says(&self, text: &str) {
        let message = PostMessage {
            id: new_message_id(),
            text: text.to_owned(),
            thread: None,
            attachments: Vec::new(),
            broadcast: false,
            poll: None,
        };
        let call = Call::post(routes::messages(self.room)).bearer(&self.token).json(&message);
        let _ = call.send(self.address).await.expect("an answer").is(201);
    }

    /// Marks the room as read.
    pub async fn reads_everything(&self) {
        let sync = Call::get(routes::SYNC).bearer(&self.token).send(self.address).await.expect("an answer");
        let sync: SyncAnswer = sync.is(200).json();
        let room = sync.rooms.iter().find(|summary| summary.room.id == self.room).expect("the room");
        let call = Call::new("PUT", routes::read(self.room)).bearer(&self.token);
        let call = call.json(&MarkRead { seq: room.last_seq });
        let _ = call.send(self.address).await.expect("an answer").is(204);
    }

    /// How this person wants to be told of what happens.
    pub async fn rules(&self) -> Notifications {
        let call = Call::get(routes::MY_NOTIFICATIONS).bearer(&self.token);
        call.send(self.address).await.expect("an answer").is(200).json()
    }

    /// Who reads this person's mails.
    pub async fn reader(&self) -> Option<Reader> {
        let call = Call::get(routes::MY_EMAIL).bearer(&self.token);
        call.send(self.address).await.expect("an answer").is(200).json::<MyEmail>().reader
    }

    /// Says that mails are read here, in another language.
    pub async fn is_read_in(&self, language: &str) {
        let (language, time_zone) = (language.to_owned(), "UTC".to_owned());
        let told =
            UpdateEmail { pace: None, reader: Some(Reader { language, time_zone, twelve_hours: true }) };
        let call = Call::new("PATCH", routes::MY_EMAIL).bearer(&self.token).json(&told);
        let _ = call.send(self.address).await.expect("an answer").is(200);
    }

    /// How often a text was said in the room.
    pub async fn counts(&self, text: &str) -> usize {
        let path = format!("{}?limit=100", routes::messages(self.room));
        let answer = Call::get(path).bearer(&self.token).send(self.address).await.expect("an answer");
        let page: HistoryPage = answer.is(200).json();
        page.messages.iter().filter(|message| message.text == text).count()
    }
}
