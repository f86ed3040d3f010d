//! Every setting, read once at start: a flag of `natter serve`, or the `NATTER_*` variable it mirrors.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};
use natter_protocol::Shard;
use natter_protocol::account::Registration;

use crate::files::settings::FileSettings;
use crate::mail::settings::MailSettings;

#[derive(Debug, Clone, Args)]
pub struct Settings {
    /// Where to listen for HTTP.
    #[arg(long, env = "NATTER_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,

    /// The folder that holds everything: database, log, files.
    #[arg(long, env = "NATTER_DATA", default_value = "./data")]
    pub data: PathBuf,

    /// The address that people use, such as https://chat.example.org; it makes links and guards cookies.
    #[arg(long, env = "NATTER_PUBLIC_URL")]
    pub public_url: Option<String>,

    /// The server's name as people see it.
    #[arg(long, env = "NATTER_NAME", default_value = "Natter")]
    pub name: String,

    /// postgres://… or sqlite://…; without it, SQLite in the data folder.
    #[arg(long, env = "NATTER_DATABASE_URL")]
    pub database_url: Option<String>,

    /// NATS servers, separated by commas; without it, a nats-server of our own is started.
    #[arg(long, env = "NATTER_NATS_URL")]
    pub nats_url: Option<String>,

    /// The nats-server to start when none is given; otherwise it is looked for on PATH and in .tools.
    #[arg(long, env = "NATTER_NATS_SERVER")]
    pub nats_server: Option<PathBuf>,

    /// The configuration of our own nats-server; without it, the one built in.
    #[arg(long, env = "NATTER_NATS_CONF")]
    pub nats_conf: Option<PathBuf>,

    /// Copies that the log keeps of everything: 1, or 3 or 5 with a cluster.
    #[arg(long, env = "NATTER_REPLICAS", default_value_t = 1)]
    pub replicas: usize,

    /// Shards of the log. It may be raised, never lowered.
    #[arg(long, env = "NATTER_SHARDS", default_value_t = 4, value_parser = clap::value_parser!(u16).range(1..=256))]
    pub shards: Shard,

    /// Events of each shard kept in memory for those who come back.
    #[arg(long, env = "NATTER_RING", default_value_t = 100_000, value_parser = clap::value_parser!(u64).range(16..=10_000_000))]
    pub ring: u64,

    /// Who may create an account; the first one is always let in and owns the server.
    #[arg(long, env = "NATTER_REGISTRATION", value_enum, default_value_t = RegistrationPolicy::Invite)]
    pub registration: RegistrationPolicy,

    /// Other origins whose pages may use the API with a bearer token, separated by commas.
    #[arg(
        long,
        env = "NATTER_ALLOW_ORIGINS",
        value_delimiter = ',',
        default_value = "tauri://localhost,http://tauri.localhost"
    )]
    pub allow_origins: Vec<String>,

    /// Addresses of reverse proxies whose X-Forwarded-For and X-Forwarded-Proto are believed.
    #[arg(long, env = "NATTER_TRUSTED_PROXIES", value_delimiter = ',', default_value = "127.0.0.1,::1")]
    pub trusted_proxies: Vec<std::net::IpAddr>,

    #[command(flatten)]
    pub files: FileSettings,

    #[command(flatten)]
    pub mail: MailSettings,

    /// Allow pushes to http://127.0.0.1: for tests only, since people name these addresses.
    #[arg(long, env = "NATTER_PUSH_LOOPBACK", default_value_t = false, hide = true)]
    pub push_loopback: bool,

    /// Seconds for which people count as present after their last stream ended.
    #[arg(long, env = "NATTER_LINGER_SECONDS", default_value_t = 12, value_parser = clap::value_parser!(u64).range(1..=600))]
    pub linger_seconds: u64,

    /// Seconds over which streams are closed on SIGTERM.
    #[arg(long, env = "NATTER_GRACE_SECONDS", default_value_t = 10)]
    pub grace_seconds: u64,

    /// Log lines as JSON.
    #[arg(long, env = "NATTER_LOG_JSON", default_value_t = false)]
    pub log_json: bool,

    /// What to log, such as `info` or `natter=debug,warn`.
    #[arg(long, env = "NATTER_LOG", default_value = "info")]
    pub log: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RegistrationPolicy {
    Open,
    Invite,
    Closed,
}

impl From<RegistrationPolicy> for Registration {
    fn from(policy: RegistrationPolicy) -> Self {
        match policy {
            RegistrationPolicy::Open => Self::Open,
            RegistrationPolicy::Invite => Self::Invite,
            RegistrationPolicy::Closed => Self::Closed,
        }
    }
}

impl Settings {
    /// The database's address: what was set, or SQLite in the data folder.
    #[must_use]
    pub fn database(&self) -> String {
        self.database_url
            .clone()
            .unwrap_or_else(|| format!("sqlite://{}?mode=rwc", self.data.join("natter.db").display()))
    }

    /// The address that links in mails begin with.
    #[must_use]
    pub fn origin(&self) -> String {
        let public = self.public_url.as_deref().map(|url| url.trim_end_matches('/').to_owned());
        public.unwrap_or_else(|| format!("http://{}", self.listen))
    }

    #[must_use]
    pub fn linger(&self) -> Duration {
        Duration::from_secs(self.linger_seconds)
    }

    #[must_use]
    pub fn grace(&self) -> Duration {
        Duration::from_secs(self.grace_seconds)
    }
}
