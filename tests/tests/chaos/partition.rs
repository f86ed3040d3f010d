//! The network between a gateway and what it stands on.

use std::time::Duration;

use natter_tests::proxy::Weather;
use natter_tests::{Gateway, Nats, Postgres, Proxy};

use crate::talk::{everyone_has_it_all, talks};

#[tokio::test]
async fn a_log_behind_a_network_that_breaks_and_hangs_loses_nothing() {
    let nats = Nats::start().await;
    let proxy = Proxy::to(nats.address()).await;
    let url = format!("nats://{}", proxy.address());
    let server = Gateway::with(&["--nats-url", &url]).await;
    let ana = server.owner("ana").await;
    let bo = ana.invites("bo").await;
    let general = ana.general().await;
    let breaking = async {
        for weather in [Weather::Cut, Weather::Held, Weather::Cut, Weather::Held] {
            tokio::time::sleep(Duration::from_millis(250)).await;
            proxy.becomes(weather);
            // Longer than one try of an append: what comes late may have been stored all the same.
            tokio::time::sleep(Duration::from_millis(2_500)).await;
            proxy.becomes(Weather::Fine);
        }
    };
    let (by_ana, by_bo, ()) =
        tokio::join!(talks(&ana, general, 40, async |_| {}), talks(&bo, general, 40, async |_| {}), breaking);
    everyone_has_it_all(&[&ana, &bo], general, &[&by_ana, &by_bo]).await;
}

#[tokio::test]
async fn a_database_behind_a_network_that_breaks_loses_nothing() {
    let (nats, postgres) = (Nats::start().await, Postgres::start());
    let proxy = Proxy::to(postgres.address()).await;
    let database = format!("postgres://natter@{}/postgres", proxy.address());
    let server = Gateway::with(&["--nats-url", &nats.url(), "--database-url", &database]).await;
    let ana = server.owner("ana").await;
    let bo = ana.invites("bo").await;
    let general = ana.general().await;
    let breaking = async {
        for _ in 0..10 {
            tokio::time::sleep(Duration::from_millis(150)).await;
            proxy.cuts();
        }
    };
    let (by_ana, by_bo, ()) =
        tokio::join!(talks(&ana, general, 40, async |_| {}), talks(&bo, general, 40, async |_| {}), breaking);
    everyone_has_it_all(&[&ana, &bo], general, &[&by_ana, &by_bo]).await;
}
