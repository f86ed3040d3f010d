//! A distribution of times, from every sample.

use std::time::Duration;

#[derive(Debug, Clone, Copy, Default)]
pub struct Percentiles {
    pub p50: f64,
    pub p90: f64,
    pub p99: f64,
    pub max: f64,
}

impl Percentiles {
    /// In milliseconds; all 0 without samples.
    #[must_use]
    pub fn of(samples: impl Iterator<Item = Duration>) -> Self {
        let mut sorted: Vec<Duration> = samples.collect();
        sorted.sort_unstable();
        // Nearest rank: the smallest sample that so many percent do not exceed.
        let at = |percent: usize| {
            let rank = (sorted.len() * percent).div_ceil(100).max(1);
            sorted.get(rank - 1).map_or(0.0, |sample| sample.as_secs_f64() * 1e3)
        };
        Self { p50: at(50), p90: at(90), p99: at(99), max: at(100) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_samples_of_that_rank() {
        let ranks = Percentiles::of((1..=200).rev().map(Duration::from_millis));
        assert_eq!(
            [ranks.p50, ranks.p90, ranks.p99, ranks.max].map(|ms| ms.round() as u64),
            [100, 180, 198, 200]
        );
        assert_eq!(Percentiles::of(std::iter::empty()).max.to_bits(), 0);
    }
}
