//! `#` and some letters: which room it may mean.

use leptos::prelude::*;
use natter_client::RoomState;
use natter_client::sort::sort_by_key;
use natter_protocol::RoomKind;

use super::asked::Asked;
use super::composing::Composing;
use super::suggestions::Offers;
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

#[component]
pub fn RoomNames(composing: Composing) -> impl IntoView {
    let app = app();
    let found = Memo::new(move |_| match composing.asked.get() {
        Some(Asked::Room(letters)) => candidates(app, &letters),
        _ => Vec::new(),
    });
    Offers {
        composing,
        name: t().rooms,
        testid: "room-names",
        found,
        word: |(_, name)| name.clone(),
        show: |_, (kind, name)| {
            view! { <Glyph icon=Icon::of_room(kind)/><b class="cut" dir="auto">{name}</b> }.into_any()
        },
        accept: |app, composing, (_, name)| composing.accept_name(app, '#', name),
    }
    .shown()
}
