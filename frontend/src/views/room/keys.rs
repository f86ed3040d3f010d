//! Keys that concern the open room.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use natter_protocol::{Message, MessageId};
use wasm_bindgen::JsCast as _;
use web_sys::{Element, HtmlElement};

use super::tools::may_delete;
use super::uploads::choose_files;
use crate::browser::{bring_into_view, document};
use crate::state::{App, OpenRoom, Pane, PopKind};
use crate::views::focus::focus_composer;
use crate::views::keys::{is_command, is_shifted_command, is_writing};

/// `open` is a room, or the thread in the pane at its side.
pub fn listen_for_room_keys(app: App, open: OpenRoom) {
    let handle = window_event_listener(leptos::ev::keydown, move |event| {
        let is_free = app.overlay.dialog.with_untracked(Option::is_none)
            && app.overlay.pop.with_untracked(Option::is_none);
        if is_free && !event.default_prevented() && key(app, open, &event) {
            event.prevent_default();
        }
    });
    on_cleanup(move || handle.remove());
}

/// Whether the key was meant for the room.
fn key(app: App, open: OpenRoom, event: &KeyboardEvent) -> bool {
    let name = event.key();
    if is_command(event) && open.thread.is_none() {
        match name.as_str() {
            "j" => open.jump_to_divider(),
            "u" => choose_files(),
            "." => app.overlay.toggle_pane(Pane::Members),
            _ => return false,
        }
        return true;
    }
    // The key beside Enter says `|` with Shift here, and something else elsewhere.
    if is_shifted_command(event) && open.thread.is_none() && event.code() == "Backslash" {
        return react_to_last(app, open);
    }
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return false;
    }
    if name == "Escape" && open.thread.is_none() {
        open.mark_all_read(app);
        focus_composer();
        return true;
    }
    if is_writing(event) {
        return false;
    }
    if let Some((message, row)) = focused_message() {
        let is_here = row.closest(".pane").ok().flatten().is_some() == open.thread.is_some();
        return is_here && message_key(app, open, message, &row, &name);
    }
    if open.thread.is_some() {
        return false;
    }
    match name.as_str() {
        "End" => open.jump_to_present(),
        "ArrowUp" | "ArrowDown" if is_list_focused() => focus_last_message(),
        // The next room with something new.
        "n" | "N" if app.settings.letters.get_untracked() => return false,
        // What one types without having chosen a field is meant for the room.
        name if name.chars().count() == 1 && name != " " && name != "?" && name != "/" => {
            focus_composer();
            return false;
        }
        _ => return false,
    }
    true
}

fn message_key(app: App, open: OpenRoom, id: MessageId, row: &Element, name: &str) -> bool {
    let said = app
        .replica
        .peek(|chat| chat.message(open.room, id).map(|m| (m.author, m.seq, m.poll.is_some(), m.stands())));
    let Some((author, seq, is_poll, true)) = said.flatten() else { return move_between(row, name) };
    let may_edit = app.replica.me() == Some(author) && !is_poll;
    if name.chars().count() == 1 && !app.settings.letters.get_untracked() {
        return false;
    }
    match name {
        "e" | "E" if may_edit => open.editing.set(Some(id)),
        "t" | "T" if open.thread.is_none() => app.open_thread(open.room, id),
        "u" | "U" if open.thread.is_none() => open.mark_unread_from(seq),
        "p" | "P" => app.pin(open.room, id, !app.is_pinned(open.room, id)),
        "r" | "R" => app.overlay.toggle_pop(PopKind::React(open.room, id), row),
        "a" | "A" => app.toggle_saved(open.room, id),
        "Delete" if may_delete(app, open, author) => app.deleting.mark(app, open.room, id),
        "End" => open.jump_to_present(),
        _ => return move_between(row, name),
    }
    true
}

fn move_between(row: &Element, name: &str) -> bool {
    let next = |from: &Element| match name {
        "ArrowUp" | "k" => from.previous_element_sibling(),
        _ => from.next_element_sibling(),
    };
    if !matches!(name, "ArrowUp" | "ArrowDown" | "j" | "k") {
        return false;
    }
    let mut at = next(row);
    while let Some(element) = at {
        if element.has_attribute("data-message-id") {
            focus(element);
            return true;
        }
        at = next(&element);
    }
    if name == "ArrowDown" || name == "j" {
        focus_composer();
    }
    true
}

fn focused_message() -> Option<(MessageId, Element)> {
    let row = document().active_element()?.closest("[data-message-id]").ok()??;
    Some((row.get_attribute("data-message-id")?.parse().ok()?, row))
}

fn is_list_focused() -> bool {
    document().active_element().is_some_and(|element| element.class_list().contains("list"))
}

fn focus_last_message() {
    let Ok(rows) = document().query_selector_all("[data-message-id]") else { return };
    if let Some(row) = rows.length().checked_sub(1).and_then(|last| rows.item(last)) {
        focus(row.unchecked_into());
    }
}

/// Opens the emoji over the newest message that is there to react to.
fn react_to_last(app: App, open: OpenRoom) -> bool {
    let Ok(rows) = document().query_selector_all(".room [data-message-id]") else { return false };
    let rows = (0..rows.length()).rev().filter_map(|at| rows.item(at)?.dyn_into::<Element>().ok());
    let is_there = |id: MessageId| {
        let said = app.replica.peek(|chat| chat.message(open.room, id).map(Message::stands));
        said.flatten() == Some(true)
    };
    for row in rows {
        let id = row.get_attribute("data-message-id").and_then(|id| id.parse().ok());
        if let Some(id) = id.filter(|id| is_there(*id)) {
            open.active.set(Some(id));
            app.overlay.toggle_pop(PopKind::React(open.room, id), &row);
            return true;
        }
    }
    false
}

fn focus(element: Element) {
    if let Ok(element) = element.dyn_into::<HtmlElement>() {
        let _ = element.focus();
        bring_into_view(&element);
    }
}
