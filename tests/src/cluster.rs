//! Where a test takes place: one gateway alone, or several that share a log and a database.

use crate::gateway::Gateway;
use crate::nats::Nats;
use crate::person::Person;
use crate::postgres::Postgres;

/// Gateways that serve the same chat.
pub struct Cluster {
    // Dropped in this order: the gateways first.
    pub gateways: Vec<Gateway>,
    pub nats: Option<Nats>,
    pub postgres: Option<Postgres>,
}

impl Cluster {
    /// One gateway with SQLite and a nats-server of its own.
    pub async fn alone() -> Self {
        Self::alone_with(&[]).await
    }

    pub async fn alone_with(settings: &[&str]) -> Self {
        Self { gateways: vec![Gateway::with(settings).await], nats: None, postgres: None }
    }

    /// Several gateways on one nats-server and one PostgreSQL.
    pub async fn of(gateways: usize) -> Self {
        Self::of_with(gateways, &[]).await
    }

    pub async fn of_with(gateways: usize, settings: &[&str]) -> Self {
        let postgres = Postgres::start();
        let nats = Nats::start().await;
        let (nats_url, database_url) = (nats.url(), postgres.url.clone());
        let shared = ["--nats-url", &nats_url, "--database-url", &database_url];
        let settings = [&shared[..], settings].concat();
        let mut cluster = Self { gateways: Vec::new(), nats: Some(nats), postgres: Some(postgres) };
        for _ in 0..gateways {
            cluster.gateways.push(Gateway::with(&settings).await);
        }
        cluster
    }

    /// The first gateway.
    #[must_use]
    pub fn a(&self) -> &Gateway {
        &self.gateways[0]
    }

    /// Another gateway, where there is one.
    #[must_use]
    pub fn b(&self) -> &Gateway {
        &self.gateways[self.gateways.len() - 1]
    }

    /// The first account, which owns the server; at the first gateway.
    pub async fn owner(&self, name: &str) -> Person {
        self.a().owner(name).await
    }
}

/// Makes two tests of each function: on one gateway with SQLite, and on two with PostgreSQL.
#[macro_export]
macro_rules! on_both {
    ($($play:ident),+ $(,)?) => {$(
        mod $play {
            #[tokio::test]
            async fn on_one_gateway_with_sqlite() {
                super::$play($crate::Cluster::alone().await).await;
            }

            #[tokio::test]
            async fn on_two_gateways_with_postgresql() {
                super::$play($crate::Cluster::of(2).await).await;
            }
        }
    )+};
}
