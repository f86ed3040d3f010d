//! Mails about what was missed: one gateway at a time looks who is away and has something waiting.

use std::time::Duration;

use natter_protocol::{Millis, Presence, routes};
use tokio_util::sync::CancellationToken;

use super::words::{self, Sender};
use super::{AnyError, Mailer, Unsent};
use crate::app::App;
use crate::fresh;
use crate::store::missed::Waiting;

/// How often it is looked, and how seldom at the least while the mail server cannot be reached.
const PERIOD: Duration = Duration::from_secs(1);
const LONGEST: Duration = Duration::from_secs(300);

/// Mails what waits, for as long as this gateway holds the lease.
pub struct Digest {
    pub app: App,
    pub mailer: Mailer,
    pub alone: bool,
}

impl Digest {
    pub async fn run(self, stop: CancellationToken) {
        let mut pause = PERIOD;
        loop {
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(pause) => {}
            }
            pause = tokio::select! {
                () = stop.cancelled() => return,
                outcome = self.once() => match outcome {
                    Ok(()) => PERIOD,
                    Err(error) => {
                        tracing::warn!("mail: {error}");
                        (pause * 2).min(LONGEST)
                    }
                }
            };
        }
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
        match self
            .mailer
            .send(words::digest(sender, mail.clone(), &person.address, &missed, unsubscribe))
            .await
        {
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
