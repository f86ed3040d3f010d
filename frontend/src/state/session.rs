//! Where the person stands: outside, at the door, or in the chat.

use leptos::prelude::*;
use natter_protocol::{Millis, ServerInfo};

use crate::browser::now;

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
    /// Signed in, but without the second factor that this server demands.
    pub lacks_factor: bool,
}

#[derive(Debug, Clone, Copy)]
pub struct Session {
    pub phase: RwSignal<Phase>,
    /// Set by `App::go` and by the browser's Back and Forward.
    pub place: RwSignal<Place>,
    /// When someone last used this or another tab, and whether that is so long ago that they are away.
    pub last_input: StoredValue<Millis>,
    pub away: StoredValue<bool>,
    /// A newer release is ready; this page is of an older one.
    pub outdated: RwSignal<bool>,
    /// Counts how often the chat was shown as this device kept it, and was renewed then.
    pub renewed: RwSignal<u32>,
}

impl Session {
    pub fn new() -> Self {
        Self {
            phase: RwSignal::new(Phase::Starting { trouble: false }),
            place: RwSignal::new(Place::Home),
            last_input: StoredValue::new(now()),
            away: StoredValue::new(false),
            outdated: RwSignal::new(false),
            renewed: RwSignal::new(0),
        }
    }
}
