//! Pictures that are made from uploaded ones, of people and for emoji: they have no row of a file, only their id in the
//! row of what they show.

use bytes::Bytes;
use natter_protocol::{FileId, limits};

use super::{Files, WholeError, picture};
use crate::fresh;
use crate::store::Store;
use crate::store::files::StoredFile;

/// What a picture is made for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Made {
    /// A small square.
    Avatar,
    /// It fits into a line of text.
    Emoji,
}

impl Made {
    fn object(self) -> &'static str {
        match self {
            Self::Avatar => "avatar",
            Self::Emoji => "emoji",
        }
    }

    fn of(self, bytes: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Avatar => picture::square(bytes, limits::AVATAR_PIXELS),
            Self::Emoji => picture::emoji(bytes),
        }
    }
}

impl Files {
    /// Makes a picture from an uploaded one; none when that is no picture, or none that will do.
    ///
    /// # Errors
    /// When storage or database fail.
    pub async fn make(
        &self,
        what: Made,
        store: &Store,
        file: &StoredFile,
    ) -> Result<Option<FileId>, WholeError> {
        let Some(bytes) = self.picture_bytes(store, file).await? else { return Ok(None) };
        let Some(small) = self.with_pixels(bytes, move |bytes| what.of(bytes)).await else { return Ok(None) };
        let id = fresh::file_id();
        self.0.place.put(id, what.object(), vec![small.into()]).await?;
        Ok(Some(id))
    }

    pub async fn made(&self, what: Made, id: FileId) -> object_store::Result<Bytes> {
        self.0.place.get(id, what.object()).await
    }

    /// Nothing shows it any more.
    pub async fn unmake(&self, what: Made, id: FileId) {
        if let Err(error) = self.0.place.remove(id, what.object()).await {
            tracing::warn!(%id, ?what, "a picture that nothing shows stays: {error}");
        }
    }
}
