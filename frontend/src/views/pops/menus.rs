//! Menus.

use leptos::prelude::*;
use natter_protocol::{Right, RoomId, RoomKind, RoomRole, ServerRole, UserId};

use super::room_preferences::RoomPreferences;
use crate::api::calls;
use crate::browser::narrower_than;
use crate::state::{App, Aspect, Dialog, Pane, SettingsPage, app};
use crate::text::{a, t};
use crate::views::icon::{Glyph, Icon};

#[component]
pub fn Choice(
    icon: Icon,
    #[prop(into)] text: String,
    #[prop(into)] choose: Callback<()>,
    #[prop(default = "")] testid: &'static str,
    #[prop(default = false)] danger: bool,
    #[prop(optional, into)] chosen: Signal<Option<bool>>,
) -> impl IntoView {
    let app = app();
    view! {
        <button
            class="choice"
            class:danger=danger
            role=move || if chosen.get().is_some() { "menuitemradio" } else { "menuitem" }
            aria-checked=move || chosen.get().map(|chosen| chosen.to_string())
            data-testid=testid
            on:click=move |_| {
                app.overlay.pop.set(None);
                choose.run(());
            }
        >
            <Glyph icon size=16/>
            <span class="grow">{text}</span>
            {move || (chosen.get() == Some(true)).then(|| view! { <Glyph icon=Icon::Check size=16/> })}
        </button>
    }
}

#[component]
pub fn ServerMenu() -> impl IntoView {
    let app = app();
    let is_admin = app.replica.peek(|chat| chat.me().user.role) > Some(ServerRole::Member);
    let administration = move |()| {
        // Where it is narrow, the list of all pages stands first.
        let page = (!narrower_than(640)).then_some(SettingsPage::People);
        app.overlay.open_settings(page);
    };
    view! {
        <div class="menu" role="menu">
            {app.may(Right::Invite).then(|| view! {
                <Choice icon=Icon::InvitePeople text=t().invite_people testid="menu-invite"
                    choose=move |()| app.overlay.open(Dialog::Invite)/>
            })}
            <Choice icon=Icon::Keyboard text=t().keys testid="menu-keys"
                choose=move |()| app.overlay.open(Dialog::Keys)/>
            {is_admin.then(|| view! {
                <Choice icon=Icon::Shield text=a().administration testid="menu-administration" choose=administration/>
            })}
            <Choice icon=Icon::Settings text=t().settings testid="menu-settings"
                choose=move |()| app.overlay.open_settings(None)/>
            <hr/>
            <Choice icon=Icon::SignOut text=t().sign_out testid="sign-out" choose=move |()| app.sign_out()/>
        </div>
    }
}

#[component]
pub fn AddRoomMenu() -> impl IntoView {
    let app = app();
    view! {
        <div class="menu" role="menu">
            <Choice icon=Icon::Compass text=t().browse_channels testid="browse-channels"
                choose=move |()| app.overlay.open(Dialog::Browse)/>
            {app.may_create_any().then(|| view! {
                <Choice icon=Icon::Plus text=t().create_channel testid="create-channel"
                    choose=move |()| app.overlay.open(Dialog::CreateRoom)/>
            })}
        </div>
    }
}

/// The caller's role in a room.
pub fn own_role(app: App, room: RoomId) -> RoomRole {
    app.replica
        .read(Aspect::Room(room), |chat| chat.room(room).map(natter_client::RoomState::role))
        .flatten()
        .unwrap_or(RoomRole::Member)
}

#[component]
pub fn RoomMenu(room: RoomId) -> impl IntoView {
    let app = app();
    let kind = app.replica.peek(|chat| chat.room(room).map(|r| r.details().kind)).flatten();
    let is_direct = kind == Some(RoomKind::Direct);
    let may_edit = own_role(app, room) >= RoomRole::Moderator;
    view! {
        <div class="menu" role="menu">
            <Choice icon=Icon::People text=t().members testid="room-members"
                choose=move |()| app.overlay.pane.set(Some(Pane::Members))/>
            <Choice icon=Icon::File text=t().files testid="room-files"
                choose=move |()| app.overlay.pane.set(Some(Pane::Files(room)))/>
            <RoomPreferences room/>
            <hr/>
            <Choice icon=Icon::Link text=t().copy_room_link choose=move |()| app.copy_link(format!("/r/{room}"))/>
            {(!is_direct).then(|| view! {
                <Choice icon=Icon::InvitePeople text=t().add_people testid="add-people"
                    choose=move |()| app.overlay.open(Dialog::AddPeople(room))/>
                {may_edit.then(|| view! {
                    <Choice icon=Icon::Pencil text=t().edit_channel testid="edit-room"
                        choose=move |()| app.overlay.open(Dialog::EditRoom(room))/>
                })}
                <hr/>
                <Choice icon=Icon::Leave text=t().leave_channel testid="leave-room" danger=true
                    choose=move |()| app.overlay.open(Dialog::LeaveRoom(room))/>
            })}
        </div>
    }
}

#[component]
pub fn MemberMenu(room: RoomId, user: UserId) -> impl IntoView {
    let app = app();
    let member = app.replica.peek(|chat| chat.room(room)?.members().get(user)).flatten();
    let role = member.map_or(RoomRole::Member, |member| member.role);
    let mine = own_role(app, room);
    let is_me = app.replica.me() == Some(user);
    let is_owner = mine == RoomRole::Owner;
    let may_remove = !is_me && (is_owner || (mine == RoomRole::Moderator && role < mine));
    let give = move |role: RoomRole| {
        move |()| app.attempt(async move { calls::put_member(room, user, Some(role)).await })
    };
    let roles = [
        (RoomRole::Member, Icon::Person, t().make_member, "make-member"),
        (RoomRole::Moderator, Icon::Shield, t().make_moderator, "make-moderator"),
        (RoomRole::Owner, Icon::Crown, t().make_owner, "make-owner"),
    ];
    view! {
        <div class="menu" role="menu">
            {(!is_me).then(|| view! {
                <Choice icon=Icon::Message text=t().send_message testid="member-message"
                    choose=move |()| app.open_direct(vec![user])/>
            })}
            {roles.into_iter().filter(|(to, ..)| is_owner && *to != role).map(|(to, icon, text, testid)| view! {
                <Choice icon text testid choose=give(to)/>
            }).collect_view()}
            {may_remove.then(|| view! {
                <hr/>
                <Choice icon=Icon::RemovePerson text=t().remove_from_channel testid="remove-member" danger=true
                    choose=move |()| app.attempt(async move { calls::remove_member(room, user).await })/>
            })}
        </div>
    }
}
