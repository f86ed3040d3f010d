//! Where the person stands: outside, at the door, or in the chat.

use leptos::prelude::*;
use natter_protocol::ServerInfo;

use super::Place;

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
    /// Set by `App::go` and by the browser's Back and Forward.
    pub place: RwSignal<Place>,
}

impl Session {
    pub fn new() -> Self {
        Self { phase: RwSignal::new(Phase::Starting { trouble: false }), place: RwSignal::new(Place::Home) }
    }
}
