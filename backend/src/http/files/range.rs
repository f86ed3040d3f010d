//! A part of a file: `Range` and `If-Range` (RFC 9110 §14, §13.1.5). One range; of several, or of another
//! unit, the whole file is the right answer, too.

use std::ops::Range;

use axum::http::{HeaderMap, header};

/// What to send.
#[derive(Debug, PartialEq, Eq)]
pub enum Wanted {
    Whole,
    Part(Range<u64>),
    /// There is no such part: 416.
    Nothing,
}

/// What the headers ask of a file of this size and entity tag.
#[must_use]
pub fn wanted(headers: &HeaderMap, size: u64, tag: &str) -> Wanted {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let Some(range) = text(header::RANGE) else { return Wanted::Whole };
    // Only if it is still the file that was begun; a date never is, since none was given.
    if headers.contains_key(header::IF_RANGE) && text(header::IF_RANGE) != Some(tag) {
        return Wanted::Whole;
    }
    let Some((unit, range)) = range.split_once('=') else { return Wanted::Whole };
    if !unit.trim().eq_ignore_ascii_case("bytes") || range.contains(',') {
        return Wanted::Whole;
    }
    let Some((first, last)) = range.trim().split_once('-') else { return Wanted::Whole };
    match (number(first), number(last)) {
        (Some(Some(first)), Some(last)) => {
            if last.is_some_and(|last| last < first) {
                return Wanted::Whole;
            }
            let end = last.map_or(size, |last| last.saturating_add(1).min(size));
            if first < size { Wanted::Part(first..end) } else { Wanted::Nothing }
        }
        (Some(None), Some(Some(suffix))) if suffix > 0 && size > 0 => {
            Wanted::Part(size.saturating_sub(suffix)..size)
        }
        (Some(None), Some(Some(_))) => Wanted::Nothing,
        _ => Wanted::Whole,
    }
}

/// A position, or none where nothing stands; none at all for what is no number.
#[expect(clippy::option_option, reason = "absent and malformed are two things")]
fn number(text: &str) -> Option<Option<u64>> {
    match text {
        "" => Some(None),
        digits if digits.bytes().all(|b| b.is_ascii_digit()) => {
            Some(Some(digits.parse().unwrap_or(u64::MAX)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(range: &str, if_range: Option<&str>) -> Wanted {
        let mut headers = HeaderMap::from_iter([(header::RANGE, range.parse().expect("a value"))]);
        if let Some(tag) = if_range {
            headers.insert(header::IF_RANGE, tag.parse().expect("a value"));
        }
        wanted(&headers, 10, "\"abc\"")
    }

    #[test]
    fn one_range_of_bytes_is_a_part() {
        for (range, part) in [
            ("bytes=0-4", 0..5),
            ("bytes=5-", 5..10),
            ("bytes=9-9", 9..10),
            ("bytes=0-99999999999999999999", 0..10),
            ("bytes=-3", 7..10),
            ("bytes=-99", 0..10),
            ("Bytes= 2-3", 2..4),
        ] {
            assert_eq!(asked(range, None), Wanted::Part(part), "{range}");
        }
    }

    #[test]
    fn beyond_the_end_there_is_nothing() {
        for range in ["bytes=10-", "bytes=10-20", "bytes=99999999999999999999-", "bytes=-0"] {
            assert_eq!(asked(range, None), Wanted::Nothing, "{range}");
        }
    }

    #[test]
    fn what_is_not_understood_is_the_whole() {
        for range in [
            "bytes=4-2",
            "bytes=0-1,3-4",
            "lines=1-2",
            "bytes",
            "bytes=",
            "bytes=-",
            "bytes=a-b",
            "bytes=-1-2",
        ] {
            assert_eq!(asked(range, None), Wanted::Whole, "{range}");
        }
    }

    #[test]
    fn of_another_file_no_part_is_wanted() {
        assert_eq!(asked("bytes=0-4", Some("\"abc\"")), Wanted::Part(0..5));
        for other in ["\"abd\"", "W/\"abc\"", "Wed, 21 Oct 2015 07:28:00 GMT"] {
            assert_eq!(asked("bytes=0-4", Some(other)), Wanted::Whole, "{other}");
        }
    }
}
