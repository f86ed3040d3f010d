//! The whole: the outline, the door, or the chat.

use leptos::prelude::*;
use natter_protocol::RoomId;

use super::connection::Banner;
use super::dialogs::Dialogs;
use super::keys::listen_for_keys;
use super::later::{Part, fetch_later, later};
use super::pops::{Acting, EmojiSink, LaterSink, Pops};
use super::room::{Home, RoomPage};
use super::sidebar::Sidebar;
use super::title::keep_title;
use crate::browser::document;
use crate::state::{App, Deed, Gathering, Pane, Phase, Place, app, watch_for_idleness};

#[component]
pub fn Natter() -> impl IntoView {
    let app = App::new();
    provide_context(app);
    watch_for_idleness(app);
    app.follow_address();
    app.join_tabs();
    app.install_worker();
    app.start();
    let later_is_here = fetch_later(app);
    Effect::new(move |_| {
        if later_is_here.get() {
            app.does(Deed::KeepTheChat);
        }
    });
    let room = Memo::new(move |_| app.session.place.with(Place::room));
    let place = Memo::new(move |_| app.session.place.with(Place::gathering));
    provide_context(CurrentRoom(room));
    provide_context(CurrentPlace(place));
    show_outline(app, later_is_here);
    listen_for_keys(app, room);
    keep_title(app, room, place);
    move || {
        // Another language is another interface: everything is said anew.
        app.settings.language.track();
        if !app.settings.can_speak.get() {
            return ().into_any();
        }
        match app.session.phase.get() {
            Phase::Starting { trouble } => trouble.then(|| view! { <Banner/> }).into_any(),
            Phase::Door(door) => later(Part::Door(door)),
            Phase::Chat => view! { <ChatView/> }.into_any(),
        }
    }
}

/// The room that the address names.
#[derive(Debug, Clone, Copy)]
pub struct CurrentRoom(pub Memo<Option<RoomId>>);

/// The view beside the rooms that the address names.
#[derive(Debug, Clone, Copy)]
pub struct CurrentPlace(pub Memo<Option<Gathering>>);

pub fn current_room() -> Memo<Option<RoomId>> {
    expect_context::<CurrentRoom>().0
}

/// The outline in `index.html` stands until there is something to show, and again after signing in.
fn show_outline(app: App, later_is_here: RwSignal<bool>) {
    Effect::new(move |_| {
        let is_silent = !app.settings.can_speak.get();
        let starting = app.session.phase.with(|phase| match phase {
            Phase::Starting { .. } => true,
            Phase::Door(_) => is_silent || !later_is_here.get(),
            Phase::Chat => is_silent,
        });
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
    provide_context(Acting(StoredValue::new(None)));
    provide_context(LaterSink(StoredValue::new(None)));
    let in_room = Memo::new(move |_| room.with(Option::is_some));
    let in_threads = Memo::new(move |_| app.session.place.with(|place| *place == Place::Threads));
    let pane_open = move || match app.overlay.pane.get() {
        Some(Pane::Search) => true,
        pane => pane.is_some() && (in_room.get() || in_threads.get()),
    };
    let searching = Memo::new(move |_| app.overlay.pane.get() == Some(Pane::Search));
    view! {
        <div
            class="app"
            class:with-pane=pane_open
            class:show-side=move || !in_room.get() && !in_threads.get() && place.with(Option::is_none)
        >
            <Sidebar/>
            {move || if in_room.get() {
                view! { <RoomPage/> }.into_any()
            } else if in_threads.get() {
                later(Part::Threads)
            } else if let Some(place) = place.get() {
                later(Part::Gathered(place))
            } else {
                view! { <Home/> }.into_any()
            }}
            // Beside the rooms: it stays when a hit leads to another one.
            {move || searching.get().then(|| later(Part::Search))}
        </div>
        <Pops/>
        <Dialogs/>
        // A dialog lies above everything else and shows them itself.
        {move || app.overlay.dialog.with(Option::is_none).then(|| later(Part::Toasts))}
    }
}
