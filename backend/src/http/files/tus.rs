//! The headers of resumable uploads: the tus protocol 1.0.0, core with the extensions Creation, Creation
//! With Upload and Termination (<https://tus.io/protocols/resumable-upload>).

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use natter_protocol::{Code, Problem};

pub const VERSION: &str = "1.0.0";
pub const RESUMABLE: HeaderName = HeaderName::from_static("tus-resumable");
pub const LENGTH: HeaderName = HeaderName::from_static("upload-length");
pub const OFFSET: HeaderName = HeaderName::from_static("upload-offset");
const METADATA: HeaderName = HeaderName::from_static("upload-metadata");
/// The media type of a piece of a file.
pub const PIECE: &str = "application/offset+octet-stream";

/// Another version than ours is refused. None is taken for ours: what is sent means the same.
pub fn check_version(headers: &HeaderMap) -> Result<(), Problem> {
    match headers.get(RESUMABLE) {
        Some(version) if version != VERSION => {
            Err(Problem::new(Code::UnsupportedVersion).detail(format!("Tus-Resumable: {VERSION}")))
        }
        _ => Ok(()),
    }
}

/// A header that is a number of bytes.
pub fn number(headers: &HeaderMap, name: &HeaderName) -> Result<Option<u64>, Problem> {
    let Some(value) = headers.get(name) else { return Ok(None) };
    let digits = value.to_str().ok().filter(|text| text.bytes().all(|b| b.is_ascii_digit()));
    // What SQL cannot count is no length of a file.
    let number = digits.and_then(|text| text.parse().ok()).filter(|number| i64::try_from(*number).is_ok());
    number
        .map(Some)
        .ok_or_else(|| Problem::new(Code::InvalidHeader).detail(format!("{name} is not a number of bytes")))
}

/// The file's name as the metadata have it: pairs of a key and a value in base64, separated by commas.
pub fn file_name(headers: &HeaderMap) -> Option<String> {
    let pairs = headers.get(METADATA)?.to_str().ok()?.split(',');
    let name = pairs.filter_map(|pair| pair.trim().split_once(' ')).find(|(key, _)| *key == "filename")?;
    String::from_utf8(STANDARD.decode(name.1.trim()).ok()?).ok()
}

/// Whether the body is a piece of a file.
pub fn is_piece(headers: &HeaderMap) -> bool {
    headers.get(axum::http::header::CONTENT_TYPE).is_some_and(|kind| kind == PIECE)
}

/// What every answer about an upload says.
pub fn about(offset: u64) -> [(HeaderName, HeaderValue); 2] {
    [(RESUMABLE, HeaderValue::from_static(VERSION)), (OFFSET, offset.into())]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: &HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name.clone(), value.parse().expect("a value"))])
    }

    #[test]
    fn a_name_stands_in_the_metadata() {
        // base64 of "Straße.pdf"
        let given = headers(&METADATA, "relativePath bnVsbA==, filename U3RyYcOfZS5wZGY=,empty");
        assert_eq!(file_name(&given).as_deref(), Some("Straße.pdf"));
        for bad in ["filename", "filename %%%", "filename /w==", "name U3RyYcOfZS5wZGY="] {
            assert_eq!(file_name(&headers(&METADATA, bad)), None, "{bad}");
        }
    }

    #[test]
    fn lengths_are_numbers() {
        assert_eq!(number(&headers(&LENGTH, "12"), &LENGTH), Ok(Some(12)));
        assert_eq!(number(&HeaderMap::new(), &LENGTH), Ok(None));
        for bad in ["-1", "+1", "1.5", "x", "", "9223372036854775808", "99999999999999999999"] {
            let refused = number(&headers(&LENGTH, bad), &LENGTH).expect_err(bad);
            assert_eq!(refused.code, Code::InvalidHeader, "{bad}");
        }
    }

    #[test]
    fn only_one_version_is_spoken() {
        assert!(check_version(&HeaderMap::new()).is_ok());
        assert!(check_version(&headers(&RESUMABLE, "1.0.0")).is_ok());
        assert!(check_version(&headers(&RESUMABLE, "0.2.2")).is_err());
    }
}
