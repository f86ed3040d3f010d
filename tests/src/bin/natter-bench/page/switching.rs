//! Ctrl+K among thousands: from a key to the list that it leaves, painted. And what so many cost who signs in.

use std::net::SocketAddr;
use std::time::Instant;

use natter_protocol::command::CreateRoom;
use natter_protocol::limits::ROOMS_PER_USER;
use natter_protocol::{Room, RoomId, RoomKind, routes};
use natter_tests::Call;
use natter_tests::browser::Browser;
use natter_tests::http::Error;
use natter_tests::patience::eventually;
use serde::Deserialize;
use thirtyfour::prelude::*;
use tokio::task::JoinSet;

use super::{first_load, percentiles};
use crate::delivery::count;
use crate::figures::Figures;
use crate::people::{self, Person};
use crate::percentiles::Percentiles;

/// How often the switcher is opened, and the snapshot asked for.
const TIMES: usize = 7;
/// The one who is measured stays so far below what one person may be in.
const ELSEWHERE: usize = 10;

/// The work for a key is what its listeners do, with the microtasks behind them, and from a frame's callbacks until
/// it was painted: a task that these queue runs then.
const LISTEN: &str = "
    const told = window.told = { work: [], painted: [] };
    const after = new MessageChannel();
    let at = 0, began = 0, script = 0, drawing = 0;
    after.port1.onmessage = () => {
        const now = performance.now();
        told.work.push(script + now - drawing);
        told.painted.push(now - at);
    };
    const draw = () => {
        if (!document.querySelector('[data-testid=switcher-row]')) return requestAnimationFrame(draw);
        drawing = performance.now();
        after.port2.postMessage(0);
    };
    const counts = event => event.type === 'input' || event.ctrlKey && event.key === 'k';
    addEventListener('keydown', event => at = event.timeStamp, true);
    for (const kind of ['keydown', 'input']) {
        addEventListener(kind, event => { if (counts(event)) began = performance.now() }, true);
        addEventListener(kind, event => {
            if (!counts(event)) return;
            script = performance.now() - began;
            requestAnimationFrame(draw);
        });
    }";

/// In milliseconds, for each key.
#[derive(Deserialize)]
struct Keys {
    work: Vec<f64>,
    painted: Vec<f64>,
}

/// # Errors
/// When the server refuses a room or a person.
pub async fn measure(
    browser: &Browser,
    address: SocketAddr,
    people: &[Person],
    room: RoomId,
    directory: usize,
    figures: &mut Figures,
) -> Result<(), Error> {
    let rooms = found(address, &people[1..], directory / 2).await?;
    join(address, &people[0], &rooms).await?;
    people::join(address, &people[0], people.len()..directory / 2).await?;
    snapshot(address, &people[0], figures).await?;
    let (_, messages) = first_load::load(browser, room).await?;
    figures.add("directory_load_ms", "cold load with so many: messages, median", messages.p50, "ms");
    figures.add("directory_load_max_ms", "… the slowest", messages.max, "ms");
    browser.asks::<()>(LISTEN, Vec::new()).await;
    for time in 1..=TIMES {
        let open = browser.driver.action_chain().key_down(Key::Control).send_keys("k").key_up(Key::Control);
        open.perform().await?;
        answered(browser, time).await;
        browser.presses(Key::Escape + "").await;
    }
    tell("switcher_open", "switcher: opening", &keys(browser).await, figures);
    browser.clicks("find").await;
    let field = browser.sees("switcher").await;
    let mut pressed = 0;
    for word in ["tea 4711", "person 77", "garden", "prsn 9", "wtr 123"] {
        for key in word.chars() {
            field.send_keys(key.to_string()).await?;
            pressed += 1;
            answered(browser, pressed).await;
        }
        field.send_keys(Key::Control + "a").await?;
        field.send_keys(Key::Backspace + "").await?;
        pressed += 1;
        answered(browser, pressed).await;
    }
    tell("switcher", "switcher: a key", &keys(browser).await, figures);
    Ok(())
}

/// Waits until so many keys were answered.
async fn answered(browser: &Browser, keys: usize) {
    eventually("the key was answered", async || {
        (browser.asks::<usize>("return told.painted.length", Vec::new()).await >= keys).then_some(())
    })
    .await;
}

/// What was measured since this was asked last.
async fn keys(browser: &Browser) -> Keys {
    let take = "return { work: told.work.splice(0), painted: told.painted.splice(0) }";
    browser.asks(take, Vec::new()).await
}

fn tell(key: &str, what: &str, keys: &Keys, figures: &mut Figures) {
    let mut add = |part: &str, words: String, of: Percentiles, aim: Option<f64>| {
        figures.add(format!("{key}_{part}_p50_ms"), format!("{words}, p50"), of.p50, "ms");
        figures.add(format!("{key}_{part}_p90_ms"), "… p90", of.p90, "ms").at_most = aim;
        figures.add(format!("{key}_{part}_max_ms"), "… max", of.max, "ms");
    };
    // A frame is a sixtieth of a second.
    add("work", format!("{what}, the page's work"), percentiles(&keys.work), Some(16.0));
    add("painted", format!("{what}, until painted"), percentiles(&keys.painted), Some(50.0));
}

/// What someone costs who is in so many rooms and knows so many people.
async fn snapshot(address: SocketAddr, person: &Person, figures: &mut Figures) -> Result<(), Error> {
    let mut times = Vec::with_capacity(TIMES);
    let mut bytes = 0;
    for _ in 0..TIMES {
        let began = Instant::now();
        let answer = Call::get(routes::SYNC).bearer(&person.token).send(address).await?.is(200);
        times.push(began.elapsed());
        bytes = answer.body.len();
    }
    let of = Percentiles::of(times.into_iter());
    figures.add("directory_sync_ms", "snapshot with so many, p50", of.p50, "ms");
    figures.add("directory_sync_max_ms", "… max", of.max, "ms");
    figures.add("directory_sync_kb", "… before compression", count(bytes) / 1e3, "kB");
    Ok(())
}

/// So many public rooms. These people make them by turns, since one may not make that many at once.
async fn found(address: SocketAddr, people: &[Person], rooms: usize) -> Result<Vec<RoomId>, Error> {
    const SUBJECTS: [&str; 8] =
        ["tea", "garden", "release", "water", "letters", "maps", "night shift", "winter"];
    let mut founding = JoinSet::new();
    for (first, person) in people.iter().enumerate() {
        let numbers = (first..rooms).step_by(people.len());
        let token = person.token.clone();
        founding.spawn(async move {
            let mut made = Vec::new();
            for number in numbers {
                let name = format!("{} {number}", SUBJECTS[number % SUBJECTS.len()]);
                let room = CreateRoom { kind: RoomKind::Public, name, topic: None };
                let answer =
                    people::ask(address, &Call::post(routes::ROOMS).bearer(&token).json(&room)).await?;
                if answer.status != 201 {
                    return Err(Error::from(format!("a room was answered with {}", answer.status)));
                }
                made.push(answer.json::<Room>().id);
            }
            Ok(made)
        });
    }
    let mut made = Vec::with_capacity(rooms);
    for rooms in founding.join_all().await {
        made.extend(rooms?);
    }
    Ok(made)
}

/// As many of these rooms as one person may be in.
async fn join(address: SocketAddr, person: &Person, rooms: &[RoomId]) -> Result<(), Error> {
    let most = usize::try_from(ROOMS_PER_USER)? - ELSEWHERE;
    for room in rooms.iter().take(most) {
        let answer = people::ask(address, &Call::post(routes::join(*room)).bearer(&person.token)).await?;
        if answer.status >= 300 {
            return Err(format!("{}: {}", answer.what, answer.status).into());
        }
    }
    Ok(())
}
