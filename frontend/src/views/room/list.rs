//! The messages of a room.

use leptos::prelude::*;
use natter_client::format::Row;
use natter_protocol::{MessageId, RoomKind, UserId};

use super::message::MessageRow;
use super::news::{Below, NewsBar};
use super::scroll::Scroller;
use crate::state::{Aspect, Loading, OpenRoom, PopKind, app};
use crate::text::{day_called, t};
use crate::views::avatar::Avatar;
use crate::views::icon::{Glyph, Icon};
use crate::views::later::{Part, later};
use crate::views::pops::Acting;
use crate::views::rows::{Rows, rows};

fn key(row: &Row) -> (u8, i64, u128, bool) {
    match row {
        Row::Day(day) => (0, *day, 0, false),
        Row::Unread => (1, 0, 0, false),
        Row::Message { id, head } => (2, 0, id.0.0, *head),
        Row::Told { id, more } => (3, i64::from(*more), id.0.0, false),
    }
}

/// What happened to the room, in a line among its messages.
#[component]
fn ToldRow(open: OpenRoom, id: MessageId, more: u32) -> impl IntoView {
    let told = open.told(id, more);
    on_cleanup(move || open.row_gone(id));
    let seq = told.first().map_or(0, |notice| notice.seq).to_string();
    view! {
        <div class="told" tabindex="-1" data-message-id=id.to_string() data-seq=seq data-testid="told">
            {later(Part::Told(told))}
        </div>
    }
}

#[component]
pub fn MessageList(open: OpenRoom) -> impl IntoView {
    let app = app();
    let scroller = Scroller::new(open);
    let inner = NodeRef::new();
    let is_open = Memo::new(move |_| !open.loading.with(Loading::shows_nothing));
    let shown = Memo::new(move |_| if is_open.get() { open.rows() } else { Vec::new() });
    let begins_here = Memo::new(move |_| open.begins_here());
    let drawn = Rows {
        each: Box::new(move || shown.get()),
        next: Box::new(move || if is_open.get() { open.next_rows() } else { Vec::new() }),
        key,
        row: Box::new(move |row| match row {
            Row::Day(day) => view! { <DaySeparator open day/> }.into_any(),
            Row::Unread => view! {
                <div class="new-line" role="separator" data-divider="" data-testid="unread-divider">
                    <span>{t().new}</span>
                </div>
            }
            .into_any(),
            Row::Message { id, head } => view! { <MessageRow open id head/> }.into_any(),
            Row::Told { id, more } => view! { <ToldRow open id more/> }.into_any(),
        }),
    };
    rows(inner, drawn);
    for kind in ["focus", "visibilitychange"] {
        let handle = window_event_listener_untyped(kind, move |_| open.read_to_end());
        on_cleanup(move || handle.remove());
    }
    on_cleanup(move || open.hold(None));
    // What is on the screen goes stale when the snapshot is renewed, be it while something is being fetched.
    let is_idle = Memo::new(move |_| open.loading.with(|loading| *loading == Loading::Idle));
    Effect::new(move |_| {
        app.replica.track(Aspect::Timeline(open.room));
        is_idle.with(|_| ());
        open.refresh_if_stale();
        open.arrived_unseen();
    });
    Effect::new(move |before: Option<u32>| {
        let now = app.session.renewed.get();
        if before.is_some_and(|before| before != now) {
            open.reopen();
        }
        now
    });
    // Back online: what could not be fetched is fetched now.
    Effect::new(move |_| {
        let connected = app.connection.status.with(|status| status.transport.is_some());
        if connected && open.loading.with_untracked(|loading| matches!(loading, Loading::Failed(_))) {
            open.again();
        }
    });
    view! {
        <div class="list-place">
            <NewsBar open/>
            <div
                node_ref=scroller.node
                class="list"
                role="log"
                aria-live="polite"
                aria-relevant="additions"
                aria-label=t().messages
                aria-busy=move || (open.loading.get() != Loading::Idle).to_string()
                tabindex="0"
                data-testid=if open.thread.is_some() { "thread-list" } else { "message-list" }
                data-region=if open.thread.is_some() { "thread" } else { "messages" }
                on:scroll=move |_| scroller.scrolled()
                on:pointerleave=move |_| {
                    // Its menu or the emoji may have opened over it, and belong to it.
                    if !app.overlay.is_about_message() {
                        open.active.set(None);
                    }
                }
            >
                <div class="list-inner" node_ref=inner>
                    {move || match open.loading.get() {
                        Loading::First => view! { <Bones/> }.into_any(),
                        Loading::Failed(why) => view! { <Failed open why/> }.into_any(),
                        _ if begins_here.get() => match open.thread {
                            Some(root) => view! { <Root open root/> }.into_any(),
                            None => view! { <Beginning open/> }.into_any(),
                        },
                        _ => view! { <div class="list-more" aria-hidden="true"><i class="bone w5"></i></div> }.into_any(),
                    }}
                </div>
            </div>
            <Below open/>
        </div>
    }
}

#[component]
fn DaySeparator(open: OpenRoom, day: i64) -> impl IntoView {
    let app = app();
    let acting = expect_context::<Acting>().0;
    let button = NodeRef::<leptos::html::Button>::new();
    let choose = move |_| {
        if let Some(button) = button.get() {
            acting.set_value(Some(open));
            app.overlay.toggle_pop(PopKind::Date, &button);
        }
    };
    let name = day_called(day);
    view! {
        <div class="day-line" aria-hidden="true"></div>
        <div class="day">
            <button node_ref=button title=t().jump_to_date data-testid="day" on:click=choose>{name}</button>
        </div>
    }
}

/// The outline of six messages.
#[component]
fn Bones() -> impl IntoView {
    let widths = ["w7", "w5", "w8", "w6", "w4", "w7"];
    view! {
        <div class="bone-list" aria-hidden="true">
            {widths.into_iter().map(|width| view! {
                <div class="bone-msg">
                    <i class="bone"></i>
                    <div><i class="bone w2"></i><i class=format!("bone {width}")></i></div>
                </div>
            }).collect_view()}
        </div>
    }
}

#[component]
fn Failed(open: OpenRoom, why: String) -> impl IntoView {
    view! {
        <div class="empty" data-testid="room-failed">
            <span class="empty-mark"><Glyph icon=Icon::Offline size=28/></span>
            <h2>{t().messages_failed}</h2>
            <p>{why}</p>
            <button class="button" on:click=move |_| open.again()>{t().try_again}</button>
        </div>
    }
}

/// Above the replies: what they answer, and how many there are.
#[component]
fn Root(open: OpenRoom, root: natter_protocol::MessageId) -> impl IntoView {
    let app = app();
    let is_known = Memo::new(move |_| {
        app.replica.read(Aspect::Timeline(open.room), |chat| chat.message(open.room, root).is_some())
    });
    let count = Memo::new(move |_| {
        app.replica.track(Aspect::Message(root));
        let count = |chat: &natter_client::Chat| Some(chat.message(open.room, root)?.replies.as_ref()?.count);
        app.replica.read(Aspect::Timeline(open.room), count).flatten().unwrap_or(0)
    });
    view! {
        {move || (is_known.get() == Some(true)).then(|| view! { <MessageRow open id=root head=true/> })}
        <div class="thread-count" data-testid="thread-count">
            {move || (count.get() > 0).then(|| (t().replies)(count.get()))}
        </div>
    }
}

/// Above the first message: what this room is.
#[component]
fn Beginning(open: OpenRoom) -> impl IntoView {
    let app = app();
    let room = open.room;
    let facts = app.replica.read(Aspect::Room(room), |chat| {
        let details = chat.room(room)?.details();
        let me = chat.me().user.id;
        let others: Vec<UserId> = details.direct_users.iter().copied().filter(|user| *user != me).collect();
        Some((details.kind, Icon::of(details), chat.room_name(room), details.topic.clone(), others))
    });
    let Some((kind, icon, name, topic, others)) = facts.flatten() else { return ().into_any() };
    if kind == RoomKind::Direct {
        return view! {
            <div class="beginning">
                {others.into_iter().take(3).map(|user| view! { <Avatar user size=64/> }).collect_view()}
                <h2 dir="auto">{name.clone()}</h2>
                <p>{(t().direct_beginning)(&name)}</p>
            </div>
        }
        .into_any();
    }
    view! {
        <div class="beginning">
            <span class="empty-mark"><Glyph icon size=28/></span>
            <h2 dir="auto">{(t().welcome_to)(&name)}</h2>
            <p>{if topic.is_empty() { (t().room_beginning)(&name) } else { topic }}</p>
            <div class="empty-actions">
                {later(Part::BringPeople(room, kind))}
            </div>
        </div>
    }
    .into_any()
}
