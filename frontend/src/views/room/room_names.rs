//! `#` and some letters: which room it may mean.

use leptos::prelude::*;
use natter_client::RoomState;
use natter_client::sort::sort_by_key;
use natter_protocol::RoomKind;

use super::asked::Asked;
use super::composing::Composing;
use super::suggestions::take_keys;
use crate::state::{App, Aspect, app};
use crate::text::{lowercase, t};
use crate::views::icon::{Glyph, Icon};

const MOST: usize = 8;

/// One's own rooms whose names can be written after a `#`; those that begin so first.
fn candidates(app: App, letters: &str) -> Vec<(RoomKind, String)> {
    let letters = lowercase(letters);
    let is_one_word = |name: &str| name.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '-'));
    let found = app.replica.read(Aspect::Rooms, |chat| {
        let rooms = chat.rooms().map(RoomState::details);
        let fits = rooms.filter(|room| {
            room.kind != RoomKind::Direct
                && is_one_word(&room.name)
                && lowercase(&room.name).contains(&letters)
        });
        let mut found: Vec<(RoomKind, String)> = fits.map(|room| (room.kind, room.name.clone())).collect();
        sort_by_key(&mut found, |(_, name)| {
            let name = lowercase(name);
            (!name.starts_with(&letters), name)
        });
        found.truncate(MOST);
        found
    });
    found.unwrap_or_default()
}

/// The list above the composer.
#[component]
pub fn RoomNames(composing: Composing) -> impl IntoView {
    let app = app();
    let found = Memo::new(move |_| match composing.asked.get() {
        Some(Asked::Room(letters)) => candidates(app, &letters),
        _ => Vec::new(),
    });
    let choose = move |index: usize| {
        let name = found.with_untracked(|found| found.get(index).map(|(_, name)| name.clone()));
        name.into_iter().for_each(|name| composing.accept_room(app, &name));
    };
    let at = take_keys(composing, Signal::derive(move || found.with(Vec::len)), Callback::new(choose));
    move || {
        let all = Some(found.get()).filter(|all| !all.is_empty())?;
        Some(view! {
            <div class="autocomplete" id="autocomplete" role="listbox" aria-label=t().rooms data-testid="room-names">
                {all.into_iter().enumerate().map(|(index, (kind, name))| view! {
                    <button class="switcher-row" role="option" tabindex="-1"
                        class:at=move || at.get() == index
                        aria-selected=move || (at.get() == index).to_string()
                        // Before the composer loses the focus.
                        on:pointerdown=move |event| {
                            event.prevent_default();
                            choose(index);
                        }>
                        <Glyph icon=Icon::of_room(kind)/>
                        <b class="cut" dir="auto">{name}</b>
                    </button>
                }).collect_view()}
            </div>
        })
    }
}
