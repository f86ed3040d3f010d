//! What people may keep for themselves.

use natter_protocol::own::PutDraft;
use natter_protocol::{Code, Draft, Millis, Problem, RoomId, RoomPrefs, limits};

/// Preferences as asked for: a time to be quiet until stands only beside being quiet, and lies ahead.
///
/// # Errors
/// `invalid_field`.
pub fn prefs(given: RoomPrefs, now: Millis) -> Result<RoomPrefs, Problem> {
    match given.muted_until {
        Some(_) if !given.muted => Err(invalid("muted_until", "only for a room that is muted")),
        Some(until) if until <= now => Err(invalid("muted_until", "this time is over")),
        _ => Ok(given),
    }
}

/// A draft as it is kept: one of white space alone is none, and a clock that is ahead counts as right.
///
/// # Errors
/// `text_too_long`, `invalid_field`.
pub fn draft(room_id: RoomId, given: PutDraft, now: Millis) -> Result<Draft, Problem> {
    let PutDraft { text, thread, at } = given;
    if text.len() > limits::MESSAGE_TEXT_BYTES {
        let detail = format!("{} bytes of UTF-8; at most {}", text.len(), limits::MESSAGE_TEXT_BYTES);
        return Err(Problem::new(Code::TextTooLong).detail(detail).field("text"));
    }
    if text.contains('\0') {
        return Err(invalid("text", "the control character U+0000 is not allowed"));
    }
    if at.0 < 0 {
        return Err(invalid("at", "before 1970"));
    }
    let text = if text.trim().is_empty() { String::new() } else { text };
    Ok(Draft { room_id, thread, text, at: at.min(now) })
}

fn invalid(field: &str, why: &str) -> Problem {
    Problem::new(Code::InvalidField).field(field).detail(why)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Millis = Millis(1_764_000_000_000);

    #[test]
    fn a_room_is_muted_for_good_or_until_a_time_to_come() {
        let muted = |muted, muted_until| RoomPrefs { muted, muted_until, ..RoomPrefs::default() };
        for good in [muted(false, None), muted(true, None), muted(true, Some(Millis(NOW.0 + 1)))] {
            assert_eq!(prefs(good, NOW), Ok(good));
        }
        for bad in
            [muted(false, Some(Millis(NOW.0 + 1))), muted(true, Some(NOW)), muted(true, Some(Millis(-1)))]
        {
            assert_eq!(prefs(bad, NOW).unwrap_err().code, Code::InvalidField, "{bad:?}");
        }
    }

    #[test]
    fn a_draft_is_kept_as_it_was_typed() {
        let room = RoomId::from_parts(NOW, 1);
        let put = |text: &str, at| PutDraft { text: text.to_owned(), thread: None, at: Millis(at) };
        assert_eq!(draft(room, put("  half a\r\n", 5), NOW).unwrap().text, "  half a\r\n");
        assert_eq!(draft(room, put(" \n", 5), NOW).unwrap().text, "");
        assert_eq!(draft(room, put("x", NOW.0 + 99), NOW).unwrap().at, NOW, "a clock that is ahead");
        assert_eq!(draft(room, put("x", -1), NOW).unwrap_err().code, Code::InvalidField);
        assert_eq!(draft(room, put("a\0", 5), NOW).unwrap_err().code, Code::InvalidField);
        let long = "x".repeat(limits::MESSAGE_TEXT_BYTES + 1);
        assert_eq!(draft(room, put(&long, 5), NOW).unwrap_err().code, Code::TextTooLong);
    }
}
