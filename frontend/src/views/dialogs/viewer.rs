//! A picture or a document of a message, large.

use leptos::prelude::*;
use natter_client::format::size;
use natter_protocol::{Attachment, FileId, MessageId, RoomId, routes};

use crate::native;
use crate::state::{Aspect, app};
use crate::text::t;
use crate::views::icon::{Glyph, Icon};
use crate::views::room::{Save, is_shown};

#[component]
pub fn Viewer(room: RoomId, message: MessageId, file: FileId) -> impl IntoView {
    let app = app();
    let at = RwSignal::new(file);
    // A message that is deleted meanwhile takes its files along.
    let files = Memo::new(move |_| {
        app.replica.track(Aspect::Message(message));
        let files = app.replica.read(Aspect::Timeline(room), |chat| {
            chat.message(room, message).map(|message| message.attachments.clone())
        });
        let files: Vec<Attachment> = files.flatten().unwrap_or_default();
        files.into_iter().filter(|file| is_shown(file) || file.is_pdf()).collect::<Vec<_>>()
    });
    let shown =
        Memo::new(move |_| files.with(|files| files.iter().find(|file| file.id == at.get()).cloned()));
    let go = move |steps: isize| {
        let next = files.with_untracked(|files| {
            let place = files.iter().position(|file| file.id == at.get_untracked())?;
            files.get(place.checked_add_signed(steps)?).map(|file| file.id)
        });
        if let Some(next) = next {
            at.set(next);
        }
    };
    let keys = window_event_listener(leptos::ev::keydown, move |event| match event.key().as_str() {
        "ArrowLeft" => go(-1),
        "ArrowRight" => go(1),
        _ => {}
    });
    on_cleanup(move || keys.remove());
    view! {
        {move || match shown.get() {
            Some(file) => view! { <Shown file/> }.into_any(),
            None => view! { <p class="empty-note" id="dialog-title">{t().message_deleted}</p> }.into_any(),
        }}
        <Show when=move || files.with(|files| files.len() > 1)>
            <button class="viewer-step before" aria-label=t().previous data-testid="viewer-previous" on:click=move |_| go(-1)>
                <Glyph icon=Icon::ChevronLeft size=24/>
            </button>
            <button class="viewer-step" aria-label=t().next data-testid="viewer-next" on:click=move |_| go(1)>
                <Glyph icon=Icon::ChevronRight size=24/>
            </button>
        </Show>
    }
}

#[component]
fn Shown(file: Attachment) -> impl IntoView {
    let app = app();
    let zoomed = RwSignal::new(false);
    let source = native::source(routes::file(file.id));
    let stage = if file.is_pdf() {
        view! { <iframe class="viewer-page" src=source title=file.name.clone() data-testid="viewer-page"></iframe> }
            .into_any()
    } else {
        view! {
            <button class="viewer-stage" class:zoomed=zoomed aria-label=t().zoom data-testid="viewer-picture"
                on:click=move |_| zoomed.update(|zoomed| *zoomed = !*zoomed)>
                <img src=source alt=file.name.clone() width=file.width.map(|width| width.to_string())
                    height=file.height.map(|height| height.to_string())
                    style=("--color", file.color.clone().unwrap_or_default())/>
            </button>
        }
        .into_any()
    };
    view! {
        <header class="viewer-head">
            <h2 id="dialog-title" class="cut" dir="auto">{file.name.clone()}</h2>
            <small class="grow">{size(file.size)}</small>
            <Save file=file.clone()/>
            <button class="icon-button" aria-label=t().close data-testid="close-dialog"
                on:click=move |_| app.overlay.close_dialog()>
                <Glyph icon=Icon::Close/>
            </button>
        </header>
        {stage}
    }
}
