//! After a commit.

use std::time::Duration;

use tokio::time::{sleep, timeout};

use crate::app::App;
use crate::store::Committed;

/// How long an answer waits for the log at most: it is true already, only not yet told.
const PATIENCE: Duration = Duration::from_secs(2);
/// How often it is looked whether another gateway's relay was there, at first and at last.
const LOOKS: [Duration; 2] = [Duration::from_millis(4), Duration::from_millis(64)];

/// Forgets what this gateway had cached of what has changed (the others hear it from the log), and waits until
/// the relay has told the log: what is said after the answer comes after the change for everyone.
pub async fn settle<T>(app: &App, committed: Committed<T>) -> T {
    for (audience, event) in &committed.announced {
        app.cache.observe(audience, event);
    }
    if let Some(row) = committed.last_row {
        app.log.outbox_written();
        if app.log.is_connected() && timeout(PATIENCE, told(app, row)).await.is_err() {
            tracing::warn!("outbox: row {row} is not in the log after {PATIENCE:?}");
        }
    }
    committed.value
}

async fn told(app: &App, row: i64) {
    let [mut pause, longest] = LOOKS;
    loop {
        let told = app.log.outbox_tells();
        // A database that does not answer is no reason to wait: the change is committed.
        if !app.store.outbox_holds(row).await.unwrap_or(false) {
            return;
        }
        tokio::select! {
            () = told => {}
            () = sleep(pause) => pause = longest.min(pause * 2),
        }
    }
}
