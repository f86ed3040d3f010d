//! Where the person stands: outside, at the door, or in the chat.

use leptos::prelude::*;
use natter_protocol::ServerInfo;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Phase {
    /// Finding out who is here. `trouble` once the server could not be reached.
    Starting {
        trouble: bool,
    },
    /// Not signed in.
    Door(Door),
    Chat,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Door {
    pub server: ServerInfo,
    /// Why the person is here again, where it was not their own doing.
    pub ended: bool,
}

#[derive(Debug, Clone, Copy)]
pub struct Session {
    pub phase: RwSignal<Phase>,
    /// Goes to an address inside of the app; there once the router is.
    pub navigate: StoredValue<Option<Callback<String>>>,
}

impl Session {
    pub fn new() -> Self {
        Self { phase: RwSignal::new(Phase::Starting { trouble: false }), navigate: StoredValue::new(None) }
    }
}
