//! At the top of the sidebar: the views that gather from all rooms.

use leptos::prelude::*;
use natter_client::RoomState;
use natter_client::format::count;

use crate::browser::now;
use crate::state::{App, Aspect, Gathering, Place, app};
use crate::text::t;
use crate::views::app::CurrentPlace;
use crate::views::icon::{Glyph, Icon};

/// How much waits there, and whether it is addressed to the person.
fn waiting(app: App, place: Gathering) -> (u32, bool) {
    match place {
        Gathering::Inbox => {
            let calling = app
                .replica
                .read(Aspect::Rooms, |chat| chat.rooms().filter(|room| room.is_calling(now())).count());
            let waits = calling.unwrap_or(0) + app.reminders().len();
            (u32::try_from(waits).unwrap_or(u32::MAX), false)
        }
        Gathering::Mentions => {
            let mentions = app.replica.read(Aspect::Rooms, |chat| {
                chat.rooms().map(RoomState::mentions).fold(0, u32::saturating_add)
            });
            (mentions.unwrap_or(0), true)
        }
        Gathering::Saved => (0, false),
        Gathering::Drafts => {
            (u32::try_from(app.drafts.count() + app.put_off().len()).unwrap_or(u32::MAX), false)
        }
    }
}

#[component]
pub fn Places() -> impl IntoView {
    view! {
        <ul class="plain places" data-testid="places">
            <PlaceRow place=Gathering::Inbox/>
            <ThreadsRow/>
            <PlaceRow place=Gathering::Mentions/>
            <PlaceRow place=Gathering::Saved/>
            <PlaceRow place=Gathering::Drafts/>
        </ul>
    }
    .into_any()
}

/// The threads one takes part in; what is new in them makes it stand out.
#[component]
fn ThreadsRow() -> impl IntoView {
    let app = app();
    let is_open = move || app.session.place.with(|place| *place == Place::Threads);
    let is_new = move || {
        app.replica.read(Aspect::Threads, |chat| chat.unread_threads().next().is_some()) == Some(true)
    };
    view! {
        <li>
            <a class="row" class:unread=is_new class:active=is_open
                aria-current=move || is_open().then_some("page") href="/threads" data-testid="to-threads">
                <Glyph icon=Icon::ReplyInThread size=16/>
                <span class="cut">{t().threads}</span>
            </a>
        </li>
    }
    .into_any()
}

#[component]
fn PlaceRow(place: Gathering) -> impl IntoView {
    let app = app();
    let current = expect_context::<CurrentPlace>().0;
    let is_open = move || current.get() == Some(place);
    let waits = Memo::new(move |_| waiting(app, place));
    view! {
        <li>
            <a
                class="row"
                class:unread=move || matches!(waits.get(), (1.., true))
                class:active=is_open
                aria-current=move || is_open().then_some("page")
                href=place.path()
                data-testid=format!("to-{}", place.word())
            >
                <Glyph icon=place.icon() size=16/>
                <span class="cut">{place.title()}</span>
                {move || match waits.get() {
                    (0, _) => ().into_any(),
                    (number, true) => view! { <em class="badge">{count(number)}</em> }.into_any(),
                    (number, false) => view! { <small>{count(number)}</small> }.into_any(),
                }}
            </a>
        </li>
    }
    .into_any()
}
