//! At the top of the sidebar: the views that gather from all rooms.

use leptos::prelude::*;
use natter_client::RoomState;
use natter_client::format::count;

use crate::browser::now;
use crate::state::{App, Aspect, app};
use crate::views::app::CurrentPlace;
use crate::views::gather::Place;
use crate::views::icon::Glyph;

/// How much waits there, and whether it is addressed to the person.
fn waiting(app: App, place: Place) -> (u32, bool) {
    match place {
        Place::Inbox => {
            let calling = app
                .replica
                .read(Aspect::Rooms, |chat| chat.rooms().filter(|room| room.is_calling(now())).count());
            let waits = calling.unwrap_or(0) + app.reminders().len();
            (u32::try_from(waits).unwrap_or(u32::MAX), false)
        }
        Place::Mentions => {
            let mentions = app.replica.read(Aspect::Rooms, |chat| {
                chat.rooms().map(RoomState::mentions).fold(0, u32::saturating_add)
            });
            (mentions.unwrap_or(0), true)
        }
        Place::Saved => (0, false),
        Place::Drafts => (u32::try_from(app.drafts.count() + app.put_off().len()).unwrap_or(u32::MAX), false),
    }
}

#[component]
pub fn Places() -> impl IntoView {
    view! {
        <ul class="plain places" data-testid="places">
            {Place::ALL.map(|place| view! { <PlaceRow place/> }).into_iter().collect_view()}
        </ul>
    }
    .into_any()
}

#[component]
fn PlaceRow(place: Place) -> impl IntoView {
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
                data-testid=format!("to-{}", place.path().trim_start_matches('/'))
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
