//! Where in the app the person is, as the page's address says it.

use leptos::prelude::*;
use natter_protocol::{MessageId, RoomId};
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Element, MouseEvent};

use super::App;
use crate::browser::window;

/// What an address of the app names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// No room in particular.
    Home,
    Room {
        room: RoomId,
        message: Option<MessageId>,
    },
    /// The threads one takes part in.
    Threads,
    Invite(String),
    /// A new password for someone who has lost theirs.
    Reset(String),
    Register,
    Gathered(Gathering),
}

/// A view that gathers from all rooms.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gathering {
    Inbox,
    Mentions,
    Saved,
    Drafts,
}

impl Gathering {
    pub const ALL: [Self; 4] = [Self::Inbox, Self::Mentions, Self::Saved, Self::Drafts];

    /// As it stands in the address.
    pub fn word(self) -> &'static str {
        match self {
            Self::Inbox => "inbox",
            Self::Mentions => "mentions",
            Self::Saved => "saved",
            Self::Drafts => "drafts",
        }
    }

    pub fn path(self) -> String {
        format!("/{}", self.word())
    }
}

impl Place {
    /// None where the address is not one of the app's.
    pub fn at(path: &str) -> Option<Self> {
        let path = path.split(['?', '#']).next()?;
        let mut words = path.strip_prefix('/')?.trim_end_matches('/').split('/');
        let place = match (words.next()?, words.next(), words.next()) {
            ("", None, _) => Self::Home,
            ("r", Some(room), message) => {
                Self::Room { room: room.parse().ok()?, message: message.and_then(|id| id.parse().ok()) }
            }
            ("threads", None, _) => Self::Threads,
            ("invite", Some(code), None) => Self::Invite(code.to_owned()),
            ("reset", Some(code), None) => Self::Reset(code.to_owned()),
            ("register", None, _) => Self::Register,
            (word, None, _) => {
                Self::Gathered(Gathering::ALL.into_iter().find(|gathering| gathering.word() == word)?)
            }
            _ => return None,
        };
        words.next().is_none().then_some(place)
    }

    pub fn room(&self) -> Option<RoomId> {
        match self {
            Self::Room { room, .. } => Some(*room),
            _ => None,
        }
    }

    pub fn message(&self) -> Option<MessageId> {
        match self {
            Self::Room { message, .. } => *message,
            _ => None,
        }
    }

    pub fn gathering(&self) -> Option<Gathering> {
        match self {
            Self::Gathered(gathering) => Some(*gathering),
            _ => None,
        }
    }

    fn now() -> Self {
        Self::at(&own_path()).unwrap_or(Self::Home)
    }
}

/// The page's own address without its origin.
fn own_path() -> String {
    window().location().pathname().unwrap_or_default()
}

impl App {
    /// Follows the address from now on: Back and Forward, and links into the app.
    pub fn follow_address(self) {
        self.arrive();
        window_event_listener(leptos::ev::popstate, move |_| {
            // What lies over the chat belongs to where it was opened.
            self.overlay.pop.set(None);
            self.overlay.close_dialog();
            self.arrive();
        });
        window_event_listener(leptos::ev::click, move |event| {
            if let Some(path) = followed(&event) {
                event.prevent_default();
                self.go(&path);
            }
        });
    }

    /// Goes to an address of the app; Back leads here again.
    pub fn go(self, path: &str) {
        if path != own_path()
            && let Ok(history) = window().history()
        {
            let _ = history.push_state_with_url(&JsValue::NULL, "", Some(path));
        }
        self.overlay.pop.set(None);
        self.arrive();
    }

    /// Goes to an address of the app; Back leads to where one was before.
    pub fn go_instead(self, path: &str) {
        if let Ok(history) = window().history() {
            let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(path));
        }
        self.arrive();
    }

    fn arrive(self) {
        let place = Place::now();
        if self.session.place.with_untracked(|before| *before != place) {
            self.session.place.set(place);
        }
    }
}

/// Where a click leads inside of the app: a plain one, on a link to one of its places.
fn followed(event: &MouseEvent) -> Option<String> {
    let plain = event.button() == 0
        && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key());
    if !plain || event.default_prevented() {
        return None;
    }
    let link = event.target()?.dyn_into::<Element>().ok()?.closest("a[href]").ok()??;
    let elsewhere = link.has_attribute("download") || link.has_attribute("target");
    link.get_attribute("href").filter(|path| !elsewhere && Place::at(path).is_some())
}

#[cfg(test)]
mod tests {
    use super::Place;

    const ROOM: &str = "01KB0000000000000000000000";

    #[test]
    fn an_address_names_a_place() {
        let room = ROOM.parse().unwrap();
        assert_eq!(Place::at("/"), Some(Place::Home));
        assert_eq!(Place::at(&format!("/r/{ROOM}")), Some(Place::Room { room, message: None }));
        let message = Some(ROOM.parse().unwrap());
        assert_eq!(Place::at(&format!("/r/{ROOM}/{ROOM}?x#y")), Some(Place::Room { room, message }));
        assert_eq!(Place::at("/threads"), Some(Place::Threads));
        assert_eq!(Place::at("/invite/abc"), Some(Place::Invite("abc".into())));
        assert_eq!(Place::at("/reset/abc"), Some(Place::Reset("abc".into())));
        assert_eq!(Place::at("/register/"), Some(Place::Register));
    }

    #[test]
    fn other_addresses_are_left_to_the_browser() {
        for other in
            ["", "//a.org", "/api/v1/files/x", "/r", "/r/x", "/invite", "/invite/a/b", "https://a.org/"]
        {
            assert_eq!(Place::at(other), None, "{other}");
        }
    }
}
