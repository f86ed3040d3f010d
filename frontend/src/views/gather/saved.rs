//! Messages that one put aside.

use leptos::prelude::*;
use natter_protocol::own::SavedMessage;

use super::card::Card;
use super::pages::Pages;
use super::{Frame, Nothing};
use crate::api::calls;
use crate::state::{Aspect, Gathering, app};
use crate::text::{moment, t};
use crate::views::icon::{Glyph, Icon};

#[component]
pub fn SavedMessages() -> impl IntoView {
    let app = app();
    let pages = Pages::new(|before| {
        Box::pin(async move { calls::saved(before).await.map(|page| (page.saved, page.next)) })
    });
    let count = Memo::new(move |_| app.replica.read(Aspect::Own, |chat| chat.own().saved.len()).unwrap_or(0));
    Effect::new(move |before: Option<usize>| {
        let now = count.get();
        // What was taken off the list just goes from the screen.
        if before.is_none_or(|before| before < now) {
            pages.begin();
        }
        now
    });
    let shown = move || {
        app.replica.track(Aspect::Own);
        let mut items = pages.items.get();
        let is_kept = |item: &SavedMessage| {
            app.replica.peek(|chat| chat.is_saved(item.saved.room_id, item.saved.message_id)) == Some(true)
        };
        items.retain(is_kept);
        items
    };
    view! {
        <Frame place=Gathering::Saved>
            {move || (count.get() == 0).then(|| view! {
                <Nothing icon=Icon::Bookmark title=t().nothing_saved note=t().nothing_saved_note/>
            })}
            <For each=shown key=|item| (item.saved, item.message.is_some()) let:item>
                <Item item/>
            </For>
            {move || (count.get() > 0).then(|| pages.foot())}
        </Frame>
    }
    .into_any()
}

#[component]
fn Item(item: SavedMessage) -> impl IntoView {
    let app = app();
    let SavedMessage { saved, message } = item;
    let remove = view! {
        <button class="icon-button filled" title=t().unsave aria-label=t().unsave data-testid="unsave"
            on:click=move |_| app.toggle_saved(saved.room_id, saved.message_id)>
            <Glyph icon=Icon::Bookmark/>
        </button>
    }
    .into_any();
    match message {
        Some(message) => view! { <Card message actions=Some(remove)/> }.into_any(),
        None => view! {
            <article class="card" data-testid="card-gone">
                <span class="list-mark"><Glyph icon=Icon::Lock/></span>
                <div class="grow">
                    <header><time>{moment(saved.saved_at)}</time></header>
                    <p class="deleted">{t().saved_out_of_sight}</p>
                </div>
                <div class="card-actions">{remove}</div>
            </article>
        }
        .into_any(),
    }
}
