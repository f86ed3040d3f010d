//! From the outbox to the log: what SQL decided becomes an event, in the order of the decisions.

use std::time::Duration;

use bytes::Bytes;

use super::Worker;
use crate::log::Audience;

const PAGE: u64 = 200;
/// How long the relay sleeps when nobody wakes it: another gateway may have written.
const NAP: Duration = Duration::from_millis(250);

impl Worker {
    /// Publishes for as long as this gateway holds the lease; two of them at once would only repeat each
    /// other, which the log notices by the row's number.
    pub(super) async fn relay(&self) {
        let mut alone = self.alone;
        let mut announced = self.announcements().await;
        while !self.stop.is_cancelled() {
            match self.relay_once(alone).await {
                Ok(true) => {
                    alone = false;
                    continue;
                }
                Ok(false) => alone = false,
                Err(error) => tracing::error!("outbox: {error}"),
            }
            tokio::select! {
                () = self.stop.cancelled() => {}
                () = self.log.outbox_wanted() => self.announce(),
                () = hear(&mut announced) => {}
                () = tokio::time::sleep(NAP) => {}
            }
        }
    }

    /// Publishes a page; true when there may be more.
    async fn relay_once(&self, alone: bool) -> Result<bool, Box<dyn std::error::Error + Send + Sync>> {
        let page = self.store.outbox_page(PAGE).await?;
        if page.is_empty() || !self.store.hold("outbox", self.log.node(), alone).await? {
            return Ok(false);
        }
        let mut done = Vec::with_capacity(page.len());
        let mut failed = None;
        for row in &page {
            let Some(audience) = Audience::parse(&row.subject) else {
                tracing::error!(id = row.id, subject = row.subject, "an outbox row for nobody");
                done.push(row.id);
                continue;
            };
            let payload = Bytes::from(row.payload.clone());
            match self.log.append_encoded(audience, payload, format!("outbox-{}", row.id)).await {
                Ok(_) => done.push(row.id),
                Err(error) => {
                    failed = Some(error);
                    break;
                }
            }
        }
        self.store.outbox_done(&done).await?;
        self.log.outbox_told();
        match failed {
            Some(error) => Err(error.into()),
            None => Ok(page.len() as u64 == PAGE),
        }
    }

    /// Tells the gateway that holds the lease, which may be another, that something waits.
    fn announce(&self) {
        let client = self.log.client().clone();
        tokio::spawn(async move {
            let _ = client.publish("natter.outbox", Bytes::new()).await;
        });
    }

    async fn announcements(&self) -> Option<async_nats::Subscriber> {
        self.log.client().subscribe("natter.outbox").await.ok()
    }
}

async fn hear(announced: &mut Option<async_nats::Subscriber>) {
    use futures_util::StreamExt as _;
    match announced {
        Some(subscriber) => drop(subscriber.next().await),
        None => std::future::pending().await,
    }
}
