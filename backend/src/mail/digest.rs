//! Mails about what was missed: one gateway at a time looks who is away and has something waiting.

use std::time::Duration;

use natter_protocol::{Millis, Presence, routes};
use tokio_util::sync::CancellationToken;

use super::reader::Reader;
use super::words::{self, Sender};
use super::{AnyError, Mailer, Unsent};
use crate::app::App;
use crate::fresh;
use crate::store::missed::Waiting;

/// How soon it is looked again at the soonest.
const PERIOD: Duration = Duration::from_secs(1);
/// How long nobody looks when nothing is due, or while the mail server cannot be reached. What is chosen anew, such as
/// mails at another pace, or noted by a gateway that then died, waits so long at most.
const LONGEST: Duration = Duration::from_secs(60);

/// How long it is until then.
fn left(then: Millis, now: Millis) -> Duration {
    Duration::from_millis(u64::try_from(then.0 - now.0).unwrap_or(0))
}

/// Mails what waits, for as long as this gateway holds the lease.
pub struct Digest {
    pub app: App,
    pub mailer: Mailer,
    pub alone: bool,
}

impl Digest {
    pub async fn run(self, stop: CancellationToken) {
        let mut trouble = PERIOD;
        loop {
            // What is written from here on wakes this up, also while it looks.
            let wrote = self.app.cache.wrote_again();
            let looking = async {
                match self.look().await {
                    Ok(next) => {
                        trouble = PERIOD;
                        let until = next.map_or(LONGEST, |next| left(next, Millis::now()).min(LONGEST));
                        tokio::time::sleep(PERIOD).await;
                        let _ = tokio::time::timeout(until.saturating_sub(PERIOD), wrote).await;
                    }
                    Err(error) => {
                        tracing::warn!("mail: {error}");
                        trouble = (trouble * 2).min(LONGEST);
                        tokio::time::sleep(trouble).await;
                    }
                }
            };
            tokio::select! {
                () = stop.cancelled() => return,
                () = looking => {}
            }
        }
    }

    /// Mails what is due. Answers when it is time to look again, if it is known that something will be due.
    async fn look(&self) -> Result<Option<Millis>, AnyError> {
        let after = self.app.settings.mail.digest_after_seconds;
        let next = self.app.store.next_mail(after).await?;
        if next.is_none_or(|next| next > Millis::now()) {
            return Ok(next);
        }
        self.once().await?;
        Ok(next)
    }

    async fn once(&self) -> Result<(), AnyError> {
        let store = &self.app.store;
        let after = self.app.settings.mail.digest_after_seconds;
        let now = Millis::now();
        let waiting = store.whose_mail_is_due(now, now.plus_seconds(-after)).await?;
        if waiting.is_empty() || !store.hold("digest", self.app.log.node(), self.alone).await? {
            return Ok(());
        }
        // A server that cannot be reached is no reason to touch what waits.
        self.mailer.greet().await?;
        for person in waiting {
            if self.may_be_told(&person, now).await? {
                self.tell(&person, now).await?;
            } else {
                store.look_again(person.user, now.plus_seconds(after)).await?;
            }
        }
        Ok(())
    }

    /// Whoever sits there sees it anyway, and whoever does not want to be disturbed is told afterwards.
    async fn may_be_told(&self, person: &Waiting, now: Millis) -> Result<bool, AnyError> {
        if person.is_undisturbed || self.app.store.notifications(person.user).await?.is_quiet(now) {
            return Ok(false);
        }
        let here = self.app.presence.among(std::iter::once(person.user));
        Ok(here.get(&person.user) != Some(&Presence::Online))
    }

    async fn tell(&self, person: &Waiting, now: Millis) -> Result<(), AnyError> {
        let store = &self.app.store;
        let mail = fresh::token();
        let missed = store.take_missed(person.user, &mail, now).await?;
        if missed.is_empty() {
            return Ok(store.told(person.user, &mail, None).await?);
        }
        let name = self.app.cache.server_name(&self.app.settings.name).await?.to_string();
        let origin = self.app.settings.origin();
        let unsubscribe = format!("{origin}{}", routes::unsubscribe(&person.token));
        let sender = Sender { origin: &origin, name: &name };
        let reader = Reader::of(person.reader.as_ref(), person.time_zone.as_deref());
        let about = words::Digest { id: mail.clone(), to: &person.address, unsubscribe };
        match self.mailer.send(words::digest(sender, about, &reader, &missed)).await {
            Ok(()) => {}
            Err(Unsent::Unknown(error)) => tracing::warn!("a mail may have been lost: {error}"),
            Err(Unsent::Refused(error)) => {
                tracing::warn!("a mail was refused: {error}");
                let again = now.plus_seconds(self.app.settings.mail.digest_after_seconds);
                return Ok(store.untold(person.user, &mail, again).await?);
            }
        }
        Ok(store.told(person.user, &mail, Some(now)).await?)
    }
}
