//! Above the composer: what the name may be that is being written.

use std::mem::discriminant;

use leptos::prelude::*;

use super::asked::Asked;
use super::autocomplete::PeopleList;
use super::composing::Composing;
use super::room_names::RoomNames;
use super::slash::CommandList;
use crate::state::{App, app};
use crate::views::choice::{Choice, Entry};
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
        let choice = Choice::first("autocomplete", move || found.with(Vec::len));
        take_keys(composing, choice, choose);
        let list = move || {
            let all = Some(found.get()).filter(|all| !all.is_empty())?;
            Some(view! {
                <div class=format!("autocomplete {testid}") id=choice.list role="listbox" aria-label=name data-testid=testid>
                    {all.into_iter().enumerate().map(|(index, one)| {
                        let word = word(&one);
                        view! {
                            <Entry choice index take=move |()| choose(index) attr:data-word=word>
                                {show(app, one)}
                            </Entry>
                        }
                    }).collect_view()}
                </div>
            })
        };
        list.into_any()
    }
}

/// Takes the composer's keys for a list, as long as it shows something.
fn take_keys(composing: Composing, choice: Choice, choose: impl Fn(usize) + Send + Sync + 'static) {
    let keys = Callback::new(move |event: web_sys::KeyboardEvent| {
        let key = event.key();
        match (key.as_str(), choice.chosen_untracked()) {
            ("Enter" | "Tab", Some(at)) if !event.shift_key() => choose(at),
            ("Escape", Some(_)) => composing.asked.set(None),
            _ if choice.takes(&key) => {}
            _ => {
                choice.begin();
                return false;
            }
        }
        true
    });
    composing.list_keys.set_value(Some(keys));
    Effect::new(move |_| name_active(composing, choice.active().as_deref()));
    on_cleanup(move || {
        composing.list_keys.set_value(None);
        name_active(composing, None);
    });
}

/// Tells a screen reader which entry the keys have chosen while the caret stays in the text.
fn name_active(composing: Composing, id: Option<&str>) {
    let Some(Some(area)) = composing.area.try_get_untracked() else { return };
    // Neither fails for a name without spaces.
    let _ = match id {
        Some(id) => area.set_attribute("aria-activedescendant", id),
        None => area.remove_attribute("aria-activedescendant"),
    };
}
