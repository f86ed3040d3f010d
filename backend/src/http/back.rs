//! Lists that go back in time, page by page.

use natter_protocol::own::BackQuery;
use natter_protocol::{Code, MessageId, Millis, Problem, limits};

use crate::store::saved::Before;

/// How far back, and how many.
pub fn page(query: &BackQuery) -> Result<(Option<Before>, u16), Problem> {
    let refuse = |field: &str, why: String| Problem::new(Code::InvalidQuery).field(field).detail(why);
    let before = match query.before.as_deref().map(read) {
        None => None,
        Some(Some(before)) => Some(before),
        Some(None) => return Err(refuse("before", "`next` of the page before".to_owned())),
    };
    let limit = query.limit.unwrap_or(limits::BACK_PAGE_DEFAULT);
    if !(1..=limits::BACK_PAGE).contains(&limit) {
        return Err(refuse("limit", format!("1 to {}", limits::BACK_PAGE)));
    }
    Ok((before, limit))
}

/// Where the next page goes on, if this one is full.
pub fn next<T>(page: &[T], limit: u16, place: impl Fn(&T) -> (Millis, MessageId)) -> Option<String> {
    let last = page.last().filter(|_| page.len() >= usize::from(limit))?;
    let (at, message) = place(last);
    Some(format!("{}.{message}", at.0))
}

fn read(text: &str) -> Option<Before> {
    let (at, message) = text.split_once('.')?;
    Some(Before { at: Millis(at.parse().ok()?), message: message.parse().ok()? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_reads_back_and_nonsense_is_refused() {
        let message = MessageId::from_parts(Millis(5), 7);
        let next = next(&[message], 1, |message| (Millis(5), *message)).expect("a full page");
        let query = |before: &str, limit| BackQuery { before: Some(before.to_owned()), limit };
        assert_eq!(page(&query(&next, None)), Ok((Some(Before { at: Millis(5), message }), 30)));
        for bad in ["", "5", "5.", "x.01ARZ3NDEKTSV4RRFFQ69G5FAV", "5.nothing"] {
            assert_eq!(page(&query(bad, None)).unwrap_err().code, Code::InvalidQuery, "{bad}");
        }
        assert_eq!(page(&query(&next, Some(0))).unwrap_err().code, Code::InvalidQuery);
        assert_eq!(super::next(&[message], 2, |m| (Millis(5), *m)), None, "the last page");
    }
}
