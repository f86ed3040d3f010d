//! A gateway's life: put together, serve, drain, end.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::try_join_all;
use natter_protocol::Shard;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use crate::app::{App, Parts};
use crate::cache::Cache;
use crate::files::Files;
use crate::http::web::Ui;
use crate::hub::Hub;
use crate::log::{Log, ShardFacts};
use crate::mail::{Digest, Mailer};
use crate::nats::Nats;
use crate::passwords::Passwords;
use crate::presence::Presence;
use crate::projection::Projection;
use crate::push::Pusher;
use crate::settings::Settings;
use crate::store::Store;
use crate::{folder, http, retention};

/// How often what has expired is removed.
const SWEEP: Duration = Duration::from_secs(3600);

pub type AnyError = Box<dyn std::error::Error + Send + Sync>;

/// A gateway that has started and answers.
pub struct Gateway {
    app: App,
    nats: Nats,
    projection: Projection,
    background: CancellationToken,
    accepting: http::listener::Accepting,
    _folder: Option<folder::Lock>,
}

/// Runs a gateway until it is told to stop.
///
/// # Errors
/// When it cannot start.
pub async fn run(settings: Settings, ui: Ui) -> Result<(), AnyError> {
    // Starting is large and short; what runs for ever should not carry its size.
    let gateway = Box::pin(Gateway::start(settings, ui)).await?;
    let address = gateway.accepting.address();
    #[expect(clippy::print_stdout, reason = "the one line that whoever started it waits for")]
    {
        println!("Natter is ready at http://{address}");
    }
    told_to_stop().await;
    gateway.stop().await;
    Ok(())
}

impl Gateway {
    /// Starts everything and answers once people can be served.
    ///
    /// # Errors
    /// When the folder is taken, or log, database or address cannot be had.
    pub async fn start(settings: Settings, ui: Ui) -> Result<Self, AnyError> {
        let database = settings.database();
        let alone = database.starts_with("sqlite:");
        let folder =
            (alone || settings.nats_url.is_none()).then(|| folder::lock(&settings.data)).transpose()?;
        let node = format!("{:016x}", rand::random::<u64>());
        let listener = TcpListener::bind(settings.listen).await.map_err(|e| {
            format!("cannot listen on {}: {e} (another address: --listen or NATTER_LISTEN)", settings.listen)
        })?;
        let files = Files::open(&settings.files, &settings.data)?;
        let opened = tokio::join!(Store::connect(&database), Nats::open(&settings, &node));
        let store = opened.0.map_err(|e| format!("cannot open the database: {e}"))?;
        let nats = opened.1?;
        let log = Log::new(nats.client.clone(), node, &settings);
        let shards = try_join_all((0..settings.shards).map(|shard| open_shard(&log, &store, shard))).await?;

        let cache = Cache::new(store.clone(), settings.shards);
        let hub = Hub::new(log.clone(), settings.ring);
        let observed = cache.clone();
        let observer: crate::hub::Observer =
            Arc::new(move |audience, event| observed.observe(&audience, event));
        for (shard, facts) in shards.iter().enumerate() {
            hub.feed(Shard::try_from(shard)?, *facts, settings.ring, observer.clone());
        }
        let projection = Projection::start(&log, &hub, &store, &cache, alone);
        let background = CancellationToken::new();
        let presence = Presence::start(&log, &hub, &store, settings.linger(), background.clone());
        for (shard, facts) in shards.iter().enumerate() {
            hub.reaches(Shard::try_from(shard)?, facts.last_seq).await;
        }
        let pusher = Pusher {
            store: store.clone(),
            presence: presence.clone(),
            node: log.node().to_owned(),
            alone,
            contact: settings.public_url.clone().unwrap_or_else(|| "mailto:natter@localhost".to_owned()),
            loopback: settings.push_loopback,
        };
        tokio::spawn(pusher.run(background.clone()));
        let mail = Mailer::open(&settings.mail)?;
        let (passwords, limits) = (Passwords::new(), http::limits::RateLimits::new());
        let app =
            App::new(Parts { settings, store, cache, files, log, hub, presence, passwords, limits, mail });
        std::sync::LazyLock::force(&http::STARTED_AT);
        tokio::spawn(sweep(app.clone(), alone, background.clone()));
        tokio::spawn(crate::schedule::keep(app.clone(), alone, background.clone()));
        if let Some(mailer) = app.mail.clone() {
            let digest = Digest { app: app.clone(), mailer, alone };
            tokio::spawn(digest.run(background.clone()));
        }
        let accepting = http::listener::accept(listener, http::router::router(app.clone(), ui))?;
        Ok(Self { app, nats, projection, background, accepting, _folder: folder })
    }

    /// Closes in order: no one new, streams told `bye`, what is under way finished, offsets written.
    pub async fn stop(self) {
        let grace = self.app.settings.grace();
        tracing::info!(streams = self.app.hub.open(), "closing");
        self.app.hub.drain(grace).await;
        self.accepting.finish(grace.max(Duration::from_secs(1))).await;
        self.background.cancel();
        self.projection.stop().await;
        self.app.log.close();
        if let Err(error) = self.nats.client.drain().await {
            tracing::warn!("nats: {error}");
        }
        if let Some(child) = self.nats.child {
            child.stop().await;
        }
        if let Err(error) = self.app.store.close().await {
            tracing::warn!("database: {error}");
        }
    }
}

/// A shard that is fit to be read: its log is not behind what SQL took from it.
async fn open_shard(log: &Log, store: &Store, shard: Shard) -> Result<ShardFacts, AnyError> {
    let position = store.shard_position(shard).await?;
    let facts = log.ensure_shard(shard, position.epoch, position.seq).await?;
    if facts.epoch > position.epoch {
        let begun =
            natter_protocol::Position { epoch: facts.epoch, seq: position.seq.max(facts.first_seq - 1) };
        store.begin_epoch(shard, begun).await?;
    }
    Ok(facts)
}

/// Forgets what has expired now and then: sessions, invitations, statuses, messages whose time is over, files that
/// nobody wants.
async fn sweep(app: App, alone: bool, stop: CancellationToken) {
    let mut clock = tokio::time::interval(SWEEP);
    loop {
        tokio::select! {
            () = stop.cancelled() => return,
            _ = clock.tick() => {}
        }
        let now = natter_protocol::Millis::now();
        let store = &app.store;
        for swept in
            [store.purge_expired(now).await, store.purge_pushes(now).await, store.purge_missed(now).await]
        {
            if let Err(error) = swept {
                tracing::warn!("sweep: {error}");
            }
        }
        match app.store.clear_ended_statuses(now).await {
            Ok(cleared) => http::settle(&app, cleared).await,
            Err(error) => tracing::warn!("sweep: {error}"),
        }
        if let Err(failure) = retention::delete_due(&app, alone, now).await {
            tracing::warn!("sweep of messages: {:?}", failure.code());
        }
        if let Err(error) = retention::forget(&app).await {
            tracing::warn!("sweep of memory: {error}");
        }
        if let Err(error) = app.files.sweep(&app.store, now).await {
            tracing::warn!("sweep of files: {error}");
        }
    }
}

async fn told_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = terminate.recv() => {}
        _ = tokio::signal::ctrl_c() => {}
    }
}
