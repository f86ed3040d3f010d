//! A cache that never keeps what was read before it was told to forget.
//!
//! A read-through cache has a race: a value is read from SQL, then it changes and is forgotten, and only
//! then the old value is stored, to stay. So each key has a generation that forgetting raises; whoever
//! stores a value looks at the generation again afterwards and takes the value out if it has moved.
//! Whichever comes last, the storing or the forgetting, one of the two removes the old value.
//!
//! Loads are not shared between callers (moka's `get_with`): someone who asks after a change would be
//! handed what a load from before it brings.

use std::hash::{BuildHasher, Hash, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use moka::sync::Cache;

/// Generations; keys share them by hash, which only costs a needless reload now and then.
const STRIPES: usize = 1024;

pub(super) struct FreshReads<K, V> {
    values: Cache<K, V>,
    generations: Box<[AtomicU64]>,
    hasher: RandomState,
}

impl<K, V> FreshReads<K, V>
where
    K: Hash + Eq + Copy + Send + Sync + 'static,
    V: Clone + Send + Sync + 'static,
{
    pub(super) fn new(capacity: u64, backstop: Duration) -> Self {
        Self {
            values: Cache::builder().max_capacity(capacity).time_to_live(backstop).build(),
            generations: (0..STRIPES).map(|_| AtomicU64::new(0)).collect(),
            hasher: RandomState::new(),
        }
    }

    /// The value, read by `load` if it is not known.
    pub(super) async fn get<E>(&self, key: K, load: impl AsyncFnOnce() -> Result<V, E>) -> Result<V, E> {
        if let Some(value) = self.values.get(&key) {
            return Ok(value);
        }
        let generation = self.generation(&key);
        let before = generation.load(Ordering::SeqCst);
        let value = load().await?;
        self.values.insert(key, value.clone());
        if generation.load(Ordering::SeqCst) != before {
            self.values.invalidate(&key);
        }
        Ok(value)
    }

    pub(super) fn forget(&self, key: &K) {
        // First the generation, then the value: see above.
        self.generation(key).fetch_add(1, Ordering::SeqCst);
        self.values.invalidate(key);
    }

    fn generation(&self, key: &K) -> &AtomicU64 {
        let hash = usize::try_from(self.hasher.hash_one(key) % STRIPES as u64).unwrap_or(0);
        &self.generations[hash]
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;

    fn cache() -> FreshReads<u32, u32> {
        FreshReads::new(100, Duration::from_secs(60))
    }

    async fn read(cache: &FreshReads<u32, u32>, value: u32) -> u32 {
        let Ok(value) = cache.get(1, async || Ok::<_, Infallible>(value)).await;
        value
    }

    #[tokio::test]
    async fn a_value_is_read_once_until_it_is_forgotten() {
        let cache = cache();
        assert_eq!(read(&cache, 1).await, 1);
        assert_eq!(read(&cache, 2).await, 1, "kept");
        cache.forget(&1);
        assert_eq!(read(&cache, 3).await, 3, "read again");
    }

    #[tokio::test]
    async fn what_was_read_before_a_change_is_not_kept_after_it() {
        let cache = cache();
        let slow = async || {
            // SQL answers 1; before that is stored, it changes and is forgotten.
            cache.forget(&1);
            Ok::<_, Infallible>(1)
        };
        let Ok(seen) = cache.get(1, slow).await;
        assert_eq!(seen, 1, "whoever asked before the change may see what was");
        assert_eq!(read(&cache, 2).await, 2, "whoever asks after it may not");
    }
}
