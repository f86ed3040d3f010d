//! Answers where no handler is, or where one panicked.

use std::any::Any;

use axum::http::Method;
use axum::response::{IntoResponse as _, Response};
use natter_protocol::{Code, Problem};

use super::Failure;

/// An unknown address under `/api`.
pub async fn not_found() -> Failure {
    Code::NotFound.into()
}

/// A known address, but not this method; axum adds `Allow` (RFC 9110 §15.5.6).
pub async fn method_not_allowed(method: Method) -> Failure {
    Problem::new(Code::MethodNotAllowed).detail(format!("not {method}; see Allow")).into()
}

/// A handler panicked: a fault of ours, which ends this request and no other.
#[expect(clippy::needless_pass_by_value, reason = "tower-http hands the panic over so")]
pub fn panicked(panic: Box<dyn Any + Send>) -> Response {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message");
    Failure::internal(format!("panic: {text}")).into_response()
}
