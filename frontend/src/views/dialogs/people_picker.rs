//! Choosing people: for a new conversation, or to add them to a channel.

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_protocol::{Right, RoomId, User, UserId, limits};

use super::Head;
use crate::api::calls;
use crate::browser::later;
use crate::state::{App, Dialog, app};
use crate::text::t;
use crate::views::avatar::Avatar;
use crate::views::choice::{Choice, Entry};
use crate::views::form::focus_when_shown;
use crate::views::handle::handle;
use crate::views::icon::{Glyph, Icon};

/// Looks for people a moment after the last key; an answer to an older search is not shown.
fn find_people(app: App, search: RwSignal<String>, without: Vec<UserId>) -> RwSignal<Option<Vec<User>>> {
    let found = RwSignal::new(None);
    let turn = StoredValue::new(0_u32);
    let without = StoredValue::new(without);
    let look = move |beginning: String| {
        let now = turn.try_update_value(|turn| {
            *turn += 1;
            *turn
        });
        later(if beginning.is_empty() { 0 } else { 120 }, move || {
            if turn.try_get_value() != now {
                return;
            }
            spawn_local(async move {
                let Ok(users) = calls::users(&beginning).await else { return };
                if turn.try_get_value() == now {
                    app.replica.load_users(users.clone());
                    let fits = |user: &User| {
                        user.deactivated_at.is_none()
                            && without.with_value(|without| !without.contains(&user.id))
                    };
                    found.set(Some(users.into_iter().filter(fits).collect()));
                }
            });
        });
    };
    Effect::new(move |_| look(search.get().trim().trim_start_matches('@').to_owned()));
    found
}

#[component]
fn PeoplePicker(
    without: Vec<UserId>,
    chosen: RwSignal<Vec<User>>,
    most: usize,
    #[prop(into)] done: Callback<()>,
) -> impl IntoView {
    let app = app();
    let search = RwSignal::new(String::new());
    let found = find_people(app, search, without);
    let input = NodeRef::new();
    focus_when_shown(input);
    let rest = Memo::new(move |_| {
        let chosen = chosen.get();
        found.with(|found| {
            found.iter().flatten().filter(|user| !chosen.iter().any(|c| c.id == user.id)).cloned().collect()
        })
    });
    let is_nobody = move || {
        let typed_or_none_chosen = search.with(|search| !search.is_empty()) || chosen.with(Vec::is_empty);
        found.with(Option::is_some) && rest.with(Vec::is_empty) && typed_or_none_chosen
    };
    let choice = Choice::first("people-list", move || rest.with(Vec::len));
    let choose = move |user: User| {
        if chosen.with(|chosen| chosen.len() < most) {
            chosen.update(|chosen| chosen.push(user));
            search.set(String::new());
            choice.begin();
        }
    };
    let keys = move |event: leptos::ev::KeyboardEvent| {
        match event.key().as_str() {
            key if choice.takes(key) => {}
            "Backspace" if search.with(String::is_empty) => {
                chosen.update(|chosen| {
                    chosen.pop();
                });
                return;
            }
            "Enter" if !event.is_composing() => {
                let nothing_typed = search.with(String::is_empty);
                let meant = choice
                    .chosen_untracked()
                    .and_then(|at| rest.with_untracked(|rest| rest.get(at).cloned()));
                match meant {
                    _ if nothing_typed && chosen.with(|chosen| !chosen.is_empty()) => done.run(()),
                    Some(user) => choose(user),
                    None => {}
                }
            }
            _ => return,
        }
        event.prevent_default();
    };
    view! {
        <div class="picker">
            {move || chosen.get().into_iter().map(|user| view! {
                <span class="picked">
                    <Avatar user=user.id size=18/>
                    {user.display_name}
                    <button class="icon-button small" aria-label=t().remove
                        on:click=move |_| chosen.update(|chosen| chosen.retain(|c| c.id != user.id))>
                        <Glyph icon=Icon::Close size=14/>
                    </button>
                </span>
            }).collect_view()}
            <input node_ref=input type="text" placeholder=t().find_people aria-label=t().find_people
                role="combobox" aria-expanded=move || (!rest.with(Vec::is_empty)).to_string()
                aria-controls=choice.list aria-activedescendant=move || choice.active() aria-autocomplete="list"
                autocomplete="off" spellcheck="false" data-testid="find-people"
                bind:value=search on:keydown=keys on:input=move |_| choice.begin()/>
        </div>
        {move || is_nobody().then(|| view! {
            <p class="dialog-list empty-note" role="status">
                {if search.with(String::is_empty) { t().nobody_left } else { t().nobody_found }}
            </p>
        })}
        <div class="dialog-list" hidden=move || rest.with(Vec::is_empty) id=choice.list role="listbox"
            aria-label=t().people data-testid="people-list">
            {move || {
                let people: Vec<User> = rest.get();
                people.into_iter().enumerate().map(|(index, user)| {
                    let picked = user.clone();
                    let username = user.username.clone();
                    view! {
                        <Entry choice index class="list-row" take=move |()| choose(picked.clone())
                            attr:data-testid="person" attr:data-username=username>
                            <Avatar user=user.id size=32 presence=true/>
                            <span class="grow">
                                <b class="cut" dir="auto">{user.display_name}</b>
                                <span class="cut">{handle(user.username)}</span>
                            </span>
                        </Entry>
                    }
                }).collect_view().into_any()
            }}
        </div>
    }
}

/// For someone who has no account yet.
#[component]
fn InviteInstead() -> impl IntoView {
    let app = app();
    app.may(Right::Invite).then(|| {
        view! {
            <button class="button quiet at-start" on:click=move |_| app.overlay.open(Dialog::Invite)>
                <Glyph icon=Icon::InvitePeople size=16/>
                {t().invite_people}
            </button>
        }
    })
}

#[component]
pub fn NewDirect() -> impl IntoView {
    let app = app();
    let chosen = RwSignal::new(Vec::<User>::new());
    let open = move || {
        let people = chosen.with(|chosen| chosen.iter().map(|user| user.id).collect::<Vec<_>>());
        if !people.is_empty() {
            app.open_direct(people);
        }
    };
    let without = app.replica.me().into_iter().collect();
    view! {
        <Head title=t().new_message/>
        <PeoplePicker without chosen most=limits::DIRECT_PEOPLE - 1 done=move |()| open()/>
        <div class="dialog-foot">
            <InviteInstead/>
            <button class="button main" data-testid="submit"
                disabled=move || chosen.with(Vec::is_empty) on:click=move |_| open()>
                {t().start_conversation}
            </button>
        </div>
    }
}

#[component]
pub fn AddPeople(room: RoomId) -> impl IntoView {
    let app = app();
    let chosen = RwSignal::new(Vec::<User>::new());
    let members =
        app.replica.peek(|chat| Some(chat.room(room)?.members().members())).flatten().unwrap_or_default();
    let without: Vec<UserId> = members.iter().map(|member| member.user_id).chain(app.replica.me()).collect();
    let add = move || {
        let people = chosen.with(|chosen| chosen.iter().map(|user| user.id).collect::<Vec<_>>());
        app.overlay.close_dialog();
        app.attempt(async move {
            for user in people {
                calls::put_member(room, user, None).await?;
            }
            Ok(())
        });
    };
    let label = app.room_label(room);
    view! {
        <Head title=(t().add_people_to)(&label)/>
        <PeoplePicker without chosen most=50 done=move |()| add()/>
        <div class="dialog-foot">
            <InviteInstead/>
            <button class="button main" data-testid="submit"
                disabled=move || chosen.with(Vec::is_empty) on:click=move |_| add()>
                {t().add}
            </button>
        </div>
    }
}
