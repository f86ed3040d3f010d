//! Files on their way to the server: tus 1.0.0, a piece a request.

use natter_protocol::read::Anything;
use natter_protocol::{Attachment, FileId, routes};
use wasm_bindgen::JsValue;
use web_sys::{AbortSignal, Blob, Response};

use super::http::{Failure, Method, call, failed, raw, read};

const RESUMABLE: (&str, &str) = ("Tus-Resumable", "1.0.0");
const PIECE: (&str, &str) = ("Content-Type", "application/offset+octet-stream");

/// Announces a file and brings its first piece. Answers the whole file when that was all of it.
pub async fn begin(
    name: &str,
    size: u64,
    first: &Blob,
    signal: &AbortSignal,
) -> Result<(FileId, u64, Option<Attachment>), Failure> {
    let name = String::from(js_sys::encode_uri_component(name));
    let path = format!("{}?name={name}", routes::FILES);
    let length = size.to_string();
    let headers = [RESUMABLE, PIECE, ("Upload-Length", &length)];
    let answer = raw("POST", &path, &headers, Some(first), Some(signal)).await?;
    if !answer.ok() {
        return Err(failed(&answer).await);
    }
    let location = answer.headers().get("Location").ok().flatten();
    let id = location.as_deref().and_then(|location| location.rsplit('/').next()?.parse().ok());
    let id = id.ok_or(Failure::Network)?;
    let offset = offset(&answer)?;
    let whole = if offset == size { Some(read(&answer).await?) } else { None };
    Ok((id, offset, whole))
}

/// Brings a small file in one request.
pub async fn bring(file: &web_sys::File) -> Result<Attachment, Failure> {
    let name = String::from(js_sys::encode_uri_component(&file.name()));
    let path = format!("{}?name={name}", routes::FILES);
    let headers = [("Content-Type", "application/octet-stream")];
    let answer = raw("POST", &path, &headers, Some(file), None).await?;
    if answer.ok() { read(&answer).await } else { Err(failed(&answer).await) }
}

/// Brings the next piece; answers how much is there now.
pub async fn go_on(file: FileId, at: u64, piece: &Blob, signal: &AbortSignal) -> Result<u64, Failure> {
    let at = at.to_string();
    let headers = [RESUMABLE, PIECE, ("Upload-Offset", &at)];
    let answer = raw("PATCH", &routes::file(file), &headers, Some(piece), Some(signal)).await?;
    if answer.ok() { offset(&answer) } else { Err(failed(&answer).await) }
}

/// How much is there.
pub async fn progress(file: FileId, signal: &AbortSignal) -> Result<u64, Failure> {
    let none: Option<&JsValue> = None;
    let answer = raw("HEAD", &routes::file(file), &[RESUMABLE], none, Some(signal)).await?;
    if answer.ok() { offset(&answer) } else { Err(failed(&answer).await) }
}

pub async fn info(file: FileId) -> Result<Attachment, Failure> {
    call(Method::Get, &routes::file_info(file)).await
}

/// Gives a file up.
pub async fn give_up(file: FileId) {
    // What stays behind, the server sweeps.
    let _: Result<Anything, Failure> = call(Method::Delete, &routes::file(file)).await;
}

fn offset(answer: &Response) -> Result<u64, Failure> {
    let offset = answer.headers().get("Upload-Offset").ok().flatten();
    offset.and_then(|offset| offset.parse().ok()).ok_or(Failure::Network)
}
