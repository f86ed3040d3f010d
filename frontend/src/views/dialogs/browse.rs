//! Finding a channel to join, among any number of them.

use leptos::prelude::*;
use natter_protocol::command::RoomSort;
use natter_protocol::room::RoomListing;

use super::Head;
use super::directory::Directory;
use crate::state::{Dialog, app};
use crate::text::{problem_text, t};
use crate::views::form::focus_when_shown;
use crate::views::icon::{Glyph, Icon};

/// Pixels from the end at which the next page is fetched.
const AHEAD: i32 = 400;

const SORTS: [RoomSort; 3] = [RoomSort::Name, RoomSort::Members, RoomSort::Activity];

#[component]
pub fn Browse() -> impl IntoView {
    let app = app();
    let directory = Directory::new(RoomSort::Name);
    directory.begin();
    let input = NodeRef::new();
    focus_when_shown(input);
    let list = NodeRef::<leptos::html::Div>::new();
    let near_end = move |_| {
        if let Some(node) = list.get_untracked()
            && node.scroll_height() - node.scroll_top() - node.client_height() < AHEAD
        {
            directory.more();
        }
    };
    let key = |listing: &RoomListing| (listing.room.id, listing.joined);
    view! {
        <Head title=t().browse_channels/>
        <div class="dialog-bar">
            <div class="with-icon grow">
                <Glyph icon=Icon::Search/>
                <input node_ref=input class="input" type="search" placeholder=t().search_channels
                    aria-label=t().search_channels data-testid="search-channels" prop:value=directory.letters
                    on:input=move |event| directory.write(event_target_value(&event))/>
            </div>
            {app.may_create_any().then(|| view! {
                <button class="button" data-testid="create-channel"
                    on:click=move |_| app.overlay.open(Dialog::CreateRoom)>
                    <Glyph icon=Icon::Plus size=16/>
                    {t().create}
                </button>
            })}
        </div>
        <Sorts directory/>
        <div node_ref=list class="dialog-list" data-testid="channel-list" on:scroll=near_end>
            {move || directory.waiting.get().then(|| (0..4).map(|_| view! {
                <div class="list-row"><i class="bone square"></i><i class="bone w5"></i></div>
            }).collect_view())}
            {move || directory.failure.get().map(|failure| view! {
                <p class="empty-note">{problem_text(&failure)}</p>
            })}
            {move || {
                let is_empty = !directory.waiting.get() && directory.rooms.with(Vec::is_empty);
                (is_empty && directory.failure.with(Option::is_none)).then(|| view! {
                    <p class="empty-note">{(t().no_channel_found)(&directory.letters.get())}</p>
                })
            }}
            <For each=move || directory.rooms.get() key=key let:listing>
                <Listing listing/>
            </For>
        </div>
    }
}

#[component]
fn Sorts(directory: Directory) -> impl IntoView {
    let name = |sort| match sort {
        RoomSort::Name => t().sort_name,
        RoomSort::Members => t().sort_members,
        RoomSort::Activity => t().sort_activity,
    };
    view! {
        <div class="sorts" role="radiogroup" aria-label=t().sort_by>
            {SORTS.map(|sort| view! {
                <button
                    role="radio"
                    aria-checked=move || (directory.sort.get() == sort).to_string()
                    data-testid="sort"
                    on:click=move |_| {
                        directory.sort.set(sort);
                        directory.begin();
                    }
                >
                    {name(sort)}
                </button>
            })}
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
                <Glyph icon=Icon::of(&room)/>
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
