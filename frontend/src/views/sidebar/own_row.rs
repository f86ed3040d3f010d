//! Oneself, and how the connection is.

use leptos::prelude::*;

use crate::state::{Aspect, PopKind, app};
use crate::text::t;
use crate::views::avatar::Avatar;
use crate::views::connection::transport;
use crate::views::icon::{Glyph, Icon};
use crate::views::status::StatusLine;

#[component]
pub fn OwnRow() -> impl IntoView {
    let app = app();
    let Some(me) = app.replica.me() else { return ().into_any() };
    let name = move || app.replica.read(Aspect::People, |chat| chat.me().user.display_name.clone());
    let dot = NodeRef::<leptos::html::Button>::new();
    let open_details = move |_| {
        if let Some(button) = dot.get() {
            app.overlay.toggle_pop(PopKind::Connection, &button);
        }
    };
    let menu = NodeRef::<leptos::html::Button>::new();
    let open_menu = move |_| {
        if let Some(button) = menu.get() {
            app.overlay.toggle_pop(PopKind::OwnMenu, &button);
        }
    };
    view! {
        <div class="own">
            <button
                node_ref=menu
                class="own-menu grow"
                aria-haspopup="menu"
                aria-expanded=move || app.overlay.is_open(PopKind::OwnMenu).to_string()
                data-testid="own-menu"
                on:click=open_menu
            >
                <Avatar user=me size=32 presence=true/>
                <span class="grow">
                    <b class="cut" dir="auto" data-testid="own-name">{name}</b>
                    <StatusLine user=me/>
                </span>
            </button>
            <button
                node_ref=dot
                class="icon-button connection"
                aria-haspopup="dialog"
                aria-expanded=move || app.overlay.is_open(PopKind::Connection).to_string()
                aria-label=move || (t().connection)(transport(app).1)
                title=move || transport(app).1
                data-testid="connection"
                data-transport=move || transport(app).0
                on:click=open_details
            >
                {move || view! { <Glyph icon=transport(app).2 size=16/> }}
            </button>
            <button
                class="icon-button"
                aria-label=t().settings
                title=t().settings
                data-testid="settings"
                on:click=move |_| app.overlay.open_settings(None)
            >
                <Glyph icon=Icon::Settings size=16/>
            </button>
        </div>
    }
    .into_any()
}
