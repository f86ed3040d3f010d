//! Having files. What a stranger brought is answered so that a browser can do nothing with it but show or
//! keep it.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use futures_util::TryStreamExt as _;
use natter_protocol::{Attachment, Code, FileId, Problem};

use super::disposition::disposition;
use super::range::{Wanted, wanted};
use super::{tus, visible};
use crate::app::App;
use crate::files::Made;
use crate::http::Failure;
use crate::http::extract::{CurrentUser, Id};
use crate::store::files::StoredFile;

/// A file never changes: whoever has it need not ask again. It is for this person's eyes only.
const CACHE: HeaderValue = HeaderValue::from_static("private, max-age=31536000, immutable");
/// Nothing that is in it runs, loads or speaks to anyone, not even as a page of its own.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; sandbox; \
     frame-ancestors 'self'; base-uri 'none'; form-action 'none'",
);
/// The same without `sandbox`, in which browsers do not start their viewer; its scripts are the browser's own.
const PDF_POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'; \
     base-uri 'none'; form-action 'none'",
);

/// Gives a file
///
/// To its uploader until it is attached, then to whoever is in the room. Pictures, sound, films, PDF and plain
/// text are shown in their place, everything else is for download. Takes `Range`, `If-Range`,
/// `If-None-Match`. `HEAD` of an upload that is not at its end answers `Upload-Offset` and `Upload-Length`.
#[utoipa::path(get, path = "/files/{file}", tag = "files", params(("file" = String, Path)), responses(
    (status = 200, body = Vec<u8>, content_type = "application/octet-stream"),
    (status = 206, description = "The part that `Range` asked for"),
    (status = 404, body = Problem, description = "`file_not_found`"),
    (status = 409, body = Problem, description = "`upload_unfinished`"),
    (status = 416, body = Problem, description = "`range_not_satisfiable`")))]
pub async fn get(
    State(app): State<App>,
    me: CurrentUser,
    Id(id): Id<FileId>,
    method: Method,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let file = visible(&app, me.user.id, id).await?;
    if method == Method::HEAD && file.attachment.is_none() {
        return Ok(progress(&file));
    }
    let whole = whole(&app, &file).await?;
    let tag = format!("\"{}\"", file.sha256.as_deref().unwrap_or_default());
    let mut response = if is_known(&headers, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        content(&app, &whole, &tag, &method, &headers).await?
    };
    // That there is no such part is nothing to keep.
    if !response.status().is_client_error() {
        describe(response.headers_mut(), &whole, &tag);
    }
    if file.uploader == me.user.id {
        response.headers_mut().extend(tus::about(file.received));
    }
    Ok(response)
}

/// Gives the small picture of a file
#[utoipa::path(get, path = "/files/{file}/preview", tag = "files", params(("file" = String, Path)), responses(
    (status = 200, body = Vec<u8>, content_type = "image/jpeg"),
    (status = 404, body = Problem, description = "`file_not_found`, also when it has none")))]
pub async fn preview(
    State(app): State<App>,
    me: CurrentUser,
    Id(id): Id<FileId>,
) -> Result<Response, Failure> {
    let file = visible(&app, me.user.id, id).await?;
    file.attachment.as_ref().and_then(|file| file.preview).ok_or(Code::FileNotFound)?;
    let bytes = app.files.preview(id).await.map_err(|e| Failure::caused(Code::Unavailable, e))?;
    Ok(picture(bytes))
}

/// A picture that was made here from someone's.
pub async fn made(app: &App, what: Made, id: FileId) -> Result<Response, Failure> {
    match app.files.made(what, id).await {
        Ok(bytes) => Ok(picture(bytes)),
        Err(object_store::Error::NotFound { .. }) => Err(Code::FileNotFound.into()),
        Err(error) => Err(Failure::caused(Code::Unavailable, error)),
    }
}

/// A picture that was made here, or looked at and kept.
fn picture(bytes: Bytes) -> Response {
    let kind = match bytes.get(..4) {
        Some(b"RIFF") => "image/webp",
        Some(b"GIF8") => "image/gif",
        Some(b"\x89PNG") => "image/png",
        _ => "image/jpeg",
    };
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, CACHE);
    headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
    response
}

/// Says what a file is
#[utoipa::path(get, path = "/files/{file}/info", tag = "files", params(("file" = String, Path)), responses(
    (status = 200, body = Attachment), (status = 404, body = Problem, description = "`file_not_found`"),
    (status = 409, body = Problem, description = "`upload_unfinished`")))]
pub async fn info(
    State(app): State<App>,
    me: CurrentUser,
    Id(id): Id<FileId>,
) -> Result<Json<Attachment>, Failure> {
    let file = visible(&app, me.user.id, id).await?;
    Ok(Json(whole(&app, &file).await?))
}

/// What a file is, once all of it is there.
async fn whole(app: &App, file: &StoredFile) -> Result<Attachment, Failure> {
    match &file.attachment {
        Some(whole) => Ok(whole.clone()),
        // The gateway that took in the last byte died over it.
        None if file.is_received() => Ok(app.files.complete(&app.store, file).await?),
        None => Err(Code::UploadUnfinished.into()),
    }
}

/// How far an upload is.
fn progress(file: &StoredFile) -> Response {
    let mut response = (tus::about(file.received), [(header::CACHE_CONTROL, "no-store")]).into_response();
    if let Some(size) = file.size {
        response.headers_mut().insert(tus::LENGTH, size.into());
    }
    response
}

fn is_known(headers: &HeaderMap, tag: &str) -> bool {
    let known = headers.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    // Weak comparison (RFC 9110 §13.1.2).
    known
        .flat_map(|list| list.split(','))
        .map(str::trim)
        .any(|known| known == "*" || known.strip_prefix("W/").unwrap_or(known) == tag)
}

async fn content(
    app: &App,
    whole: &Attachment,
    tag: &str,
    method: &Method,
    headers: &HeaderMap,
) -> Result<Response, Failure> {
    let (status, part) = match wanted(headers, whole.size, tag) {
        Wanted::Whole => (StatusCode::OK, 0..whole.size),
        Wanted::Part(part) => (StatusCode::PARTIAL_CONTENT, part),
        Wanted::Nothing => {
            let size = [(header::CONTENT_RANGE, format!("bytes */{}", whole.size))];
            return Ok((size, Failure::from(Code::RangeNotSatisfiable)).into_response());
        }
    };
    let length = part.end - part.start;
    let range = format!("bytes {}-{}/{}", part.start, part.end.saturating_sub(1), whole.size);
    let body = if *method == Method::HEAD {
        Body::empty()
    } else {
        let id = whole.id;
        let bytes = app.files.read(id, app.store.file_parts(id).await?, part);
        Body::from_stream(bytes.inspect_err(move |error| tracing::error!(%id, "a file breaks off: {error}")))
    };
    let mut response = (status, [(header::CONTENT_LENGTH, length.to_string())], body).into_response();
    if status == StatusCode::PARTIAL_CONTENT {
        let range = HeaderValue::try_from(range).map_err(Failure::internal)?;
        response.headers_mut().insert(header::CONTENT_RANGE, range);
    }
    let kind = match whole.media_type.as_str() {
        "text/plain" => "text/plain; charset=utf-8",
        kind if whole.is_shown_inline() => kind,
        _ => "application/octet-stream",
    };
    let kind = HeaderValue::try_from(kind).map_err(Failure::internal)?;
    response.headers_mut().insert(header::CONTENT_TYPE, kind);
    Ok(response)
}

/// What is true of every answer that concerns a file, its parts and its absence alike.
fn describe(headers: &mut HeaderMap, whole: &Attachment, tag: &str) {
    let same_site = HeaderValue::from_static("same-origin");
    headers.insert(HeaderName::from_static("cross-origin-resource-policy"), same_site);
    headers.insert(header::CACHE_CONTROL, CACHE);
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(header::CONTENT_DISPOSITION, disposition(whole.is_shown_inline(), &whole.name));
    headers.insert(header::CONTENT_SECURITY_POLICY, if whole.is_pdf() { PDF_POLICY } else { POLICY });
    // The dialog that shows it stands in our own page.
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN"));
    if let Ok(tag) = HeaderValue::try_from(tag) {
        headers.insert(header::ETAG, tag);
    }
}
