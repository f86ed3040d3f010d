//! Ctrl+K: rooms and people, by a few of their letters.

use leptos::prelude::*;
use natter_protocol::{RoomId, RoomKind, UserId};

use crate::state::{App, Aspect, app};
use crate::text::t;
use crate::views::avatar::Avatar;
use crate::views::form::focus_when_shown;
use crate::views::icon::{Glyph, Icon};
use crate::views::sidebar::entries;

/// Shown at once.
const MOST: usize = 12;

#[derive(Debug, Clone, PartialEq, Eq)]
enum Goal {
    Room { room: RoomId, kind: RoomKind, other: Option<UserId>, name: String, unread: bool },
    Person { user: UserId, name: String, username: String },
}

/// How well the letters stand in the name in their order: less is better, none is not at all. The
/// beginning of a word counts more than its middle, and gaps count against.
fn distance(name: &str, letters: &str) -> Option<u32> {
    let name: Vec<char> = name.to_lowercase().chars().collect();
    let mut cost = 0;
    let mut at = 0;
    for letter in letters.to_lowercase().chars().filter(|c| !c.is_whitespace()) {
        let gap = name[at..].iter().position(|c| *c == letter)?;
        let begins_word = at + gap == 0 || !name[at + gap - 1].is_alphanumeric();
        cost += u32::try_from(gap).unwrap_or(u32::MAX) * if begins_word { 1 } else { 3 };
        at += gap + 1;
    }
    Some(cost.saturating_mul(8).saturating_add(u32::try_from(name.len()).unwrap_or(u32::MAX)))
}

fn goals(app: App, letters: &str) -> Vec<Goal> {
    let letters = letters.trim().trim_start_matches(['#', '@']);
    app.replica.track(Aspect::Rooms);
    app.replica
        .peek(|chat| {
            let (channels, direct) = entries(chat);
            let mut scored = Vec::new();
            for (place, entry) in channels.into_iter().chain(direct).enumerate() {
                if let Some(cost) = distance(&entry.name, letters) {
                    let unread = entry.unread > 0;
                    // Without letters what is unread comes first.
                    let cost = if letters.is_empty() { u32::from(!unread) } else { cost };
                    let goal = Goal::Room {
                        room: entry.room,
                        kind: entry.kind,
                        other: entry.other,
                        name: entry.name,
                        unread,
                    };
                    scored.push((cost, place, goal));
                }
            }
            let me = chat.me().user.id;
            for user in chat.users().filter(|user| user.id != me && user.deactivated_at.is_none()) {
                let by_name = distance(&user.display_name, letters);
                let by_username = distance(&user.username, letters);
                if let Some(cost) =
                    by_name.into_iter().chain(by_username).min().filter(|_| !letters.is_empty())
                {
                    let goal = Goal::Person {
                        user: user.id,
                        name: user.display_name.clone(),
                        username: user.username.clone(),
                    };
                    scored.push((cost.saturating_add(2), usize::MAX, goal));
                }
            }
            scored.sort_by_key(|(cost, place, _)| (*cost, *place));
            scored.into_iter().take(MOST).map(|(_, _, goal)| goal).collect()
        })
        .unwrap_or_default()
}

#[component]
pub fn Switcher() -> impl IntoView {
    let app = app();
    let letters = RwSignal::new(String::new());
    let at = RwSignal::new(0_usize);
    let found = Memo::new(move |_| goals(app, &letters.get()));
    let input = NodeRef::new();
    focus_when_shown(input);
    let go = move |goal: Goal| {
        app.overlay.close_dialog();
        match goal {
            Goal::Room { room, .. } => app.go(&format!("/r/{room}")),
            Goal::Person { user, .. } => app.open_direct(vec![user]),
        }
    };
    let keys = move |event: leptos::ev::KeyboardEvent| {
        let count = found.with(Vec::len);
        match event.key().as_str() {
            "ArrowDown" => at.update(|at| *at = (*at + 1) % count.max(1)),
            "ArrowUp" => at.update(|at| *at = (*at + count.max(1) - 1) % count.max(1)),
            "Enter" if !event.is_composing() => {
                if let Some(goal) = found.with(|found| found.get(at.get()).cloned()) {
                    go(goal);
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
                            on:click=move |_| go(target.clone())>
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
    match goal {
        Goal::Room { kind, other, name, unread, .. } => {
            let mark = match (kind, other) {
                (RoomKind::Direct, Some(user)) => view! { <Avatar user size=20 presence=true/> }.into_any(),
                (RoomKind::Private, _) => view! { <Glyph icon=Icon::Lock size=16/> }.into_any(),
                _ => view! { <Glyph icon=Icon::Hash size=16/> }.into_any(),
            };
            view! {
                <span class="switcher-mark">{mark}</span>
                <span class="cut grow" class:bold=unread dir="auto">{name}</span>
                {unread.then(|| view! { <small>{t().unread}</small> })}
            }
            .into_any()
        }
        Goal::Person { user, name, username } => view! {
            <span class="switcher-mark"><Avatar user size=20 presence=true/></span>
            <span class="cut grow" dir="auto">{name}</span>
            <small>"@"{username}</small>
        }
        .into_any(),
    }
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn the_letters_must_stand_in_order() {
        assert!(distance("design-review", "dr").is_some());
        assert!(distance("design-review", "rd").is_none());
        assert!(distance("general", "").is_some());
    }

    #[test]
    fn the_beginning_of_words_is_meant_first() {
        assert!(distance("design-review", "rev") < distance("irrelevant", "rev"));
        assert!(distance("general", "gen") < distance("engineering", "gen"));
    }
}
