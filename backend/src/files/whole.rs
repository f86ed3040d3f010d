//! An upload has come to its end: what is it?

use bytes::Bytes;
use futures_util::TryStreamExt as _;
use natter_protocol::{Attachment, Preview};

use super::{Files, Hasher, PIXEL_MIB, kind, picture};
use crate::store::Store;
use crate::store::files::{Part, StoredFile};

/// The object that holds the small picture.
pub const PREVIEW: &str = "preview";
/// Bytes by which a file's kind is told.
const HEAD_BYTES: u64 = 16 * 1024;
/// Bytes of a picture that is looked at; it is read into memory for that.
const PICTURE_BYTES: u64 = 32 * 1024 * 1024;

#[derive(Debug, thiserror::Error)]
pub enum WholeError {
    #[error(transparent)]
    Storage(#[from] object_store::Error),
    #[error(transparent)]
    Db(#[from] sea_orm::DbErr),
    #[error("the hash of the file cannot be taken up")]
    Hasher,
}

impl Files {
    /// Finds out what a file is whose bytes are all there, and notes it. Who does it again, here or at another
    /// gateway, comes to the same result: a gateway may die over it.
    ///
    /// # Errors
    /// When storage or database fail.
    pub async fn complete(&self, store: &Store, file: &StoredFile) -> Result<Attachment, WholeError> {
        if let Some(attachment) = &file.attachment {
            return Ok(attachment.clone());
        }
        let parts = store.file_parts(file.id).await?;
        let size = file.received;
        let head = self.bytes(file, &parts, HEAD_BYTES.min(size)).await?;
        let media_type = kind::media_type(&head, size <= HEAD_BYTES);
        let picture = match media_type {
            "image/png" | "image/jpeg" | "image/gif" | "image/webp" if size <= PICTURE_BYTES => {
                self.with_pixels(self.bytes(file, &parts, size).await?, picture::look).await
            }
            _ => None,
        };
        let mut attachment = Attachment {
            id: file.id,
            name: file.name.clone(),
            media_type: media_type.to_owned(),
            size,
            width: None,
            height: None,
            preview: None,
            color: None,
        };
        if let Some(picture) = picture {
            attachment.width = Some(picture.width);
            attachment.height = Some(picture.height);
            attachment.color = picture.color;
            if let Some(small) = picture.small {
                attachment.preview = Some(Preview { width: small.width, height: small.height });
                self.0.place.put(file.id, PREVIEW, vec![small.bytes.into()]).await?;
            }
        }
        let hasher = Hasher::read(&file.hasher).ok_or(WholeError::Hasher)?;
        store.complete_file(&attachment, &hasher.finish()).await?;
        Ok(attachment)
    }

    async fn bytes(&self, file: &StoredFile, parts: &[Part], length: u64) -> object_store::Result<Bytes> {
        let read = self.read(file.id, parts.to_vec(), 0..length);
        let pieces: Vec<Bytes> = read.try_collect().await?;
        Ok(pieces.concat().into())
    }

    /// The content of a whole file that may be a picture, if it is not too large for one.
    pub(super) async fn picture_bytes(
        &self,
        store: &Store,
        file: &StoredFile,
    ) -> Result<Option<Bytes>, WholeError> {
        if file.received > PICTURE_BYTES {
            return Ok(None);
        }
        let parts = store.file_parts(file.id).await?;
        Ok(Some(self.bytes(file, &parts, file.received).await?))
    }

    /// Works on a picture on a thread of its own, when there is memory for it.
    pub(super) async fn with_pixels<T: Send + 'static>(
        &self,
        bytes: Bytes,
        work: impl FnOnce(&[u8]) -> Option<T> + Send + 'static,
    ) -> Option<T> {
        let cost = picture::cost_mib(&bytes)?.min(u32::try_from(PIXEL_MIB).unwrap_or(u32::MAX));
        let _memory = self.0.pixels.acquire_many(cost).await.ok()?;
        // A decoder that panics is one that found nothing.
        tokio::task::spawn_blocking(move || work(&bytes)).await.ok().flatten()
    }
}
