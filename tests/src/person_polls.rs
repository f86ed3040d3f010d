//! What a person does with polls.

use natter_protocol::ballot::{NewPoll, Vote};
use natter_protocol::command::PostMessage;
use natter_protocol::{Message, RoomId, routes};

use crate::http::Answer;
use crate::person::{Person, new_message_id};

/// A poll with these answers, and no rules beside.
#[must_use]
pub fn terms(options: &[&str]) -> NewPoll {
    NewPoll { options: options.iter().map(|&option| option.to_owned()).collect(), ..NewPoll::default() }
}

/// A message that asks.
#[must_use]
pub fn question(text: &str, poll: NewPoll) -> PostMessage {
    let (id, text, poll) = (new_message_id(), text.to_owned(), Some(poll));
    PostMessage { id, text, thread: None, attachments: Vec::new(), broadcast: false, poll }
}

impl Person {
    pub async fn polls(&self, room: RoomId, text: &str, poll: NewPoll) -> Message {
        self.post(routes::messages(room), &question(text, poll)).await.is(201).json()
    }

    /// In place of what the person chose before.
    pub async fn votes(&self, message: &Message, choices: &[u8]) -> Answer {
        let vote = Vote { choices: choices.to_vec() };
        self.put(routes::vote(message.room, message.id), &vote).await
    }

    pub async fn ends_poll(&self, message: &Message) -> Answer {
        self.does("POST", routes::close_poll(message.room, message.id)).await
    }
}
