//! Emoji of the server's own: small pictures that have no row of a file, only the id in their own.

use bytes::Bytes;
use natter_protocol::FileId;

use super::{Files, WholeError, picture};
use crate::fresh;
use crate::store::Store;
use crate::store::files::StoredFile;

const OBJECT: &str = "emoji";

impl Files {
    /// Makes an emoji from an uploaded picture; none when that is no picture, or too large a one.
    ///
    /// # Errors
    /// When storage or database fail.
    pub async fn make_emoji(&self, store: &Store, file: &StoredFile) -> Result<Option<FileId>, WholeError> {
        let Some(bytes) = self.picture_bytes(store, file).await? else { return Ok(None) };
        let Some(small) = self.with_pixels(bytes, picture::emoji).await else { return Ok(None) };
        let id = fresh::file_id();
        self.0.place.put(id, OBJECT, vec![small.into()]).await?;
        Ok(Some(id))
    }

    pub async fn emoji(&self, id: FileId) -> object_store::Result<Bytes> {
        self.0.place.get(id, OBJECT).await
    }

    /// Nobody writes it any more.
    pub async fn remove_emoji(&self, id: FileId) {
        if let Err(error) = self.0.place.remove(id, OBJECT).await {
            tracing::warn!(%id, "the picture of an emoji stays: {error}");
        }
    }
}
