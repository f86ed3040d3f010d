//! Creating, changing and leaving a channel.

use leptos::prelude::*;
use natter_protocol::command::{CreateRoom as Create, UpdateRoom};
use natter_protocol::{RoomId, RoomKind, limits};

use super::Head;
use crate::api::calls;
use crate::state::app;
use crate::text::{a, t};
use crate::views::form::{Form, TextField, WholeWrong, Wrong};
use crate::views::icon::{Glyph, Icon};

const FIELDS: [&str; 2] = ["name", "topic"];

/// A channel's name as it was written, with or without its mark.
fn bare(name: &str) -> String {
    name.trim().trim_start_matches('#').to_owned()
}

fn needs_name(name: &str) -> Wrong {
    let mut wrong = Wrong::default();
    if name.is_empty() {
        wrong.field("name", t().needed);
    }
    wrong
}

#[component]
pub fn CreateRoom() -> impl IntoView {
    let app = app();
    let name = RwSignal::new(String::new());
    let topic = RwSignal::new(String::new());
    let private = RwSignal::new(!app.may_create(RoomKind::Public));
    let form = Form::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let body = Create {
            kind: if private.get() { RoomKind::Private } else { RoomKind::Public },
            name: bare(&name.get()),
            topic: Some(topic.get().trim().to_owned()).filter(|topic| !topic.is_empty()),
        };
        form.send(needs_name(&body.name), &FIELDS, async move {
            let room = calls::create_room(&body).await?;
            app.go_to_room(room.id).await;
            Ok(())
        });
    };
    let kinds = [
        (RoomKind::Public, t().public, t().public_note, "public"),
        (RoomKind::Private, t().private, t().private_note, "private"),
    ];
    view! {
        <Head title=t().create_channel/>
        <form novalidate on:submit=submit data-testid="create-room">
            <WholeWrong wrong=form.wrong/>
            <TextField name="name" label=t().name value=name wrong=form.wrong placeholder=t().channel_name_example
                max=limits::ROOM_NAME_CHARS focus=true/>
            <TextField name="topic" label=t().topic value=topic wrong=form.wrong placeholder=t().topic_example
                max=limits::ROOM_TOPIC_CHARS optional=true/>
            <fieldset class="kinds">
                <legend class="unseen">{t().who_may_see}</legend>
                {kinds.map(|(kind, text, note, testid)| view! { <Kind kind text note testid private/> })}
            </fieldset>
            <div class="dialog-foot">
                <button class="button" type="button" on:click=move |_| app.overlay.close_dialog()>{t().cancel}</button>
                <button class="button main" type="submit" disabled=form.busy data-testid="submit">{t().create}</button>
            </div>
        </form>
    }
}

/// A kind of channel to choose; one that is kept for admins says so.
#[component]
fn Kind(
    kind: RoomKind,
    text: &'static str,
    note: &'static str,
    testid: &'static str,
    private: RwSignal<bool>,
) -> impl IntoView {
    let may = app().may_create(kind);
    let is = kind == RoomKind::Private;
    view! {
        <label class="kind" class:chosen=move || private.get() == is>
            <input type="radio" name="kind" class="unseen" disabled=!may data-testid=testid
                prop:checked=move || private.get() == is on:change=move |_| private.set(is)/>
            <Glyph icon=Icon::of_room(kind)/>
            <span><b>{text}</b><small>{if may { note } else { a().only_admins_create }}</small></span>
        </label>
    }
}

#[component]
pub fn EditRoom(room: RoomId) -> impl IntoView {
    let app = app();
    let now = app
        .replica
        .peek(|chat| chat.room(room).map(|r| (r.details().name.clone(), r.details().topic.clone())));
    let (name_now, topic_now) = now.flatten().unwrap_or_default();
    let name = RwSignal::new(name_now);
    let topic = RwSignal::new(topic_now);
    let form = Form::new();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let name = bare(&name.get());
        let missing = needs_name(&name);
        let body = UpdateRoom { name: Some(name), topic: Some(topic.get().trim().to_owned()) };
        form.send(missing, &FIELDS, async move {
            calls::update_room(room, &body).await?;
            app.overlay.close_dialog();
            Ok(())
        });
    };
    view! {
        <Head title=t().edit_channel/>
        <form novalidate on:submit=submit data-testid="edit-room-form">
            <WholeWrong wrong=form.wrong/>
            <TextField name="name" label=t().name value=name wrong=form.wrong max=limits::ROOM_NAME_CHARS/>
            <TextField name="topic" label=t().topic value=topic wrong=form.wrong placeholder=t().topic_example
                max=limits::ROOM_TOPIC_CHARS optional=true focus=true/>
            <div class="dialog-foot">
                <button class="button" type="button" on:click=move |_| app.overlay.close_dialog()>{t().cancel}</button>
                <button class="button main" type="submit" disabled=form.busy data-testid="submit">{t().save}</button>
            </div>
        </form>
    }
}

#[component]
pub fn LeaveRoom(room: RoomId) -> impl IntoView {
    let app = app();
    let label = app.room_label(room);
    let is_private = app.replica.peek(|chat| chat.room(room).map(|r| r.details().kind)).flatten()
        == Some(RoomKind::Private);
    let leave = move |_| {
        app.overlay.close_dialog();
        app.attempt(async move {
            calls::leave(room).await?;
            app.go("/");
            Ok(())
        });
    };
    view! {
        <Head title=(t().leave_question)(&label)/>
        <p class="dialog-note">{if is_private { t().leave_private_note } else { t().leave_note }}</p>
        <div class="dialog-foot">
            <button class="button" on:click=move |_| app.overlay.close_dialog()>{t().cancel}</button>
            <button class="button danger" data-testid="confirm-leave" on:click=leave>{t().leave}</button>
        </div>
    }
}
