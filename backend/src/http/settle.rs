//! After a commit.

use crate::app::App;
use crate::store::Committed;

/// Forgets what this gateway had cached of what has changed (the others hear it from the log), and wakes
/// the relay that tells the log.
pub fn settle<T>(app: &App, committed: Committed<T>) -> T {
    for (audience, event) in &committed.announced {
        app.cache.observe(audience, event);
    }
    if !committed.announced.is_empty() {
        app.log.outbox_written();
    }
    committed.value
}
