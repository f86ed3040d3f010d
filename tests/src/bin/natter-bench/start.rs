//! From the start of the program until it serves people, on a data folder with a history.

use std::time::{Duration, Instant};

use natter_tests::http::Error;
use natter_tests::{Call, Gateway, folder};

use crate::figures::Figures;

/// How the gateway ended before.
#[derive(Clone, Copy)]
enum Before {
    Stopped,
    Killed,
    KilledWithNats,
}

/// # Errors
/// When it does not become ready.
pub async fn measure(gateway: &mut Gateway, starts: usize, figures: &mut Figures) -> Result<(), Error> {
    for (before, key, what) in [
        (Before::Stopped, "start_ms", "start to ready, after an orderly stop"),
        (Before::Killed, "start_killed_ms", "start to ready, after kill -9"),
        (Before::KilledWithNats, "start_all_killed_ms", "start to ready, after kill -9 of nats-server too"),
    ] {
        let mut times = Vec::with_capacity(starts);
        for _ in 0..starts {
            end(gateway, before).await;
            times.push(start(gateway).await?);
        }
        times.sort_unstable();
        let median = times.get(times.len() / 2).copied().unwrap_or_default();
        figures.add(key, what, median.as_secs_f64() * 1e3, "ms").at_most = Some(1_000.0);
    }
    Ok(())
}

async fn end(gateway: &mut Gateway, before: Before) {
    match before {
        Before::Stopped => gateway.stop().await,
        Before::Killed => gateway.kill9(),
        Before::KilledWithNats => {
            gateway.kill9();
            folder::end_nats_child_of(&gateway.data());
        }
    }
}

/// Until the ready line is there and `/readyz` agrees.
async fn start(gateway: &mut Gateway) -> Result<Duration, Error> {
    let began = Instant::now();
    gateway.restart().await;
    let answer = Call::get("/readyz").send(gateway.address()).await?;
    if answer.status == 200 { Ok(began.elapsed()) } else { Err(format!("/readyz: {}", answer.status).into()) }
}
