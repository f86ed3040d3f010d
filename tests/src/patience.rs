//! Waiting: for something that happens, as long as a slow machine may need, and no longer.

use std::future::Future;
use std::time::Duration;

/// What anything may take. Nothing is asserted about speed: a test that reaches this is broken.
pub const DEADLINE: Duration = Duration::from_secs(45);

/// Awaits something that must come.
///
/// # Panics
/// When it does not come.
pub async fn in_time<T>(what: &str, future: impl Future<Output = T>) -> T {
    match tokio::time::timeout(DEADLINE, future).await {
        Ok(value) => value,
        Err(_) => panic!("waited {DEADLINE:?} in vain: {what}"),
    }
}

/// Asks again and again until the answer is there: for what no event tells.
///
/// # Panics
/// When it never is.
pub async fn eventually<T>(what: &str, ask: impl AsyncFnMut() -> Option<T>) -> T {
    eventually_every(Duration::from_millis(10), what, ask).await
}

/// As [`eventually`], with another pause between two questions: where each costs whoever is waited for.
///
/// # Panics
/// When the answer never is there.
pub async fn eventually_every<T>(pause: Duration, what: &str, mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    let asking = async {
        loop {
            if let Some(answer) = ask().await {
                return answer;
            }
            tokio::time::sleep(pause).await;
        }
    };
    in_time(what, asking).await
}
