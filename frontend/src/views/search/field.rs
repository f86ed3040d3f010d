//! Where a query is written.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;

use super::chips::error_text;
use super::suggest::{Mark, Suggestion, suggestions, today};
use crate::state::{App, Aspect, Searching, app};
use crate::text::t;
use crate::views::avatar::Avatar;
use crate::views::choice::{Choice, Entry};
use crate::views::icon::{Glyph, Icon};

#[component]
pub fn Field() -> impl IntoView {
    let app = app();
    let search = app.overlay.search;
    let input = NodeRef::<leptos::html::Input>::new();
    let focused = RwSignal::new(false);
    // Enter, Escape and what was taken put the suggestions away until the next letter.
    let hushed = RwSignal::new(false);
    let offered = Memo::new(move |_| {
        if !focused.get() || hushed.get() {
            return Vec::new();
        }
        // What was found is not covered with what one could also look for.
        let idle = search.state.with(|state| matches!(state, Searching::Nothing));
        search.text.with(|text| {
            if !idle && text.ends_with(' ') && !text.trim().is_empty() {
                return Vec::new();
            }
            let recent = if text.trim().is_empty() { app.recent_searches() } else { Vec::new() };
            let offer = |chat: &natter_client::Chat| suggestions(chat, text, &recent, today());
            app.replica.read(Aspect::People, offer).unwrap_or_default()
        })
    });
    // The suggestion that the keys have chosen.
    let chosen = Choice::none("search-offers", move || offered.with(Vec::len));
    Effect::new(move |_| {
        search.called.track();
        untrack(|| search.answer_call());
        if let Some(input) = input.get() {
            let _ = input.focus();
            let end = input.value().encode_utf16().count() as u32;
            let _ = input.set_selection_range(end, end);
        }
    });
    let take = move |suggestion: Suggestion| {
        chosen.begin();
        let is_recent = suggestion.mark == Mark::Recent;
        hushed.set(!suggestion.text.ends_with(':'));
        search.text.set(suggestion.text);
        search.ask(!is_recent);
        search.called.update(|called| *called += 1);
    };
    let keys = move |event: KeyboardEvent| {
        if !event.is_composing() && key(app, &event.key(), offered, chosen, hushed, take) {
            event.prevent_default();
        }
    };
    view! {
        <div class="search-place">
            <div class="with-icon">
                <Glyph icon=Icon::Search/>
                <input
                    node_ref=input
                    class="input"
                    type="text"
                    role="combobox"
                    aria-expanded=move || (!offered.with(Vec::is_empty)).to_string()
                    aria-controls=chosen.list
                    aria-activedescendant=move || chosen.active()
                    aria-autocomplete="list"
                    aria-label=t().search
                    aria-invalid=move || search.state.with(|s| matches!(s, Searching::Wrong(_))).to_string()
                    placeholder=t().search_placeholder
                    autocomplete="off"
                    spellcheck="false"
                    enterkeyhint="search"
                    data-testid="search"
                    prop:value=search.text
                    on:input=move |event| {
                        chosen.begin();
                        hushed.set(false);
                        search.write(event_target_value(&event));
                    }
                    on:keydown=keys
                    on:focus=move |_| focused.set(true)
                    on:blur=move |_| focused.set(false)
                />
            </div>
            {move || search.state.with(|state| match state {
                Searching::Wrong(error) => {
                    Some(view! { <p class="search-error" role="alert">{error_text(error)}</p> })
                }
                _ => None,
            })}
            <Offers offered chosen take=Callback::new(take)/>
        </div>
    }
}

/// Whether the key did something.
fn key(
    app: App,
    name: &str,
    offered: Memo<Vec<Suggestion>>,
    chosen: Choice,
    hushed: RwSignal<bool>,
    take: impl Fn(Suggestion),
) -> bool {
    let search = app.overlay.search;
    let offers = offered.with_untracked(Vec::len);
    let found = search.state.with_untracked(|state| match state {
        Searching::Found(results) => results.hits.len(),
        _ => 0,
    });
    let pick = || offered.with_untracked(|offered| offered.get(chosen.chosen_untracked()?).cloned());
    match name {
        key if chosen.takes(key) => {}
        "ArrowDown" if found > 0 => {
            search.at.update(|at| *at = Some(at.map_or(0, |at| (at + 1).min(found - 1))));
        }
        "ArrowUp" if found > 0 => search.at.update(|at| *at = at.and_then(|at| at.checked_sub(1))),
        "Tab" if offers > 0 && !search.text.with_untracked(String::is_empty) => {
            let first = offered.with_untracked(|offered| offered.first().cloned());
            if let Some(offer) = pick().or(first) {
                take(offer);
            }
        }
        "Enter" => match (pick(), search.at.get_untracked()) {
            (Some(offer), _) => take(offer),
            (None, Some(at)) => super::hit::open(app, at),
            (None, None) => {
                app.remember_search(&search.text.get_untracked());
                hushed.set(true);
                search.ask(false);
            }
        },
        "Escape" if chosen.chosen_untracked().is_some() => chosen.begin(),
        "Escape" if offers > 0 && !search.text.with_untracked(String::is_empty) => hushed.set(true),
        "Escape" if !search.text.with_untracked(String::is_empty) => {
            hushed.set(false);
            search.clear();
        }
        "Escape" => {
            app.overlay.pane.set(None);
            crate::views::focus::focus_composer();
        }
        _ => return false,
    }
    true
}

#[component]
fn Offers(offered: Memo<Vec<Suggestion>>, chosen: Choice, take: Callback<Suggestion>) -> impl IntoView {
    move || {
        (!offered.with(Vec::is_empty)).then(|| {
            let rows = offered.get().into_iter().enumerate().map(|(index, offer)| {
                let taken = offer.clone();
                let mark = match offer.mark {
                    Mark::Person(user) => view! { <Avatar user size=20/> }.into_any(),
                    Mark::Room(natter_protocol::RoomKind::Private) => {
                        view! { <Glyph icon=Icon::Lock size=16/> }.into_any()
                    }
                    Mark::Room(_) => view! { <Glyph icon=Icon::Hash size=16/> }.into_any(),
                    Mark::Recent => view! { <Glyph icon=Icon::Clock size=16/> }.into_any(),
                    Mark::Filter => view! { <Glyph icon=Icon::Search size=16/> }.into_any(),
                };
                view! {
                    <Entry choice=chosen index take=move |()| take.run(taken.clone()) attr:data-testid="search-offer">
                        <span class="switcher-mark">{mark}</span>
                        <b class="cut" dir="auto">{offer.label}</b>
                        <small class="cut">{offer.note}</small>
                    </Entry>
                }
            });
            view! {
                <div id=chosen.list class="search-offers" role="listbox" aria-label=t().search_suggestions>
                    {rows.collect_view()}
                </div>
            }
        })
    }
}
