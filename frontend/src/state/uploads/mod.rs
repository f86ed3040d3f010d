//! Files that a person is bringing to a room. An upload goes on by itself after whatever happens to the
//! network or the server, until it is whole, refused or given up.

mod task;

pub use task::run as upload;

use std::cell::Cell;
use std::collections::HashMap;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::task::spawn_local;
use natter_protocol::{Attachment, FileId, limits};
use web_sys::{AbortController, File, FileList, Url};

use super::{App, Deed, Spot};
use crate::api::files;
use crate::text::t;

/// A picture larger than this is not shown while it is being brought.
const THUMBNAIL_BYTES: f64 = 20e6;

/// How far an upload is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// Bytes that the server has.
    Going(u64),
    /// The last try came to nothing; the next one comes by itself.
    Waiting(u64),
    Refused(Refusal),
    Done(Box<Attachment>),
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Refusal {
    /// In words.
    pub why: String,
    /// Another try would end the same way.
    pub is_final: bool,
}

#[derive(Debug, Clone)]
pub struct Upload {
    pub key: u32,
    pub spot: Spot,
    pub name: String,
    pub size: u64,
    pub progress: ArcRwSignal<Progress>,
    /// An address of the picture on this device, for pictures.
    pub thumbnail: Option<String>,
}

/// What an upload is made of in this page.
#[derive(Debug, Clone)]
pub struct Source {
    file: File,
    /// Where it is at the server.
    place: Rc<Cell<Option<FileId>>>,
    abort: AbortController,
}

#[derive(Debug, Clone, Copy)]
pub struct Uploads {
    all: RwSignal<Vec<Upload>>,
    sources: StoredValue<HashMap<u32, Source>, LocalStorage>,
    next: StoredValue<u32>,
    /// What was sent and is not yet told by the log: an echo is shown with it.
    sent: StoredValue<Vec<Attachment>>,
}

impl Uploads {
    pub fn new() -> Self {
        Self {
            all: RwSignal::new(Vec::new()),
            sources: StoredValue::new_local(HashMap::new()),
            next: StoredValue::new(0),
            sent: StoredValue::new(Vec::new()),
        }
    }

    /// Begins to bring files to a room or thread.
    pub fn add(self, app: App, spot: Spot, files: &FileList) {
        for at in 0..files.length() {
            let Some(file) = files.item(at) else { continue };
            if untrack(|| self.of(spot)).len() >= limits::ATTACHMENTS_PER_MESSAGE {
                return app.overlay.trouble((t().too_many_files)(limits::ATTACHMENTS_PER_MESSAGE));
            }
            self.begin(app, spot, file);
        }
    }

    fn begin(self, app: App, spot: Spot, file: File) {
        let Ok(abort) = AbortController::new() else { return };
        let key = self.key();
        let is_picture = file.type_().starts_with("image/") && file.size() <= THUMBNAIL_BYTES;
        let thumbnail = if is_picture { Url::create_object_url_with_blob(&file).ok() } else { None };
        let upload = Upload {
            key,
            spot,
            name: file.name(),
            size: file.size() as u64,
            progress: ArcRwSignal::new(Progress::Going(0)),
            thumbnail,
        };
        let source = Source { file, place: Rc::default(), abort };
        self.sources.update_value(|sources| {
            sources.insert(key, source.clone());
        });
        self.all.update(|all| all.push(upload.clone()));
        app.does(Deed::Upload(Box::new(upload), source));
    }

    fn key(self) -> u32 {
        let key = self.next.get_value();
        self.next.set_value(key + 1);
        key
    }

    /// Files that are whole already and wait to be sent, again.
    pub fn bring_back(self, spot: Spot, files: Vec<Attachment>) {
        let back = files.into_iter().map(|file| Upload {
            key: self.key(),
            spot,
            name: file.name.clone(),
            size: file.size,
            progress: ArcRwSignal::new(Progress::Done(Box::new(file))),
            thumbnail: None,
        });
        let back: Vec<Upload> = back.collect();
        self.all.update(|all| all.extend(back));
    }

    /// The files that are being brought to a room or thread, or wait to be sent.
    pub fn of(self, spot: Spot) -> Vec<Upload> {
        self.all.with(|all| all.iter().filter(|upload| upload.spot == spot).cloned().collect())
    }

    pub fn retry(self, app: App, upload: &Upload) {
        let Some(source) = self.sources.with_value(|sources| sources.get(&upload.key).cloned()) else {
            return;
        };
        upload.progress.set(Progress::Going(0));
        app.does(Deed::Upload(Box::new(upload.clone()), source));
    }

    /// Gives one up.
    pub fn cancel(self, upload: &Upload) {
        let source = self.forget(upload.key);
        let place = match &source {
            Some(source) => {
                source.abort.abort();
                source.place.get()
            }
            None => whole(upload).map(|file| file.id),
        };
        if let Some(file) = place {
            spawn_local(files::give_up(file));
        }
    }

    /// Takes the whole files of a room or thread, to be sent; none when not all of them are whole.
    pub fn take(self, spot: Spot) -> Option<Vec<Attachment>> {
        let uploads = untrack(|| self.of(spot));
        let files = uploads.iter().map(whole).collect::<Option<Vec<Attachment>>>()?;
        for upload in &uploads {
            self.forget(upload.key);
        }
        Some(files)
    }

    /// Whole files go out with a message: until the log tells of it, they are shown from here.
    pub fn send(self, files: Vec<Attachment>) -> Vec<FileId> {
        let ids = files.iter().map(|file| file.id).collect();
        self.sent.update_value(|sent| sent.extend(files));
        ids
    }

    /// What is known of files that were sent from here.
    pub fn sent(self, ids: &[FileId]) -> Vec<Attachment> {
        self.sent.with_value(|sent| sent.iter().filter(|file| ids.contains(&file.id)).cloned().collect())
    }

    fn forget(self, key: u32) -> Option<Source> {
        self.all.update(|all| {
            for gone in all.extract_if(.., |upload| upload.key == key) {
                if let Some(address) = &gone.thumbnail {
                    let _ = Url::revoke_object_url(address);
                }
            }
        });
        self.sources.try_update_value(|sources| sources.remove(&key)).flatten()
    }
}

fn whole(upload: &Upload) -> Option<Attachment> {
    match upload.progress.get_untracked() {
        Progress::Done(file) => Some(*file),
        _ => None,
    }
}
