//! What stands around a message's text: its thread, that it is pinned, that it was changed.

use leptos::prelude::*;
use natter_protocol::{MessageId, Millis, UserId};

use super::message::Shown;
use crate::state::{Aspect, OpenRoom, PopKind, app};
use crate::text::{clock, day_of, full_time, t};
use crate::views::avatar::Avatar;
use crate::views::icon::{Glyph, Icon};

/// "today at 09:31"
pub fn when(at: Millis) -> String {
    (t().day_at)(&day_of(at), &clock(at))
}

/// "4 replies · Last reply today at 09:31", with the faces of those who said the newest.
#[component]
pub fn ThreadLine(open: OpenRoom, id: MessageId, shown: Memo<Option<Shown>>) -> impl IntoView {
    let app = app();
    let replies = Memo::new(move |_| {
        let replies = shown.with(|shown| shown.as_ref().and_then(Shown::said)?.replies.clone());
        replies.filter(|replies| replies.count > 0)
    });
    let is_unread = Memo::new(move |_| {
        app.replica.read(Aspect::Threads, |chat| chat.is_thread_unread(open.room, id)) == Some(true)
    });
    move || {
        replies.get().map(|replies| {
            app.meet(replies.users.iter().copied());
            view! {
                <button
                    class="thread-line"
                    class:unread=is_unread
                    data-testid="thread-line"
                    on:click=move |_| app.open_thread(open.room, id)
                >
                    <span class="stack" aria-hidden="true">
                        {replies.users.iter().map(|user| view! { <Avatar user=*user size=20/> }).collect_view()}
                    </span>
                    <b>{(t().replies)(replies.count)}</b>
                    <span class="cut">{(t().last_reply)(&when(replies.last_at))}</span>
                </button>
            }
        })
    }
}

/// Says who keeps the message at hand.
#[component]
pub fn PinnedBy(by: UserId) -> impl IntoView {
    let app = app();
    let text = move || {
        let name = app.replica.name_of(by).unwrap_or_else(|| t().someone.to_owned());
        (t().pinned_by)(&name)
    };
    view! { <p class="pinned-by" data-testid="pinned-by"><Glyph icon=Icon::Pin size=14/>{text}</p> }
}

/// "(edited)" opens what the message said before.
#[component]
pub fn EditedMark(open: OpenRoom, id: MessageId, at: Millis) -> impl IntoView {
    let app = app();
    let button = NodeRef::<leptos::html::Button>::new();
    let show = move |_| {
        if let Some(button) = button.get() {
            app.overlay.toggle_pop(PopKind::Edits(open.room, id), &button);
        }
    };
    view! {
        <button node_ref=button class="edited" title=full_time(at) data-testid="edited" on:click=show>
            {t().edited}
        </button>
    }
}
