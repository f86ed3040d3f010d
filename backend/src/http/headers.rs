//! Headers that every answer carries, and who else's pages may read it.

use std::time::Duration;

use axum::extract::Request;
use axum::http::header::{
    self, CACHE_CONTROL, CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use tower_http::cors::{AllowOrigin, CorsLayer};

use crate::settings::Settings;

/// Nothing but our own files and our own server: what a third party cannot load it cannot leak, and a
/// script that got into a message does not run. WebAssembly needs leave of its own.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: blob:; \
     connect-src 'self'; worker-src 'self'; manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
);

/// Headers that a page of another origin may send, …
const ASKED: [&str; 8] = [
    "authorization",
    "content-type",
    "last-event-id",
    "range",
    "if-range",
    "tus-resumable",
    "upload-length",
    "upload-offset",
];
/// … and those that it may read besides the usual ones.
const ANSWERED: [&str; 6] =
    ["retry-after", "location", "content-range", "tus-resumable", "upload-length", "upload-offset"];

/// Adds what an answer does not say itself.
pub async fn secure(request: Request, next: Next) -> Response {
    let is_api = request.uri().path().starts_with("/api/");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in [
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (REFERRER_POLICY, HeaderValue::from_static("same-origin")),
        (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
        (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    ] {
        headers.entry(name).or_insert(value);
    }
    if is_api {
        headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    }
    response
}

/// Lets the pages of `settings.allow_origins` (the desktop app's, say) use the API with a bearer token.
/// Cookies stay out: credentials are never allowed (Fetch standard §3.3).
pub fn cross_origin(settings: &Settings) -> CorsLayer {
    let origins = settings.allow_origins.iter().filter_map(|origin| origin.trim().parse().ok());
    CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins.collect::<Vec<HeaderValue>>()))
        .allow_methods([Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::PATCH, Method::DELETE])
        .allow_headers(ASKED.map(HeaderName::from_static))
        .expose_headers(ANSWERED.map(HeaderName::from_static))
        .max_age(Duration::from_secs(600))
}
