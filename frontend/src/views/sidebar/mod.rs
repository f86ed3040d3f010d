//! The left side: the server, the rooms, oneself.

mod edge;
mod invite_row;
mod long_list;
mod own_row;
mod places;
mod room_rows;

use leptos::prelude::*;

use super::icon::{Glyph, Icon};
use crate::browser::is_mac;
use crate::state::{Aspect, Dialog, PopKind, app};
use crate::text::t;
use edge::Edge;
pub use invite_row::InviteRow;
use long_list::Moved;
use own_row::OwnRow;
use places::Places;
use room_rows::RoomRows;
pub use room_rows::{Entry, entries};

#[component]
pub fn Sidebar() -> impl IntoView {
    let app = app();
    let server = move || app.replica.read(Aspect::Rooms, |chat| chat.server().name.clone());
    let button = NodeRef::<leptos::html::Button>::new();
    let open_menu = move |_| {
        if let Some(button) = button.get() {
            app.overlay.toggle_pop(PopKind::ServerMenu, &button);
        }
    };
    let moved = RwSignal::new(());
    provide_context(Moved(moved));
    // Rows have another height in a denser or narrower window.
    Effect::new(move |_| {
        app.settings.density.track();
        moved.set(());
    });
    let resized = window_event_listener(leptos::ev::resize, move |_| moved.set(()));
    on_cleanup(move || resized.remove());
    view! {
        <nav class="side" aria-label=t().rooms data-region="sidebar">
            <div class="side-head">
                <button
                    node_ref=button
                    class="server"
                    aria-haspopup="menu"
                    aria-expanded=move || app.overlay.is_open(PopKind::ServerMenu).to_string()
                    data-testid="server-menu"
                    on:click=open_menu
                >
                    <b class="cut">{server}</b>
                    <Glyph icon=Icon::ChevronDown size=16/>
                </button>
                <button
                    class="icon-button"
                    title=t().new_message
                    aria-label=t().new_message
                    data-testid="new-message"
                    on:click=move |_| app.overlay.open(Dialog::NewDirect)
                >
                    <Glyph icon=Icon::Compose/>
                </button>
            </div>
            <button class="find" data-testid="find" on:click=move |_| app.overlay.open(Dialog::Switcher)>
                <Glyph icon=Icon::Search size=16/>
                <span class="cut">{t().jump_to}</span>
                <kbd>{if is_mac() { "⌘K" } else { "Ctrl K" }}</kbd>
            </button>
            <div class="side-scroll" on:scroll=move |_| moved.set(())>
                <Places/>
                <RoomRows/>
            </div>
            <OwnRow/>
            <Edge/>
        </nav>
    }
}
