//! What was found, the newest first, by room and day.

use leptos::prelude::*;
use natter_client::format::local_day;
use natter_protocol::search::{Has, Is};
use natter_protocol::{RoomId, limits};

use super::chips::chips;
use super::hit::HitRow;
use crate::browser::utc_offset_minutes;
use crate::state::{App, Results, Searching, app};
use crate::text::{day_called, problem_text, t};
use crate::views::icon::{Glyph, Icon};

/// Pixels from the end at which the next page is fetched.
const AHEAD: i32 = 400;

#[component]
pub fn Found() -> impl IntoView {
    let app = app();
    let search = app.overlay.search;
    let scroll = NodeRef::<leptos::html::Div>::new();
    let near_end = move || {
        if let Some(node) = scroll.get_untracked()
            && node.scroll_height() - node.scroll_top() - node.client_height() < AHEAD
        {
            search.more();
        }
    };
    view! {
        <div
            node_ref=scroll
            class="pane-scroll search-found"
            aria-live="polite"
            aria-busy=move || search.busy.get().to_string()
            on:scroll=move |_| near_end()
        >
            {move || search.state.with(|state| match state {
                Searching::Nothing | Searching::Wrong(_) => view! { <Hints/> }.into_any(),
                Searching::Waiting => bones().into_any(),
                Searching::Failed(failure) => {
                    view! {
                        <div class="search-empty" data-testid="search-failed">
                            <span class="empty-mark"><Glyph icon=Icon::Alert size=24/></span>
                            <p>{problem_text(failure)}</p>
                            <button class="button small" on:click=move |_| search.ask(false)>{t().try_again}</button>
                        </div>
                    }.into_any()
                }
                Searching::Found(results) if results.hits.is_empty() => {
                    view! {
                        <div class="search-empty" data-testid="search-empty">
                            <span class="empty-mark"><Glyph icon=Icon::Search size=24/></span>
                            <h3>{t().search_empty}</h3>
                            <p>{t().search_empty_note}</p>
                            {chips(app, &results.query)}
                        </div>
                    }.into_any()
                }
                Searching::Found(results) => hits(app, results).into_any(),
            })}
        </div>
    }
}

/// The hits under a heading for each room and day, in their order.
fn hits(app: App, results: &Results) -> impl IntoView + use<> {
    app.meet(results.hits.iter().map(|hit| hit.message.author));
    let mut group: Option<(RoomId, i64)> = None;
    let rows = results.hits.iter().enumerate().map(|(index, hit)| {
        let at = hit.message.at;
        let here = (hit.message.room, local_day(at, utc_offset_minutes(at)));
        let is_new = group != Some(here);
        group = Some(here);
        let heading = is_new.then(|| {
            view! {
                <h3 class="search-group">
                    <span class="cut" dir="auto">{app.room_label(here.0)}</span>
                    <small>{day_called(here.1)}</small>
                </h3>
            }
        });
        view! { {heading} <HitRow index hit=hit.clone()/> }
    });
    let rows = rows.collect_view();
    let count = (t().search_count)(results.count, results.count >= limits::SEARCH_COUNT);
    view! {
        <p class="search-count" data-testid="search-count">{count}</p>
        {rows}
        {results.next.is_some().then(|| view! { <div class="hit-bone"><i class="bone w5"></i><i class="bone w8"></i></div> })}
    }
}

fn bones() -> impl IntoView {
    let bones = ["w8", "w6", "w7", "w5"].map(|width| {
        view! { <div class="hit-bone"><i class="bone w3"></i><i class=format!("bone {width}")></i></div> }
    });
    view! { <div aria-hidden="true">{bones.into_iter().collect_view()}</div> }
}

/// Before anything was asked.
#[component]
fn Hints() -> impl IntoView {
    view! {
        <div class="search-empty">
            <span class="empty-mark"><Glyph icon=Icon::Search size=24/></span>
            <h3>{t().search_hint}</h3>
            <p>{t().search_hint_note}</p>
            <Filters/>
        </div>
    }
}

/// What narrows a search, and how it is written.
#[component]
fn Filters() -> impl IntoView {
    let of = |key: &str, words: &[&str]| words.iter().map(|word| format!("{key}:{word}")).collect();
    let each: [(&str, Vec<String>); 7] = [
        (t().search_from, of("from", &["@ana", "me"])),
        (t().search_in, of("in", &["#general", "@ana"])),
        (t().search_on, of("on", &["today", "2026-11-25"])),
        (t().search_before, of("before", &["yesterday"])),
        (t().search_after, of("after", &["2026-11-25"])),
        (t().search_has, of("has", Has::WORDS)),
        (t().search_is, of("is", Is::WORDS)),
    ];
    let rows = each.into_iter().map(|(what, ways)| {
        let ways = ways.into_iter().map(|way| view! { <code>{way}</code> }).collect_view();
        view! { <dt>{what}</dt><dd>{ways}</dd> }
    });
    view! { <dl class="search-help" data-testid="search-help">{rows.collect_view()}</dl> }
}
