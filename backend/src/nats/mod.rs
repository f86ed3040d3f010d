//! The connection to NATS, and the nats-server of our own where none is given.

pub mod binary;
pub mod child;

use std::time::Duration;

use async_nats::{Client, ConnectOptions, Event};

use crate::settings::Settings;
use child::Child;

/// The oldest nats-server whose promises Natter builds on: it freezes on I/O errors.
pub const OLDEST: (u32, u32) = (2, 14);

#[derive(Debug, thiserror::Error)]
pub enum NatsError {
    #[error(
        "no nats-server found: put one (2.14 or newer) on PATH or in .tools/, or set NATTER_NATS_SERVER or NATTER_NATS_URL"
    )]
    NoBinary,
    #[error("{0} is older than 2.14, which Natter needs: {1}")]
    TooOld(String, String),
    #[error("nats-server did not become ready: {0}; its own words are in {1}")]
    NotReady(String, String),
    #[error("{0}: {1}")]
    File(String, #[source] std::io::Error),
    #[error("cannot connect to NATS: {0}")]
    Connect(#[from] async_nats::ConnectError),
}

/// A connection, and the child it may lead to.
pub struct Nats {
    pub client: Client,
    pub child: Option<Child>,
}

impl Nats {
    /// Connects to the servers of the settings, or to a child in the data folder.
    ///
    /// # Errors
    /// When no server can be reached or started, or it is too old.
    pub async fn open(settings: &Settings, node: &str) -> Result<Self, NatsError> {
        let (url, token, child) = match &settings.nats_url {
            Some(url) => (url.clone(), None, None),
            None => {
                let child = Child::open(settings).await?;
                (child.url(), Some(child.token().to_owned()), Some(child))
            }
        };
        let mut options = ConnectOptions::new()
            .name(format!("natter {node}"))
            .custom_inbox_prefix(format!("_INBOX_{node}"))
            .ping_interval(Duration::from_secs(10))
            .connection_timeout(Duration::from_secs(3))
            .max_reconnects(None)
            // Without jitter every gateway would come back to a restarted server in the same instant.
            .reconnect_delay_callback(|attempt| {
                let ceiling = 50u64.saturating_mul(1 << attempt.min(6)).min(2_000);
                Duration::from_millis(rand::random_range(ceiling / 4..=ceiling))
            })
            .subscription_capacity(256 * 1024)
            .event_callback(|event| async move { note(&event) });
        if let Some(token) = token {
            options = options.token(token);
        }
        let client = options.connect(url.split(',').map(str::trim).collect::<Vec<_>>()).await?;
        let version = client.server_info().version;
        if !binary::is_new_enough(&version) {
            return Err(NatsError::TooOld("the NATS server".to_owned(), version));
        }
        Ok(Self { client, child })
    }
}

/// Permission errors and slow consumers show up only here.
fn note(event: &Event) {
    match event {
        Event::Connected | Event::Draining | Event::Closed => tracing::info!("nats: {event}"),
        Event::Disconnected | Event::LameDuckMode => tracing::warn!("nats: {event}"),
        Event::SlowConsumer(_) | Event::ServerError(_) | Event::ClientError(_) => {
            tracing::error!("nats: {event}");
        }
    }
}
