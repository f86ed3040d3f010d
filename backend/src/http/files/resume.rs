//! The further life of a resumable upload: pieces, and giving it up.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use natter_protocol::{Code, FileId, Problem};

use super::upload::drain;
use super::{begin, own, tus};
use crate::app::App;
use crate::http::extract::{CurrentUser, Id};
use crate::http::{Failure, attaching};
use crate::store::files::StoredFile;

/// Brings the next piece of a file
///
/// Of a resumable upload (tus 1.0.0): `Upload-Offset` says where the body begins, and must be where the file
/// ends so far. After the last piece `GET /files/{file}/info` says what the file is.
#[utoipa::path(patch, path = "/files/{file}", tag = "files", params(("file" = String, Path)),
    request_body(content = Vec<u8>, content_type = "application/offset+octet-stream"), responses(
    (status = 204, description = "`Upload-Offset` says how much is there"),
    (status = 404, body = Problem, description = "`file_not_found`"),
    (status = 409, body = Problem, description = "`upload_offset`: go on where `Upload-Offset` says"),
    (status = 413, body = Problem, description = "`file_too_large`: more than was announced")))]
pub async fn patch(
    State(app): State<App>,
    me: CurrentUser,
    Id(id): Id<FileId>,
    headers: HeaderMap,
    mut body: Body,
) -> Result<Response, Failure> {
    let mut file = match resumed(&app, &me, id, &headers).await {
        Ok(file) => file,
        Err(failure) => {
            drain(&mut body).await;
            return Err(failure);
        }
    };
    if tus::number(&headers, &tus::OFFSET)? != Some(file.received) || file.attachment.is_some() {
        drain(&mut body).await;
        return Ok((tus::about(file.received), Failure::from(Code::UploadOffset)).into_response());
    }
    let uploading = begin(&app, me.user.id)?;
    // In a task of its own: what arrived is kept, and looked at, also when nobody waits for the answer.
    let task = tokio::spawn(async move {
        let most = file.size.unwrap_or(app.settings.files.file_bytes);
        let received = app.files.receive(&app.store, &mut file, most, &mut body).await;
        drop(uploading);
        if let Err(error) = received {
            let failure = Failure::from(error);
            drain(&mut body).await;
            return Err(failure);
        }
        if file.is_received() {
            app.files.complete(&app.store, &file).await?;
        }
        Ok(file.received)
    });
    let received = task.await.map_err(Failure::internal)??;
    Ok((StatusCode::NO_CONTENT, tus::about(received)).into_response())
}

async fn resumed(
    app: &App,
    me: &CurrentUser,
    id: FileId,
    headers: &HeaderMap,
) -> Result<StoredFile, Failure> {
    app.limits.check_write(me.user.id)?;
    tus::check_version(headers)?;
    if !tus::is_piece(headers) {
        return Err(Problem::new(Code::UnsupportedMediaType).detail(tus::PIECE).into());
    }
    if tus::number(headers, &tus::OFFSET)?.is_none() {
        return Err(Problem::new(Code::InvalidHeader).detail("Upload-Offset is missing").into());
    }
    own(app, me.user.id, id).await
}

/// Gives a file up that is not attached to a message
#[utoipa::path(delete, path = "/files/{file}", tag = "files", params(("file" = String, Path)), responses(
    (status = 204), (status = 404, body = Problem, description = "`file_not_found`"),
    (status = 409, body = Problem, description = "`file_taken`: delete the message instead")))]
pub async fn delete(
    State(app): State<App>,
    me: CurrentUser,
    Id(id): Id<FileId>,
) -> Result<Response, Failure> {
    app.limits.check_write(me.user.id)?;
    let file = own(&app, me.user.id, id).await?;
    if file.attached_to.is_some() {
        return Err(Code::FileTaken.into());
    }
    attaching::release(&app, &[file.id]).await?;
    Ok((StatusCode::NO_CONTENT, [(tus::RESUMABLE, tus::VERSION)]).into_response())
}
