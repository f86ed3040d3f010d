//! Sending as a state machine. Nothing a person wrote is dropped by itself, messages of a room keep
//! their order (the next one goes when the one before it was acked or refused), and every try of a
//! message carries the same id, so that trying again can never say it twice.

use natter_protocol::{Code, Event, FileId, Message, MessageId, Millis, RoomId};
use natter_protocol::{Problem, command::PostMessage};
use serde::{Deserialize, Serialize};

use crate::backoff::{Backoff, Random};

/// What a person wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub room: RoomId,
    pub text: String,
    pub thread: Option<MessageId>,
    pub attachments: Vec<FileId>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SendState {
    /// Not tried yet.
    Pending,
    /// Tried; whether it was stored is not known. It is tried again with the same id.
    Unknown,
    /// The server will not take it: "Not sent · Retry · Delete". `code` is none where the answer had none.
    Refused { status: u16, code: Option<Code>, detail: Option<String> },
}

/// A message that is not known to be in the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    pub id: MessageId,
    #[serde(flatten)]
    pub draft: Draft,
    pub queued_at: Millis,
    pub attempts: u32,
    pub state: SendState,
    /// Not before this time.
    #[serde(default)]
    not_before: Millis,
    /// A request is under way; a reload forgets it and the message is tried again.
    #[serde(skip)]
    in_flight: bool,
}

/// `POST` this body to the room's messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    pub room: RoomId,
    pub body: PostMessage,
}

/// What came of a [`Post`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Posted {
    /// 201 or 200.
    Stored(Box<Message>),
    /// Any other status, with the problem where the body was one.
    Answered { status: u16, problem: Option<Problem>, retry_after_ms: Option<u32> },
    /// No answer: network, timeout, or the page was asleep.
    NoAnswer,
}

/// What the outbox made of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Settled {
    /// It is said. Give the message to [`Chat::posted`](crate::Chat::posted) and it shows at once.
    Sent(Box<Message>),
    /// It will be tried again by itself.
    Later,
    /// It waits for the person.
    Refused,
    /// The sign-in has ended; everything waits for [`Outbox::release`].
    Held,
    /// Not in the outbox (any more): the stream was quicker, or the person deleted it.
    Gone,
}

/// All that waits to be said. Store it whole (it is serde) after each change; after a reload it goes on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Outbox {
    items: Vec<Item>,
    /// The account's rate is used up until then.
    #[serde(default)]
    not_before: Millis,
    #[serde(skip)]
    held: bool,
}

impl Outbox {
    /// Takes a message to say. `id` is new and made by the caller ([`MessageId::from_parts`]).
    pub fn queue(&mut self, id: MessageId, draft: Draft, now: Millis) {
        let _ = (id, draft, now);
    }

    /// What to POST now; each is under way until [`Outbox::posted`] says what came of it.
    pub fn due(&mut self, now: Millis) -> Vec<Post> {
        let _ = (now, Backoff::default());
        Vec::new()
    }

    /// When to ask [`Outbox::due`] again by itself; none when nothing waits for time.
    #[must_use]
    pub fn wake_at(&self) -> Option<Millis> {
        None
    }

    /// Says what came of a POST.
    pub fn posted(&mut self, id: MessageId, posted: Posted, now: Millis, random: Random<'_>) -> Settled {
        let _ = (id, posted, now, random);
        Settled::Gone
    }

    /// Looks at an event of the stream; true when it was one of ours coming back, which settles it
    /// whatever the POST says later.
    pub fn saw(&mut self, event: &Event) -> bool {
        let _ = event;
        false
    }

    /// The person pressed "Retry" on a refused message: the same id again, at its place in the order.
    pub fn retry(&mut self, id: MessageId) -> bool {
        let _ = id;
        false
    }

    /// As [`Outbox::retry`] under a new id, for the case that the old one clashed (`id_reused`).
    pub fn renew(&mut self, id: MessageId, new_id: MessageId) -> bool {
        let _ = (id, new_id);
        false
    }

    /// The person deleted it. Gives it back, so that the composer can offer it again. One that is
    /// under way or unknown may still turn up in the room.
    pub fn delete(&mut self, id: MessageId) -> Option<Item> {
        let _ = id;
        None
    }

    /// The connection is back: nothing waits for its backoff any more (a rate limit still counts).
    pub fn kick(&mut self) {}

    /// Signed out: nothing goes until [`Outbox::release`].
    pub fn hold(&mut self) {}

    /// Signed in again.
    pub fn release(&mut self) {}

    #[must_use]
    pub fn is_held(&self) -> bool {
        self.held
    }

    /// The local echo: what to show below a room's messages, in the order of writing.
    pub fn items(&self, room: RoomId) -> impl Iterator<Item = &Item> {
        self.items.iter().filter(move |item| item.draft.room == room)
    }

    #[must_use]
    pub fn item(&self, id: MessageId) -> Option<&Item> {
        self.items.iter().find(|item| item.id == id)
    }

    /// How many wait to go ("2 messages wait"); refused ones do not.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.items.iter().filter(|item| !matches!(item.state, SendState::Refused { .. })).count()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }
}
