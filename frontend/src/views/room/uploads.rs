//! Bringing files: choosing, dropping and pasting them, and what is seen of them on their way.

use leptos::prelude::*;
use natter_client::format::size;
use wasm_bindgen::JsCast as _;
use web_sys::{DragEvent, HtmlInputElement};

use super::composing::Composing;
use crate::browser::document;
use crate::state::{App, Progress, Spot, Upload, app};
use crate::text::t;
use crate::views::focus::focus_composer;
use crate::views::icon::{Glyph, Icon};

/// The id of the field that takes files.
fn input_of(in_thread: bool) -> &'static str {
    if in_thread { "attach-to-thread" } else { "attach-files" }
}

/// Opens the system's dialog for files: for the thread where one writes there, else for the room.
pub fn choose_files() {
    let at = document().active_element().and_then(|active| active.closest(".pane.thread").ok()?);
    choose(at.is_some());
}

fn choose(in_thread: bool) {
    let input = document()
        .get_element_by_id(input_of(in_thread))
        .and_then(|input| input.dyn_into::<HtmlInputElement>().ok());
    if let Some(input) = input {
        input.click();
    }
}

#[component]
pub fn AttachButton(spot: Spot) -> impl IntoView {
    let app = app();
    let in_thread = spot.1.is_some();
    let chosen = move |event: leptos::ev::Event| {
        let input = event.target().and_then(|input| input.dyn_into::<HtmlInputElement>().ok());
        let Some(input) = input else { return };
        if let Some(files) = input.files() {
            app.sending.uploads.add(app, spot, &files);
        }
        // The same file again is a new choice.
        input.set_value("");
    };
    view! {
        <input id=input_of(in_thread) type="file" multiple hidden on:change=chosen
            data-testid=if in_thread { "thread-file-input" } else { "file-input" }/>
        <button class="icon-button" title=t().attach aria-label=t().attach data-testid="attach"
            on:click=move |_| choose(in_thread)>
            <Glyph icon=Icon::Plus/>
        </button>
    }
}

/// Files on the clipboard are brought; text goes the usual way.
pub fn pasted(app: App, spot: Spot, event: &web_sys::ClipboardEvent) {
    let files = event.clipboard_data().and_then(|data| data.files()).filter(|files| files.length() > 0);
    if let Some(files) = files {
        event.prevent_default();
        app.sending.uploads.add(app, spot, &files);
    }
}

/// Files come over a room or thread: the place where they can be dropped shows itself.
pub fn drag_begins(event: &DragEvent, dragged: RwSignal<bool>) {
    if brings_files(event) {
        dragged.set(true);
    }
}

fn brings_files(event: &DragEvent) -> bool {
    let types = event.data_transfer().map(|data| data.types());
    types.is_some_and(|types| types.includes(&"Files".into(), 0))
}

/// A file that is dropped beside its place must not take the place of the page.
fn refuse_elsewhere() {
    let refuse = |event: DragEvent| {
        if brings_files(&event) {
            event.prevent_default();
        }
    };
    let over = window_event_listener(leptos::ev::dragover, refuse);
    let dropped = window_event_listener(leptos::ev::drop, refuse);
    on_cleanup(move || {
        over.remove();
        dropped.remove();
    });
}

#[component]
pub fn DropPlace(spot: Spot, dragged: RwSignal<bool>) -> impl IntoView {
    let app = app();
    refuse_elsewhere();
    let dropped = move |event: DragEvent| {
        event.prevent_default();
        dragged.set(false);
        if let Some(files) = event.data_transfer().and_then(|data| data.files()) {
            app.sending.uploads.add(app, spot, &files);
            if spot.1.is_none() {
                focus_composer();
            }
        }
    };
    view! {
        <div class="drop-place" class:dragged=dragged data-testid="drop-place" aria-hidden="true"
            on:dragover=|event: DragEvent| event.prevent_default()
            on:dragleave=move |_| dragged.set(false)
            on:drop=dropped>
            <div>
                <Glyph icon=Icon::Upload size=28/>
                <b>{move || match spot {
                    (room, None) => (t().drop_files)(&app.room_label(room)),
                    _ => t().drop_files_thread.to_owned(),
                }}</b>
            </div>
        </div>
    }
}

/// The files of the message that is being written.
#[component]
pub fn Chips(composing: Composing) -> impl IntoView {
    let app = app();
    let spot = composing.open.spot();
    let uploads = move || app.sending.uploads.of(spot);
    // Sent already, and all that it waited for is there.
    Effect::new(move |_| {
        let is_done = |upload: &Upload| matches!(upload.progress.get(), Progress::Done(_));
        if composing.waits.get() && uploads().iter().all(is_done) {
            composing.send(app);
        }
    });
    view! {
        <Show when=move || !uploads().is_empty()>
            <div class="chips" role="list" aria-label=t().files data-testid="uploads">
                <For each=uploads key=|upload| upload.key let:upload>
                    <Chip upload/>
                </For>
            </div>
        </Show>
    }
}

#[component]
fn Chip(upload: Upload) -> impl IntoView {
    let app = app();
    let progress = upload.progress.clone();
    let whole = upload.size.max(1);
    let percent = {
        let progress = progress.clone();
        Memo::new(move |_| match progress.get() {
            Progress::Going(bytes) | Progress::Waiting(bytes) => Some(bytes * 100 / whole),
            Progress::Refused(_) | Progress::Done(_) => None,
        })
    };
    let length = size(upload.size);
    let about = {
        let progress = progress.clone();
        move || match progress.get() {
            Progress::Going(_) => format!("{length} · {}%", percent.get().unwrap_or(0)),
            Progress::Waiting(_) => t().upload_waits.to_owned(),
            Progress::Refused(refusal) => refusal.why,
            Progress::Done(_) => length.clone(),
        }
    };
    let refusal = Memo::new(move |_| match progress.get() {
        Progress::Refused(refusal) => Some(refusal),
        _ => None,
    });
    let is_refused = Memo::new(move |_| refusal.with(Option::is_some));
    let may_retry =
        Memo::new(move |_| refusal.with(|refusal| refusal.as_ref().is_some_and(|refusal| !refusal.is_final)));
    let (again, gone) = (StoredValue::new(upload.clone()), StoredValue::new(upload.clone()));
    view! {
        <div class="chip" role="listitem" class:bad=is_refused data-testid="upload"
            data-percent=move || percent.get().map(|percent| percent.to_string())>
            {match upload.thumbnail {
                Some(address) => view! { <img src=address alt=""/> }.into_any(),
                None => view! { <span class="chip-mark"><Glyph icon=Icon::File size=20/></span> }.into_any(),
            }}
            <span class="chip-text">
                <b class="cut" dir="auto" title=upload.name.clone()>{upload.name.clone()}</b>
                <small class="cut" aria-live="polite">{about}</small>
            </span>
            {move || may_retry.get().then(|| view! {
                <button class="icon-button small" title=t().retry aria-label=t().retry data-testid="retry-upload"
                    on:click=move |_| again.with_value(|upload| app.sending.uploads.retry(app, upload))>
                    <Glyph icon=Icon::Retry size=14/>
                </button>
            })}
            <button class="icon-button small" title=t().remove_file aria-label=(t().remove_named)(&upload.name)
                data-testid="cancel-upload"
                on:click=move |_| gone.with_value(|upload| app.sending.uploads.cancel(upload))>
                <Glyph icon=Icon::Close size=14/>
            </button>
            {move || percent.get().map(|percent| view! {
                <i class="chip-bar" style=("--done", format!("{percent}%"))></i>
            })}
        </div>
    }
}
