//! `GET /poll`: the same subscription as the stream, one answer at a time.

use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use bytes::{BufMut as _, Bytes, BytesMut};
use natter_protocol::{Cursor, PollAnswer, Problem, ResetReason, limits};
use serde::Deserialize;

use super::Failure;
use super::events::{open, parse_cursor};
use super::extract::Params;
use super::streamer::Streamer;
use crate::app::App;
use crate::hub::{Drained, Subscription, frame};

/// How long an answer waits for company once it has something.
const GATHER: Duration = Duration::from_millis(20);
/// Bytes of events in one answer, at most; one event is never split.
const ANSWER_BYTES: usize = 512 * 1024;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
pub struct PollQuery {
    /// The cursor of the answer before, which it acknowledges. Without it: from now, answered at once.
    pub cursor: Option<String>,
    /// Seconds to wait for something to happen: 0 to 50, by default 25.
    pub wait: Option<u32>,
    /// `log` also continues places that are no longer in memory, from the log itself.
    pub replay: Option<String>,
    /// A ticket of `POST /events/ticket`, where neither header nor cookie can go.
    pub ticket: Option<String>,
}

/// Answers what happened after a place, or waits for it
///
/// With `Content-Length`, for paths that hold event streams back. Nothing is forgotten when it is sent:
/// the same cursor asked again gives the same events.
#[utoipa::path(get, path = "/poll", tag = "stream", params(PollQuery), responses(
    (status = 200, body = PollAnswer), (status = 204, description = "Signed out: stop"),
    (status = 400, body = Problem, description = "`invalid_cursor`")))]
pub async fn get(
    State(app): State<App>,
    Params(query): Params<PollQuery>,
    streamer: Streamer,
) -> Result<Response, Failure> {
    let Streamer::SignedIn(me) = streamer else { return Ok(StatusCode::NO_CONTENT.into_response()) };
    let cursor = query.cursor.as_deref().filter(|cursor| !cursor.is_empty()).map(parse_cursor).transpose()?;
    let from_now = cursor.is_none();
    let seconds = query.wait.unwrap_or(limits::POLL_SECONDS_DEFAULT).min(limits::POLL_SECONDS);
    let start = open(&app, &me, cursor, query.replay.as_deref() == Some("log")).await?;
    let _attendance = app.presence.attend(me.user.id);
    let mut subscription = start.subscription;
    crate::metrics::POLLS.inc();
    if start.reset.is_some() || from_now {
        let drained = Drained::default();
        return Ok(answer(&drained, &subscription.cursor(), start.reset));
    }
    let deadline = tokio::time::Instant::now() + Duration::from_secs(seconds.into());
    let drained = gather(&mut subscription, deadline).await;
    Ok(answer(&drained, &subscription.cursor(), None))
}

/// Waits for events until the deadline, and a moment longer for those right behind the first.
async fn gather(subscription: &mut Subscription, deadline: tokio::time::Instant) -> Drained {
    loop {
        if !subscription.has_events() {
            let news = std::future::poll_fn(|context| subscription.poll_news(context));
            if tokio::time::timeout_at(deadline, news).await.is_err() {
                return subscription.drain(ANSWER_BYTES);
            }
            if subscription.has_events() {
                tokio::time::sleep(GATHER).await;
            }
        }
        let drained = subscription.drain(ANSWER_BYTES);
        if !drained.frames.is_empty() || drained.ending.is_some() || tokio::time::Instant::now() >= deadline {
            return drained;
        }
    }
}

/// The answer from shared bytes: events are spliced in as they are.
fn answer(drained: &Drained, cursor: &Cursor, reset: Option<ResetReason>) -> Response {
    let size: usize = drained.frames.iter().map(Bytes::len).sum();
    let mut out = BytesMut::with_capacity(size + 256);
    out.put_slice(format!("{{\"cursor\":\"{cursor}\",\"events\":[").as_bytes());
    for (at, event) in drained.frames.iter().enumerate() {
        if at > 0 {
            out.put_u8(b',');
        }
        out.put_slice(&frame::json(event));
    }
    out.put_slice(b"],\"reset\":");
    // Serialising our own types into memory cannot fail.
    let _ = serde_json::to_writer((&mut out).writer(), &reset);
    out.put_u8(b'}');
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("application/json")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store, no-transform")),
    ];
    (headers, out.freeze()).into_response()
}
