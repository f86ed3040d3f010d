//! Passwords: argon2id (RFC 9106), off the async threads, a few at a time.
//!
//! Cost: 19 MiB, 2 passes, 1 lane, the first choice of OWASP's password storage cheat sheet. RFC 9106's
//! second choice (64 MiB, 3 passes) takes about five times as long and, with one hash on each core, would
//! let a few dozen sign-ins fill a small machine for seconds; the limits on failed sign-ins guard against
//! guessing from outside. The cost stands in every hash (PHC string), so it can rise later.

use std::sync::Arc;
use std::thread::available_parallelism;

use argon2::password_hash::{self, PasswordHasher, PasswordVerifier, phc};
use argon2::{Algorithm, Argon2, Params, Version};
use natter_protocol::limits;
use tokio::sync::Semaphore;

/// KiB of memory for each hash.
const MEMORY: u32 = 19 * 1024;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// A hash that no password has, at the same cost: checked when there is no such person, so that the time
/// of the answer does not tell who exists.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGhhcyB0aGlz$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// Hashes and checks passwords. Clones share the queue.
#[derive(Clone)]
pub struct Passwords {
    argon2: Argon2<'static>,
    /// One permit for each core: more at once would only take memory.
    cores: Arc<Semaphore>,
}

/// Hashing itself failed; no password is to blame.
#[derive(Debug, thiserror::Error)]
pub enum HashError {
    #[error("argon2: {0}")]
    Argon2(#[from] password_hash::Error),
    #[error("the hashing thread was lost: {0}")]
    Thread(#[from] tokio::task::JoinError),
    #[error("the queue of hashes is closed")]
    Closed(#[from] tokio::sync::AcquireError),
}

impl Default for Passwords {
    fn default() -> Self {
        Self::new()
    }
}

impl Passwords {
    #[must_use]
    pub fn new() -> Self {
        let params = Params::new(MEMORY, PASSES, LANES, None).unwrap_or(Params::DEFAULT);
        let cores = available_parallelism().map_or(1, usize::from);
        Self {
            argon2: Argon2::new(Algorithm::Argon2id, Version::V0x13, params),
            cores: Arc::new(Semaphore::new(cores)),
        }
    }

    /// The PHC string to keep, with a salt of its own.
    pub async fn hash(&self, password: String) -> Result<String, HashError> {
        self.run(move |argon2| {
            let hash: phc::PasswordHash = argon2.hash_password(password.as_bytes())?;
            Ok(hash.to_string())
        })
        .await
    }

    /// Whether this is the password of a kept hash. Without a hash (no such person) the answer is no, and
    /// takes as long.
    pub async fn verify(&self, password: String, kept: Option<String>) -> Result<bool, HashError> {
        // No hash is of a longer one, and hashing is paid for by the byte.
        if password.len() > limits::PASSWORD_BYTES {
            return Ok(false);
        }
        self.run(move |argon2| {
            let known = kept.is_some();
            let hash = phc::PasswordHash::new(kept.as_deref().unwrap_or(NOBODY))?;
            match argon2.verify_password(password.as_bytes(), &hash) {
                Ok(()) => Ok(known),
                Err(password_hash::Error::PasswordInvalid) => Ok(false),
                Err(e) => Err(e),
            }
        })
        .await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Argon2<'_>) -> Result<T, password_hash::Error> + Send + 'static,
    ) -> Result<T, HashError> {
        let permit = Arc::clone(&self.cores).acquire_owned().await?;
        let argon2 = self.argon2.clone();
        let done = tokio::task::spawn_blocking(move || {
            // Held by the thread and not by the request: one that goes away leaves its hash running.
            let _permit = permit;
            work(&argon2)
        });
        Ok(done.await??)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_password_opens_only_its_own_hash() {
        let passwords = Passwords::new();
        let hash = passwords.hash("correct horse".into()).await.expect("hashed");
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(passwords.verify("correct horse".into(), Some(hash.clone())).await.expect("checked"));
        assert!(!passwords.verify("battery staple".into(), Some(hash.clone())).await.expect("checked"));
        assert!(!passwords.verify("x".repeat(10_000), Some(hash)).await.expect("refused unhashed"));
    }

    #[tokio::test]
    async fn nobody_has_a_password() {
        assert!(!Passwords::new().verify("anything".into(), None).await.expect("checked"));
    }
}
