//! Messages that are said later.

use leptos::prelude::*;
use natter_protocol::Scheduled;
use natter_protocol::file::names;
use natter_protocol::own::ScheduledState;

use super::Nothing;
use crate::state::app;
use crate::text::{moment, refusal_text, t};
use crate::views::icon::{Glyph, Icon};
use crate::views::markdown::plain;

#[component]
pub fn PutOff() -> impl IntoView {
    let app = app();
    let all = Memo::new(move |_| app.put_off());
    view! {
        {move || all.with(Vec::is_empty).then(|| view! {
            <Nothing icon=Icon::Clock title=t().nothing_scheduled note=t().nothing_scheduled_note/>
        })}
        <For each=move || all.get() key=|item| (item.id, item.at, item.state, item.text.clone()) let:item>
            <Item item/>
        </For>
    }
    .into_any()
}

#[component]
fn Item(item: Scheduled) -> impl IntoView {
    let app = app();
    let room = item.room_id;
    let label = move || room.map(|room| app.room_label(room)).filter(|label| label != "#");
    let files = names(&item.attachments);
    let line = plain(&item.text.chars().take(400).collect::<String>());
    let failed = item.state == ScheduledState::Failed;
    let why = item.problem.filter(|_| failed).map(|code| refusal_text(code, None));
    let id = item.id;
    let (to_send, to_edit) = (item.clone(), item.clone());
    view! {
        <article class="card" data-testid="scheduled-item" data-failed=failed.then_some("true")>
            <span class="list-mark"><Glyph icon=if failed { Icon::Alert } else { Icon::Clock }/></span>
            <div class="grow">
                <header>
                    <b class="cut" dir="auto">{move || label().unwrap_or_else(|| t().not_in_room.to_owned())}</b>
                    <time>{(t().sent_at)(&moment(item.at))}</time>
                </header>
                {(!line.is_empty()).then(|| view! { <p class="card-line" dir="auto">{line}</p> })}
                {(!files.is_empty()).then(|| view! {
                    <p class="card-line cut" dir="auto"><Glyph icon=Icon::File size=14/> {files}</p>
                })}
                {why.map(|why| view! { <p class="not-sent"><Glyph icon=Icon::Alert size=14/> {t().not_sent} ": " {why}</p> })}
            </div>
            <div class="card-actions">
                <button class="icon-button" title=t().send_now aria-label=t().send_now data-testid="send-now"
                    on:click=move |_| app.take_back(&to_send, true)>
                    <Glyph icon=Icon::Send/>
                </button>
                <button class="icon-button" title=t().edit aria-label=t().edit data-testid="edit-scheduled"
                    on:click=move |_| app.take_back(&to_edit, false)>
                    <Glyph icon=Icon::Pencil/>
                </button>
                <button class="icon-button" title=t().delete aria-label=t().delete data-testid="delete-scheduled"
                    on:click=move |_| app.unschedule(id)>
                    <Glyph icon=Icon::Trash/>
                </button>
            </div>
        </article>
    }
    .into_any()
}
