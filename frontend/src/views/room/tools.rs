//! What can be done with the message under the pointer.

use leptos::prelude::*;
use natter_protocol::{MessageId, RoomRole, UserId};

use crate::state::{App, Aspect, OpenRoom, PopKind, app};
use crate::text::t;
use crate::views::emoji::FREQUENT;
use crate::views::icon::{Glyph, Icon};
use crate::views::pops::Acting;

pub fn may_delete(app: App, open: OpenRoom, author: UserId) -> bool {
    let role = app
        .replica
        .read(Aspect::Room(open.room), |chat| chat.room(open.room).map(natter_client::RoomState::role));
    app.replica.me() == Some(author) || role.flatten().is_some_and(|role| role >= RoomRole::Moderator)
}

/// Opens the menu of a message where it was pressed.
pub fn open_menu(app: App, acting: Acting, open: OpenRoom, id: MessageId, event: &web_sys::MouseEvent) {
    use wasm_bindgen::JsCast as _;
    let pressed = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    if let Some(pressed) = pressed {
        acting.0.set_value(Some(open));
        app.overlay.toggle_pop(PopKind::Message(id), &pressed);
    }
}

fn saved_title(is_saved: bool) -> &'static str {
    if is_saved { t().unsave } else { t().save_for_later }
}

#[component]
pub fn Tools(open: OpenRoom, id: MessageId) -> impl IntoView {
    let app = app();
    let room = open.room;
    let add = NodeRef::<leptos::html::Button>::new();
    let open_picker = move |_| {
        if let Some(button) = add.get() {
            app.overlay.toggle_pop(PopKind::React(room, id), &button);
        }
    };
    let acting = expect_context::<Acting>().0;
    let more = NodeRef::<leptos::html::Button>::new();
    let open_more = move |_| {
        if let Some(button) = more.get() {
            acting.set_value(Some(open));
            app.overlay.toggle_pop(PopKind::Message(id), &button);
        }
    };
    view! {
        <div class="tools" role="toolbar" aria-label=t().message_tools data-testid="tools">
            {FREQUENT.into_iter().map(|emoji| view! {
                <button class="emoji" title=(t().react_with)(emoji) aria-label=(t().react_with)(emoji)
                    data-emoji=emoji on:click=move |_| app.toggle_reaction(room, id, emoji)>
                    {emoji}
                </button>
            }).collect_view()}
            <i></i>
            <button node_ref=add title=t().add_reaction aria-label=t().add_reaction data-testid="react"
                on:click=open_picker>
                <Glyph icon=Icon::AddReaction/>
            </button>
            {open.thread.is_none().then(|| view! {
                <button title=t().reply_in_thread aria-label=t().reply_in_thread data-testid="reply"
                    on:click=move |_| app.open_thread(room, id)>
                    <Glyph icon=Icon::ReplyInThread/>
                </button>
            })}
            <button class:filled=move || app.is_saved(room, id)
                title=move || saved_title(app.is_saved(room, id))
                aria-label=move || saved_title(app.is_saved(room, id))
                aria-pressed=move || app.is_saved(room, id).to_string()
                data-testid="save-message" on:click=move |_| app.toggle_saved(room, id)>
                <Glyph icon=Icon::Bookmark/>
            </button>
            <button node_ref=more title=t().more aria-label=t().more aria-haspopup="menu"
                aria-expanded=move || app.overlay.is_open(PopKind::Message(id)).to_string()
                data-testid="message-more" on:click=open_more>
                <Glyph icon=Icon::More/>
            </button>
        </div>
    }
}
