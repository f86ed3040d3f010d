//! Ctrl+K among thousands: from a key to the list that it leaves, painted.

use std::net::SocketAddr;
use std::sync::Arc;

use natter_protocol::command::CreateRoom;
use natter_protocol::{RoomKind, routes};
use natter_tests::Call;
use natter_tests::browser::Browser;
use natter_tests::http::Error;
use natter_tests::patience::eventually;
use thirtyfour::prelude::*;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::percentiles;
use crate::figures::Figures;
use crate::people::{self, Person};

const LISTEN: &str = "
    const told = window.keys = [];
    const after = new MessageChannel();
    let at = 0;
    after.port1.onmessage = () => told.push(performance.now() - at);
    addEventListener('keydown', event => {
        at = event.timeStamp;
        requestAnimationFrame(() => after.port2.postMessage(0));
    }, true)";

/// # Errors
/// When the server refuses a room or a person.
pub async fn measure(
    browser: &Browser,
    address: SocketAddr,
    people: &[Person],
    directory: usize,
    figures: &mut Figures,
) -> Result<(), Error> {
    found(address, &people[0], directory / 2).await?;
    people::join(address, &people[0], people.len()..directory / 2).await?;
    browser.goes_to("/").await;
    browser.sees("composer").await;
    browser
        .driver
        .action_chain()
        .key_down(Key::Control)
        .send_keys("k")
        .key_up(Key::Control)
        .perform()
        .await?;
    let field = browser.sees("switcher").await;
    browser.asks::<()>(LISTEN, Vec::new()).await;
    let mut keys = 0;
    for word in ["tea 4711", "person 77", "garden", "prsn 9", "wtr 123"] {
        for key in word.chars() {
            field.send_keys(key.to_string()).await?;
            keys += 1;
            eventually("the key was answered", async || {
                (browser.asks::<usize>("return keys.length", Vec::new()).await >= keys).then_some(())
            })
            .await;
        }
        field.clear().await?;
    }
    let painted = percentiles(&browser.asks::<Vec<f64>>("return keys", Vec::new()).await);
    figures.add("switcher_p50_ms", "switcher: key to painted, p50", painted.p50, "ms");
    figures.add("switcher_p90_ms", "… p90", painted.p90, "ms").at_most = Some(50.0);
    figures.add("switcher_max_ms", "… max", painted.max, "ms");
    Ok(())
}

/// So many rooms of one person.
async fn found(address: SocketAddr, person: &Person, count: usize) -> Result<(), Error> {
    const SUBJECTS: [&str; 8] =
        ["tea", "garden", "release", "water", "letters", "maps", "night shift", "winter"];
    let slots = Arc::new(Semaphore::new(16));
    let mut founding = JoinSet::new();
    for number in 0..count {
        let slot = slots.clone().acquire_owned().await?;
        let name = format!("{} {number}", SUBJECTS[number % SUBJECTS.len()]);
        let token = person.token.clone();
        founding.spawn(async move {
            let _slot = slot;
            let room = CreateRoom { kind: RoomKind::Public, name, topic: None };
            let answer = Call::post(routes::ROOMS).bearer(&token).json(&room).send(address).await;
            answer.map_err(|error| error.to_string()).map(|answer| answer.status)
        });
    }
    for founded in founding.join_all().await {
        let status = founded?;
        if status != 201 {
            return Err(format!("a room was answered with {status}").into());
        }
    }
    Ok(())
}
