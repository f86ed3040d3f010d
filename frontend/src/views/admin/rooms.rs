//! Every channel.

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_protocol::administration::{ManagedRoom, ManagedRoomList};

use super::{Fetched, Sure};
use crate::api::calls;
use crate::state::app;
use crate::text::{a, problem_text};
use crate::views::icon::{Glyph, Icon};

#[component]
pub fn RoomsList() -> impl IntoView {
    let list = Fetched::<ManagedRoomList>::new();
    let load = Callback::new(move |()| list.fetch(calls::managed_rooms()));
    load.run(());
    view! {
        <p class="dialog-note">{a().rooms_note}</p>
        {list.show(move |list| view! {
            <ul class="plain sheet" data-testid="managed-rooms">
                {list.rooms.into_iter().map(|managed| view! { <Row managed load/> }).collect_view()}
            </ul>
        }.into_any())}
    }
}

#[component]
fn Row(managed: ManagedRoom, load: Callback<()>) -> impl IntoView {
    let app = app();
    let room = managed.room;
    let id = room.id;
    let archived = room.archived_at.is_some();
    let icon = Icon::of(&room);
    let set = Callback::new(move |archive: bool| {
        spawn_local(async move {
            if let Err(failure) = calls::archive(id, archive).await {
                app.overlay.trouble(problem_text(&failure));
            }
            load.run(());
        });
    });
    view! {
        <li class="sheet-row" class:gone=archived data-testid="managed-room" data-name=room.name.clone()>
            <span class="list-mark"><Glyph icon size=16/></span>
            <div class="grow">
                <b class="cut" dir="auto">{room.name.clone()}</b>
                <span class="cut" dir="auto">
                    {(a().people_in)(managed.member_count)} {(!room.topic.is_empty()).then(|| format!(" · {}", room.topic))}
                </span>
            </div>
            {archived.then(|| view! { <span class="tag quiet-tag">{a().archived}</span> })}
            {if archived {
                view! {
                    <button class="button small" data-testid="unarchive" on:click=move |_| set.run(false)>
                        {a().unarchive}
                    </button>
                }.into_any()
            } else {
                view! {
                    <Sure text=a().archive question=(a().archive_question)(&room.name) note=a().archive_note
                        testid="archive" danger=false does=move |()| set.run(true)/>
                }.into_any()
            }}
        </li>
    }
}
