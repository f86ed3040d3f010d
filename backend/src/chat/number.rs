//! What a number that people choose may be.

use std::ops::RangeInclusive;

use natter_protocol::{Code, Problem};

/// The number, if it is within bounds.
///
/// # Errors
/// `invalid_field`, with the bounds.
pub fn within(value: u32, allowed: &RangeInclusive<u32>, field: &str) -> Result<u32, Problem> {
    if allowed.contains(&value) {
        return Ok(value);
    }
    let why = format!("{} to {}", allowed.start(), allowed.end());
    Err(Problem::new(Code::InvalidField).field(field).detail(why))
}
