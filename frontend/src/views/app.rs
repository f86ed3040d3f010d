//! The whole: the outline, the door, or the chat.

use leptos::prelude::*;
use leptos_router::components::{Route, Router, Routes};
use leptos_router::hooks::{use_location, use_navigate};
use leptos_router::{NavigateOptions, OptionalParamSegment, ParamSegment, StaticSegment};
use natter_protocol::RoomId;

use super::connection::Banner;
use super::dialogs::Dialogs;
use super::door::DoorView;
use super::gather::{Gathered, Place};
use super::keys::listen_for_keys;
use super::pops::{EmojiSink, LaterSink, Pops};
use super::room::{Home, RoomPage};
use super::sidebar::Sidebar;
use super::title::keep_title;
use super::toasts::Toasts;
use crate::browser::document;
use crate::state::{App, Phase, app, watch_for_idleness};

#[component]
pub fn Natter() -> impl IntoView {
    let app = App::new();
    provide_context(app);
    watch_for_idleness(app);
    app.start();
    view! {
        <Router>
            <Inside/>
        </Router>
    }
}

/// The room that the address names.
#[derive(Debug, Clone, Copy)]
pub struct CurrentRoom(pub Memo<Option<RoomId>>);

/// The view beside the rooms that the address names.
#[derive(Debug, Clone, Copy)]
pub struct CurrentPlace(pub Memo<Option<Place>>);

pub fn current_room() -> Memo<Option<RoomId>> {
    expect_context::<CurrentRoom>().0
}

#[component]
fn Inside() -> impl IntoView {
    let app = app();
    let navigate = use_navigate();
    let go = Callback::new(move |path: String| navigate(&path, NavigateOptions::default()));
    app.session.navigate.set_value(Some(go));
    let path = use_location().pathname;
    let room = Memo::new(move |_| path.with(|path| path.strip_prefix("/r/")?.get(..26)?.parse().ok()));
    let place = Memo::new(move |_| path.with(|path| Place::of(path)));
    provide_context(CurrentRoom(room));
    provide_context(CurrentPlace(place));
    show_outline(app);
    listen_for_keys(app, room);
    keep_title(app, room, place);
    move || {
        // Another language is another interface: everything is said anew.
        app.settings.language.track();
        match app.session.phase.get() {
            Phase::Starting { trouble } => trouble.then(|| view! { <Banner/> }).into_any(),
            Phase::Door(door) => view! { <DoorView door/> }.into_any(),
            Phase::Chat => view! { <ChatView/> }.into_any(),
        }
    }
}

/// The outline in `index.html` stands until there is something to show, and again after signing in.
fn show_outline(app: App) {
    Effect::new(move |_| {
        let starting = app.session.phase.with(|phase| matches!(phase, Phase::Starting { .. }));
        if let Some(boot) = document().get_element_by_id("boot") {
            let _ = boot.toggle_attribute_with_force("hidden", !starting);
        }
    });
}

#[component]
fn ChatView() -> impl IntoView {
    let app = app();
    let room = current_room();
    let place = expect_context::<CurrentPlace>().0;
    provide_context(EmojiSink(StoredValue::new(None)));
    provide_context(LaterSink(StoredValue::new(None)));
    let pane_open = move || app.overlay.pane.with(Option::is_some) && room.with(Option::is_some);
    view! {
        <div
            class="app"
            class:with-pane=pane_open
            class:show-side=move || room.with(Option::is_none) && place.with(Option::is_none)
        >
            <Sidebar/>
            <Routes fallback=|| view! { <Home/> }>
                <Route path=StaticSegment("") view=Home/>
                <Route
                    path=(StaticSegment("r"), ParamSegment("room"), OptionalParamSegment("message"))
                    view=RoomPage
                />
                <Route path=StaticSegment("inbox") view=|| view! { <Gathered place=Place::Inbox/> }/>
                <Route path=StaticSegment("mentions") view=|| view! { <Gathered place=Place::Mentions/> }/>
                <Route path=StaticSegment("saved") view=|| view! { <Gathered place=Place::Saved/> }/>
                <Route path=StaticSegment("drafts") view=|| view! { <Gathered place=Place::Drafts/> }/>
            </Routes>
        </div>
        <Pops/>
        <Dialogs/>
        <Toasts/>
    }
}
