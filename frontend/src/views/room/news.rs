//! Above the list: what is new. Below it: the way back to the end.

use leptos::prelude::*;

use crate::state::{Loading, OpenRoom, app};
use crate::text::{clock, t};
use crate::views::icon::{Glyph, Icon};

/// "12 new since 09:41 · Jump · Mark read": once, until it is dealt with.
#[component]
pub fn NewsBar(open: OpenRoom) -> impl IntoView {
    let app = app();
    let news = Memo::new(move |_| open.news().filter(|_| !open.bar_done.get() && !open.following.get()));
    let text = move |count, since: Option<natter_protocol::Millis>| {
        let since = since.map(clock);
        (t().new_since)(count, since.as_deref())
    };
    view! {
        {move || news.get().map(|(count, since)| view! {
            <div class="news" role="status" data-testid="news-bar">
                <span>{text(count, since)}</span>
                <button data-testid="jump" on:click=move |_| {
                    open.bar_done.set(true);
                    open.jump_to_divider();
                }>{t().jump}</button>
                <button data-testid="mark-read" on:click=move |_| open.mark_all_read(app)>
                    {t().mark_read}
                </button>
            </div>
        })}
    }
}

#[component]
pub fn Below(open: OpenRoom) -> impl IntoView {
    let shown = Memo::new(move |_| {
        let is_there = !open.loading.with(Loading::shows_nothing);
        (is_there && !open.following.get()).then(|| open.below())
    });
    move || {
        shown.get().map(|count| {
            view! {
                <button
                    class="below"
                    class:news-below={count > 0}
                    // What it says is its name, where it says something.
                    aria-label=(count == 0).then_some(t().jump_to_end)
                    title=t().jump_to_end
                    data-testid="below"
                    on:click=move |_| open.jump_to_present()
                >
                    <Glyph icon=Icon::ArrowDown size=16/>
                    {(count > 0).then(|| view! { <span>{(t().new_below)(count)}</span> })}
                </button>
            }
        })
    }
}
