//! Ctrl+K: rooms, people and what one can do, by a few letters. Channels one is not in are asked of the server.

mod goals;

use leptos::prelude::*;
use natter_protocol::RoomKind;
use natter_protocol::command::RoomSort;

use super::directory::Directory;
use crate::state::app;
use crate::text::t;
use crate::views::avatar::Avatar;
use crate::views::choice::{Choice, Entry};
use crate::views::form::focus_when_shown;
use crate::views::icon::{Glyph, Icon};
pub use goals::{Goal, Goals};

/// Shown at once.
const MOST: usize = 12;

#[component]
pub fn Switcher() -> impl IntoView {
    let app = app();
    let directory = Directory::new(RoomSort::Members);
    let goals = Goals::known(app);
    let found = Memo::new(move |_| {
        directory.letters.with(|letters| directory.rooms.with(|listed| goals.best(letters, listed, MOST)))
    });
    let input = NodeRef::new();
    focus_when_shown(input);
    let choice = Choice::first("switcher-list", move || found.with(Vec::len));
    let keys = move |event: leptos::ev::KeyboardEvent| {
        let key = event.key();
        if key == "Enter" && !event.is_composing() {
            let chosen = choice.chosen_untracked();
            if let Some(goal) = chosen.and_then(|at| found.with_untracked(|found| found.get(at).cloned())) {
                goal.reach(app);
            }
        } else if !choice.takes(&key) {
            return;
        }
        event.prevent_default();
    };
    view! {
        <h2 id="dialog-title" class="unseen">{t().jump_to}</h2>
        <div class="switcher-input">
            <Glyph icon=Icon::Search/>
            <input node_ref=input type="text" role="combobox" aria-expanded="true" aria-controls=choice.list
                aria-activedescendant=move || choice.active() aria-autocomplete="list"
                placeholder=t().jump_to_placeholder aria-label=t().jump_to autocomplete="off" spellcheck="false"
                data-testid="switcher" prop:value=directory.letters on:keydown=keys
                on:input=move |event| {
                    choice.begin();
                    directory.write(event_target_value(&event));
                }/>
        </div>
        <div id=choice.list class="switcher-list" role="listbox" aria-label=t().jump_to>
            {move || {
                let found = found.get();
                if found.is_empty() {
                    return view! { <p class="empty-note">{t().nothing_found}</p> }.into_any();
                }
                found.into_iter().enumerate().map(|(index, goal)| {
                    let target = goal.clone();
                    view! {
                        <Entry choice index take=move |()| target.reach(app) attr:data-testid="switcher-row">
                            <GoalView goal/>
                        </Entry>
                    }
                }).collect_view().into_any()
            }}
        </div>
    }
}

#[component]
pub fn GoalView(goal: Goal) -> impl IntoView {
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
        Goal::Channel { name, member_count, .. } => {
            let note = (t().members_count)(member_count);
            (view! { <Glyph icon=Icon::Hash size=16/> }.into_any(), name, false, note)
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
