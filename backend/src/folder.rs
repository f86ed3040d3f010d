//! The data folder: one gateway at a time.

use std::fs::File;
use std::path::Path;

use rustix::fs::FlockOperation;

/// Held for as long as the gateway lives; the system takes it back however that ends.
pub struct Lock(#[expect(dead_code, reason = "the lock lives as long as the open file")] File);

#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    #[error("another Natter is using the folder {0}")]
    Taken(String),
    #[error("the folder {0} cannot be used: {1}")]
    File(String, #[source] std::io::Error),
}

/// Creates the folder if need be and locks it: neither SQLite's one writer nor nats-server's store can be
/// shared with a second gateway.
///
/// # Errors
/// When another process holds it, or it cannot be written.
pub fn lock(data: &Path) -> Result<Lock, FolderError> {
    let failed = |e| FolderError::File(data.display().to_string(), e);
    std::fs::create_dir_all(data).map_err(failed)?;
    let file = File::options().create(true).truncate(false).write(true).open(data.join("natter.lock"));
    let file = file.map_err(failed)?;
    rustix::fs::flock(&file, FlockOperation::NonBlockingLockExclusive)
        .map_err(|_| FolderError::Taken(data.display().to_string()))?;
    Ok(Lock(file))
}
