//! What was said before there was an index of words is taken into it, some at a time.

use std::time::Duration;

use super::Worker;

/// Messages in one transaction: few enough that nothing else waits long for it.
const BATCH: u32 = 500;
/// How long until it is looked again: during a deploy older code still writes messages without words.
const NAP: Duration = Duration::from_secs(30);

impl Worker {
    pub(super) async fn fill_index(&self) {
        while !self.stop.is_cancelled() {
            let more = match self.fill_once().await {
                Ok(more) => more,
                Err(error) => {
                    tracing::error!("index of words: {error}");
                    false
                }
            };
            if more {
                continue;
            }
            tokio::select! {
                () = self.stop.cancelled() => {}
                () = tokio::time::sleep(NAP) => {}
            }
        }
    }

    /// True when there may be more to do.
    async fn fill_once(&self) -> Result<bool, sea_orm::DbErr> {
        if !self.store.lacks_index().await? || !self.store.hold("index", self.log.node(), self.alone).await? {
            return Ok(false);
        }
        let filled = self.store.fill_index(BATCH).await?;
        tracing::info!(filled, "messages taken into the index of words");
        Ok(filled == BATCH as usize)
    }
}
