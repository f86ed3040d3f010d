//! An event stream as it comes in, block by block, through the client's own parser.

use std::collections::VecDeque;
use std::net::SocketAddr;

use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use hyper::header::HeaderMap;
use natter_client::sse::{Frame, Parser};
use natter_protocol::{Body, Event, routes};
use serde::de::DeserializeOwned;

use crate::http::{Answer, Call, Error};
use crate::patience::in_time;

/// An open stream.
#[derive(Debug)]
pub struct EventStream {
    pub headers: HeaderMap,
    body: Incoming,
    parser: Parser,
    frames: VecDeque<Frame>,
    cursor: String,
    /// Everything that came, as it came.
    pub raw: Vec<u8>,
}

/// What came of opening a stream.
#[derive(Debug)]
pub enum Opened {
    Stream(Box<EventStream>),
    /// Anything but 200; 204 means signed out.
    Answer(Answer),
}

impl Opened {
    /// # Panics
    /// When it is an answer.
    #[must_use]
    pub fn stream(self) -> EventStream {
        match self {
            Self::Stream(stream) => *stream,
            Self::Answer(answer) => panic!("no stream but {answer:?}"),
        }
    }

    /// # Panics
    /// When it is a stream.
    #[must_use]
    pub fn answer(self) -> Answer {
        match self {
            Self::Answer(answer) => answer,
            Self::Stream(stream) => panic!("no answer but a stream: {:?}", stream.headers),
        }
    }
}

/// What an event says, if it is a message.
#[must_use]
pub fn words(event: &Event) -> Option<&str> {
    match &event.body {
        Body::MessageCreated { message, .. } => Some(&message.text),
        _ => None,
    }
}

impl EventStream {
    /// Opens a stream for the holder of a token, from a cursor on or from now.
    ///
    /// # Errors
    /// When the connection fails.
    pub async fn open(to: SocketAddr, token: &str, cursor: Option<&str>) -> Result<Opened, Error> {
        let call = Call::get(routes::EVENTS).bearer(token);
        let call = match cursor {
            Some(cursor) => call.header("last-event-id", cursor),
            None => call,
        };
        Self::from_call(call, to).await
    }

    /// Opens a stream with a request of one's own.
    ///
    /// # Errors
    /// When the connection fails.
    pub async fn from_call(call: Call, to: SocketAddr) -> Result<Opened, Error> {
        let opened = in_time("the stream's head", call.open(to)).await?;
        let (head, body) = opened.into_parts();
        if head.status != 200 {
            let body = body.collect().await?.to_bytes();
            let what = "opening a stream".to_owned();
            return Ok(Opened::Answer(Answer {
                what,
                status: head.status.as_u16(),
                headers: head.headers,
                body,
            }));
        }
        Ok(Opened::Stream(Box::new(Self {
            headers: head.headers,
            body,
            parser: Parser::new(),
            frames: VecDeque::new(),
            cursor: String::new(),
            raw: Vec::new(),
        })))
    }

    /// The last event id of what was taken so far.
    #[must_use]
    pub fn cursor(&self) -> &str {
        &self.cursor
    }

    /// The next block; none when the stream has ended or broken. Waits as long as it takes.
    pub async fn next(&mut self) -> Option<Frame> {
        loop {
            if let Some(frame) = self.frames.pop_front() {
                if let Frame::Event { last_id, .. } | Frame::Id(last_id) = &frame {
                    self.cursor.clone_from(last_id);
                }
                return Some(frame);
            }
            let bytes = self.body.frame().await?.ok()?.into_data().ok()?;
            self.raw.extend_from_slice(&bytes);
            self.frames.extend(self.parser.push(&bytes));
        }
    }

    /// The data of the next block of this name, skipping all others.
    ///
    /// # Panics
    /// When none comes.
    pub async fn named<T: DeserializeOwned>(&mut self, wanted: &str) -> T {
        let searching = async {
            while let Some(frame) = self.next().await {
                if let Frame::Event { name, data, .. } = frame
                    && name == wanted
                {
                    return serde_json::from_str(&data).unwrap_or_else(|error| panic!("{error}: {data}"));
                }
            }
            panic!("the stream ended before {wanted}")
        };
        in_time(wanted, searching).await
    }

    /// The next event of the chat, skipping the stream's own.
    pub async fn event(&mut self) -> Event {
        self.named("message").await
    }

    /// The events up to and including the message of this text.
    pub async fn events_until_said(&mut self, text: &str) -> Vec<Event> {
        self.events_until(|event| words(event) == Some(text)).await
    }

    /// The events up to and including the first that fits.
    pub async fn events_until(&mut self, fits: impl Fn(&Event) -> bool) -> Vec<Event> {
        let mut events = Vec::new();
        loop {
            let event = self.event().await;
            let last = fits(&event);
            events.push(event);
            if last {
                return events;
            }
        }
    }

    /// Waits until the stream has ended.
    pub async fn ended(&mut self) {
        in_time("the stream's end", async { while self.next().await.is_some() {} }).await;
    }
}
