//! The parser against the rules of the HTML standard (§9.2.5 and §9.2.6) that get broken.

mod streams;

use natter_client::sse::{BLOCK_BYTES, Frame, Parser};
use proptest::prelude::*;

fn event(name: &str, data: &str, last_id: &str) -> Frame {
    Frame::Event { name: name.to_owned(), data: data.to_owned(), last_id: last_id.to_owned() }
}

fn message(data: &str) -> Frame {
    event("message", data, "")
}

fn whole(bytes: &[u8]) -> Vec<Frame> {
    Parser::new().push(bytes)
}

fn byte_by_byte(bytes: &[u8]) -> Vec<Frame> {
    let mut parser = Parser::new();
    bytes.iter().flat_map(|&byte| parser.push(&[byte])).collect()
}

/// The same in one piece, in single bytes, and cut in two at every place.
#[track_caller]
fn understands(bytes: impl AsRef<[u8]>, frames: &[Frame]) {
    let bytes = bytes.as_ref();
    assert_eq!(whole(bytes), frames);
    assert_eq!(byte_by_byte(bytes), frames, "byte by byte");
    for at in 0..=bytes.len() {
        let mut parser = Parser::new();
        let mut parts = parser.push(&bytes[..at]);
        parts.extend(parser.push(&bytes[at..]));
        assert_eq!(parts, frames, "cut at {at}");
    }
}

#[test]
fn the_examples_of_the_standard() {
    understands("data: YHOO\ndata: +2\ndata: 10\n\n", &[message("YHOO\n+2\n10")]);
    understands(
        ": test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n",
        &[event("message", "first event", "1"), message("second event"), message(" third event")],
    );
    understands("data\n\ndata\ndata\n\ndata:", &[message(""), message("\n")]);
    understands("data:test\n\ndata: test\n\n", &[message("test"), message("test")]);
}

#[test]
fn all_line_ends_end_lines() {
    understands("data: a\r\ndata: b\r\n\r\n", &[message("a\nb")]);
    understands("data: a\rdata: b\r\r", &[message("a\nb")]);
    understands("data: a\n\r\ndata: b\r\n\ndata: c\r\r\n", &[message("a"), message("b"), message("c")]);
}

#[test]
fn one_leading_bom_is_stripped() {
    understands("\u{FEFF}data: a\n\n", &[message("a")]);
    understands("\u{FEFF}\u{FEFF}data: a\n\n", &[]);
    understands("data: a\n\n\u{FEFF}data: b\n\n", &[message("a")]);
    understands("\u{FEFF}\ndata: a\n\n", &[message("a")]);
}

#[test]
fn an_id_alone_moves_the_place_and_dispatches_nothing() {
    understands("id: 5\n\n", &[Frame::Id("5".to_owned())]);
    understands(
        "data: a\n\nid: 5\n\ndata: b\n\n",
        &[message("a"), Frame::Id("5".to_owned()), event("message", "b", "5")],
    );
    understands("event: x\nid: 5\n\n", &[Frame::Id("5".to_owned())]);
}

#[test]
fn an_empty_id_resets_and_one_with_null_is_ignored() {
    understands("id: 5\n\nid:\n\n", &[Frame::Id("5".to_owned()), Frame::Id(String::new())]);
    understands("id: 5\nid: a\0b\n\n", &[Frame::Id("5".to_owned())]);
    understands("id: a\0b\ndata: x\n\n", &[message("x")]);
}

#[test]
fn names_hold_for_one_block_and_the_last_one_counts() {
    understands("event: a\ndata: 1\n\ndata: 2\n\n", &[event("a", "1", ""), message("2")]);
    understands("event: a\nevent: b\ndata: 1\n\n", &[event("b", "1", "")]);
    understands("event: a\nevent:\ndata: 1\n\n", &[message("1")]);
    understands("event: a\n\ndata: 1\n\n", &[message("1")]);
}

#[test]
fn retry_takes_ascii_digits_only() {
    understands("retry: 3000\n", &[Frame::Retry(3000)]);
    understands("retry: 03\nretry: \nretry: -1\nretry: 1.5\nretry: 1x\nretry: ٣\n", &[Frame::Retry(3)]);
    understands("retry: 99999999999999999999999\n", &[Frame::Retry(u64::MAX)]);
}

#[test]
fn comments_and_unknown_fields_touch_nothing() {
    understands(":\n:data: a\nfoo: b\nData: c\n data: d\ndata : e\n\n", &[]);
    understands("data: a\n: between\ndata: b\n\n", &[message("a\nb")]);
}

#[test]
fn characters_may_be_cut_and_broken_ones_are_replaced() {
    understands("data: ä漢😀\n\n", &[message("ä漢😀")]);
    understands(b"data: \xF0\x9F\x98\n\n", &[message("\u{FFFD}")]);
    understands(b"data: \xE6\xBC\r\n\r\n", &[message("\u{FFFD}")]);
    understands(b"data: a\xFFb\xC3(\n\n", &[message("a\u{FFFD}b\u{FFFD}(")]);
}

#[test]
fn an_unterminated_last_block_is_dropped_with_its_id() {
    let mut parser = Parser::new();
    let frames = parser.push(b"id: 1\ndata: a\n\nid: 2\ndata: b\n");
    assert_eq!(frames, [event("message", "a", "1")]);
    assert_eq!(parser.last_id(), "1");
}

#[test]
fn a_block_without_end_is_given_up() {
    let mut parser = Parser::with_limit(20);
    assert_eq!(parser.push(b"data: 0123456789\n\n"), [message("0123456789")]);
    assert_eq!(parser.push(b"data: 0123456789\n\n"), [message("0123456789")], "the bound is for each block");
    assert_eq!(parser.push(b"data: 01234\ndata: 01234\n\n"), [Frame::TooLong]);
    assert_eq!(parser.push(b"data: a\n\n"), [], "nothing after that is to be trusted");
    let mut parser = Parser::new();
    let endless = vec![b'x'; BLOCK_BYTES / 4];
    let frames: Vec<Frame> = (0..8).flat_map(|_| parser.push(&endless)).collect();
    assert_eq!(frames, [Frame::TooLong]);
}

proptest! {
    #[test]
    fn it_does_not_matter_how_a_stream_is_cut(chunks in streams::chunked()) {
        let bytes = chunks.concat();
        let mut parser = Parser::new();
        let cut: Vec<Frame> = chunks.iter().flat_map(|chunk| parser.push(chunk)).collect();
        prop_assert_eq!(&cut, &whole(&bytes));
        prop_assert_eq!(&cut, &byte_by_byte(&bytes));
    }

    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert_eq!(whole(&bytes), byte_by_byte(&bytes));
    }
}
