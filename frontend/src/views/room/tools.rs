//! What can be done with the message under the pointer.

use leptos::prelude::*;
use natter_protocol::command::permalink;
use natter_protocol::{MessageId, RoomRole, UserId};

use crate::state::{App, Aspect, OpenRoom, PopKind, app};
use crate::text::t;
use crate::views::emoji::FREQUENT;
use crate::views::icon::{Glyph, Icon};

pub fn may_delete(app: App, open: OpenRoom, author: UserId) -> bool {
    let role = app
        .replica
        .read(Aspect::Room(open.room), |chat| chat.room(open.room).map(natter_client::RoomState::role));
    app.replica.me() == Some(author) || role.flatten().is_some_and(|role| role >= RoomRole::Moderator)
}

#[component]
pub fn Tools(open: OpenRoom, id: MessageId, author: UserId) -> impl IntoView {
    let app = app();
    let room = open.room;
    let is_mine = app.replica.me() == Some(author);
    let add = NodeRef::<leptos::html::Button>::new();
    let open_picker = move |_| {
        if let Some(button) = add.get() {
            app.overlay.toggle_pop(PopKind::React(room, id), &button);
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
            <button title=t().reply aria-label=t().reply data-testid="reply"
                on:click=move |_| open.reply_to.set(Some(id))>
                <Glyph icon=Icon::Reply/>
            </button>
            {is_mine.then(|| view! {
                <button title=t().edit aria-label=t().edit data-testid="edit"
                    on:click=move |_| open.editing.set(Some(id))>
                    <Glyph icon=Icon::Pencil/>
                </button>
            })}
            <button title=t().copy_link aria-label=t().copy_link data-testid="copy-link"
                on:click=move |_| app.copy_link(permalink(room, id))>
                <Glyph icon=Icon::Link/>
            </button>
            {may_delete(app, open, author).then(|| view! {
                <button class="danger" title=t().delete aria-label=t().delete data-testid="delete"
                    on:click=move |_| app.deleting.mark(app, room, id)>
                    <Glyph icon=Icon::Trash/>
                </button>
            })}
        </div>
    }
}
