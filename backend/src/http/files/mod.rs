//! Files: bringing them, in one request or resumably, and having them.

mod disposition;
mod download;
mod list;
mod range;
mod resume;
mod tus;
mod upload;

pub use download::*;
pub use list::*;
pub use resume::*;
pub use upload::*;

use natter_protocol::{Code, FileId, UserId};

use super::Failure;
use crate::app::App;
use crate::chat::files::may_see;
use crate::files::{ReceiveError, Uploading, WholeError};
use crate::store::files::StoredFile;

/// A file that this person may see; anything else is answered like none.
async fn visible(app: &App, viewer: UserId, id: FileId) -> Result<StoredFile, Failure> {
    let file = app.store.file(id).await?.ok_or(Code::FileNotFound)?;
    let role = match file.attached_to {
        Some((room, _)) => app.cache.role(room, viewer).await?,
        None => None,
    };
    if may_see(viewer, file.uploader, file.attached_to, role) {
        return Ok(file);
    }
    Err(Code::FileNotFound.into())
}

/// A file that this person is bringing or has brought, and that nobody else has yet.
async fn own(app: &App, me: UserId, id: FileId) -> Result<StoredFile, Failure> {
    let file = app.store.file(id).await?.filter(|file| file.uploader == me);
    Ok(file.ok_or(Code::FileNotFound)?)
}

/// Leave to take in a body.
fn begin(app: &App, me: UserId) -> Result<Uploading, Failure> {
    app.files.begin(me).ok_or_else(|| Failure::from(Code::RateLimited).retry_after(1))
}

impl From<ReceiveError> for Failure {
    fn from(error: ReceiveError) -> Self {
        let code = match &error {
            ReceiveError::TooLarge => Code::FileTooLarge,
            ReceiveError::Idle | ReceiveError::Broken(_) => Code::BodyTooSlow,
            ReceiveError::Elsewhere => Code::UploadOffset,
            ReceiveError::Storage(_) => Code::Unavailable,
            ReceiveError::Db(_) => Code::Internal,
        };
        match error {
            ReceiveError::Db(error) => error.into(),
            error => Self::caused(code, error),
        }
    }
}

impl From<WholeError> for Failure {
    fn from(error: WholeError) -> Self {
        match error {
            WholeError::Db(error) => error.into(),
            WholeError::Storage(error) => Self::caused(Code::Unavailable, error),
            WholeError::Hasher => Self::internal(error),
        }
    }
}
