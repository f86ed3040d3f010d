//! Handing a message on to another room, with a word of one's own.

use leptos::prelude::*;
use natter_client::RoomState;
use natter_client::sort::sort_by_key;
use natter_protocol::command::permalink;
use natter_protocol::{MessageId, RoomId, RoomKind};

use super::Head;
use crate::native;
use crate::state::{App, app};
use crate::text::{lowercase, t};
use crate::views::icon::{Glyph, Icon};

/// What is said there: the note, the words as a quote, and where they stand.
fn forwarded(app: App, room: RoomId, id: MessageId, note: &str) -> Option<String> {
    let message = app.replica.peek(|chat| chat.message(room, id).cloned()).flatten()?;
    let quote: Vec<String> = message.text.lines().map(|line| format!("> {line}")).collect();
    let author = app.replica.name_of(message.author).unwrap_or_else(|| t().someone.to_owned());
    let origin = (t().forwarded_from)(&author, &app.room_label(room));
    let link = format!("{}{}", native::public_origin(), permalink(room, id));
    let note = note.trim();
    let note = if note.is_empty() { String::new() } else { format!("{note}\n\n") };
    Some(format!("{note}{}\n\n{origin} {link}", quote.join("\n")))
}

/// What kind of room it is.
fn mark(app: App, room: RoomId) -> Icon {
    let kind = app.replica.peek(|chat| chat.room(room).map(|room| room.details().kind)).flatten();
    Icon::of_room(kind.unwrap_or(RoomKind::Public))
}

#[component]
pub fn Forward(room: RoomId, id: MessageId) -> impl IntoView {
    let app = app();
    let search = RwSignal::new(String::new());
    let note = RwSignal::new(String::new());
    let rooms = move || {
        let wanted = search.with(|search| lowercase(search.trim()));
        let all = app.replica.peek(|chat| {
            let open = chat.rooms().map(RoomState::details).filter(|room| room.archived_at.is_none());
            open.map(|room| room.id).collect::<Vec<_>>()
        });
        let mut all: Vec<(RoomId, String)> =
            all.unwrap_or_default().into_iter().map(|room| (room, app.room_label(room))).collect();
        all.retain(|(to, label)| *to != room && lowercase(label).contains(&wanted));
        sort_by_key(&mut all, |(_, label)| lowercase(label));
        all.truncate(8);
        all
    };
    let send = move |to: RoomId| {
        if let Some(text) = forwarded(app, room, id, &note.get_untracked()) {
            app.say_there(to, text);
        }
    };
    view! {
        <Head title=t().forward/>
        <textarea class="input" rows="2" dir="auto" placeholder=t().add_note aria-label=t().add_note
            data-testid="forward-note" bind:value=note></textarea>
        <input class="input" type="search" placeholder=t().forward_where aria-label=t().forward_where
            data-testid="forward-search" bind:value=search/>
        <ul class="plain forward-list">
            <For each=rooms key=|(to, _)| *to let:entry>
                <li>
                    <button class="list-row" data-testid="forward-to" data-name=entry.1.clone()
                        on:click=move |_| send(entry.0)>
                        <span class="list-mark"><Glyph icon=mark(app, entry.0) size=16/></span>
                        <b class="cut" dir="auto">{entry.1.trim_start_matches('#').to_owned()}</b>
                    </button>
                </li>
            </For>
        </ul>
    }
}
