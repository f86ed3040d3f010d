//! What lies over the chat: one dialog, one popover, short notices; and the pane at its side.

use leptos::prelude::*;
use natter_protocol::{FileId, MessageId, RoomId};
use web_sys::Element;

use super::search::Search;
use crate::browser::later;

/// A notice is shown for so long, in milliseconds.
const NOTICE: u64 = 5_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialog {
    Switcher,
    Keys,
    Invite,
    Browse,
    CreateRoom,
    NewDirect,
    AddPeople(RoomId),
    EditRoom(RoomId),
    LeaveRoom(RoomId),
    Poll(RoomId),
    Forward(RoomId, MessageId),
    /// A file of a message, large.
    Viewer(RoomId, MessageId, FileId),
    Settings,
    Status,
}

/// A page of the settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SettingsPage {
    Profile,
    Password,
    TwoFactor,
    Sessions,
    Appearance,
    Language,
    Keyboard,
    Notifications,
    People,
    Invitations,
    Rooms,
    Emoji,
    Integrations,
    Server,
    Policy,
    Audit,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pane {
    Members,
    Search,
    /// The replies to a message, at one of them if that was asked for.
    Thread(RoomId, MessageId, Option<MessageId>),
    Pins(RoomId),
    /// What was ever attached in a room.
    Files(RoomId),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PopKind {
    ServerMenu,
    AddRoom,
    RoomMenu(RoomId),
    Connection,
    React(RoomId, MessageId),
    /// What else can be done with a message.
    Message(MessageId),
    /// Another day of the open room.
    Date,
    /// What a message said before.
    Edits(RoomId, MessageId),
    /// When to send what stands in the composer.
    SendLater,
    /// When to be reminded of a message.
    Remind(RoomId, MessageId),
    /// An emoji for the composer.
    Emoji,
    MemberMenu(RoomId, natter_protocol::UserId),
    Profile(natter_protocol::UserId),
    OwnMenu,
}

/// Something small that opens beside what was pressed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pop {
    pub kind: PopKind,
    /// The rectangle of what was pressed, in pixels of the window.
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toast {
    pub id: u32,
    pub text: String,
    pub bad: bool,
}

#[derive(Debug, Clone, Copy)]
pub struct Overlay {
    pub dialog: RwSignal<Option<Dialog>>,
    /// The open page of the settings; none is the first, and where it is narrow the list of them.
    pub settings_page: RwSignal<Option<SettingsPage>>,
    pub pane: RwSignal<Option<Pane>>,
    pub pop: RwSignal<Option<Pop>>,
    pub toasts: RwSignal<Vec<Toast>>,
    /// What the search pane shows; it stays while the pane is closed.
    pub search: Search,
    next: StoredValue<u32>,
}

impl Overlay {
    pub fn new() -> Self {
        Self {
            dialog: RwSignal::new(None),
            settings_page: RwSignal::new(None),
            pane: RwSignal::new(None),
            pop: RwSignal::new(None),
            toasts: RwSignal::new(Vec::new()),
            search: Search::new(),
            next: StoredValue::new(0),
        }
    }

    pub fn open(self, dialog: Dialog) {
        self.pop.set(None);
        self.dialog.set(Some(dialog));
    }

    pub fn open_settings(self, page: Option<SettingsPage>) {
        self.settings_page.set(page);
        self.open(Dialog::Settings);
    }

    pub fn close_dialog(self) {
        self.dialog.set(None);
    }

    /// Opens beside an element, or closes when it is open there already.
    pub fn toggle_pop(self, kind: PopKind, beside: &Element) {
        if self.pop.with_untracked(|pop| pop.is_some_and(|pop| pop.kind == kind)) {
            return self.pop.set(None);
        }
        let rect = beside.get_bounding_client_rect();
        self.pop.set(Some(Pop {
            kind,
            left: rect.left(),
            top: rect.top(),
            right: rect.right(),
            bottom: rect.bottom(),
        }));
    }

    pub fn is_open(self, kind: PopKind) -> bool {
        self.pop.with(|pop| pop.is_some_and(|pop| pop.kind == kind))
    }

    /// Whether what is open beside something can be done with a message.
    pub fn is_about_message(self) -> bool {
        use PopKind::{Edits, Message, React, Remind};
        let kind = self.pop.with_untracked(|pop| pop.map(|pop| pop.kind));
        matches!(kind, Some(Message(_) | React(..) | Remind(..) | Edits(..)))
    }

    /// A pane that belongs to another room closes.
    pub fn leave_other_rooms(self, room: RoomId) {
        let of = |pane: &Pane| match pane {
            Pane::Thread(of, ..) | Pane::Pins(of) | Pane::Files(of) => Some(*of),
            Pane::Members | Pane::Search => None,
        };
        let is_elsewhere =
            self.pane.with_untracked(|pane| pane.as_ref().and_then(of).is_some_and(|of| of != room));
        if is_elsewhere {
            self.pane.set(None);
        }
    }

    pub fn toggle_pane(self, pane: Pane) {
        self.pane.update(|open| *open = if *open == Some(pane) { None } else { Some(pane) });
    }

    /// Opens the search with a query begun, or with the one that stands there.
    pub fn open_search(self, begun: Option<String>) {
        self.dialog.set(None);
        self.pop.set(None);
        self.pane.set(Some(Pane::Search));
        self.search.begin(begun);
    }

    pub fn notice(self, text: impl Into<String>) {
        self.toast(text.into(), false);
    }

    pub fn trouble(self, text: impl Into<String>) {
        self.toast(text.into(), true);
    }

    fn toast(self, text: String, bad: bool) {
        let id = self.next.get_value();
        self.next.set_value(id + 1);
        self.toasts.update(|toasts| {
            toasts.retain(|toast| toast.text != text);
            toasts.push(Toast { id, text, bad });
        });
        later(NOTICE, move || self.toasts.update(|toasts| toasts.retain(|toast| toast.id != id)));
    }

    pub fn clear(self) {
        self.dialog.set(None);
        self.pop.set(None);
        self.pane.set(None);
        self.search.clear();
    }
}
