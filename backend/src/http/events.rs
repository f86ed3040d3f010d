//! `GET|POST /events`: the event stream (HTML standard §9.2).

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use bytes::{Bytes, BytesMut};
use http_body::Frame;
use natter_protocol::stream::{Beat, names};
use natter_protocol::{Bye, Code, Cursor, Hello, Millis, Problem, Reset, ResetReason, limits};
use serde::Deserialize;

use super::Failure;
use super::extract::{CurrentUser, Params};
use super::streamer::Streamer;
use super::streaming::Endless;
use crate::app::App;
use crate::hub::{Asked, Ending, HEARTBEAT_SECONDS, Start, Subscription, frame};
use crate::presence::Attendance;

/// Bytes of events in one write, at most; one event is never split.
const WRITE_BYTES: usize = 64 * 1024;
/// Milliseconds after which a plain `EventSource` comes back.
const RETRY_MS: u32 = 1_000;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
pub struct EventsQuery {
    /// Where to continue; `Last-Event-ID` goes before it. Neither means from now.
    pub cursor: Option<String>,
    /// `log` also continues places that are no longer in memory, from the log itself.
    pub replay: Option<String>,
    /// A ticket of `POST /events/ticket`, where neither header nor cookie can go.
    pub ticket: Option<String>,
}

/// Streams what happens, from a place on
///
/// `text/event-stream`: `hello` at once, `proof` a second later, `ping` every 15 s, events unnamed,
/// and after each batch an `id:`-only block with the cursor. 204 means signed out: do not come back.
#[utoipa::path(get, path = "/events", tag = "stream", params(EventsQuery), responses(
    (status = 200, description = "The stream", content_type = "text/event-stream", body = natter_protocol::Event),
    (status = 204, description = "Signed out: stop"), (status = 400, body = Problem, description = "`invalid_cursor`")))]
pub async fn get(
    State(app): State<App>,
    headers: HeaderMap,
    Params(query): Params<EventsQuery>,
    streamer: Streamer,
) -> Result<Response, Failure> {
    let Streamer::SignedIn(me) = streamer else { return Ok(StatusCode::NO_CONTENT.into_response()) };
    let cursor = asked_cursor(&headers, query.cursor.as_deref())?;
    let from_log = query.replay.as_deref() == Some("log");
    let start = open(&app, &me, cursor, from_log).await?;
    let endless = Endless(start.subscription.shortcut());
    let stream = EventStream::new(start, me.session, app.presence.attend(me.user.id));
    let mut response = Response::new(Body::new(stream));
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store, no-transform"));
    // nginx and those who copied it hold a response back unless told not to.
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    response.extensions_mut().insert(endless);
    Ok(response)
}

/// The same, for paths that hold back what a GET answers
#[utoipa::path(post, path = "/events", tag = "stream", params(EventsQuery), responses(
    (status = 200, description = "The stream", content_type = "text/event-stream", body = natter_protocol::Event),
    (status = 204, description = "Signed out: stop"), (status = 400, body = Problem, description = "`invalid_cursor`")))]
pub async fn post(
    state: State<App>,
    headers: HeaderMap,
    query: Params<EventsQuery>,
    streamer: Streamer,
) -> Result<Response, Failure> {
    get(state, headers, query, streamer).await
}

fn asked_cursor(headers: &HeaderMap, query: Option<&str>) -> Result<Option<Cursor>, Failure> {
    let last = headers.get("last-event-id").map(|value| value.to_str().unwrap_or("?"));
    match last.filter(|id| !id.is_empty()).or(query.filter(|cursor| !cursor.is_empty())) {
        Some(text) => Ok(Some(parse_cursor(text)?)),
        None => Ok(None),
    }
}

pub fn parse_cursor(text: &str) -> Result<Cursor, Failure> {
    text.parse().map_err(|_| Problem::new(Code::InvalidCursor).field("cursor").into())
}

/// Opens a subscription for a person, within the number that one may have.
pub async fn open(
    app: &App,
    me: &CurrentUser,
    cursor: Option<Cursor>,
    from_log: bool,
) -> Result<Start, Failure> {
    if app.hub.streams_of(me.user.id) >= limits::STREAMS_PER_USER {
        return Err(Problem::new(Code::LimitReached).detail("too many streams are open").into());
    }
    let asked = Asked { user: me.user.id, session: me.session, cursor, from_log };
    let rooms = async {
        let rooms = app.store.rooms_of(me.user.id).await?;
        Ok::<_, Failure>(rooms.into_iter().map(|(room, _)| room).collect())
    };
    app.hub.subscribe(asked, rooms).await
}

/// The body of an event stream: whatever waits goes out in one write.
struct EventStream {
    subscription: Subscription,
    greeting: Option<Bytes>,
    over: bool,
    _open: Open,
    _attendance: Attendance,
}

/// Counts the open streams.
struct Open;

impl Open {
    fn new() -> Self {
        crate::metrics::STREAMS.inc();
        Self
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        crate::metrics::STREAMS.dec();
    }
}

impl EventStream {
    fn new(start: Start, session: natter_protocol::SessionId, attendance: Attendance) -> Self {
        let greeting = Some(greeting(&start, session));
        start.subscription.beat();
        let subscription = start.subscription;
        Self { subscription, greeting, over: false, _open: Open::new(), _attendance: attendance }
    }

    /// Everything there is to say now; empty when nothing is.
    fn write(&mut self) -> Bytes {
        let drained = self.subscription.drain(WRITE_BYTES);
        let size: usize = drained.frames.iter().map(Bytes::len).sum();
        let mut out = BytesMut::with_capacity(size + 128);
        for event in &drained.frames {
            out.extend_from_slice(event);
        }
        let beat = Beat { t: Millis::now() };
        if drained.proof {
            frame::put_named(&mut out, names::PROOF, &beat);
        }
        if drained.ping {
            frame::put_named(&mut out, names::PING, &beat);
        }
        if let Some(Ending::Bye { retry_ms }) = drained.ending {
            frame::put_named(&mut out, names::BYE, &Bye { retry_ms });
        }
        self.over = drained.ending.is_some();
        if !out.is_empty() {
            frame::put_id(&mut out, &self.subscription.cursor());
        }
        out.freeze()
    }
}

fn greeting(start: &Start, session: natter_protocol::SessionId) -> Bytes {
    let mut out = BytesMut::with_capacity(256);
    out.extend_from_slice(format!("retry: {RETRY_MS}\n").as_bytes());
    let heartbeat_s = HEARTBEAT_SECONDS;
    let hello = Hello { t: Millis::now(), session, transport: "sse".to_owned(), heartbeat_s };
    frame::put_named(&mut out, names::HELLO, &hello);
    let cursor = start.subscription.cursor();
    if let Some(reason) = start.reset {
        put_reset(&mut out, &cursor, reason);
    }
    frame::put_id(&mut out, &cursor);
    out.freeze()
}

fn put_reset(out: &mut BytesMut, cursor: &Cursor, reason: ResetReason) {
    frame::put_named(out, names::RESET, &Reset { cursor: cursor.to_string(), reason });
}

impl http_body::Body for EventStream {
    type Data = Bytes;
    type Error = std::convert::Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        if let Some(greeting) = self.greeting.take() {
            return Poll::Ready(Some(Ok(Frame::data(greeting))));
        }
        while !self.over {
            if self.subscription.poll_news(context).is_pending() {
                return Poll::Pending;
            }
            let bytes = self.write();
            if !bytes.is_empty() {
                return Poll::Ready(Some(Ok(Frame::data(bytes))));
            }
        }
        Poll::Ready(None)
    }
}
