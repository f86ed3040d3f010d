//! `POST /files`: a file in one request, or the beginning of one that is resumed.

use std::time::Duration;

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use http_body::Body as _;
use http_body_util::BodyExt as _;
use natter_protocol::command::UploadQuery;
use natter_protocol::{Attachment, Problem, UserId, routes};

use super::{begin, tus};
use crate::app::App;
use crate::chat::files;
use crate::files::Hasher;
use crate::fresh;
use crate::http::Failure;
use crate::http::extract::{CurrentUser, Params};
use crate::store::files::StoredFile;

/// Bytes of a refused body that are thrown away, so that a client that only reads the answer after sending
/// everything gets to see it; and for how long.
const DRAIN_BYTES: usize = 1024 * 1024;
const DRAIN: Duration = Duration::from_secs(2);

/// Brings a file
///
/// The body is the file, whatever its `Content-Type`; the answer is the file, to be named in a message's
/// `attachments`. What it is, its content decides. Until it is attached only its uploader sees it, and a day
/// later it is gone.
///
/// Or resumably (tus 1.0.0): with `Upload-Length` the body is the first piece (`Content-Type:
/// application/offset+octet-stream`) or empty; `Location` says where `PATCH` brings the next ones. Of a
/// connection that breaks, what arrived is kept: `HEAD` answers `Upload-Offset`, at any gateway.
#[utoipa::path(post, path = "/files", tag = "files", params(UploadQuery),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"), responses(
    (status = 201, body = Attachment, description = "Without a body while pieces are missing"),
    (status = 409, body = Problem, description = "`limit_reached`"),
    (status = 413, body = Problem, description = "`file_too_large`"),
    (status = 422, body = Problem, description = "`invalid_field`: the name")))]
pub async fn post(
    State(app): State<App>,
    me: CurrentUser,
    Params(query): Params<UploadQuery>,
    headers: HeaderMap,
    mut body: Body,
) -> Result<Response, Failure> {
    let admitted = admit(&app, me.user.id, query, &headers, body.size_hint().exact()).await;
    let (file, is_resumable) = match admitted {
        Ok(admitted) => admitted,
        Err(failure) => {
            drain(&mut body).await;
            return Err(failure);
        }
    };
    let uploading = begin(&app, me.user.id)?;
    // In a task of its own: what arrived is kept, and looked at, also when nobody waits for the answer.
    let task = tokio::spawn(async move {
        let outcome = take(&app, file, is_resumable, body).await;
        drop(uploading);
        outcome
    });
    let (file, whole) = task.await.map_err(Failure::internal)??;
    let location = [(header::LOCATION, routes::file(file.id))];
    let about = tus::about(file.received);
    Ok(match whole {
        Some(whole) => (StatusCode::CREATED, location, about, Json(whole)).into_response(),
        None => (StatusCode::CREATED, location, about).into_response(),
    })
}

/// Checks what can be known before the body, and notes the file. True with it when it is resumable.
async fn admit(
    app: &App,
    me: UserId,
    query: UploadQuery,
    headers: &HeaderMap,
    length: Option<u64>,
) -> Result<(StoredFile, bool), Failure> {
    app.limits.check_write(me)?;
    tus::check_version(headers)?;
    let announced = tus::number(headers, &tus::LENGTH)?;
    let name = query.name.or_else(|| tus::file_name(headers)).unwrap_or_default();
    let size = announced.or(length);
    let file = StoredFile {
        id: fresh::file_id(),
        uploader: me,
        name: files::name(&name)?,
        size,
        received: 0,
        hasher: Hasher::default().text(),
        attachment: None,
        sha256: None,
        attached_to: None,
    };
    files::admit(size, app.store.file_usage(me).await?, app.settings.files.bounds())?;
    app.store.add_file(&file).await?;
    Ok((file, announced.is_some()))
}

/// Takes the body in. A file that cannot be resumed is all or nothing.
async fn take(
    app: &App,
    mut file: StoredFile,
    is_resumable: bool,
    mut body: Body,
) -> Result<(StoredFile, Option<Attachment>), Failure> {
    let most = file.size.unwrap_or(app.settings.files.file_bytes);
    if let Err(error) = app.files.receive(&app.store, &mut file, most, &mut body).await {
        let failure = Failure::from(error);
        if !is_resumable {
            app.store.delete_files(&[file.id]).await?;
        }
        drain(&mut body).await;
        return Err(failure);
    }
    let whole = if !is_resumable || file.is_received() {
        Some(app.files.complete(&app.store, &file).await?)
    } else {
        None
    };
    Ok((file, whole))
}

/// Reads on for a little while.
pub(super) async fn drain(body: &mut Body) {
    let reading = async {
        let mut length = 0;
        while let Some(Ok(frame)) = body.frame().await {
            length += frame.data_ref().map_or(0, bytes::Bytes::len);
            if length > DRAIN_BYTES {
                return;
            }
        }
    };
    let _ = tokio::time::timeout(DRAIN, reading).await;
}
