//! Waiting between tries: exponential with full jitter, so that clients of one outage do not come back as one.

use natter_protocol::Millis;

/// Gives a number in `0.0..1.0`; the caller's randomness.
pub type Random<'a> = &'a mut dyn FnMut() -> f64;

/// How long to wait after the n-th failure in a row: anything between nothing and
/// `base_ms · 2ⁿ`, at most `cap_ms`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Backoff {
    pub base_ms: u32,
    pub cap_ms: u32,
}

impl Default for Backoff {
    /// 0.5 s to 20 s (`DESIGN.md` §4).
    fn default() -> Self {
        Self { base_ms: 500, cap_ms: 20_000 }
    }
}

impl Backoff {
    /// The longest wait after `failures` failures in a row (counted from 0), in milliseconds.
    #[must_use]
    pub fn ceiling(self, failures: u32) -> i64 {
        let doubled = i64::from(self.base_ms).saturating_mul(1_i64 << failures.min(24));
        doubled.min(i64::from(self.cap_ms))
    }

    /// The moment of the next try.
    #[must_use]
    pub fn next_try(self, failures: u32, now: Millis, random: Random<'_>) -> Millis {
        Millis(now.0.saturating_add(share(self.ceiling(failures), random)))
    }
}

/// A random part of a span of milliseconds.
#[must_use]
pub fn share(span_ms: i64, random: Random<'_>) -> i64 {
    (span_ms as f64 * random().clamp(0.0, 1.0)) as i64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ceiling_doubles_from_half_a_second_to_twenty() {
        let backoff = Backoff::default();
        let ceilings: Vec<i64> = (0..8).map(|n| backoff.ceiling(n)).collect();
        assert_eq!(ceilings, [500, 1000, 2000, 4000, 8000, 16_000, 20_000, 20_000]);
        assert_eq!(backoff.ceiling(u32::MAX), 20_000);
    }

    #[test]
    fn the_jitter_is_full() {
        let backoff = Backoff::default();
        assert_eq!(backoff.next_try(2, Millis(1000), &mut || 0.0), Millis(1000));
        assert_eq!(backoff.next_try(2, Millis(1000), &mut || 0.5), Millis(2000));
        assert_eq!(backoff.next_try(2, Millis(1000), &mut || 0.999), Millis(2998));
    }

    #[test]
    fn a_broken_source_of_randomness_does_no_harm() {
        let backoff = Backoff::default();
        assert_eq!(backoff.next_try(0, Millis(0), &mut || f64::NAN), Millis(0));
        assert_eq!(backoff.next_try(0, Millis(0), &mut || 7.0), Millis(500));
    }
}
