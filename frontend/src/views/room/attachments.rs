//! What a message brings along.

use leptos::prelude::*;
use natter_client::format::{fit, size};
use natter_protocol::{Attachment, MessageId, RoomId, routes};

use crate::browser::shows_documents;
use crate::native;
use crate::state::{App, Dialog, app};
use crate::text::t;
use crate::views::icon::{Glyph, Icon};

/// A picture on its own is shown at most so large, in pixels.
const MOST: (u32, u32) = (404, 304);
/// Several stand in a grid of boxes of this size.
const TILE: (u32, u32) = (198, 148);
/// Without a small picture the file itself is loaded, if it is no larger than this.
const LARGEST_BYTES: u64 = 10_000_000;
const LARGEST_SIDE: u32 = 4_096;

/// Whether a picture is shown as one.
pub fn is_shown(file: &Attachment) -> bool {
    let (Some(width), Some(height)) = (file.width, file.height) else { return false };
    let is_small = file.size <= LARGEST_BYTES && width.max(height) <= LARGEST_SIDE;
    file.is_picture() && (file.preview.is_some() || is_small)
}

#[component]
pub fn Attachments(room: RoomId, id: MessageId, files: Memo<Vec<Attachment>>) -> impl IntoView {
    move || {
        let (pictures, others): (Vec<_>, Vec<_>) = files.get().into_iter().partition(is_shown);
        if pictures.is_empty() && others.is_empty() {
            return ().into_any();
        }
        let is_one = pictures.len() == 1;
        let class = if is_one { "pictures" } else { "pictures grid" };
        let pictures = pictures.into_iter().map(|file| view! { <Picture room id file is_one/> }.into_any());
        let pictures: Vec<_> = pictures.collect();
        view! {
            <div class="attachments" data-testid="attachments">
                {(!pictures.is_empty()).then(|| view! { <div class=class>{pictures}</div> })}
                {others.into_iter().map(|file| view! { <Other room id file/> }.into_any()).collect::<Vec<_>>()}
            </div>
        }
        .into_any()
    }
}

#[component]
fn Picture(room: RoomId, id: MessageId, file: Attachment, is_one: bool) -> impl IntoView {
    let app = app();
    let path = if file.preview.is_some() { routes::file_preview(file.id) } else { routes::file(file.id) };
    let source = native::source(path);
    // The box is there before the picture is: nothing jumps.
    let (width, height) = match (file.width, file.height) {
        (Some(width), Some(height)) if is_one => fit(width, height, MOST.0, MOST.1),
        _ => TILE,
    };
    let open = move |_| app.overlay.open(Dialog::Viewer(room, id, file.id));
    view! {
        <figure class="picture">
            <button class="picture-button" aria-label=(t().open_named)(&file.name) data-testid="picture" on:click=open>
                <img src=source alt="" width=width.to_string() height=height.to_string()
                    loading="lazy" decoding="async" draggable="false"
                    style=("--color", file.color.clone().unwrap_or_default())/>
            </button>
            {is_one.then(|| view! { <figcaption><Caption file=file.clone()/></figcaption> })}
        </figure>
    }
}

#[component]
fn Caption(file: Attachment) -> impl IntoView {
    view! {
        <span class="cut" dir="auto" title=file.name.clone()>{file.name.clone()}</span>
        <span class="caption-size">" · " {size(file.size)}</span>
    }
}

/// A film, a sound, a document or anything else.
#[component]
fn Other(room: RoomId, id: MessageId, file: Attachment) -> impl IntoView {
    if file.is_video() {
        let source = native::source(routes::file(file.id));
        return view! {
            <figure class="picture film">
                <video src=source controls preload="metadata" data-testid="video" aria-label=file.name.clone()></video>
                <figcaption><Caption file=file.clone()/><Save file/></figcaption>
            </figure>
        }
        .into_any();
    }
    let app = app();
    let icon = icon_of(&file);
    let sound = file.is_audio().then(|| native::source(routes::file(file.id)));
    let name = file.name.clone();
    let text = view! {
        <span class="file-mark"><Glyph icon size=20/></span>
        <span class="file-text">
            <b class="cut" dir="auto" title=name.clone()>{name.clone()}</b>
            <small>{size(file.size)}</small>
        </span>
    };
    let text = if file.is_pdf() {
        let document = file.clone();
        let open = move |_| look_at(app, room, id, &document);
        view! {
            <button class="file-open" title=(t().open_named)(&name) data-testid="open-file" on:click=open>
                {text}
            </button>
        }
        .into_any()
    } else {
        view! { <div class="file-open">{text}</div> }.into_any()
    };
    view! {
        <div class="file" data-testid="file">
            <div class="file-row">{text}<Save file/></div>
            {sound.map(|source| view! { <audio src=source controls preload="metadata" data-testid="audio"></audio> })}
        </div>
    }
    .into_any()
}

/// Shows a picture or a document here, and everything else as the browser likes it. A telephone shows documents in a way
/// of its own.
pub fn look_at(app: App, room: RoomId, message: MessageId, file: &Attachment) {
    let id = file.id;
    if is_shown(file) || (file.is_pdf() && shows_documents()) {
        app.with_message(room, message, move || app.overlay.open(Dialog::Viewer(room, message, id)));
    } else {
        native::open_link(&routes::file(id));
    }
}

/// The button that saves a file.
#[component]
pub fn Save(file: Attachment) -> impl IntoView {
    let Attachment { id, name, .. } = file;
    let path = routes::file(id);
    let (href, saved_as, label) = (path.clone(), name.clone(), (t().download_named)(&name));
    let save = move |event: leptos::ev::MouseEvent| native::download(&event, path.clone(), name.clone());
    view! {
        <a class="icon-button" href=href download=saved_as rel="external" title=t().download
            aria-label=label data-testid="download" on:click=save>
            <Glyph icon=Icon::Download/>
        </a>
    }
}

pub fn icon_of(file: &Attachment) -> Icon {
    let kind = file.media_type.as_str();
    if file.is_audio() {
        Icon::Sound
    } else if kind.starts_with("text/") || file.is_pdf() || kind.contains("document") || kind.contains("word")
    {
        Icon::FileText
    } else if ["zip", "tar", "gzip", "compress", "7z", "rar", "xz", "zstd", "bzip"]
        .iter()
        .any(|part| kind.contains(part))
    {
        Icon::Archive
    } else {
        Icon::File
    }
}
