//! What was said too long ago is deleted for good, where an owner wants that: from SQL by one gateway at a time,
//! and from the memory of each. The log never holds anything for longer than the shortest time that can be asked.

use std::time::Duration;

use natter_protocol::{Millis, limits};

use crate::app::App;
use crate::http::{Failure, settle};
use crate::log::{LogError, RETENTION};

/// Messages in one transaction: few enough that nothing else waits long for it.
const BATCH: u32 = 500;
/// Between two of them others have their turn.
const PAUSE: Duration = Duration::from_millis(50);

const _: () = assert!(RETENTION.as_secs() <= limits::RETENTION_DAYS_MIN as u64 * 24 * 60 * 60);

/// Deletes what is due from SQL, unless another gateway is at it.
pub async fn delete_due(app: &App, alone: bool, now: Millis) -> Result<(), Failure> {
    let Some(days) = app.policy().await?.retention_days else { return Ok(()) };
    let before = now.plus_seconds(-i64::from(days) * 24 * 60 * 60);
    let mut deleted = 0;
    while app.store.hold("retention", app.log.node(), alone).await? {
        let gone = settle(app, app.store.delete_messages_before(before, BATCH).await?).await;
        deleted += gone;
        if gone < BATCH as usize {
            break;
        }
        tokio::time::sleep(PAUSE).await;
    }
    if deleted > 0 {
        tracing::info!(deleted, days, "messages whose time was over");
    }
    Ok(())
}

/// Forgets events that the log itself no longer holds, so that nobody who comes back after long is handed them.
pub async fn forget(app: &App) -> Result<(), LogError> {
    for shard in 0..app.settings.shards {
        let facts = app.log.facts(shard).await?;
        app.hub.forget_before(shard, facts.first_seq);
    }
    Ok(())
}
