//! What was begun and not sent.

use leptos::prelude::*;

use super::put_off::PutOff;
use super::{Frame, Nothing};
use crate::state::{Begun, Gathering, Spot, app};
use crate::text::{moment, t};
use crate::views::icon::{Glyph, Icon};
use crate::views::markdown::plain;

#[component]
pub fn DraftList() -> impl IntoView {
    let app = app();
    let put_off = RwSignal::new(false);
    let tab = move |later: bool, text: &'static str, testid: &'static str| {
        view! {
            <button class="tab" role="tab" aria-selected=move || (put_off.get() == later).to_string()
                data-testid=testid on:click=move |_| put_off.set(later)>
                {text}
                {move || {
                    let count = if later { app.put_off().len() } else { app.drafts.count() };
                    (count > 0).then(|| view! { <small>{count}</small> })
                }}
            </button>
        }
    };
    view! {
        <Frame place=Gathering::Drafts>
            <div class="tabs" role="tablist">
                {tab(false, t().drafts, "tab-drafts")}
                {tab(true, t().scheduled, "tab-scheduled")}
            </div>
            {move || if put_off.get() { view! { <PutOff/> }.into_any() } else { view! { <Unsent/> }.into_any() }}
        </Frame>
    }
    .into_any()
}

#[component]
fn Unsent() -> impl IntoView {
    let app = app();
    let all = Memo::new(move |_| app.drafts.all());
    view! {
        {move || all.with(Vec::is_empty).then(|| view! {
            <Nothing icon=Icon::Pencil title=t().no_drafts note=t().no_drafts_note/>
        })}
        <For each=move || all.get() key=|(spot, begun)| (*spot, begun.at) let((spot, begun))>
            <Item spot begun/>
        </For>
    }
    .into_any()
}

#[component]
fn Item(spot: Spot, begun: Begun) -> impl IntoView {
    let app = app();
    let room = spot.0;
    let label = move || match spot {
        (room, None) => app.room_label(room),
        (room, Some(_)) => (t().thread_in)(&app.room_label(room)),
    };
    // The link of a thread's draft opens the thread, too.
    let go_on = move |event: leptos::ev::MouseEvent| {
        if spot.1.is_some() && !event.ctrl_key() && !event.meta_key() {
            event.prevent_default();
            app.continue_at(spot);
        }
    };
    let line: String = plain(&begun.text.chars().take(400).collect::<String>());
    view! {
        <article class="card" data-testid="draft-item" data-room-id=room.to_string()>
            <span class="list-mark"><Glyph icon=Icon::Pencil/></span>
            <div class="grow">
                <header>
                    <b class="cut" dir="auto">{label}</b>
                    <time>{moment(begun.at)}</time>
                    <a class="card-link" href=format!("/r/{room}") data-testid="continue-draft" on:click=go_on><span class="unseen">{t().continue_draft}</span></a>
                </header>
                <p class="card-line" dir="auto">{line}</p>
            </div>
            <div class="card-actions">
                <button class="icon-button" title=t().delete_draft aria-label=t().delete_draft data-testid="delete-draft"
                    on:click=move |_| app.drafts.keep(app, spot, String::new())>
                    <Glyph icon=Icon::Trash/>
                </button>
            </div>
        </article>
    }
    .into_any()
}
