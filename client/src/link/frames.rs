//! What a stream's blocks mean (`DESIGN.md` §4).

use natter_protocol::read::{self, Read};
use natter_protocol::stream::{Beat, names};
use natter_protocol::{Body, Bye, Event, Hello, Millis, Reset, ResetReason};

use super::stream::{Loss, Stream};
use super::{Action, ConnId, Link, Main, Turn};
use crate::sse::Frame;

impl Link {
    pub(super) fn bytes(&mut self, conn: ConnId, bytes: &[u8], turn: &mut Turn<'_>) {
        let Some(stream) = self.stream(conn) else { return };
        stream.last_bytes = turn.now;
        let frames = stream.parser.push(bytes);
        for frame in frames {
            // A block may have ended this stream.
            if self.stream(conn).is_none() {
                return;
            }
            self.frame(conn, frame, turn);
        }
    }

    fn stream(&mut self, conn: ConnId) -> Option<&mut Stream> {
        match (&mut self.main, &mut self.probe) {
            (Main::Stream(stream), _) if stream.conn == conn => Some(stream),
            (_, Some(probe)) if probe.conn == conn => Some(probe),
            _ => None,
        }
    }

    fn frame(&mut self, conn: ConnId, frame: Frame, turn: &mut Turn<'_>) {
        match frame {
            Frame::Event { name, data, last_id } => {
                match name.as_str() {
                    "message" => self.message(conn, &data, turn),
                    names::HELLO => self.hello(conn, &data, turn),
                    names::PROOF => self.proof(conn, &data, turn),
                    names::PING => self.beat(conn, &data, turn),
                    names::RESET => return self.reset(&data, turn),
                    names::BYE => {
                        let retry_ms = parsed(&data).map_or(1_000, |bye: Bye| bye.retry_ms);
                        self.passed(conn, last_id);
                        return self.bye(conn, retry_ms, turn);
                    }
                    _ => {}
                }
                self.passed(conn, last_id);
            }
            Frame::Id(id) => self.passed(conn, id),
            // The ladder has its own times; this is for a plain `EventSource`.
            Frame::Retry(_) => {}
            Frame::TooLong => {
                turn.out.push(Action::Abort { conn });
                self.lost(conn, Loss::Closed, turn);
            }
        }
    }

    /// The stream says that everything up to its id was delivered.
    fn passed(&mut self, conn: ConnId, id: String) {
        if id.is_empty() {
            return;
        }
        let is_main = matches!(&self.main, Main::Stream(stream) if stream.conn == conn);
        if let Some(stream) = self.stream(conn) {
            stream.cursor = Some(id.clone());
        }
        if is_main {
            self.cursor = Some(id);
        }
    }

    fn message(&mut self, conn: ConnId, data: &str, turn: &mut Turn<'_>) {
        // What cannot be read is of a future that this client does not know.
        let Some(event) = parsed::<Event>(data) else { return };
        let messages = self.deliver(event, turn);
        if let Some(stream) = self.stream(conn)
            && !stream.proven
        {
            stream.caught_up += messages;
        }
    }

    /// Hands an event on; 1 when it is a message.
    pub(super) fn deliver(&mut self, event: Event, turn: &mut Turn<'_>) -> u32 {
        self.mood.last_event = Some(turn.now);
        let messages = u32::from(matches!(event.body, Body::MessageCreated { .. }));
        turn.out.push(Action::Deliver(Box::new(event)));
        messages
    }

    fn hello(&mut self, conn: ConnId, data: &str, turn: &mut Turn<'_>) {
        let hello = parsed::<Hello>(data);
        let Some(stream) = self.stream(conn) else { return };
        stream.hello_at.get_or_insert(turn.now);
        if let Some(hello) = &hello
            && hello.heartbeat_s > 0
        {
            stream.heartbeat = i64::from(hello.heartbeat_s) * 1_000;
        }
        let trip = turn.now - stream.opened_at;
        self.mood.latency = Some(trip);
        self.mood.last_event = Some(turn.now);
    }

    fn proof(&mut self, conn: ConnId, data: &str, turn: &mut Turn<'_>) {
        self.beat(conn, data, turn);
        let gap = self.config.proof_gap;
        let Some(stream) = self.stream(conn) else { return };
        if stream.proven {
            return;
        }
        match stream.hello_at {
            Some(hello_at) if turn.now - hello_at >= gap => self.proven(conn, turn),
            _ if stream.was_busy() => self.lost(conn, Loss::Busy, turn),
            _ => self.lost(conn, Loss::Buffered, turn),
        }
    }

    fn beat(&mut self, conn: ConnId, data: &str, turn: &mut Turn<'_>) {
        self.mood.last_event = Some(turn.now);
        let Some(Beat { t: Millis(sent) }) = parsed(data) else { return };
        let Some(stream) = self.stream(conn) else { return };
        let took = turn.now - sent;
        let quickest = stream.quickest.map_or(took, |quickest| quickest.min(took));
        stream.quickest = Some(quickest);
        if let Some(hello_at) = stream.hello_at {
            self.mood.latency = Some(hello_at - stream.opened_at + took - quickest);
        }
    }

    fn reset(&mut self, data: &str, turn: &mut Turn<'_>) {
        let reason = parsed(data).map_or(ResetReason::Other, |reset: Reset| reset.reason);
        self.resync(reason, turn);
    }
}

fn parsed<T: Read>(data: &str) -> Option<T> {
    read::from_str(data)
}
