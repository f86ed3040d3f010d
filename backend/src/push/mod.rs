//! Web Push to browsers that sleep (RFC 8030), with our own keys and no one's gateway but the browser's own.
//!
//! The projection notes whom a message concerns, in the transaction that writes the message. One gateway at a time
//! takes these notes: whoever has a stream open, has read it or does not want to be disturbed is left alone.

mod encrypt;
mod endpoint;
mod send;
mod vapid;

use std::time::Duration;

use natter_protocol::notifications::{Push, Told};
use natter_protocol::{Millis, RoomKind};
use tokio_util::sync::CancellationToken;

use crate::presence::Presence;
use crate::store::Store;
use crate::store::push::Due;
pub use endpoint::Endpoint;
use send::{Outcome, Sender};
pub use vapid::Vapid;

/// How often the notes are looked at.
const PERIOD: Duration = Duration::from_secs(1);
const PAGE: u64 = 100;
/// A push that failed so often is given up; the waits add up to half a day.
const ATTEMPTS: i32 = 12;
/// Characters of a message that are shown.
const SHOWN: usize = 160;

/// Pushes what waits, for as long as this gateway holds the lease.
pub struct Pusher {
    pub store: Store,
    pub presence: Presence,
    pub node: String,
    pub alone: bool,
    /// The contact in the server's signed word (RFC 8292 §2.1).
    pub contact: String,
    /// Endpoints on this computer are allowed: for tests.
    pub loopback: bool,
}

type AnyError = Box<dyn std::error::Error + Send + Sync>;

impl Pusher {
    pub async fn run(self, stop: CancellationToken) {
        let sender = match Sender::new(self.loopback) {
            Ok(sender) => sender,
            Err(error) => return tracing::error!("push: {error}"),
        };
        let mut clock = tokio::time::interval(PERIOD);
        clock.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                _ = clock.tick() => {}
            }
            tokio::select! {
                () = stop.cancelled() => return,
                outcome = self.once(&sender) => if let Err(error) = outcome {
                    tracing::warn!("push: {error}");
                }
            }
        }
    }

    async fn once(&self, sender: &Sender) -> Result<(), AnyError> {
        let due = self.store.pushes_due(Millis::now(), PAGE).await?;
        if due.is_empty() || !self.store.hold("push", &self.node, self.alone).await? {
            return Ok(());
        }
        let vapid = Vapid::of(&self.store, &self.contact).await?;
        for due in due {
            self.push(sender, &vapid, &due).await?;
        }
        Ok(())
    }

    async fn push(&self, sender: &Sender, vapid: &Vapid, due: &Due) -> Result<(), AnyError> {
        let now = Millis::now();
        let settings = self.store.notifications(due.user).await?;
        let unwanted = due.is_read
            || due.is_undisturbed
            || settings.told == Told::Nothing
            || settings.is_quiet(now)
            || !self.presence.among(std::iter::once(due.user)).is_empty();
        if unwanted {
            return Ok(self.store.push_done(due).await?);
        }
        let push = serde_json::to_vec(&words(due))?;
        match sender.send(vapid, due, &push).await {
            Outcome::Taken => self.store.push_done(due).await?,
            Outcome::Gone => self.store.drop_subscription(due.subscription).await?,
            Outcome::Refused(status) => {
                tracing::warn!(status, "a push was refused");
                self.store.push_done(due).await?;
            }
            Outcome::Later(_) if due.attempts + 1 >= ATTEMPTS => self.store.push_done(due).await?,
            Outcome::Later(wait) => {
                let own = Duration::from_secs(5 << due.attempts.clamp(0, 10)).min(Duration::from_secs(3600));
                let wait = wait.unwrap_or(own).max(own).as_secs();
                let at = now.plus_seconds(i64::try_from(wait).unwrap_or(3600));
                self.store.push_later(due, at).await?;
            }
        }
        Ok(())
    }
}

fn words(due: &Due) -> Push {
    let title = match due.kind {
        RoomKind::Direct => due.author.clone(),
        RoomKind::Public | RoomKind::Private => format!("{} in #{}", due.author, due.room_name),
    };
    let mut text: String = due.text.chars().take(SHOWN).collect();
    if text.len() < due.text.len() {
        text.push('…');
    }
    Push { room: due.room, message: due.message, title, text }
}
