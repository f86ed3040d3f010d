//! Events as bytes: encoded once, shared by every connection, written as they are.

use bytes::{BufMut as _, Bytes, BytesMut};
use natter_protocol::Event;
use serde::Serialize;

const DATA: &[u8] = b"data: ";
const END: &[u8] = b"\n\n";

/// An unnamed block of the event stream (HTML standard §9.2.6). JSON has no raw line ends, so one
/// `data:` line holds it.
#[must_use]
pub fn of(event: &Event) -> Bytes {
    let mut bytes = BytesMut::with_capacity(512);
    bytes.put_slice(DATA);
    // Serialising our own types into memory cannot fail.
    let _ = serde_json::to_writer((&mut bytes).writer(), event);
    bytes.put_slice(END);
    bytes.freeze()
}

/// The JSON inside a block made by [`of`], without copying it.
#[must_use]
pub fn json(frame: &Bytes) -> Bytes {
    frame.slice(DATA.len()..frame.len() - END.len())
}

/// Appends a named block.
pub fn put_named(out: &mut BytesMut, name: &str, value: &impl Serialize) {
    out.put_slice(b"event: ");
    out.put_slice(name.as_bytes());
    out.put_slice(b"\ndata: ");
    let _ = serde_json::to_writer(out.writer(), value);
    out.put_slice(END);
}

/// Appends an `id:`-only block: it sets the last event id and dispatches nothing (§9.2.6).
pub fn put_id(out: &mut BytesMut, id: &impl std::fmt::Display) {
    use std::fmt::Write as _;
    let _ = write!(out, "id: {id}\n\n");
}
