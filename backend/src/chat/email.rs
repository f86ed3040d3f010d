//! E-mail addresses that people give, and the codes that prove them.

use std::str::FromStr as _;

use lettre::Address;
use natter_protocol::{Code, Problem};

/// Characters of an address (RFC 5321 §4.5.3.1.3, without the angle brackets).
const ADDRESS_CHARS: usize = 254;

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
}
