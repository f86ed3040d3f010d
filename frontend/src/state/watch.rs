//! Who wants to know when which part of the chat changes.

use std::collections::HashMap;

use leptos::prelude::*;
use leptos::reactive::graph::Source;
use natter_client::Touched;
use natter_protocol::{MessageId, RoomId, UserId};

/// A part of what is known, as narrow as a view needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Aspect {
    /// Which rooms there are, and what the sidebar says of any of them.
    Rooms,
    Room(RoomId),
    /// Which messages a room has.
    Timeline(RoomId),
    /// What one message says.
    Message(MessageId),
    Members(RoomId),
    /// How the person wants to be told of what happens.
    Notifications,
    /// Which threads have something new.
    Threads,
    /// Anyone's name.
    People,
    Presence(UserId),
    Typing(RoomId),
    /// What the person saved, began or put off.
    Own,
    /// The server's own emoji.
    Emoji,
    /// Which messages wait to be sent to a room.
    Outbox(RoomId),
    /// How one of them fares. With hundreds waiting, each asks for itself alone.
    Echo(MessageId),
    /// How much waits to be sent in all.
    Waiting,
}

/// One trigger for each aspect that someone reads.
#[derive(Debug, Clone, Copy)]
pub struct Watch(StoredValue<HashMap<Aspect, ArcTrigger>>);

impl Watch {
    pub fn new() -> Self {
        Self(StoredValue::new(HashMap::new()))
    }

    /// The caller's memo or effect runs again when the aspect changes; elsewhere nothing happens.
    pub fn track(self, aspect: Aspect) {
        if leptos::reactive::graph::Observer::get().is_none() {
            return;
        }
        let known = self.0.with_value(|triggers| triggers.get(&aspect).cloned());
        let trigger = known.unwrap_or_else(|| {
            let trigger = ArcTrigger::new();
            self.0.update_value(|triggers| {
                triggers.insert(aspect, trigger.clone());
            });
            trigger
        });
        trigger.track();
    }

    /// Whoever reads the aspect reads it again. Its trigger goes: it would remember its readers for ever, also
    /// those that are gone.
    pub fn notify(self, aspect: Aspect) {
        let trigger = self.0.try_update_value(|triggers| triggers.remove(&aspect)).flatten();
        if let Some(trigger) = trigger {
            trigger.notify();
        }
    }

    pub fn notify_all(self) {
        for trigger in self.0.try_update_value(std::mem::take).unwrap_or_default().into_values() {
            trigger.notify();
        }
    }

    pub fn touched(self, touched: &[Touched]) {
        for part in touched {
            match *part {
                Touched::All | Touched::Me => self.notify_all(),
                Touched::Notifications => self.notify(Aspect::Notifications),
                Touched::RoomList => self.notify(Aspect::Rooms),
                Touched::Room(room) => {
                    self.notify(Aspect::Room(room));
                    self.notify(Aspect::Rooms);
                }
                Touched::Joined(room) | Touched::Left(room) => {
                    for aspect in
                        [Aspect::Rooms, Aspect::Room(room), Aspect::Timeline(room), Aspect::Members(room)]
                    {
                        self.notify(aspect);
                    }
                }
                Touched::Timeline(room) => self.notify(Aspect::Timeline(room)),
                Touched::Message(_, message) => self.notify(Aspect::Message(message)),
                Touched::Threads => self.notify(Aspect::Threads),
                Touched::Members(room) => self.notify(Aspect::Members(room)),
                Touched::User(_) => self.notify(Aspect::People),
                Touched::Presence(user) => self.notify(Aspect::Presence(user)),
                Touched::Typing(room) => self.notify(Aspect::Typing(room)),
                Touched::Own => self.notify(Aspect::Own),
                Touched::Emoji => self.notify(Aspect::Emoji),
                Touched::Arrived { .. } | Touched::SessionEnded => {}
            }
        }
    }
}

/// Has everyone read a signal again, and those be forgotten by it who are gone.
pub fn forget_readers<T: Notify + Source>(signal: &T) {
    signal.notify();
    signal.clear_subscribers();
}
