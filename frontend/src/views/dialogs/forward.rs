//! Handing a message on to another room or to a person, with a word of one's own.

use leptos::prelude::*;
use natter_client::Chat;
use natter_protocol::command::permalink;
use natter_protocol::{MessageId, RoomId};

use super::Head;
use super::switcher::{Goal, GoalView, Goals};
use crate::api::calls;
use crate::native;
use crate::state::{App, app};
use crate::text::t;
use crate::views::choice::{Choice, Entry};
use crate::views::form::focus_when_shown;
use crate::views::icon::{Glyph, Icon};
use crate::views::keys::is_command;

/// Rooms and people that are shown.
const MOST: usize = 8;

/// What is said there: the note, the words as a quote, and where they stand.
fn forwarded(app: App, room: RoomId, id: MessageId, note: &str) -> Option<String> {
    let message = app.replica.peek(|chat| chat.message(room, id).cloned()).flatten()?;
    let quote: Vec<String> = message.text.lines().map(|line| format!("> {line}")).collect();
    let author = app.replica.name_of(message.author).unwrap_or_else(|| t().someone.to_owned());
    let origin = (t().forwarded_from)(&author, &app.room_label(room));
    let link = format!("{}{}", native::public_origin(), permalink(room, id));
    let note = note.trim();
    let note = if note.is_empty() { String::new() } else { format!("{note}\n\n") };
    Some(format!("{note}{}\n\n{origin} {link}", quote.join("\n")))
}

/// Whether something can be said there that was said in `from`.
fn takes(chat: &Chat, goal: &Goal, from: RoomId) -> bool {
    let is_open = |room| chat.room(room).is_some_and(|room| room.details().archived_at.is_none());
    match goal {
        Goal::Room { room, .. } => *room != from && is_open(*room),
        Goal::Person { .. } => true,
        Goal::Command { .. } | Goal::Channel { .. } | Goal::Search(_) => false,
    }
}

/// Says it to a room, or to a person, with whom a conversation is begun if there was none.
fn say_to(app: App, goal: &Goal, text: String) {
    match goal {
        Goal::Room { room, .. } => app.say_there(*room, text),
        Goal::Person { user, .. } => {
            let user = *user;
            app.attempt(async move {
                let room = calls::open_direct(vec![user]).await?;
                app.say_there(room.id, text);
                Ok(())
            });
        }
        Goal::Command { .. } | Goal::Channel { .. } | Goal::Search(_) => {}
    }
}

#[component]
pub fn Forward(room: RoomId, id: MessageId) -> impl IntoView {
    let app = app();
    let search = RwSignal::new(String::new());
    let note = RwSignal::new(String::new());
    let chosen = RwSignal::new(None::<Goal>);
    let goals = Goals::known(app);
    let found = Memo::new(move |_| {
        let mut all = search.with(|letters| goals.best(letters, &[], 3 * MOST));
        if search.with(String::is_empty) {
            let met = |person: &Goal| all.iter().any(|room| person.is_met_in(room));
            let others: Vec<_> = goals.people(MOST).into_iter().filter(|person| !met(person)).collect();
            all.extend(others);
        }
        let fit = |chat: &Chat| {
            all.into_iter().filter(|goal| takes(chat, goal, room)).take(MOST).collect::<Vec<_>>()
        };
        app.replica.peek(fit).unwrap_or_default()
    });
    let send = move || {
        let text = forwarded(app, room, id, &note.get_untracked());
        if let (Some(goal), Some(text)) = (chosen.get_untracked(), text) {
            say_to(app, &goal, text);
        }
    };
    view! {
        <Head title=t().forward/>
        {move || match chosen.get() {
            None => view! { <Where search found chosen/> }.into_any(),
            Some(goal) => view! { <There goal chosen/> }.into_any(),
        }}
        <textarea class="input" rows="3" dir="auto" placeholder=t().add_note aria-label=t().add_note
            data-testid="forward-note" bind:value=note
            on:keydown=move |event| if event.key() == "Enter" && is_command(&event) { send() }></textarea>
        <div class="dialog-foot">
            <button class="button" on:click=move |_| app.overlay.close_dialog()>{t().cancel}</button>
            <button class="button main" data-testid="submit" disabled=move || chosen.with(Option::is_none)
                on:click=move |_| send()>{t().forward}</button>
        </div>
    }
}

/// Asks where to.
#[component]
fn Where(search: RwSignal<String>, found: Memo<Vec<Goal>>, chosen: RwSignal<Option<Goal>>) -> impl IntoView {
    let choice = Choice::first("forward-list", move || found.with(Vec::len));
    let take = move |at: usize| chosen.set(found.with_untracked(|found| found.get(at).cloned()));
    let keys = move |event: leptos::ev::KeyboardEvent| {
        let key = event.key();
        match choice.chosen_untracked() {
            Some(at) if key == "Enter" && !event.is_composing() => take(at),
            _ if choice.takes(&key) => {}
            _ => return,
        }
        event.prevent_default();
    };
    let input = NodeRef::new();
    focus_when_shown(input);
    view! {
        <div class="picker">
            <input node_ref=input type="text" role="combobox" placeholder=t().forward_where aria-label=t().forward_where
                aria-expanded=move || (!found.with(Vec::is_empty)).to_string() aria-controls=choice.list
                aria-activedescendant=move || choice.active() aria-autocomplete="list" autocomplete="off"
                spellcheck="false" data-testid="forward-search" bind:value=search on:keydown=keys
                on:input=move |_| choice.begin()/>
        </div>
        <div id=choice.list class="forward-list" role="listbox" aria-label=t().forward_where>
            {move || found.get().into_iter().enumerate().map(|(index, goal)| view! {
                <Entry choice index take=move |()| take(index) attr:data-testid="forward-to">
                    <GoalView goal/>
                </Entry>
            }).collect_view()}
            {move || found.with(Vec::is_empty).then(|| view! {
                <p class="empty-note" role="status">{t().nothing_found}</p>
            })}
        </div>
    }
}

/// Where it goes.
#[component]
fn There(goal: Goal, chosen: RwSignal<Option<Goal>>) -> impl IntoView {
    let other = NodeRef::<leptos::html::Button>::new();
    // The row that was pressed is gone.
    other.on_load(|button| {
        request_animation_frame(move || {
            let _ = button.focus();
        });
    });
    view! {
        <div class="picker">
            <span class="picked" data-testid="forward-there">
                <GoalView goal/>
                <button node_ref=other class="icon-button small" aria-label=t().remove
                    on:click=move |_| chosen.set(None)>
                    <Glyph icon=Icon::Close size=14/>
                </button>
            </span>
        </div>
    }
}
