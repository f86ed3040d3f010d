//! Keys that work everywhere.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use natter_protocol::RoomId;
use wasm_bindgen::JsCast as _;

use super::regions::to_next_region;
use super::sidebar::{Entry, entries};
use crate::browser::is_mac;
use crate::state::{App, Dialog, Gathering, Phase};

/// Ctrl, or ⌘ on a Mac, and nothing else.
pub fn is_command(event: &KeyboardEvent) -> bool {
    let (wanted, other) =
        if is_mac() { (event.meta_key(), event.ctrl_key()) } else { (event.ctrl_key(), event.meta_key()) };
    wanted && !other && !event.alt_key() && !event.shift_key()
}

/// The same with Shift.
pub fn is_shifted_command(event: &KeyboardEvent) -> bool {
    let (wanted, other) =
        if is_mac() { (event.meta_key(), event.ctrl_key()) } else { (event.ctrl_key(), event.meta_key()) };
    wanted && !other && !event.alt_key() && event.shift_key()
}

fn is_plain(event: &KeyboardEvent) -> bool {
    !event.ctrl_key() && !event.meta_key() && !event.alt_key()
}

fn is_alt(event: &KeyboardEvent) -> bool {
    event.alt_key() && !event.ctrl_key() && !event.meta_key()
}

/// Whether the key goes into a field.
pub fn is_writing(event: &KeyboardEvent) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    target.is_some_and(|target| matches!(target.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT"))
}

pub fn listen_for_keys(app: App, current: Memo<Option<RoomId>>) {
    window_event_listener(leptos::ev::keydown, move |event| {
        let in_chat = app.session.phase.with_untracked(|phase| *phase == Phase::Chat);
        if in_chat && !event.default_prevented() && key(app, current.get_untracked(), &event) {
            event.prevent_default();
        }
    });
}

fn key(app: App, current: Option<RoomId>, event: &KeyboardEvent) -> bool {
    let name = event.key();
    let toggle = |dialog: Dialog| {
        if app.overlay.dialog.get_untracked() == Some(dialog) {
            app.overlay.close_dialog();
        } else {
            app.overlay.open(dialog);
        }
    };
    match name.as_str() {
        "Escape" if app.overlay.pop.with_untracked(Option::is_some) => app.overlay.pop.set(None),
        "k" if is_command(event) => toggle(Dialog::Switcher),
        "F" | "f" if is_shifted_command(event) => {
            app.overlay.open_search(Some(current.map_or_else(String::new, |room| app.search_in(room))));
        }
        "/" if is_plain(event)
            && !is_writing(event)
            && app.overlay.dialog.with_untracked(Option::is_none) =>
        {
            app.overlay.open_search(Some(current.map_or_else(String::new, |room| app.search_in(room))));
        }
        "/" if is_command(event) => toggle(Dialog::Keys),
        "a" | "A" if is_shifted_command(event) => app.go(&Gathering::Inbox.path()),
        "m" | "M" if is_shifted_command(event) => app.go(&Gathering::Mentions.path()),
        "?" if !is_writing(event) && app.settings.letters.get_untracked() => toggle(Dialog::Keys),
        "n" | "N" if is_free_letter(app, event) => go_to_next(app, current, true, true),
        "ArrowDown" | "ArrowUp" if is_alt(event) => {
            go_to_next(app, current, name == "ArrowDown", event.shift_key());
        }
        // On a Mac they go from word to word while one writes.
        "ArrowLeft" | "ArrowRight"
            if is_alt(event) && !event.shift_key() && !(is_mac() && is_writing(event)) =>
        {
            go_through_history(name == "ArrowRight");
        }
        "F6" if app.overlay.dialog.with_untracked(Option::is_none) => to_next_region(event.shift_key()),
        _ => return false,
    }
    true
}

/// A letter that goes into no field, where single letters are shortcuts.
fn is_free_letter(app: App, event: &KeyboardEvent) -> bool {
    is_plain(event)
        && !is_writing(event)
        && app.settings.letters.get_untracked()
        && app.overlay.dialog.with_untracked(Option::is_none)
}

/// Back and forward, also where the window has no buttons for it.
fn go_through_history(forward: bool) {
    let Ok(history) = window().history() else { return };
    let _ = if forward { history.forward() } else { history.back() };
}

fn go_to_next(app: App, current: Option<RoomId>, forward: bool, only_unread: bool) {
    if let Some(room) = next_room(app, current, forward, only_unread) {
        app.go(&format!("/r/{room}"));
    }
}

/// The room above or below in the sidebar, round and round.
fn next_room(app: App, current: Option<RoomId>, forward: bool, only_unread: bool) -> Option<RoomId> {
    let mut all: Vec<Entry> = app.replica.peek(entries)?.all().collect();
    if !forward {
        all.reverse();
    }
    let at = all.iter().position(|entry| Some(entry.room) == current).map_or(0, |at| at + 1);
    let count = all.len().max(1);
    all.rotate_left(at % count);
    all.iter()
        .find(|entry| Some(entry.room) != current && (!only_unread || entry.calls))
        .map(|entry| entry.room)
}
