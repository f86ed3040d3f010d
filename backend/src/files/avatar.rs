//! Pictures of people: small squares that have no row of their own, only the id in the person's.

use bytes::Bytes;
use natter_protocol::{FileId, limits};

use super::{Files, WholeError, picture};
use crate::fresh;
use crate::store::Store;
use crate::store::files::StoredFile;

const OBJECT: &str = "avatar";

impl Files {
    /// Makes the picture of a person from an uploaded one; none when that is no picture.
    ///
    /// # Errors
    /// When storage or database fail.
    pub async fn make_avatar(&self, store: &Store, file: &StoredFile) -> Result<Option<FileId>, WholeError> {
        let Some(bytes) = self.picture_bytes(store, file).await? else { return Ok(None) };
        let square = self.with_pixels(bytes, |bytes| picture::square(bytes, limits::AVATAR_PIXELS)).await;
        let Some(square) = square else { return Ok(None) };
        let id = fresh::file_id();
        self.0.place.put(id, OBJECT, vec![square.into()]).await?;
        Ok(Some(id))
    }

    pub async fn avatar(&self, id: FileId) -> object_store::Result<Bytes> {
        self.0.place.get(id, OBJECT).await
    }

    /// Nobody looks like this any more.
    pub async fn remove_avatar(&self, id: FileId) {
        if let Err(error) = self.0.place.remove(id, OBJECT).await {
            tracing::warn!(%id, "an old picture of a person stays: {error}");
        }
    }
}
