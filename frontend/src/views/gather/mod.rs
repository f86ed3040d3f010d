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

use super::connection::Banner;
use super::icon::{Glyph, Icon};
use crate::state::Gathering;
use crate::text::t;

/// The view of a place.
#[component]
pub fn Gathered(place: Gathering) -> impl IntoView {
    match place {
        Gathering::Inbox => view! { <inbox::Inbox/> }.into_any(),
        Gathering::Mentions => view! { <mentions::Mentions/> }.into_any(),
        Gathering::Saved => view! { <saved::SavedMessages/> }.into_any(),
        Gathering::Drafts => view! { <drafts::DraftList/> }.into_any(),
    }
}

/// Title, what can be done with all of it, and the list.
#[component]
fn Frame(
    place: Gathering,
    #[prop(optional_no_strip)] actions: Option<AnyView>,
    children: Children,
) -> impl IntoView {
    view! {
        <main class="room" data-testid=place.word() data-region="page">
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
