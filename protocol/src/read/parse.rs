//! JSON text, taken apart (RFC 8259). A reader for all of its uses, with floating point and places of errors, would cost
//! a first load 4 kB.

use super::{Json, Object};

/// What nests deeper is not read, as by `serde_json`.
const DEEPEST: u8 = 127;

/// None where it is not JSON.
pub(super) fn parse(text: &str) -> Option<Json> {
    let mut reader = Reader { text, at: 0 };
    let json = reader.value(DEEPEST)?;
    reader.skip_space();
    (reader.at == text.len()).then_some(json)
}

struct Reader<'a> {
    text: &'a str,
    /// The byte that comes next. It always begins a character.
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Whether this comes next; it is then behind us.
    fn takes(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        self.at += usize::from(is_next);
        is_next
    }

    fn skip(&mut self, is_skipped: fn(u8) -> bool) {
        while self.peek().is_some_and(is_skipped) {
            self.at += 1;
        }
    }

    fn skip_space(&mut self) {
        self.skip(|byte| matches!(byte, b' ' | b'\n' | b'\r' | b'\t'));
    }

    fn value(&mut self, depth: u8) -> Option<Json> {
        self.skip_space();
        match self.peek()? {
            b'"' => self.string().map(Json::Text),
            b'[' => self.list(depth.checked_sub(1)?),
            b'{' => self.object(depth.checked_sub(1)?),
            b'-' | b'0'..=b'9' => self.number(),
            b't' => self.word("true", Json::Bool(true)),
            b'f' => self.word("false", Json::Bool(false)),
            _ => self.word("null", Json::Null),
        }
    }

    fn word(&mut self, word: &str, meant: Json) -> Option<Json> {
        self.text[self.at..].starts_with(word).then(|| {
            self.at += word.len();
            meant
        })
    }

    fn list(&mut self, depth: u8) -> Option<Json> {
        let mut items = Vec::new();
        while self.goes_on(b']', items.is_empty())? {
            items.push(self.value(depth)?);
        }
        Some(Json::List(items))
    }

    fn object(&mut self, depth: u8) -> Option<Json> {
        let mut parts = Vec::new();
        while self.goes_on(b'}', parts.is_empty())? {
            self.skip_space();
            let name = self.string()?;
            self.skip_space();
            if !self.takes(b':') {
                return None;
            }
            parts.push((name, self.value(depth)?));
        }
        Some(Json::Object(Object(parts)))
    }

    /// Whether one more comes before the end of a list or object; at its beginning its bracket comes next.
    fn goes_on(&mut self, end: u8, is_beginning: bool) -> Option<bool> {
        if is_beginning {
            self.at += 1;
        }
        self.skip_space();
        if self.takes(end) {
            return Some(false);
        }
        (is_beginning || self.takes(b',')).then_some(true)
    }

    fn string(&mut self) -> Option<String> {
        if !self.takes(b'"') {
            return None;
        }
        let mut string = String::new();
        loop {
            let from = self.at;
            self.skip(|byte| byte >= b' ' && byte != b'"' && byte != b'\\');
            string.push_str(&self.text[from..self.at]);
            if self.takes(b'"') {
                return Some(string);
            }
            if !self.takes(b'\\') {
                return None;
            }
            string.push(self.escaped()?);
        }
    }

    fn escaped(&mut self) -> Option<char> {
        let mark = self.peek()?;
        let meant = match mark {
            b'"' | b'\\' | b'/' => char::from(mark),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.code_point(),
            _ => return None,
        };
        self.at += 1;
        Some(meant)
    }

    /// `uXXXX`; beyond the first plane two of them, with a backslash between.
    fn code_point(&mut self) -> Option<char> {
        let first = self.code_unit()?;
        if !(0xD800..0xDC00).contains(&first) {
            return char::from_u32(first);
        }
        let second = if self.takes(b'\\') { self.code_unit()?.checked_sub(0xDC00)? } else { return None };
        if second < 0x400 { char::from_u32(0x1_0000 + ((first - 0xD800) << 10) + second) } else { None }
    }

    fn code_unit(&mut self) -> Option<u32> {
        if !self.takes(b'u') {
            return None;
        }
        let digits = self.text.get(self.at..self.at + 4)?;
        self.at += 4;
        digits.chars().try_fold(0, |unit, digit| Some(unit << 4 | digit.to_digit(16)?))
    }

    fn number(&mut self) -> Option<Json> {
        let from = self.at;
        let is_negative = self.takes(b'-');
        let is_zero = self.takes(b'0');
        if !is_zero && !self.digits() {
            return None;
        }
        let is_fraction = self.takes(b'.');
        if is_fraction && !self.digits() {
            return None;
        }
        let has_exponent = self.takes(b'e') || self.takes(b'E');
        if has_exponent {
            let _ = self.takes(b'+') || self.takes(b'-');
            if !self.digits() {
                return None;
            }
        }
        let whole = Some(&self.text[from..self.at]).filter(|_| !is_fraction && !has_exponent);
        let number = match whole {
            Some(whole) if is_negative => whole.parse().ok().filter(|number| *number < 0).map(Json::Negative),
            Some(whole) => whole.parse().ok().map(Json::Natural),
            None => None,
        };
        // What is too large to be counted with is none, either.
        Some(number.unwrap_or(Json::Fraction))
    }

    /// Skips digits; whether there was one.
    fn digits(&mut self) -> bool {
        let from = self.at;
        self.skip(|byte| byte.is_ascii_digit());
        self.at > from
    }
}
