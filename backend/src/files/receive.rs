//! Taking in the bytes of an upload, piece by piece: a piece that is in the storage and in SQL stays, so
//! whatever happens, the upload goes on from there, at any gateway.

use std::time::Duration;

use bytes::Bytes;
use http_body::Body;
use http_body_util::BodyExt as _;
use natter_protocol::limits;
use tokio::time::timeout;

use super::{Files, Hasher};
use crate::store::Store;
use crate::store::files::{Part, StoredFile};

/// Bytes that are kept in memory before they become an object. More costs memory for each upload under way,
/// less makes more objects; S3 is paid for by the object.
const PIECE_BYTES: usize = 2 * 1024 * 1024;

/// Why an upload did not go on to its end. What came before it is kept.
#[derive(Debug, thiserror::Error)]
pub enum ReceiveError {
    #[error("more bytes than were announced or are allowed")]
    TooLarge,
    #[error("nothing came for a while")]
    Idle,
    #[error("the body broke off: {0}")]
    Broken(Box<dyn std::error::Error + Send + Sync>),
    #[error("another request goes on with this upload")]
    Elsewhere,
    #[error(transparent)]
    Storage(#[from] object_store::Error),
    #[error(transparent)]
    Db(#[from] sea_orm::DbErr),
}

/// An upload with what has come and is not yet kept.
struct Piece<'a> {
    files: &'a Files,
    store: &'a Store,
    file: &'a mut StoredFile,
    hasher: Hasher,
    waiting: Vec<Bytes>,
    length: usize,
}

impl Files {
    /// Takes in a body behind what there is of a file, which becomes at most `most` bytes long.
    ///
    /// # Errors
    /// When the body ends badly or cannot be kept; `file` says how far it came.
    pub async fn receive<B>(
        &self,
        store: &Store,
        file: &mut StoredFile,
        most: u64,
        mut body: B,
    ) -> Result<(), ReceiveError>
    where
        B: Body<Data = Bytes> + Unpin,
        B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
    {
        let Some(hasher) = Hasher::read(&file.hasher) else {
            return Err(sea_orm::DbErr::Type(format!("the hash of {} cannot be taken up", file.id)).into());
        };
        let mut piece = Piece { files: self, store, file, hasher, waiting: Vec::new(), length: 0 };
        let idle = Duration::from_secs(limits::UPLOAD_IDLE_SECONDS);
        let ended = loop {
            match timeout(idle, body.frame()).await {
                Err(_) => break Err(ReceiveError::Idle),
                Ok(None) => break Ok(()),
                Ok(Some(Err(error))) => break Err(ReceiveError::Broken(error.into())),
                Ok(Some(Ok(frame))) => {
                    let Ok(data) = frame.into_data() else { continue };
                    if piece.would_end_at(data.len()) > most {
                        break Err(ReceiveError::TooLarge);
                    }
                    piece.take(data);
                    if piece.length >= PIECE_BYTES {
                        piece.keep().await?;
                    }
                }
            }
        };
        piece.keep().await?;
        ended
    }
}

impl Piece<'_> {
    fn would_end_at(&self, more: usize) -> u64 {
        self.file.received + (self.length + more) as u64
    }

    fn take(&mut self, data: Bytes) {
        self.hasher.update(&data);
        self.length += data.len();
        self.waiting.push(data);
    }

    /// Makes an object of what has come, and notes it.
    async fn keep(&mut self) -> Result<(), ReceiveError> {
        if self.length == 0 {
            return Ok(());
        }
        let (start, size) = (self.file.received, self.length as u64);
        // Two requests that begin at the same place must not write into the same object: one of them loses.
        let object = format!("{start}-{:08x}", rand::random::<u32>());
        let part = Part { start, size, object };
        let place = &self.files.0.place;
        place.put(self.file.id, &part.object, std::mem::take(&mut self.waiting)).await?;
        let hasher = self.hasher.text();
        if !self.store.add_part(self.file.id, &part, &hasher).await? {
            place.remove(self.file.id, &part.object).await?;
            return Err(ReceiveError::Elsewhere);
        }
        self.file.received += size;
        self.file.hasher = hasher;
        self.length = 0;
        Ok(())
    }
}
