//! Sending as a state machine. Nothing a person wrote is dropped by itself, messages of a room keep
//! their order (the next one goes when the one before it was acked or refused), and every try of a
//! message carries the same id, so that trying again can never say it twice.

mod item;

use std::collections::BTreeSet;

use natter_protocol::read::Read;
use natter_protocol::{Body, Code, Event, Message, MessageId, Millis, Problem, RoomId};
use serde::{Deserialize, Serialize};

use crate::backoff::{Backoff, Random};
use crate::sort::sort_by_key;
pub use item::{Draft, Item, SendState};

/// A wait beyond this cannot be meant; a clock that was set back must not hold messages for a day.
const LONGEST_WAIT_MS: i64 = 10 * 60_000;

/// `POST` this body to the room's messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Post {
    pub room: RoomId,
    pub body: natter_protocol::command::PostMessage,
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
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Read)]
pub struct Outbox {
    items: Vec<Item>,
    /// The account's rate is used up until then.
    #[serde(default)]
    not_before: Millis,
    #[serde(skip)]
    held: bool,
    #[serde(skip)]
    backoff: Backoff,
}

impl Outbox {
    /// Takes a message to say. `id` is new and made by the caller ([`MessageId::from_parts`]).
    pub fn queue(&mut self, id: MessageId, draft: Draft, now: Millis) {
        if self.item(id).is_none() {
            self.items.push(Item::new(id, draft, now));
        }
    }

    /// Takes over what another outbox kept, in the order of writing, which ids keep.
    pub fn adopt(&mut self, other: Self) {
        for item in other.items {
            if self.item(item.id).is_none() {
                self.items.push(item);
            }
        }
        sort_by_key(&mut self.items, |item| item.id);
    }

    /// What to POST now; each is under way until [`Outbox::posted`] says what came of it.
    pub fn due(&mut self, now: Millis) -> Vec<Post> {
        if self.held || is_ahead(self.not_before, now) {
            return Vec::new();
        }
        let mut rooms = BTreeSet::new();
        let mut due = Vec::new();
        for item in &mut self.items {
            // Only the first of each room that was not refused: the others wait for it.
            let is_next = !item.is_refused() && rooms.insert(item.draft.room);
            if is_next && !item.in_flight && !is_ahead(item.not_before, now) {
                item.in_flight = true;
                item.attempts += 1;
                due.push(Post { room: item.draft.room, body: item.body() });
            }
        }
        due
    }

    /// When to ask [`Outbox::due`] again by itself; none when nothing waits for time. A time in the past
    /// means now.
    #[must_use]
    pub fn wake_at(&self) -> Option<Millis> {
        if self.held {
            return None;
        }
        let mut rooms = BTreeSet::new();
        let next = self.items.iter().filter(|item| !item.is_refused() && rooms.insert(item.draft.room));
        let at = next.filter(|item| !item.in_flight).map(|item| item.not_before).min()?;
        Some(at.max(self.not_before))
    }

    /// Says what came of a POST.
    pub fn posted(&mut self, id: MessageId, posted: Posted, now: Millis, random: Random<'_>) -> Settled {
        let Some(place) = self.items.iter().position(|item| item.id == id) else { return Settled::Gone };
        self.items[place].in_flight = false;
        match posted {
            Posted::Stored(message) => {
                self.items.remove(place);
                Settled::Sent(message)
            }
            Posted::NoAnswer => self.later(place, None, now, random),
            Posted::Answered { status: 401, .. } => {
                self.held = true;
                Settled::Held
            }
            Posted::Answered { status: 429, retry_after_ms, .. } => {
                let wait = i64::from(retry_after_ms.unwrap_or(1_000)).min(LONGEST_WAIT_MS);
                self.not_before = Millis(now.0 + wait);
                // It was not taken, so nothing about it is unknown that was not before.
                Settled::Later
            }
            Posted::Answered { status, problem, .. } if (400..500).contains(&status) && status != 408 => {
                let code = problem.as_ref().map(|problem| problem.code);
                let detail = problem.and_then(|problem| problem.detail);
                self.items[place].state = SendState::Refused { status, code, detail };
                Settled::Refused
            }
            Posted::Answered { retry_after_ms, .. } => self.later(place, retry_after_ms, now, random),
        }
    }

    fn later(&mut self, place: usize, wait_ms: Option<u32>, now: Millis, random: Random<'_>) -> Settled {
        let item = &mut self.items[place];
        item.state = SendState::Unknown;
        let next = self.backoff.next_try(item.attempts.saturating_sub(1), now, random);
        let wait = i64::from(wait_ms.unwrap_or(0)).min(LONGEST_WAIT_MS);
        item.not_before = next.max(Millis(now.0 + wait));
        Settled::Later
    }

    /// Looks at an event of the stream; answers what was ours and came back with it, which settles it
    /// whatever the POST says later.
    pub fn saw(&mut self, event: &Event) -> Option<Item> {
        match &event.body {
            Body::MessageCreated { message, .. } => self.remove(message.id),
            _ => None,
        }
    }

    /// The person pressed "Retry" on a refused message: the same id again, at its place in the order.
    pub fn retry(&mut self, id: MessageId) -> bool {
        self.renew(id, id)
    }

    /// As [`Outbox::retry`] under a new id, for the case that the old one clashed
    /// ([`Code::IdReused`]); the old message is then somebody's, and this one is another.
    pub fn renew(&mut self, id: MessageId, new_id: MessageId) -> bool {
        let Some(item) = self.items.iter_mut().find(|item| item.id == id && item.is_refused()) else {
            return false;
        };
        let unknown = item.attempts > 1 && id == new_id;
        item.id = new_id;
        item.attempts = 0;
        item.not_before = Millis(0);
        item.state = if unknown { SendState::Unknown } else { SendState::Pending };
        true
    }

    /// Whether a refused message needs a new id to be tried again ([`Outbox::renew`]).
    #[must_use]
    pub fn clashed(&self, id: MessageId) -> bool {
        let state = self.item(id).map(|item| &item.state);
        matches!(state, Some(SendState::Refused { code: Some(Code::IdReused), .. }))
    }

    /// The person deleted it. Gives it back, so that the composer can offer it again. One that is
    /// under way or unknown may still turn up in the room.
    pub fn delete(&mut self, id: MessageId) -> Option<Item> {
        self.remove(id)
    }

    /// The connection is back: nothing waits for its backoff any more (a rate limit still counts).
    pub fn kick(&mut self) {
        for item in &mut self.items {
            item.not_before = Millis(0);
        }
    }

    /// Signed out: nothing goes until [`Outbox::release`].
    pub fn hold(&mut self) {
        self.held = true;
    }

    /// Signed in again.
    pub fn release(&mut self) {
        self.held = false;
        self.kick();
    }

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
        self.items.iter().filter(|item| !item.is_refused()).count()
    }

    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    fn remove(&mut self, id: MessageId) -> Option<Item> {
        let place = self.items.iter().position(|item| item.id == id)?;
        Some(self.items.remove(place))
    }
}

/// Whether a time has yet to come, as far as the clock can be believed.
fn is_ahead(at: Millis, now: Millis) -> bool {
    at > now && at.0.saturating_sub(now.0) <= LONGEST_WAIT_MS
}
