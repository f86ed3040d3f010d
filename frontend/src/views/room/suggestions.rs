//! Above the composer: what the name may be that is being written.

use std::mem::discriminant;

use leptos::prelude::*;

use super::asked::Asked;
use super::autocomplete::PeopleList;
use super::composing::Composing;
use super::room_names::RoomNames;
use super::slash::CommandList;
use crate::views::emoji::EmojiNames;

#[component]
pub fn Suggestions(composing: Composing) -> impl IntoView {
    // The list stays while letters are added.
    let kind = Memo::new(move |_| composing.asked.with(|asked| asked.as_ref().map(discriminant)));
    move || {
        kind.with(|_| ());
        match composing.asked.get_untracked()? {
            Asked::Person(_) => Some(view! { <PeopleList composing/> }.into_any()),
            Asked::Room(_) => Some(view! { <RoomNames composing/> }.into_any()),
            Asked::Emoji(_) => Some(view! { <EmojiNames composing/> }.into_any()),
            Asked::Command(_) => Some(view! { <CommandList composing/> }.into_any()),
        }
    }
}

/// Takes the composer's keys for a list of so many entries, as long as it shows some. Says at which one it is.
pub fn take_keys(composing: Composing, count: Signal<usize>, choose: Callback<usize>) -> RwSignal<usize> {
    let at = RwSignal::new(0_usize);
    let keys = Callback::new(move |event: web_sys::KeyboardEvent| {
        let count = count.get_untracked();
        let key = event.key();
        if count == 0 || !moves(&key, &event, count, at) {
            at.set(0);
            return false;
        }
        match key.as_str() {
            "Enter" | "Tab" => choose.run(at.get_untracked().min(count - 1)),
            "Escape" => composing.asked.set(None),
            _ => {}
        }
        true
    });
    composing.list_keys.set_value(Some(keys));
    on_cleanup(move || composing.list_keys.set_value(None));
    at
}

/// Moves in the list. True when the key was meant for it.
fn moves(key: &str, event: &web_sys::KeyboardEvent, count: usize, at: RwSignal<usize>) -> bool {
    match key {
        "ArrowDown" => at.update(|at| *at = (*at + 1) % count),
        "ArrowUp" => at.update(|at| *at = (*at + count - 1) % count),
        "Enter" | "Tab" => return !event.shift_key(),
        "Escape" => {}
        _ => return false,
    }
    true
}
