//! The threads one takes part in.

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_protocol::thread::FollowedThread;

use super::avatar::Avatar;
use super::connection::Banner;
use super::icon::{Glyph, Icon};
use super::later::{Part, later};
use super::markdown::plain;
use super::room::when;
use crate::api::calls;
use crate::state::{Aspect, Pane, app};
use crate::text::{problem_text, t};

#[component]
pub fn ThreadsPage() -> impl IntoView {
    let app = app();
    let found = RwSignal::new(Vec::<FollowedThread>::new());
    let next = RwSignal::new(None::<String>);
    let is_loaded = RwSignal::new(false);
    let load = move |before: Option<String>| {
        spawn_local(async move {
            match calls::threads(before.as_deref()).await {
                Ok(page) => {
                    app.meet(page.threads.iter().map(|thread| thread.root.author));
                    next.try_set(page.next);
                    found.try_update(|found| {
                        if before.is_none() {
                            found.clear();
                        }
                        found.extend(page.threads);
                    });
                }
                Err(failure) => app.overlay.trouble(problem_text(&failure)),
            }
            is_loaded.try_set(true);
        });
    };
    // Something new in one of them: the first page may be another one.
    Effect::new(move |_| {
        app.replica.track(Aspect::Threads);
        load(None);
    });
    view! {
        <main class="room threads-page" data-testid="threads-page" data-region="page">
            <header class="room-head gather-head">
                <a class="icon-button back" href="/" aria-label=t().back_to_rooms>
                    <Glyph icon=Icon::ChevronLeft/>
                </a>
                <Glyph icon=Icon::ReplyInThread/>
                <h1>{t().threads}</h1>
            </header>
            <Banner/>
            <div class="threads-scroll">
                {move || (is_loaded.get() && found.with(Vec::is_empty)).then(|| view! {
                    <div class="empty">
                        <span class="empty-mark"><Glyph icon=Icon::ReplyInThread size=28/></span>
                        <h2>{t().no_threads}</h2>
                        <p>{t().no_threads_note}</p>
                    </div>
                })}
                <ul class="plain boxes">
                    <For
                        each=move || found.get()
                        key=|thread| (thread.root.id, thread.root.replies.clone().map(|replies| replies.seq))
                        let:thread
                    >
                        <ThreadCard thread/>
                    </For>
                </ul>
                {move || next.get().map(|before| view! {
                    <button class="button" data-testid="more-threads" on:click=move |_| load(Some(before.clone()))>
                        {t().show_more}
                    </button>
                })}
            </div>
        </main>
        {move || match app.overlay.pane.get() {
            Some(Pane::Thread(room, root, at)) => later(Part::Thread(room, root, at)),
            _ => ().into_any(),
        }}
    }
}

#[component]
fn ThreadCard(thread: FollowedThread) -> impl IntoView {
    let app = app();
    let (room, root) = (thread.mark.room_id, thread.root);
    let (id, author) = (root.id, root.author);
    let text = if root.deleted_at.is_some() {
        t().message_deleted.to_owned()
    } else {
        plain(&root.text.chars().take(400).collect::<String>())
    };
    let replies = root.replies.unwrap_or_default();
    let is_unread = Memo::new(move |_| {
        app.replica.read(Aspect::Threads, |chat| chat.is_thread_unread(room, id)) == Some(true)
    });
    let is_open = move || matches!(app.overlay.pane.get(), Some(Pane::Thread(_, root, _)) if root == id);
    view! {
        <li class="box" class:unread=is_unread class:at=is_open data-testid="thread-card">
            <button class="box-main" on:click=move |_| app.overlay.pane.set(Some(Pane::Thread(room, id, None)))>
                <span class="box-of cut" dir="auto">{move || app.room_label(room)}</span>
                <span class="box-head">
                    <Avatar user=author size=24/>
                    <b class="cut" dir="auto">{move || app.replica.name_of(author)}</b>
                    <small>{when(root.at)}</small>
                </span>
                <span class="box-text" dir="auto">{text}</span>
                <span class="thread-line" class:unread=is_unread>
                    <span class="stack" aria-hidden="true">
                        {replies.users.iter().map(|user| view! { <Avatar user=*user size=20/> }).collect_view()}
                    </span>
                    <b>{(t().replies)(replies.count)}</b>
                    <span class="cut">{(t().last_reply)(&when(replies.last_at))}</span>
                    {move || is_unread.get().then(|| view! { <i class="new-mark">{t().new}</i> })}
                </span>
            </button>
        </li>
    }
    .into_any()
}
