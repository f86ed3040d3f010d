//! Files: their bytes, and what is found out about them. Who may bring and see one is for `chat` to say;
//! rows are in `store::files`.

mod hasher;
mod kind;
mod made;
mod picture;
mod place;
mod receive;
pub mod settings;
mod whole;

use std::collections::HashMap;
use std::ops::Range;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use futures_util::{Stream, StreamExt as _, TryStreamExt as _};
use natter_protocol::{FileId, Millis, UserId, limits};
use tokio::sync::Semaphore;

pub use hasher::Hasher;
pub use made::Made;
pub use place::{Place, PlaceError};
pub use receive::ReceiveError;
pub use whole::{PREVIEW, WholeError};

use crate::store::Store;
use crate::store::files::Part;
use settings::FileSettings;

/// MiB of pixels that may be in memory at the same moment.
const PIXEL_MIB: usize = 256;

/// Clones share everything.
#[derive(Clone)]
pub struct Files(Arc<Inner>);

struct Inner {
    place: Place,
    /// Uploads under way on this gateway.
    uploads: Mutex<HashMap<UserId, usize>>,
    /// One permit for each MiB of pixels.
    pixels: Semaphore,
}

impl Files {
    /// # Errors
    /// When the place that the settings name cannot be had.
    pub fn open(settings: &FileSettings, data: &std::path::Path) -> Result<Self, PlaceError> {
        Ok(Self(Arc::new(Inner {
            place: Place::open(settings, data)?,
            uploads: Mutex::default(),
            pixels: Semaphore::new(PIXEL_MIB),
        })))
    }

    /// Makes room for one more upload of an account; none when it has too many under way.
    #[must_use]
    pub fn begin(&self, user: UserId) -> Option<Uploading> {
        let mut uploads = self.0.uploads.lock().unwrap_or_else(PoisonError::into_inner);
        let count = uploads.entry(user).or_default();
        if *count >= limits::UPLOADS_AT_ONCE {
            return None;
        }
        *count += 1;
        Some(Uploading { files: self.clone(), user })
    }

    /// Bytes of a file that consists of these parts, as they come.
    pub fn read(
        &self,
        file: FileId,
        parts: Vec<Part>,
        wanted: Range<u64>,
    ) -> impl Stream<Item = object_store::Result<Bytes>> + Send + use<> {
        let place = self.0.place.clone();
        let overlapping = parts.into_iter().filter_map(move |part| {
            let start = wanted.start.max(part.start);
            let end = wanted.end.min(part.start + part.size);
            (start < end).then(|| (start - part.start, end - part.start, part.object))
        });
        futures_util::stream::iter(overlapping)
            .then(move |(start, end, object)| {
                let place = place.clone();
                async move { place.read(file, &object, start, end).await }
            })
            .try_flatten()
    }

    /// The small picture of a file.
    pub async fn preview(&self, file: FileId) -> object_store::Result<Bytes> {
        self.0.place.get(file, PREVIEW).await
    }

    /// Removes the bytes and rows of files that were deleted, and of those that nobody wants.
    pub async fn sweep(&self, store: &Store, now: Millis) -> Result<(), SweepError> {
        store.delete_loose_files(now).await?;
        self.remove_deleted(store).await
    }

    /// Removes the bytes and rows of files that were deleted.
    pub async fn remove_deleted(&self, store: &Store) -> Result<(), SweepError> {
        for file in store.deleted_files().await? {
            self.0.place.remove_all(file).await?;
            store.forget_file(file).await?;
        }
        Ok(())
    }
}

#[derive(Debug, thiserror::Error)]
pub enum SweepError {
    #[error(transparent)]
    Db(#[from] sea_orm::DbErr),
    #[error(transparent)]
    Storage(#[from] object_store::Error),
}

/// An upload under way; dropped, there is room for another.
pub struct Uploading {
    files: Files,
    user: UserId,
}

impl Drop for Uploading {
    fn drop(&mut self) {
        let mut uploads = self.files.0.uploads.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = uploads.get_mut(&self.user) {
            *count -= 1;
            if *count == 0 {
                uploads.remove(&self.user);
            }
        }
    }
}
