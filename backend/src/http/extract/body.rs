//! A JSON body of the expected form, small and prompt.

use std::time::Duration;

use axum::body::Body as RawBody;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use bytes::{Bytes, BytesMut};
use http_body::Body as _;
use http_body_util::BodyExt as _;
use natter_protocol::{Code, Problem, limits};
use serde::de::DeserializeOwned;
use tokio::time::timeout;

use crate::http::Failure;

/// Bytes that are read and thrown away when a body is too large, so that a client that only reads the
/// answer after sending everything gets to see it.
const DRAIN_BYTES: usize = 1024 * 1024;

/// The body, read and understood.
pub struct Body<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Body<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        if !is_json(request.headers()) {
            return Err(Code::UnsupportedMediaType.into());
        }
        let deadline = Duration::from_secs(limits::BODY_SECONDS);
        let bytes = timeout(deadline, read(request.into_body())).await.map_err(|_| Code::BodyTooSlow)??;
        // serde's message ends with line and column. It would take a list of the fields' values as well.
        let value = if bytes.trim_ascii_start().starts_with(b"{") {
            serde_json::from_slice(&bytes)
        } else {
            Err(serde::de::Error::custom("expected an object at line 1 column 1"))
        };
        value.map(Self).map_err(|e| Problem::new(Code::BadJson).detail(e.to_string()).into())
    }
}

async fn read(mut body: RawBody) -> Result<Bytes, Failure> {
    let announced = usize::try_from(body.size_hint().lower()).unwrap_or(usize::MAX);
    let mut bytes = BytesMut::with_capacity(announced.min(limits::BODY_BYTES));
    let mut length = 0;
    while let Some(frame) = body.frame().await {
        let broken =
            |e| Failure::from(Problem::new(Code::BadJson).detail(format!("the body broke off: {e}")));
        let Ok(data) = frame.map_err(broken)?.into_data() else { continue };
        length += data.len();
        if length <= limits::BODY_BYTES {
            bytes.extend_from_slice(&data);
        } else if announced.max(length) > DRAIN_BYTES {
            break;
        }
    }
    if length > limits::BODY_BYTES {
        let why = format!("at most {} bytes", limits::BODY_BYTES);
        return Err(Problem::new(Code::BodyTooLarge).detail(why).into());
    }
    Ok(bytes.freeze())
}

/// `application/json` or `application/*+json` (RFC 6839 §3.1), with any parameters. Requiring it also
/// means that another site's form cannot send a body here (it would need a CORS preflight).
fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
}

#[cfg(test)]
mod tests {
    use natter_protocol::command::MarkRead;

    use super::*;

    async fn refused(kind: &str, body: impl Into<RawBody>) -> Problem {
        let request = Request::builder().header(header::CONTENT_TYPE, kind).body(body.into());
        let read = Body::<MarkRead>::from_request(request.expect("a request"), &()).await;
        read.map(|_| ()).expect_err("refused").problem().clone()
    }

    #[tokio::test]
    async fn a_body_of_the_expected_form_is_read() {
        let request = Request::builder().header("content-type", "application/json; charset=utf-8");
        let request = request.body(RawBody::from(r#"{"seq":7,"later":true}"#)).expect("a request");
        let Body(command) = Body::<MarkRead>::from_request(request, &()).await.expect("read");
        assert_eq!(command.seq, 7);
    }

    #[tokio::test]
    async fn what_is_not_the_expected_json_is_refused_with_its_place() {
        for bad in ["", "{", "[]", r#"{"seq":"7"}"#, r#"{"seq":-1}"#, "{\"seq\":\u{0}}", "null"] {
            let problem = refused("application/json", bad).await;
            assert_eq!(problem.code, Code::BadJson, "{bad}");
            assert!(problem.detail.expect("why").contains("line 1"), "{bad}");
        }
        let problem = refused("application/json", &b"{\"seq\":\"\xff\"}"[..]).await;
        assert_eq!(problem.code, Code::BadJson);
    }

    #[tokio::test]
    async fn a_form_is_not_json() {
        for kind in ["", "text/plain", "application/x-www-form-urlencoded", "applicationx/json"] {
            assert_eq!(refused(kind, r#"{"seq":7}"#).await.code, Code::UnsupportedMediaType, "{kind}");
        }
    }

    #[tokio::test]
    async fn a_large_body_is_refused() {
        let large = format!("{{\"seq\":1,\"x\":\"{}\"}}", "x".repeat(limits::BODY_BYTES));
        assert_eq!(refused("application/json", large).await.code, Code::BodyTooLarge);
    }

    #[tokio::test(start_paused = true)]
    async fn a_slow_body_is_refused() {
        let never = RawBody::from_stream(futures_util::stream::pending::<Result<Bytes, std::io::Error>>());
        assert_eq!(refused("application/json", never).await.code, Code::BodyTooSlow);
    }
}
