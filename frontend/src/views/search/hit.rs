//! One message that was found.

use leptos::prelude::*;
use natter_client::snippet::snippet;
use natter_protocol::search::Hit;

use crate::browser::{bring_into_view, narrower_than};
use crate::state::{App, Searching, app};
use crate::text::{clock, t};
use crate::views::avatar::Avatar;

/// Characters of a message that are shown.
const LENGTH: usize = 220;

/// Goes to the message of a hit.
pub fn open(app: App, index: usize) {
    let search = app.overlay.search;
    let place = search.state.with_untracked(|state| match state {
        Searching::Found(results) => results.hits.get(index).map(|hit| (hit.message.room, hit.message.id)),
        _ => None,
    });
    let Some((room, message)) = place else { return };
    search.at.set(Some(index));
    app.remember_search(&search.text.get_untracked());
    // Where the pane lies over the room, it would hide what was looked for.
    if narrower_than(900) {
        app.overlay.pane.set(None);
    }
    app.go(&format!("/r/{room}/{message}"));
}

#[component]
pub fn HitRow(index: usize, hit: Hit) -> impl IntoView {
    let app = app();
    let search = app.overlay.search;
    let Hit { message, highlights } = hit;
    let author = message.author;
    let name = move || app.replica.name_of(author).unwrap_or_else(|| t().someone.to_owned());
    let time = clock(message.at);
    let pieces = snippet(&message.text, &highlights, LENGTH).into_iter().map(|piece| {
        if piece.marked { view! { <mark>{piece.text}</mark> }.into_any() } else { piece.text.into_any() }
    });
    let pieces = pieces.collect_view();
    let files = message.attachments.iter().map(|file| file.name.as_str()).collect::<Vec<_>>().join(", ");
    let node = NodeRef::<leptos::html::Button>::new();
    let is_at = Memo::new(move |_| search.at.get() == Some(index));
    Effect::new(move |_| {
        if let Some(row) = node.get().filter(|_| is_at.get()) {
            bring_into_view(&row);
        }
    });
    view! {
        <button
            node_ref=node
            class="hit"
            class:at=is_at
            data-testid="hit"
            data-message=message.id.to_string()
            on:click=move |_| open(app, index)
        >
            <Avatar user=author size=32/>
            <span class="hit-text">
                <span class="hit-head">
                    <b class="cut" dir="auto">{name}</b>
                    <time>{time}</time>
                    {message.thread.is_some().then(|| view! { <small>{t().search_in_thread}</small> })}
                </span>
                <span class="hit-words" dir="auto">{pieces}</span>
                {(!files.is_empty()).then(|| view! { <small class="cut" dir="auto">{files}</small> })}
            </span>
        </button>
    }
}
