//! What else can be done with a message.

use leptos::prelude::*;
use natter_protocol::MessageId;
use natter_protocol::command::permalink;

use super::Acting;
use super::menus::Choice;
use crate::state::{Dialog, Pop, PopKind, app};
use crate::text::t;
use crate::views::icon::Icon;
use crate::views::room::may_delete;

#[component]
pub fn MessageMenu(id: MessageId) -> impl IntoView {
    let app = app();
    let Some(open) = expect_context::<Acting>().0.get_value() else { return ().into_any() };
    let room = open.room;
    let Some(message) = app.replica.peek(|chat| chat.message(room, id).cloned()).flatten() else {
        return ().into_any();
    };
    let (author, seq, text) = (message.author, message.seq, message.text);
    // What people voted on is not changed under their hands.
    let may_edit = app.replica.me() == Some(author) && message.poll.is_none();
    let is_pinned = message.pinned.is_some();
    let in_room = open.thread.is_none();
    let place = app.overlay.pop.get_untracked();
    view! {
        <div class="menu" role="menu" data-testid="message-menu">
            {may_edit.then(|| view! {
                <Choice icon=Icon::Pencil text=t().edit testid="edit"
                    choose=move |()| open.editing.set(Some(id))/>
            })}
            {in_room.then(|| view! {
                <Choice icon=Icon::ReplyInThread text=t().reply_in_thread testid="menu-reply"
                    choose=move |()| app.open_thread(room, id)/>
            })}
            <Choice icon=Icon::Forward text=t().forward testid="forward"
                choose=move |()| app.overlay.open(Dialog::Forward(room, id))/>
            <Choice icon=Icon::Clock text=t().remind_me testid="remind"
                choose=move |()| app.overlay.pop.set(place.map(|menu| Pop { kind: PopKind::Remind(room, id), ..menu }))/>
            <hr/>
            <Choice icon=Icon::Link text=t().copy_link testid="copy-link"
                choose=move |()| app.copy_link(permalink(room, id))/>
            <Choice icon=Icon::Copy text=t().copy_text testid="copy-text"
                choose=move |()| app.copy_text(text.clone())/>
            <hr/>
            {in_room.then(|| view! {
                <Choice icon=Icon::Unread text=t().mark_unread testid="mark-unread"
                    choose=move |()| open.mark_unread_from(seq)/>
            })}
            <Choice icon=Icon::Pin text=if is_pinned { t().unpin } else { t().pin } testid="pin-message"
                choose=move |()| app.pin(room, id, !is_pinned)/>
            {may_delete(app, open, author).then(|| view! {
                <hr/>
                <Choice icon=Icon::Trash text=t().delete testid="delete" danger=true
                    choose=move |()| app.deleting.mark(app, room, id)/>
            })}
        </div>
    }
    .into_any()
}
