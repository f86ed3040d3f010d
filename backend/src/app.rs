//! What every request can reach: ten handles, each a module with methods.

use std::ops::Deref;
use std::sync::Arc;

use natter_protocol::Policy;
use sea_orm::DbErr;

use crate::cache::Cache;
use crate::files::Files;
use crate::http::limits::RateLimits;
use crate::hub::Hub;
use crate::log::Log;
use crate::mail::Mailer;
use crate::passwords::Passwords;
use crate::presence::Presence;
use crate::settings::Settings;
use crate::store::Store;

#[derive(Clone)]
pub struct App(Arc<Parts>);

pub struct Parts {
    pub settings: Settings,
    pub store: Store,
    pub cache: Cache,
    pub files: Files,
    pub log: Log,
    pub hub: Hub,
    pub presence: Presence,
    pub passwords: Passwords,
    pub limits: RateLimits,
    /// None where no mail server is set.
    pub mail: Option<Mailer>,
}

impl App {
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// What an owner has decided; without that, what the settings say.
    ///
    /// # Errors
    /// When SQL cannot be asked.
    pub async fn policy(&self) -> Result<Arc<Policy>, DbErr> {
        self.cache.policy(self.settings.registration.into()).await
    }
}

impl Deref for App {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
