//! What was ever attached in a room, the newest first.

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_client::format::size;
use natter_protocol::file::RoomFile;
use natter_protocol::{MessageId, RoomId, Seq, routes};

use super::attachments::{Save, icon_of, is_shown, look_at};
use crate::api::calls;
use crate::browser::narrower_than;
use crate::native;
use crate::state::{App, Aspect, OpenRoom, app};
use crate::text::{moment, problem_text, t};
use crate::views::icon::{Glyph, Icon};
use crate::views::pane_head::PaneHead;

/// What is known of the room's files.
#[derive(Debug, Clone, Copy)]
struct Listed {
    app: App,
    room: RoomId,
    files: RwSignal<Vec<RoomFile>>,
    /// Ask again from here; none at the end, or while the first page is on its way.
    next: RwSignal<Option<Seq>>,
    is_loaded: RwSignal<bool>,
    /// Counts what was asked for: an answer to an earlier question is not shown any more.
    turn: StoredValue<u32>,
}

impl Listed {
    fn load(self, before: Option<Seq>) {
        let turn = self.turn.get_value() + 1;
        self.turn.set_value(turn);
        spawn_local(async move {
            let answer = calls::room_files(self.room, before).await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            match answer {
                Ok(page) => {
                    self.app.meet(page.files.iter().map(|file| file.by));
                    self.next.set(page.files.last().filter(|_| page.more).map(|file| file.seq));
                    self.is_loaded.set(true);
                    self.files.update(|files| {
                        if before.is_none() {
                            files.clear();
                        }
                        files.extend(page.files);
                    });
                }
                Err(failure) => self.app.overlay.trouble(problem_text(&failure)),
            }
        });
    }
}

#[component]
pub fn FilesPane(open: OpenRoom) -> impl IntoView {
    let app = app();
    let room = open.room;
    let listed = Listed {
        app,
        room,
        files: RwSignal::new(Vec::new()),
        next: RwSignal::new(None),
        is_loaded: RwSignal::new(false),
        turn: StoredValue::new(0),
    };
    // What comes or goes at the end of the room while one looks.
    let newest = Memo::new(move |_| {
        let files = |chat: &natter_client::Chat| {
            let newest = chat.timeline(room)?.tail().messages;
            let with_files = newest.iter().filter(|m| m.deleted_at.is_none() && !m.attachments.is_empty());
            Some(with_files.map(|message| message.id).collect::<Vec<MessageId>>())
        };
        let found = app.replica.read(Aspect::Timeline(room), files).flatten();
        // Deleting one changes nothing but that message.
        found.iter().flatten().for_each(|message| app.replica.track(Aspect::Message(*message)));
        found
    });
    Effect::new(move |_| {
        newest.with(|_| ());
        listed.load(None);
    });
    view! {
        <aside class="pane" aria-label=t().files data-testid="files-pane" data-region="pane">
            <PaneHead title=t().files room/>
            <ul class="plain pane-scroll room-files">
                {move || (listed.is_loaded.get() && listed.files.with(Vec::is_empty)).then(|| view! {
                    <li class="quiet-note">{t().no_files}</li>
                })}
                <For each=move || listed.files.get() key=|file| file.file.id let:file>
                    <Row open file/>
                </For>
                {move || listed.next.get().map(|before| view! {
                    <li><button class="button" data-testid="more-files" on:click=move |_| listed.load(Some(before))>
                        {t().show_more}
                    </button></li>
                })}
            </ul>
        </aside>
    }
    .into_any()
}

#[component]
fn Row(open: OpenRoom, file: RoomFile) -> impl IntoView {
    let app = app();
    let RoomFile { file, message, by, at, .. } = file;
    let (id, name) = (file.id, file.name.clone());
    let picture = is_shown(&file).then(|| {
        let path = if file.preview.is_some() { routes::file_preview(id) } else { routes::file(id) };
        view! { <img src=native::source(path) alt="" loading="lazy" decoding="async"/> }
    });
    let mark = match picture {
        Some(picture) => picture.into_any(),
        None => view! { <Glyph icon=icon_of(&file) size=20/> }.into_any(),
    };
    let looked_at = file.clone();
    let show = move |_| look_at(app, open.room, message, &looked_at);
    view! {
        <li class="room-file" data-testid="room-file">
            <button class="room-file-main" on:click=show>
                <span class="file-mark">{mark}</span>
                <span class="file-text">
                    <b class="cut" dir="auto" title=name.clone()>{name.clone()}</b>
                    <small class="cut">
                        {size(file.size)} " · " {move || app.replica.name_of(by)} " · " {moment(at)}
                    </small>
                </span>
            </button>
            <button class="icon-button" title=t().show_in_room aria-label=(t().show_named_in_room)(&name)
                data-testid="show-in-room" on:click=move |_| {
                    // Where the pane lies over the room, it makes way.
                    if narrower_than(900) {
                        app.overlay.pane.set(None);
                    }
                    open.jump_to(message);
                }>
                <Glyph icon=Icon::Message/>
            </button>
            <Save file/>
        </li>
    }
    .into_any()
}
