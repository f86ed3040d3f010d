//! Views that gather from all rooms: what is unread, names one, was saved, or was begun.

mod card;
mod drafts;
mod inbox;
mod mentions;
mod pages;
mod place;
mod put_off;
mod reminders;
mod saved;

use leptos::prelude::*;

pub use place::Place;

use super::connection::Banner;
use super::icon::{Glyph, Icon};
use crate::text::t;

/// The view of a place.
#[component]
pub fn Gathered(place: Place) -> impl IntoView {
    match place {
        Place::Inbox => view! { <inbox::Inbox/> }.into_any(),
        Place::Mentions => view! { <mentions::Mentions/> }.into_any(),
        Place::Saved => view! { <saved::SavedMessages/> }.into_any(),
        Place::Drafts => view! { <drafts::DraftList/> }.into_any(),
    }
}

/// Title, what can be done with all of it, and the list.
#[component]
fn Frame(
    place: Place,
    #[prop(optional_no_strip)] actions: Option<AnyView>,
    children: Children,
) -> impl IntoView {
    view! {
        <main class="room" data-testid=place.path().trim_start_matches('/')>
            <header class="room-head gather-head">
                <a class="icon-button back" href="/" aria-label=t().back_to_rooms><Glyph icon=Icon::ChevronLeft/></a>
                <Glyph icon=place.icon()/>
                <h1 class="cut grow">{place.title()}</h1>
                {actions}
            </header>
            <Banner/>
            <div class="gather" tabindex="-1">{children()}</div>
        </main>
    }
    .into_any()
}

/// Nothing is here, and that is fine.
#[component]
fn Nothing(icon: Icon, title: &'static str, note: &'static str) -> impl IntoView {
    view! {
        <div class="empty" data-testid="nothing">
            <span class="empty-mark"><Glyph icon size=28/></span>
            <h2>{title}</h2>
            <p>{note}</p>
        </div>
    }
    .into_any()
}

/// What stands there until the first page is there.
#[component]
fn Bones() -> impl IntoView {
    view! {
        <div class="gather-bones" aria-hidden="true">
            {(0..4).map(|_| view! {
                <div class="bone-msg"><i class="bone"></i><div><i class="bone w3"></i><i class="bone w7"></i></div></div>
            }).collect_view()}
        </div>
    }
    .into_any()
}
