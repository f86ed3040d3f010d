//! `/healthz`, `/readyz`, `/metrics`: for those who watch over the gateway.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;

use crate::app::App;

/// Alive: the process answers.
pub async fn healthz() -> &'static str {
    "ok\n"
}

/// Ready: log and database answer and it is not closing. A load balancer sends people here only then.
pub async fn readyz(State(app): State<App>) -> (StatusCode, String) {
    let problem = if app.hub.is_draining() {
        Some("closing".to_owned())
    } else if !app.log.is_connected() {
        Some("the log cannot be reached".to_owned())
    } else {
        app.store.ping().await.err().map(|error| format!("the database does not answer: {error}"))
    };
    match problem {
        None => (StatusCode::OK, "ready\n".to_owned()),
        Some(problem) => (StatusCode::SERVICE_UNAVAILABLE, format!("{problem}\n")),
    }
}

/// Counters in the OpenMetrics text format.
pub async fn metrics() -> impl IntoResponse {
    let format = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    ([(header::CONTENT_TYPE, format)], crate::metrics::text())
}
