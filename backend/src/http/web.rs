//! The web UI, carried by the binary as a tar archive.

use std::collections::HashMap;
use std::io::Read as _;
use std::sync::Arc;

use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{Html, IntoResponse as _, Response};
use bytes::Bytes;

const WITHOUT: &str = "<!doctype html><meta charset=utf-8><title>Natter</title>\
<p>This Natter was built without its web UI. <code>cargo xtask run</code> builds both.\n";

/// The service worker, for the whole of the app.
const WORKER: &str = "sw.js";

/// The files of the UI by path, as they are and, where that is smaller, as brotli.
#[derive(Clone, Default)]
pub struct Ui(Arc<HashMap<String, Bytes>>);

impl Ui {
    /// Reads an archive; an empty one is no UI.
    ///
    /// # Errors
    /// When it is not a tar archive.
    pub fn unpack(archive: &'static [u8]) -> std::io::Result<Self> {
        let mut files = HashMap::new();
        for entry in tar::Archive::new(archive).entries()? {
            let mut entry = entry?;
            if entry.header().entry_type().is_file() {
                let path = entry.path()?.to_string_lossy().trim_start_matches("./").to_owned();
                let mut content = Vec::new();
                entry.read_to_end(&mut content)?;
                files.insert(path, content.into());
            }
        }
        Ok(Self(Arc::new(files)))
    }

    /// A file of the UI; the shell for every address inside the app.
    #[must_use]
    pub fn answer(&self, request: &Request) -> Response {
        if request.method() != Method::GET && request.method() != Method::HEAD {
            return ([(header::ALLOW, "GET, HEAD")], StatusCode::METHOD_NOT_ALLOWED).into_response();
        }
        let path = request.uri().path().trim_start_matches('/');
        if self.0.contains_key(path) && !path.ends_with(".br") {
            return self.file(path, request.headers());
        }
        // A missing asset is an error, not the app: a script that is HTML breaks in ways hard to read.
        if path.starts_with("assets/") || path.rsplit('/').next().is_some_and(|name| name.contains('.')) {
            return StatusCode::NOT_FOUND.into_response();
        }
        if self.0.is_empty() {
            Html(WITHOUT).into_response()
        } else {
            self.file("index.html", request.headers())
        }
    }

    fn file(&self, path: &str, headers: &HeaderMap) -> Response {
        let brotli = self.0.get(&format!("{path}.br")).filter(|_| accepts_brotli(headers));
        let Some(content) = brotli.or_else(|| self.0.get(path)) else {
            return StatusCode::NOT_FOUND.into_response();
        };
        let mut response = content.clone().into_response();
        let answer = response.headers_mut();
        answer.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(path)));
        answer.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        if brotli.is_some() {
            answer.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
        }
        // A name with a hash changes with its content; the others are asked for again each time.
        let cache = if has_hash(path) { "public, max-age=31536000, immutable" } else { "no-cache" };
        answer.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
        if path == WORKER {
            answer.insert("service-worker-allowed", HeaderValue::from_static("/"));
        }
        response
    }
}

/// Whether a name holds `-` and 16 hexadecimal digits, as the build gives them.
fn has_hash(path: &str) -> bool {
    path.split('-')
        .skip(1)
        .any(|part| part.len() >= 16 && part.bytes().take(16).all(|b| b.is_ascii_hexdigit()))
}

fn accepts_brotli(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or("");
    accepted.split(',').any(|coding| {
        let mut parts = coding.split(';').map(str::trim);
        parts.next() == Some("br") && !parts.any(|q| matches!(q, "q=0" | "q=0.0" | "q=0.00" | "q=0.000"))
    })
}

fn content_type(path: &str) -> &'static str {
    match path.rsplit('.').next().unwrap_or("") {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}
