//! The cheapest reader of an event stream that still sees every message: the load generator shares its
//! processors with the server and must cost little. A test compares it with the client's own parser.

use natter_protocol::{MessageId, Seq};

const CREATED: &[u8] = b"data: {\"type\":\"message.created\"";
const ID_LENGTH: usize = 26;

/// What a line said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    Message {
        id: MessageId,
        seq: Seq,
    },
    Hello,
    /// `reset` or `bye`: neither belongs here.
    Trouble,
}

/// Takes an HTTP/1.1 chunked body (RFC 9112 §7.1) apart, in pieces of any size.
#[derive(Debug, Default)]
pub struct Scanner {
    chunk: Chunk,
    /// The beginning of a line whose end has not come yet.
    line: Vec<u8>,
}

#[derive(Debug, Clone, Copy, Default)]
enum Chunk {
    /// Digits of the size so far.
    #[default]
    Start,
    Size(usize),
    Extension(usize),
    Data(usize),
    /// CR and LF after the data.
    End,
    Over,
}

impl Scanner {
    pub fn push(&mut self, mut bytes: &[u8], mut seen: impl FnMut(Seen)) {
        while let Some((&byte, rest)) = bytes.split_first() {
            self.chunk = match self.chunk {
                Chunk::Data(left) => {
                    let (data, after) = bytes.split_at(left.min(bytes.len()));
                    self.data(data, &mut seen);
                    bytes = after;
                    self.chunk = if data.len() == left { Chunk::End } else { Chunk::Data(left - data.len()) };
                    continue;
                }
                Chunk::Over => return,
                Chunk::End if byte == b'\n' => Chunk::Start,
                Chunk::Start | Chunk::End if byte == b'\r' => self.chunk,
                Chunk::Size(0) | Chunk::Extension(0) if byte == b'\n' => Chunk::Over,
                Chunk::Size(size) | Chunk::Extension(size) if byte == b'\n' => Chunk::Data(size),
                Chunk::Start => digit(byte).map_or(Chunk::Over, Chunk::Size),
                Chunk::Size(size) => {
                    digit(byte).map_or(Chunk::Extension(size), |digit| Chunk::Size(size * 16 + digit))
                }
                Chunk::Extension(size) => Chunk::Extension(size),
                Chunk::End => Chunk::Over,
            };
            bytes = rest;
        }
    }

    fn data(&mut self, mut bytes: &[u8], seen: &mut impl FnMut(Seen)) {
        while let Some(end) = bytes.iter().position(|&byte| byte == b'\n') {
            if self.line.is_empty() {
                read(&bytes[..end]).map(&mut *seen);
            } else {
                self.line.extend_from_slice(&bytes[..end]);
                read(&self.line).map(&mut *seen);
                self.line = Vec::new();
            }
            bytes = &bytes[end + 1..];
        }
        self.line.extend_from_slice(bytes);
    }
}

fn digit(byte: u8) -> Option<usize> {
    char::from(byte).to_digit(16).and_then(|digit| usize::try_from(digit).ok())
}

fn read(line: &[u8]) -> Option<Seen> {
    match line {
        b"event: hello" => Some(Seen::Hello),
        b"event: reset" | b"event: bye" => Some(Seen::Trouble),
        _ if line.starts_with(CREATED) => Some(message(line).unwrap_or(Seen::Trouble)),
        _ => None,
    }
}

fn message(line: &[u8]) -> Option<Seen> {
    let id = std::str::from_utf8(after(line, b"\"id\":\"")?.get(..ID_LENGTH)?).ok()?.parse().ok()?;
    let digits = after(line, b"\"seq\":")?;
    let seq = digits.iter().take_while(|byte| byte.is_ascii_digit());
    Some(Seen::Message { id, seq: seq.fold(0, |seq, digit| seq * 10 + Seq::from(digit - b'0')) })
}

fn after<'a>(line: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let at = line.windows(name.len()).position(|window| window == name)?;
    Some(&line[at + name.len()..])
}

#[cfg(test)]
mod tests {
    use natter_client::sse::{Frame, Parser};
    use natter_protocol::{Body, Event, Message, Millis, RoomId, UserId};

    use super::*;

    fn stream() -> Vec<u8> {
        let mut text = b"retry: 1000\nevent: hello\ndata: {}\n\nid: abc\n\n".to_vec();
        for index in 1..=5u64 {
            let (room, author) = (RoomId::from_parts(Millis(1), 1), UserId::from_parts(Millis(1), 2));
            let message = Message::plain(
                MessageId::from_parts(Millis(7), index.into()),
                room,
                author,
                "\"id\":\"no\" and \"seq\":9",
                Millis(9),
            );
            let event = Event::unplaced(
                Some(room),
                Millis(9),
                Body::MessageCreated { message, followers: Vec::new() },
            )
            .placed(2, 100 + index);
            text.extend_from_slice(
                format!("data: {}\n\nid: x{index}\n\n", serde_json::to_string(&event).unwrap()).as_bytes(),
            );
        }
        text
    }

    fn in_chunks_of(text: &[u8], size: usize) -> Vec<u8> {
        let chunk = |part: &[u8]| [format!("{:X}\r\n", part.len()).as_bytes(), part, b"\r\n"].concat();
        text.chunks(size).flat_map(chunk).chain(*b"0\r\n\r\n").collect()
    }

    #[test]
    fn it_sees_what_the_clients_own_parser_sees() {
        let text = stream();
        let mut expected = vec![Seen::Hello];
        for frame in Parser::new().push(&text) {
            let Frame::Event { name, data, .. } = frame else { continue };
            if name == "message" {
                let event: Event = serde_json::from_str(&data).unwrap();
                let Body::MessageCreated { message, .. } = event.body else { continue };
                expected.push(Seen::Message { id: message.id, seq: message.seq });
            }
        }
        assert_eq!(expected.len(), 6);
        for (size, step) in [(10_000, 10_000), (17, 1), (300, 7), (1, 5)] {
            let (mut scanner, mut seen) = (Scanner::default(), Vec::new());
            in_chunks_of(&text, size)
                .chunks(step)
                .for_each(|piece| scanner.push(piece, |what| seen.push(what)));
            assert_eq!(seen, expected, "chunks of {size}, pieces of {step}");
            assert!(matches!(scanner.chunk, Chunk::Over));
        }
    }
}
