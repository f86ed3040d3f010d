//! E-mail addresses that people give, and the codes that prove them.

use std::str::FromStr as _;

use lettre::Address;
use natter_protocol::email::Reader;
use natter_protocol::{Code, Problem};

use super::profile;

/// Characters of an address (RFC 5321 §4.5.3.1.3, without the angle brackets).
const ADDRESS_CHARS: usize = 254;
/// Characters of a language tag that everyone must have room for (RFC 5646 §4.4.1).
const TAG_CHARS: usize = 35;

/// An address as it is kept.
///
/// # Errors
/// `invalid_field`.
pub fn address(given: &str) -> Result<String, Problem> {
    let given = given.trim();
    let is_address = given.chars().count() <= ADDRESS_CHARS && Address::from_str(given).is_ok();
    if !is_address {
        return Err(Problem::new(Code::InvalidField).field("address").detail("this is no e-mail address"));
    }
    Ok(given.to_owned())
}

/// Who reads mails, as it is kept.
///
/// # Errors
/// `invalid_field`.
pub fn reader(given: &Reader) -> Result<Reader, Problem> {
    let language = given.language.trim();
    let is_tag =
        language.len() <= TAG_CHARS && language.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    if !is_tag {
        return Err(Problem::new(Code::InvalidField).field("reader.language").detail("a tag such as de"));
    }
    let time_zone =
        profile::time_zone(&given.time_zone).map_err(|problem| problem.field("reader.time_zone"))?;
    Ok(Reader { language: language.to_owned(), time_zone, twelve_hours: given.twelve_hours })
}

/// A code as people type it: spaces and dashes say nothing.
#[must_use]
pub fn code(given: &str) -> String {
    given.chars().filter(char::is_ascii_digit).collect()
}

#[must_use]
pub fn wrong_code() -> Problem {
    Problem::new(Code::InvalidField).field("code").detail("it is not the code that was sent, or too old")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_name_and_a_place() {
        assert_eq!(address(" ana@example.org ").as_deref(), Ok("ana@example.org"));
        for bad in ["", "ana", "@example.org", "ana@", "a b@example.org", "ana@example.org\r\nBcc: bo@x.org"]
        {
            assert_eq!(address(bad).expect_err(bad).code, Code::InvalidField);
        }
        let long = format!("{}@example.org", "x".repeat(ADDRESS_CHARS));
        assert!(address(&long).is_err());
        assert_eq!(code("123 456"), "123456");
    }

    #[test]
    fn a_reader_has_a_language_and_a_time_zone() {
        let given = |language: &str, time_zone: &str| {
            reader(&Reader { language: language.into(), time_zone: time_zone.into(), twelve_hours: false })
        };
        assert_eq!(given(" de-AT ", "Europe/Vienna").map(|reader| reader.language).as_deref(), Ok("de-AT"));
        for (language, zone, field) in [
            ("de\r\n", "x y", "reader.time_zone"),
            ("d e", "UTC", "reader.language"),
            (&*"x".repeat(TAG_CHARS + 1), "UTC", "reader.language"),
        ] {
            let problem = given(language, zone).expect_err(language);
            assert_eq!((problem.code, problem.field.as_deref()), (Code::InvalidField, Some(field)));
        }
    }
}
