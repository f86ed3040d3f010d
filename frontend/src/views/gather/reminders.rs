//! In the inbox: what one asked to be reminded of.

use leptos::prelude::*;
use natter_protocol::command::permalink;
use natter_protocol::{Millis, Scheduled};

use crate::browser::now;
use crate::state::app;
use crate::text::{moment, t};
use crate::views::icon::{Glyph, Icon};

const HOUR: i64 = 60 * 60 * 1000;

#[component]
pub fn Reminders() -> impl IntoView {
    let app = app();
    let due = Memo::new(move |_| app.reminders());
    view! {
        {move || due.with(|due| !due.is_empty()).then(|| view! {
            <section class="gather-room" data-testid="reminders">
                <header><h2>{t().reminders}</h2></header>
                <For each=move || due.get() key=|item| (item.id, item.at) let:item>
                    <Item item/>
                </For>
            </section>
        })}
    }
    .into_any()
}

#[component]
fn Item(item: Scheduled) -> impl IntoView {
    let app = app();
    let id = item.id;
    let about = item.room_id.zip(item.about);
    let text = if item.text.is_empty() { t().a_message.to_owned() } else { item.text };
    let label = move || about.map(|(room, _)| app.room_label(room));
    view! {
        <article class="card" data-testid="reminder">
            <span class="list-mark"><Glyph icon=Icon::Bell/></span>
            <div class="grow">
                <header>
                    <b class="cut" dir="auto">{text}</b>
                    {move || label().map(|label| view! { <span class="cut card-room" dir="auto">{label}</span> })}
                    <time>{moment(item.at)}</time>
                    {about.map(|(room, message)| view! {
                        <a class="card-link" href=permalink(room, message)><span class="unseen">{t().open_message}</span></a>
                    })}
                </header>
            </div>
            <div class="card-actions">
                <button class="button small quiet" data-testid="remind-later"
                    on:click=move |_| app.put_off_until(id, Millis(now().0 + HOUR))>
                    {t().in_an_hour}
                </button>
                <button class="button small" data-testid="reminder-done" on:click=move |_| app.unschedule(id)>
                    <Glyph icon=Icon::Check size=16/>
                    {t().done}
                </button>
            </div>
        </article>
    }
    .into_any()
}
