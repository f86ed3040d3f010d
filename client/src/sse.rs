//! An incremental parser of `text/event-stream` (HTML standard §9.2.5 and §9.2.6).

/// The longest block that is taken, in bytes; the longest event a gateway sends is far below it.
pub const BLOCK_BYTES: usize = 1024 * 1024;

/// What a stream said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Frame {
    /// A block with data. `name` is `message` where the block did not say; `last_id` is the last event
    /// id of the stream, whether this block or an earlier one set it.
    Event { name: String, data: String, last_id: String },
    /// A block without data that set the last event id; nothing is dispatched.
    Id(String),
    /// The reconnection time in milliseconds.
    Retry(u64),
    /// A block was longer than the bound. Nothing comes after this: the stream must be given up.
    TooLong,
}

/// Feed it bytes as they come, in pieces of any size.
#[derive(Debug)]
pub struct Parser {
    limit: usize,
    at_start: bool,
    after_cr: bool,
    broken: bool,
    line: Vec<u8>,
    block: Block,
    last_id: String,
}

/// The block that is being read.
#[derive(Debug, Default)]
struct Block {
    bytes: usize,
    name: String,
    data: Option<String>,
    id: Option<String>,
}

impl Default for Parser {
    fn default() -> Self {
        Self::new()
    }
}

impl Parser {
    #[must_use]
    pub fn new() -> Self {
        Self::with_limit(BLOCK_BYTES)
    }

    /// A parser that takes blocks of at most so many bytes.
    #[must_use]
    pub fn with_limit(limit: usize) -> Self {
        Self {
            limit,
            at_start: true,
            after_cr: false,
            broken: false,
            line: Vec::new(),
            block: Block::default(),
            last_id: String::new(),
        }
    }

    /// The last event id so far; that of an unfinished block is not in it.
    #[must_use]
    pub fn last_id(&self) -> &str {
        &self.last_id
    }

    /// Takes the next bytes and says what they completed. What an end of the stream leaves unfinished
    /// is simply never reported.
    pub fn push(&mut self, mut bytes: &[u8]) -> Vec<Frame> {
        let mut out = Vec::new();
        while !bytes.is_empty() && !self.broken {
            if std::mem::take(&mut self.after_cr) && bytes[0] == b'\n' {
                bytes = &bytes[1..];
                continue;
            }
            let end = bytes.iter().position(|&b| b == b'\n' || b == b'\r');
            let part = &bytes[..end.unwrap_or(bytes.len())];
            if self.block.bytes + self.line.len() + part.len() > self.limit {
                self.broken = true;
                self.line = Vec::new();
                self.block = Block::default();
                out.push(Frame::TooLong);
                break;
            }
            self.line.extend_from_slice(part);
            let Some(end) = end else { break };
            self.after_cr = bytes[end] == b'\r';
            bytes = &bytes[end + 1..];
            self.end_of_line(&mut out);
        }
        out
    }

    fn end_of_line(&mut self, out: &mut Vec<Frame>) {
        let raw = std::mem::take(&mut self.line);
        let mut bytes = raw.as_slice();
        if std::mem::take(&mut self.at_start) {
            bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        }
        if bytes.is_empty() {
            self.end_of_block(out);
        } else {
            self.block.bytes += raw.len() + 1;
            // Line ends are ASCII, so decoding line by line gives what decoding the stream would.
            self.field(&String::from_utf8_lossy(bytes), out);
        }
        self.line = raw;
        self.line.clear();
    }

    fn field(&mut self, line: &str, out: &mut Vec<Frame>) {
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "event" => value.clone_into(&mut self.block.name),
            "data" => match &mut self.block.data {
                Some(data) => {
                    data.push('\n');
                    data.push_str(value);
                }
                None => self.block.data = Some(value.to_owned()),
            },
            "id" if !value.contains('\0') => self.block.id = Some(value.to_owned()),
            "retry" if !value.is_empty() && value.bytes().all(|b| b.is_ascii_digit()) => {
                out.push(Frame::Retry(value.parse().unwrap_or(u64::MAX)));
            }
            _ => {}
        }
    }

    fn end_of_block(&mut self, out: &mut Vec<Frame>) {
        let Block { name, data, id, .. } = std::mem::take(&mut self.block);
        let set_id = id.is_some();
        if let Some(id) = id {
            self.last_id = id;
        }
        let last_id = self.last_id.clone();
        match data {
            Some(data) => {
                let name = if name.is_empty() { "message".to_owned() } else { name };
                out.push(Frame::Event { name, data, last_id });
            }
            None if set_id => out.push(Frame::Id(last_id)),
            None => {}
        }
    }
}
