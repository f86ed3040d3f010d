//! Finding a channel to join.

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_protocol::RoomKind;
use natter_protocol::room::RoomListing;

use super::Head;
use crate::api::{Failure, calls};
use crate::state::{Dialog, app};
use crate::text::{problem_text, t};
use crate::views::form::focus_when_shown;
use crate::views::icon::{Glyph, Icon};

#[component]
pub fn Browse() -> impl IntoView {
    let app = app();
    let found = RwSignal::new(None::<Result<Vec<RoomListing>, Failure>>);
    spawn_local(async move { found.set(Some(calls::rooms().await.map(|list| list.rooms))) });
    let search = RwSignal::new(String::new());
    let input = NodeRef::new();
    focus_when_shown(input);
    view! {
        <Head title=t().browse_channels/>
        <div class="dialog-bar">
            <div class="with-icon grow">
                <Glyph icon=Icon::Search/>
                <input node_ref=input class="input" type="search" placeholder=t().search_channels
                    aria-label=t().search_channels data-testid="search-channels" bind:value=search/>
            </div>
            <button class="button" data-testid="create-channel" on:click=move |_| app.overlay.open(Dialog::CreateRoom)>
                <Glyph icon=Icon::Plus size=16/>
                {t().create}
            </button>
        </div>
        <div class="dialog-list" data-testid="channel-list">
            {move || match found.get() {
                None => (0..4).map(|_| view! {
                    <div class="list-row"><i class="bone square"></i><i class="bone w5"></i></div>
                }).collect_view().into_any(),
                Some(Err(failure)) => view! { <p class="empty-note">{problem_text(&failure)}</p> }.into_any(),
                Some(Ok(rooms)) => {
                    let wanted = search.with(|s| s.trim().trim_start_matches('#').to_lowercase());
                    let fits = |room: &RoomListing| {
                        room.room.kind != RoomKind::Direct
                            && (room.joined || room.room.archived_at.is_none())
                            && (room.room.name.to_lowercase().contains(&wanted)
                                || room.room.topic.to_lowercase().contains(&wanted))
                    };
                    let rooms: Vec<_> = rooms.into_iter().filter(fits).collect();
                    if rooms.is_empty() {
                        view! { <p class="empty-note">{(t().no_channel_found)(&search.get())}</p> }.into_any()
                    } else {
                        rooms.into_iter().map(|listing| view! { <Listing listing/> }).collect_view().into_any()
                    }
                }
            }}
        </div>
    }
}

#[component]
fn Listing(listing: RoomListing) -> impl IntoView {
    let app = app();
    let RoomListing { room, member_count, joined } = listing;
    let id = room.id;
    let busy = RwSignal::new(false);
    view! {
        <div class="list-row" data-testid="listing" data-room-id=id.to_string()>
            <span class="list-mark">
                <Glyph icon=if room.kind == RoomKind::Private { Icon::Lock } else { Icon::Hash }/>
            </span>
            <div class="grow">
                <b class="cut" dir="auto">{room.name}</b>
                <span class="cut" dir="auto">
                    {(t().members_count)(member_count)}
                    {(!room.topic.is_empty()).then(|| format!(" · {}", room.topic))}
                </span>
            </div>
            {if joined {
                view! {
                    <button class="button small quiet" on:click=move |_| {
                        app.overlay.close_dialog();
                        app.go(&format!("/r/{id}"));
                    }>{t().open}</button>
                }.into_any()
            } else {
                view! {
                    <button class="button small" data-testid="join" disabled=busy on:click=move |_| {
                        busy.set(true);
                        app.join(id);
                    }>{t().join}</button>
                }.into_any()
            }}
        </div>
    }
}
