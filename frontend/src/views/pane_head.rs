//! The top of a pane.

use leptos::prelude::*;
use natter_protocol::RoomId;

use super::icon::{Glyph, Icon};
use crate::state::app;
use crate::text::t;

/// What the pane shows, of which room, and the way out.
#[component]
pub fn PaneHead(title: &'static str, #[prop(optional)] room: Option<RoomId>) -> impl IntoView {
    let app = app();
    let close = move |_| app.overlay.pane.set(None);
    view! {
        <header class="room-head">
            <button class="icon-button back" aria-label=t().back_to_room on:click=close>
                <Glyph icon=Icon::ChevronLeft/>
            </button>
            <h2>{title}</h2>
            {room.map(|room| view! {
                <span class="pane-of cut" dir="auto">{move || app.room_label(room)}</span>
            })}
            <span class="grow"></span>
            <button class="icon-button close" aria-label=t().close data-testid="close-pane" on:click=close>
                <Glyph icon=Icon::Close/>
            </button>
        </header>
    }
    .into_any()
}
