//! Above the composer: what the name may be that is being written.

use std::mem::discriminant;

use leptos::prelude::*;

use super::asked::Asked;
use super::autocomplete::PeopleList;
use super::composing::Composing;
use super::room_names::RoomNames;
use super::slash::CommandList;
use crate::state::{App, app};
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

/// A list of what may be meant by what is being written, above the composer.
pub struct Offers<T: Send + Sync + 'static> {
    pub composing: Composing,
    /// What it is a list of.
    pub name: &'static str,
    pub testid: &'static str,
    pub found: Memo<Vec<T>>,
    /// What tells one from the others.
    pub word: fn(&T) -> String,
    pub show: fn(App, T) -> AnyView,
    pub accept: fn(App, Composing, &T),
}

impl<T: Clone + Send + Sync + 'static> Offers<T> {
    /// Arrows choose in the list; Enter, Tab and a press accept.
    pub fn shown(self) -> AnyView {
        let Self { composing, name, testid, found, word, show, accept } = self;
        let app = app();
        let choose = move |index: usize| {
            let meant = found.with_untracked(|found| found.get(index).cloned());
            meant.into_iter().for_each(|meant| accept(app, composing, &meant));
        };
        let at = take_keys(composing, Signal::derive(move || found.with(Vec::len)), Callback::new(choose));
        let list = move || {
            let all = Some(found.get()).filter(|all| !all.is_empty())?;
            Some(view! {
                <div class=format!("autocomplete {testid}") id="autocomplete" role="listbox" aria-label=name data-testid=testid>
                    {all.into_iter().enumerate().map(|(index, one)| {
                        let word = word(&one);
                        view! { <button
                            class="switcher-row"
                            role="option"
                            tabindex="-1"
                            class:at=move || at.get() == index
                            aria-selected=move || (at.get() == index).to_string()
                            data-word=word
                            // Before the composer loses the focus.
                            on:pointerdown=move |event| {
                                event.prevent_default();
                                choose(index);
                            }
                        >
                            {show(app, one)}
                        </button> }
                    }).collect_view()}
                </div>
            })
        };
        list.into_any()
    }
}

/// Takes the composer's keys for a list of so many entries, as long as it shows some. Says at which one it is.
fn take_keys(composing: Composing, count: Signal<usize>, choose: Callback<usize>) -> RwSignal<usize> {
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
