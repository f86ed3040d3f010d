//! Ctrl+K: rooms, people and what one can do, by a few letters.

mod goals;

use leptos::prelude::*;
use natter_protocol::RoomKind;

use crate::browser::later;
use crate::state::{Aspect, app};
use crate::text::t;
use crate::views::avatar::Avatar;
use crate::views::form::focus_when_shown;
use crate::views::icon::{Glyph, Icon};
use goals::{Goal, Others, Rooms, best};

/// Shown at once.
const MOST: usize = 12;
/// In milliseconds: by then the dialog is on the screen.
const DRAWN: u64 = 50;

#[component]
pub fn Switcher() -> impl IntoView {
    let app = app();
    let letters = RwSignal::new(String::new());
    let at = RwSignal::new(0_usize);
    // Prepared when rooms or people change, not for each key: there may be thousands. People are not shown before there
    // are letters, so the dialog is drawn first.
    let rooms = Memo::new_with_compare(
        move |_| {
            app.replica.track(Aspect::People);
            app.replica.read(Aspect::Rooms, Rooms::of).unwrap_or_default()
        },
        |_, _| true,
    );
    let drawn = RwSignal::new(false);
    later(DRAWN, move || {
        drawn.try_set(true);
    });
    let others = Memo::new_with_compare(
        move |_| app.replica.read(Aspect::People, Others::of).unwrap_or_default(),
        |_, _| true,
    );
    Effect::new(move |_| {
        if drawn.get() {
            others.with(|_| ());
        }
    });
    let found = Memo::new(move |_| {
        let find = |letters: &String, others: &Others| {
            let best = |rooms: &Rooms| app.replica.peek(|chat| best(chat, rooms, others, letters, MOST));
            rooms.with(best).unwrap_or_default()
        };
        letters.with(|letters| {
            if letters.is_empty() {
                find(letters, &Others::default())
            } else {
                others.with(|others| find(letters, others))
            }
        })
    });
    let input = NodeRef::new();
    focus_when_shown(input);
    let keys = move |event: leptos::ev::KeyboardEvent| {
        let count = found.with(Vec::len);
        match event.key().as_str() {
            "ArrowDown" => at.update(|at| *at = (*at + 1) % count.max(1)),
            "ArrowUp" => at.update(|at| *at = (*at + count.max(1) - 1) % count.max(1)),
            "Enter" if !event.is_composing() => {
                if let Some(goal) = found.with(|found| found.get(at.get()).cloned()) {
                    goal.reach(app);
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    view! {
        <h2 id="dialog-title" class="unseen">{t().jump_to}</h2>
        <div class="switcher-input">
            <Glyph icon=Icon::Search/>
            <input node_ref=input type="text" role="combobox" aria-expanded="true" aria-controls="switcher-list"
                placeholder=t().jump_to_placeholder aria-label=t().jump_to autocomplete="off" spellcheck="false"
                data-testid="switcher" bind:value=letters on:keydown=keys on:input=move |_| at.set(0)/>
        </div>
        <div id="switcher-list" class="switcher-list" role="listbox">
            {move || {
                let found = found.get();
                if found.is_empty() {
                    return view! { <p class="empty-note">{t().nothing_found}</p> }.into_any();
                }
                found.into_iter().enumerate().map(|(index, goal)| {
                    let target = goal.clone();
                    view! {
                        <button class="switcher-row" role="option" tabindex="-1"
                            class:at=move || at.get() == index
                            aria-selected=move || (at.get() == index).to_string()
                            data-testid="switcher-row"
                            on:pointermove=move |_| if at.get_untracked() != index { at.set(index) }
                            on:click=move |_| target.reach(app)>
                            <GoalView goal/>
                        </button>
                    }
                }).collect_view().into_any()
            }}
        </div>
    }
}

#[component]
fn GoalView(goal: Goal) -> impl IntoView {
    let (mark, name, bold, note) = match goal {
        Goal::Room { kind, other, name, unread, .. } => {
            let mark = match (kind, other) {
                (RoomKind::Direct, Some(user)) => view! { <Avatar user size=20 presence=true/> }.into_any(),
                (RoomKind::Private, _) => view! { <Glyph icon=Icon::Lock size=16/> }.into_any(),
                _ => view! { <Glyph icon=Icon::Hash size=16/> }.into_any(),
            };
            (mark, name, unread, if unread { t().unread.to_owned() } else { String::new() })
        }
        Goal::Person { user, name, username } => {
            (view! { <Avatar user size=20 presence=true/> }.into_any(), name, false, format!("@{username}"))
        }
        Goal::Command { command, name } => {
            (view! { <Glyph icon=command.icon() size=16/> }.into_any(), name, false, t().command.to_owned())
        }
        Goal::Search(text) => (
            view! { <Glyph icon=Icon::Search size=16/> }.into_any(),
            (t().search_for)(&text),
            false,
            String::new(),
        ),
    };
    view! {
        <span class="switcher-mark">{mark}</span>
        <span class="cut grow" class:bold=bold dir="auto">{name}</span>
        <small>{note}</small>
    }
    .into_any()
}
