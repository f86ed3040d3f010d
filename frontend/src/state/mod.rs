//! What the interface knows, in nine handles. A handle is small and copied freely; what it holds lives as
//! long as the app. The chat itself is `natter-client`'s replica, changed only by events and answers.

mod actions;
mod boot;
mod commands;
mod connection;
mod deeds;
mod deleting;
mod drafts;
mod emoji;
mod idle;
mod keeping;
mod kept;
mod mail;
mod marking;
mod notify;
mod open_room;
mod overlay;
mod place;
mod release;
mod replica;
mod rights;
mod scheduling;
mod search;
mod sending;
mod session;
mod settings;
mod span;
mod tabs;
mod talk;
mod theme;
mod uploads;
mod watch;
mod when;

use leptos::prelude::*;
use natter_protocol::{MessageId, RoomId};

pub use commands::{NAMES as COMMANDS, matching as commands_like};
pub use connection::Connection;
pub use deeds::Deed;
pub use deleting::Deleting;
pub use drafts::{Begun, Drafts};
pub use idle::watch_for_idleness;
pub use marking::Marking;
pub use notify::Notify;
pub use open_room::{Arrival, Loading, OpenRoom};
pub use overlay::{Dialog, Overlay, Pane, Pop, PopKind, SettingsPage};
pub use place::{Gathering, Place};
pub use replica::Replica;
pub use search::{Results, Searching};
pub use sending::Sending;
pub use session::{Door, Phase, Session};
pub use settings::{ClockChoice, Density, Settings};
pub use theme::ThemeChoice;
pub use uploads::{Progress, Upload};
pub use watch::{Aspect, Watch};
pub use when::reminder;

/// Where one writes: a room, or one of its threads.
pub type Spot = (RoomId, Option<MessageId>);

#[derive(Debug, Clone, Copy)]
pub struct App {
    pub session: Session,
    pub replica: Replica,
    pub connection: Connection,
    pub sending: Sending,
    pub drafts: Drafts,
    pub overlay: Overlay,
    pub settings: Settings,
    pub deleting: Deleting,
    pub notify: Notify,
    pub marking: Marking,
}

impl App {
    /// To be called once, below the app's owner.
    pub fn new() -> Self {
        let watch = Watch::new();
        Self {
            session: Session::new(),
            replica: Replica::new(watch),
            connection: Connection::new(),
            sending: Sending::new(watch),
            drafts: Drafts::new(),
            overlay: Overlay::new(),
            settings: Settings::new(),
            deleting: Deleting::new(),
            notify: Notify::new(),
            marking: Marking::new(),
        }
    }
}

/// The app's state, inside of a component.
pub fn app() -> App {
    expect_context()
}
