//! Who is in the room.

use leptos::prelude::*;
use natter_client::sort::sort_by_key;
use natter_protocol::{Member, Presence, RoomId, RoomKind, RoomRole};

use super::avatar::{Avatar, presence_of, whereabouts};
use super::handle::handle;
use super::icon::{Glyph, Icon};
use super::pane_head::PaneHead;
use super::profile::open_profile;
use super::status::StatusMark;
use crate::state::{App, Aspect, Dialog, PopKind, app};
use crate::text::{lowercase, t};

/// The people, those who are there first, then by name.
fn members(app: App, room: RoomId) -> Vec<Member> {
    app.replica.track(Aspect::People);
    let listed =
        app.replica.read(Aspect::Members(room), |chat| chat.room(room).map(|r| r.members().members()));
    let mut listed = listed.flatten().unwrap_or_default();
    sort_by_key(&mut listed, |member| {
        let name =
            app.replica.peek(|chat| chat.user(member.user_id).map(|user| lowercase(&user.display_name)));
        (presence_of(app, member.user_id) == Presence::Offline, name)
    });
    listed
}

#[component]
pub fn MembersPane(room: RoomId) -> impl IntoView {
    let app = app();
    let search = RwSignal::new(String::new());
    let is_direct = app.replica.peek(|chat| chat.room(room).map(|r| r.details().kind)).flatten()
        == Some(RoomKind::Direct);
    let all = Memo::new(move |_| members(app, room));
    let shown = move || {
        let wanted = search.with(|s| lowercase(s.trim()));
        let fits = |member: &Member| {
            wanted.is_empty()
                || app
                    .replica
                    .peek(|chat| {
                        let user = chat.user(member.user_id)?;
                        Some(
                            lowercase(&user.display_name).contains(&wanted)
                                || user.username.contains(&wanted),
                        )
                    })
                    .flatten()
                    == Some(true)
        };
        all.get().into_iter().filter(fits).collect::<Vec<_>>()
    };
    view! {
        <aside class="pane" aria-label=t().members data-testid="members-pane" data-region="pane">
            <PaneHead title=t().members room/>
            <div class="pane-bar">
                <div class="with-icon grow">
                    <Glyph icon=Icon::Search/>
                    <input class="input" type="search" placeholder=t().find_members aria-label=t().find_members
                        bind:value=search/>
                </div>
                {(!is_direct).then(|| view! {
                    <button class="button" data-testid="add-member"
                        on:click=move |_| app.overlay.open(Dialog::AddPeople(room))>
                        <Glyph icon=Icon::InvitePeople size=16/>
                        {t().add}
                    </button>
                })}
            </div>
            <ul class="plain pane-scroll" data-testid="member-list">
                <For each=shown key=|member| (member.user_id, member.role) let:member>
                    <MemberRow room member is_direct/>
                </For>
            </ul>
        </aside>
    }
}

#[component]
fn MemberRow(room: RoomId, member: Member, is_direct: bool) -> impl IntoView {
    let app = app();
    let user = member.user_id;
    let is_me = app.replica.me() == Some(user);
    let name = move || app.replica.name_of(user).unwrap_or_else(|| t().someone.to_owned());
    let known =
        app.replica.peek(|chat| chat.user(user).map(|user| (user.username.clone(), user.bot))).flatten();
    let (username, is_bot) = known.map_or((None, false), |(username, is_bot)| (Some(username), is_bot));
    // Of a program one asks what it does, not whether it is there.
    let does = move || app.replica.user(user, |user| user.title.clone()).flatten();
    let about = move || if is_bot { does() } else { Some(whereabouts(app, user).to_owned()) };
    let called = username.clone();
    let role = match member.role {
        RoomRole::Owner => Some(t().owner),
        RoomRole::Moderator => Some(t().moderator),
        RoomRole::Member => None,
    };
    let menu = NodeRef::<leptos::html::Button>::new();
    let open_menu = move |_| {
        if let Some(button) = menu.get() {
            app.overlay.toggle_pop(PopKind::MemberMenu(room, user), &button);
        }
    };
    view! {
        <li class="list-row member" data-testid="member" data-username=called>
            <Avatar user size=32 presence=!is_bot/>
            <button class="grow person" aria-haspopup="dialog" data-testid="open-profile"
                on:click=move |event| open_profile(app, user, &event)>
                <b class="cut" dir="auto">
                    {name} <StatusMark user/> {is_me.then(|| view! { <span class="quiet">" "{t().you}</span> })}
                </b>
                <span class="cut">
                    {move || about().map(|about| format!("{about} · "))} {username.map(handle)}
                </span>
            </button>
            {role.filter(|_| !is_direct).map(|role| view! { <span class="tag">{role}</span> })}
            {(!is_me).then(|| view! {
                <button
                    node_ref=menu
                    class="icon-button small"
                    aria-label=t().more
                    aria-haspopup="menu"
                    aria-expanded=move || app.overlay.is_open(PopKind::MemberMenu(room, user)).to_string()
                    data-testid="member-menu"
                    on:click=open_menu
                >
                    <Glyph icon=Icon::More size=16/>
                </button>
            })}
        </li>
    }
}
