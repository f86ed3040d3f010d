//! Files on their way into a message and out of it.

use natter_protocol::command::PostMessage;
use natter_protocol::{Attachment, Code, FileId, MessageId, Problem, Room, RoomId, UserId};

use super::Failure;
use crate::app::App;
use crate::chat::files::{self, Offered};
use crate::store::files::StoredFile;

/// The files that a message brings, or is to bring. Costs nothing where there are none.
pub async fn offered(
    app: &App,
    author: UserId,
    message: (RoomId, MessageId),
    ids: &[FileId],
) -> Result<Vec<Attachment>, Failure> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut offered = Vec::new();
    for file in app.store.files(ids).await? {
        // All there, and nobody has looked: the gateway that took in the last byte died over it.
        let whole = match &file.attachment {
            None if file.is_received() => Some(app.files.complete(&app.store, &file).await?),
            known => known.clone(),
        };
        let (id, uploader, attached_to) = (file.id, file.uploader, file.attached_to);
        offered.push(Offered { id, uploader, attached_to, whole });
    }
    Ok(files::attach(author, message, ids, &offered)?)
}

/// Ties the files to the message that is about to be said, so that no other one can have them.
pub async fn claim(app: &App, room: &Room, command: &PostMessage) -> Result<(), Failure> {
    if command.attachments.is_empty() {
        return Ok(());
    }
    Ok(app.store.claim_files(&command.attachments, room.id, command.id).await?)
}

/// An upload of one's own, whole and attached to nothing, that becomes something else.
pub async fn loose_upload(app: &App, me: UserId, id: FileId) -> Result<StoredFile, Failure> {
    let file = app.store.file(id).await?.filter(|file| file.uploader == me);
    let file = file.ok_or_else(|| Problem::new(Code::FileNotFound).field("file"))?;
    if file.attached_to.is_some() {
        return Err(Problem::new(Code::FileTaken).field("file").into());
    }
    if !file.is_received() {
        return Err(Problem::new(Code::UploadUnfinished).field("file").into());
    }
    Ok(file)
}

/// Files that nobody shall have any more: out of reach at once, and their bytes go soon.
pub async fn release(app: &App, ids: &[FileId]) -> Result<(), Failure> {
    if ids.is_empty() {
        return Ok(());
    }
    app.store.delete_files(ids).await?;
    let (files, store) = (app.files.clone(), app.store.clone());
    // What this does not manage, the sweep does.
    tokio::spawn(async move {
        if let Err(error) = files.remove_deleted(&store).await {
            tracing::warn!("the bytes of deleted files: {error}");
        }
    });
    Ok(())
}
