//! Chance that can be repeated.

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};

use crate::environment;

/// Random choices from one seed, which is printed: nextest shows it when the test fails.
pub struct Dice(StdRng);

impl Dice {
    #[must_use]
    pub fn new() -> Self {
        let seed = environment::seed().unwrap_or_else(rand::random);
        eprintln!("to throw the dice the same way again: NATTER_TEST_SEED={seed}");
        Self(StdRng::seed_from_u64(seed))
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        self.0.random_range(0..end)
    }

    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    pub fn pick<'a, T>(&mut self, among: &'a [T]) -> &'a T {
        &among[self.below(among.len())]
    }

    pub fn bytes(&mut self, length: usize) -> Vec<u8> {
        (0..length).map(|_| self.0.random()).collect()
    }
}

impl Default for Dice {
    fn default() -> Self {
        Self::new()
    }
}
