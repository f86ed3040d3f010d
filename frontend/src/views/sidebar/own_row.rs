//! Oneself, and how the connection is.

use leptos::prelude::*;

use crate::state::{Aspect, PopKind, ThemeChoice, app};
use crate::text::t;
use crate::views::avatar::{Avatar, presence_of, presence_text};
use crate::views::connection::transport;
use crate::views::icon::{Glyph, Icon};

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
    let next_theme = move || match app.settings.theme.choice.get() {
        ThemeChoice::System => (ThemeChoice::Light, Icon::Monitor, t().theme_system),
        ThemeChoice::Light => (ThemeChoice::Dark, Icon::Sun, t().theme_light),
        ThemeChoice::Dark => (ThemeChoice::System, Icon::Moon, t().theme_dark),
    };
    view! {
        <div class="own">
            <Avatar user=me size=32 presence=true/>
            <div class="grow">
                <b class="cut" dir="auto" data-testid="own-name">{name}</b>
                <span class="cut">{move || presence_text(presence_of(app, me))}</span>
            </div>
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
                aria-label=move || (t().theme_is)(next_theme().2)
                title=move || (t().theme_is)(next_theme().2)
                data-testid="theme"
                on:click=move |_| app.settings.theme.choose(next_theme().0)
            >
                {move || view! { <Glyph icon=next_theme().1 size=16/> }}
            </button>
        </div>
    }
    .into_any()
}
