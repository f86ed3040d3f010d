//! The two ways in which events arrive: a stream that is read as it comes, and the long poll.

use js_sys::{Reflect, Uint8Array};
use natter_protocol::{PollAnswer, routes};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, ReadableStreamDefaultReader, Response};

use super::http::{Failure, Method, parse, request, retry_after};

/// Why a stream or poll came to nothing: the status where there was an answer, and how long to wait.
#[derive(Debug, Clone, Copy, Default)]
pub struct Trouble {
    pub status: Option<u16>,
    pub retry_after_ms: Option<u32>,
}

/// The body of an event stream.
#[derive(Debug)]
pub struct Stream(ReadableStreamDefaultReader);

impl Stream {
    /// Opens `GET /events` after the cursor, or `POST` where the path holds back what a GET answers.
    pub async fn open(cursor: Option<&str>, post: bool, signal: &AbortSignal) -> Result<Self, Trouble> {
        let path = with_cursor(routes::EVENTS, cursor);
        let method = if post { Method::Post } else { Method::Get };
        let answer = ask(method, &path, "text/event-stream", signal).await?;
        let kind = answer.headers().get("Content-Type").ok().flatten().unwrap_or_default();
        let reader =
            answer.body().filter(|_| answer.status() == 200 && kind.starts_with("text/event-stream"));
        let Some(body) = reader else { return Err(trouble(&answer)) };
        body.get_reader().dyn_into().map(Self).map_err(|_| trouble(&answer))
    }

    /// The next bytes; none at the end.
    pub async fn next(&self) -> Option<Vec<u8>> {
        let part = JsFuture::from(self.0.read()).await.ok()?;
        let value = Reflect::get(&part, &"value".into()).ok()?;
        value.dyn_into::<Uint8Array>().ok().map(|bytes| bytes.to_vec())
    }
}

/// `GET /poll` after the cursor, waiting up to `wait_s` seconds.
pub async fn poll(cursor: Option<&str>, wait_s: u32, signal: &AbortSignal) -> Result<PollAnswer, Trouble> {
    let mut path = with_cursor(routes::POLL, cursor);
    path.push(if cursor.is_some() { '&' } else { '?' });
    path.push_str(&format!("wait={wait_s}"));
    let answer = ask(Method::Get, &path, "application/json", signal).await?;
    if answer.status() != 200 {
        return Err(trouble(&answer));
    }
    let text = answer.text().map_err(|_| Trouble::default())?;
    let text = JsFuture::from(text).await.map_err(|_| Trouble::default())?;
    parse(&text.as_string().unwrap_or_default()).map_err(|_| trouble(&answer))
}

fn with_cursor(path: &str, cursor: Option<&str>) -> String {
    cursor.map_or_else(|| path.to_owned(), |cursor| format!("{path}?cursor={cursor}"))
}

async fn ask(method: Method, path: &str, accept: &str, signal: &AbortSignal) -> Result<Response, Trouble> {
    request(method, path, None, accept, Some(signal)).await.map_err(|failure| Trouble {
        status: failure.status(),
        retry_after_ms: match failure {
            Failure::Refused { retry_after_ms, .. } => retry_after_ms,
            Failure::Network => None,
        },
    })
}

fn trouble(answer: &Response) -> Trouble {
    Trouble { status: Some(answer.status()), retry_after_ms: retry_after(answer) }
}
