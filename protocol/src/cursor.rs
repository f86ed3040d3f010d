//! Where a client stands: for every shard an epoch and a contiguous watermark, in one short word.
//!
//! A cursor is opaque to clients and grants nothing: it only says what not to send again. Its form is
//! base64url without padding (RFC 4648 §5) of: version byte, number of shards, then epoch and sequence
//! of each as LEB128, then the CRC-32 of all that, so that a cut or mistyped cursor is told apart from
//! one that is merely old.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::ids::{Seq, Shard};

const VERSION: u8 = 1;
/// The longest cursor that is looked at, in characters; 256 shards at full width stay below it.
pub const MAX_LENGTH: usize = 8 * 1024;

/// A place in one shard: an epoch says which incarnation of the log the sequence counts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Position {
    pub epoch: u32,
    /// Everything up to and including this was delivered or rightly skipped.
    pub seq: Seq,
}

/// A place in all shards; the index is the shard.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cursor {
    pub shards: Vec<Position>,
}

/// A text that no gateway ever issued as a cursor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CursorError;

impl fmt::Display for CursorError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a cursor that this server issued")
    }
}

impl std::error::Error for CursorError {}

impl Cursor {
    /// The position in a shard; none where the shard is younger than the cursor.
    #[must_use]
    pub fn position(&self, shard: Shard) -> Option<Position> {
        self.shards.get(usize::from(shard)).copied()
    }

    /// The place up to which both have everything. Where the epochs differ it is the other's word that counts.
    #[must_use]
    pub fn meet(&self, other: &Self) -> Self {
        let earlier = |(own, other): (&Position, &Position)| {
            if own.epoch == other.epoch && own.seq < other.seq { *own } else { *other }
        };
        Self { shards: self.shards.iter().zip(&other.shards).map(earlier).collect() }
    }

    /// Whether whoever stands here has everything that someone at the other place has. Never across epochs.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        let pairs = self.shards.iter().zip(&other.shards);
        self.shards.len() >= other.shards.len()
            && pairs.into_iter().all(|(mine, its)| mine.epoch == its.epoch && mine.seq >= its.seq)
    }
}

fn put(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn take(bytes: &mut &[u8]) -> Option<u64> {
    let mut value = 0u64;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        let part = u64::from(byte & 0x7f);
        if shift == 63 && part > 1 {
            return None;
        }
        value |= part << shift;
        if byte & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

/// CRC-32 (ISO/IEC 13239), half a byte at a time: a browser would have to download the tables that make it quicker.
fn crc32(bytes: &[u8]) -> u32 {
    const TABLE: [u32; 16] = table();
    let half = |sum: u32, value: u32| TABLE[((sum ^ value) & 15) as usize] ^ (sum >> 4);
    let sum = bytes.iter().fold(!0, |sum, &byte| half(half(sum, u32::from(byte)), u32::from(byte >> 4)));
    !sum
}

const fn table() -> [u32; 16] {
    let mut table = [0; 16];
    let mut at = 0;
    while at < 16 {
        let (mut sum, mut bit) = (at as u32, 0);
        while bit < 4 {
            sum = if sum & 1 == 1 { 0xedb8_8320 ^ (sum >> 1) } else { sum >> 1 };
            bit += 1;
        }
        table[at] = sum;
        at += 1;
    }
    table
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut bytes = Vec::with_capacity(6 + self.shards.len() * 8);
        bytes.push(VERSION);
        put(&mut bytes, self.shards.len() as u64);
        for position in &self.shards {
            put(&mut bytes, u64::from(position.epoch));
            put(&mut bytes, position.seq);
        }
        let sum = crc32(&bytes);
        bytes.extend_from_slice(&sum.to_le_bytes());
        f.write_str(&URL_SAFE_NO_PAD.encode(bytes))
    }
}

impl FromStr for Cursor {
    type Err = CursorError;

    fn from_str(text: &str) -> Result<Self, CursorError> {
        if text.len() > MAX_LENGTH {
            return Err(CursorError);
        }
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| CursorError)?;
        let (body, sum) = bytes.split_last_chunk::<4>().ok_or(CursorError)?;
        if crc32(body) != u32::from_le_bytes(*sum) {
            return Err(CursorError);
        }
        let (&version, mut rest) = body.split_first().ok_or(CursorError)?;
        if version != VERSION {
            return Err(CursorError);
        }
        let count = take(&mut rest).ok_or(CursorError)?;
        let mut shards = Vec::new();
        for _ in 0..count {
            let epoch = take(&mut rest).and_then(|e| u32::try_from(e).ok()).ok_or(CursorError)?;
            let seq = take(&mut rest).ok_or(CursorError)?;
            shards.push(Position { epoch, seq });
        }
        if rest.is_empty() { Ok(Self { shards }) } else { Err(CursorError) }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_cursor_survives_its_text(positions in prop::collection::vec((any::<u32>(), any::<u64>()), 0..40)) {
            let cursor = Cursor {
                shards: positions.into_iter().map(|(epoch, seq)| Position { epoch, seq }).collect(),
            };
            let text = cursor.to_string();
            prop_assert!(text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'));
            prop_assert_eq!(text.parse(), Ok(cursor));
        }

        #[test]
        fn no_text_panics_and_a_changed_one_is_refused(text in ".{0,80}", at in 0usize..20) {
            let _ = text.parse::<Cursor>();
            let good = Cursor { shards: vec![Position { epoch: 3, seq: 105 }; 4] }.to_string();
            let mut bad = good.clone().into_bytes();
            let at = at % bad.len();
            bad[at] = if bad[at] == b'A' { b'B' } else { b'A' };
            prop_assert_eq!(String::from_utf8(bad).unwrap().parse::<Cursor>(), Err(CursorError));
            prop_assert_eq!(good[..good.len() - 1].parse::<Cursor>(), Err(CursorError));
        }
    }

    #[test]
    fn the_sum_is_the_one_that_everybody_computes() {
        assert_eq!(crc32(b"123456789"), 0xcbf4_3926);
        assert_eq!(crc32(b""), 0);
    }

    #[test]
    fn four_shards_fit_in_forty_characters() {
        let cursor = Cursor { shards: vec![Position { epoch: 1, seq: 1_000_000 }; 4] };
        assert!(cursor.to_string().len() <= 40, "{}", cursor.to_string().len());
    }
}
