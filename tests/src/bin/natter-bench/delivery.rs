//! Everyone in one room: who says something, how long until all have it, and what that costs the server.

use std::io;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use natter_protocol::sync::HistoryPage;
use natter_protocol::{MessageId, RoomId, Seq, routes};
use natter_tests::http::Error;
use natter_tests::{Call, Gateway};
use rustix::process::Pid;

use crate::bare;
use crate::cost::{Cost, Measured};
use crate::ear::Ear;
use crate::figures::Figures;
use crate::listening::Listening;
use crate::options::Options;
use crate::people::{self, Person};
use crate::percentiles::Percentiles;
use crate::speaking::{Mouth, talk};
use crate::verdict::{Said, Verdict};

/// Seconds of talk before anything is measured: caches fill, the processor wakes.
const WARM_UP: Duration = Duration::from_secs(3);
/// Seconds that the bare writer writes, before and after.
const BARE_SECONDS: usize = 10;
/// The same talk once more without anyone listening: what it costs then is the sends' own.
const UNHEARD: Duration = Duration::from_secs(10);
const REST: Duration = Duration::from_secs(1);
/// How long nothing may come before what is missing is called lost.
const PATIENCE: Duration = Duration::from_secs(10);

/// # Errors
/// When the server or the load tool fails.
pub async fn measure(
    gateway: &Gateway,
    people: &[Person],
    options: &Options,
    figures: &mut Figures,
) -> Result<Verdict, Error> {
    let address = gateway.address();
    let room = people::gather(address, "everyone", &people.iter().collect::<Vec<_>>()).await?;
    let (ears, mouths) = (open_ears(address, people).await?, open_mouths(address, people).await?);
    let began = Instant::now();
    let listening = Listening::begin(ears, began);
    let (mut said, _) = talk(&mouths, room, options.rate, WARM_UP, began).await;
    listening.reaches(acked(&said) * people.len(), PATIENCE).await;
    let mut ears = listening.end()?;
    let (one, payload) = tokio::join!(talk(&mouths, room, 1, Duration::from_secs(1), began), async {
        tokio::task::spawn_blocking(move || ears[0].listen(began).map(|payload| (ears, payload))).await
    });
    let (ears, payload) = payload??;
    said.extend(one.0);

    let plan = bare::Plan { sockets: people.len(), rate: options.rate, seconds: BARE_SECONDS };
    let bare_before = bare::measure(plan, &payload).await?;
    let bytes_before: usize = ears.iter().map(|ear| ear.bytes).sum();
    let cost = Cost::so_far(gateway)?;
    let listening = Listening::begin(ears, began);
    let (time, talking) = (Duration::from_secs(options.seconds), Instant::now());
    let (spoken, late) = talk(&mouths, room, options.rate, time, began).await;
    let deliveries = acked(&spoken) * people.len();
    // What was said while nobody listened waits in the sockets: it comes first.
    listening.reaches(deliveries + people.len() - 1, PATIENCE).await;
    let (cost, took) = (cost.since(gateway)?, talking.elapsed());
    let ears = listening.end()?;
    let bare_after = bare::measure(plan, &payload).await?;

    let bytes = ears.iter().map(|ear| ear.bytes).sum::<usize>() - bytes_before;
    tell_times(figures, &spoken, &ears, late);
    figures.add("deliveries", "deliveries", count(deliveries), "");
    figures.add("deliveries_per_s", "deliveries a second", count(deliveries) / took.as_secs_f64(), "/s");
    figures.add("bytes_per_delivery", "bytes of a delivery", count(bytes) / count(deliveries.max(1)), "B");
    let broken = ears.iter().filter(|ear| ear.is_broken).count();
    figures.add("broken_streams", "streams that broke", count(broken), "").at_most = Some(0.0);

    said.extend(&spoken);
    let history = history(address, &people[0], room).await?;
    let verdict = Verdict::of(&said, ears.iter().map(|ear| &*ear.heard), &history);

    // From here on nobody listens: every stream is closed.
    drop(ears);
    tokio::time::sleep(REST).await;
    let unheard = Cost::so_far(gateway)?;
    let (silent, _) = talk(&mouths, room, options.rate, UNHEARD, began).await;
    tokio::time::sleep(REST).await;
    let measured = Measured {
        sends: acked(&spoken),
        deliveries,
        talking: cost,
        unheard_sends: acked(&silent),
        unheard: unheard.since(gateway)?,
        bare: [bare_before, bare_after],
    };
    measured.tell(figures);
    Ok(verdict)
}

fn tell_times(figures: &mut Figures, said: &[Said], ears: &[Ear], late: Duration) {
    let unconfirmed = said.len() - acked(said);
    figures.add("sends", "sends", count(said.len()), "");
    figures.add("unconfirmed", "sends not acknowledged", count(unconfirmed), "").at_most = Some(0.0);
    figures.add("late_ms", "load tool behind its schedule, at most", late.as_secs_f64() * 1e3, "ms");
    let to_acked = said.iter().filter_map(|said| Some(said.acked?.0.saturating_sub(said.at)));
    tell(figures, "acked", "send to acknowledged", Percentiles::of(to_acked), None);
    let at: std::collections::HashMap<MessageId, Duration> =
        said.iter().map(|said| (said.id, said.at)).collect();
    let heard = ears.iter().flat_map(|ear| &ear.heard);
    let to_seen = heard.filter_map(|heard| Some(heard.at.saturating_sub(*at.get(&heard.id)?)));
    tell(figures, "seen", "send to seen", Percentiles::of(to_seen), Some(5.0));
}

/// The aim is for the median.
pub fn tell(figures: &mut Figures, key: &str, what: &str, times: Percentiles, aim: Option<f64>) {
    figures.add(format!("{key}_p50_ms"), format!("{what}, p50"), times.p50, "ms").at_most = aim;
    figures.add(format!("{key}_p90_ms"), format!("{what}, p90"), times.p90, "ms");
    figures.add(format!("{key}_p99_ms"), format!("{what}, p99"), times.p99, "ms");
    figures.add(format!("{key}_max_ms"), format!("{what}, max"), times.max, "ms");
}

fn acked(said: &[Said]) -> usize {
    said.iter().filter(|said| said.acked.is_some()).count()
}

/// The gateway's process.
pub fn pid(gateway: &Gateway) -> Result<Pid, Error> {
    gateway.pid().ok_or_else(|| "the gateway does not run".into())
}

async fn open_ears(address: SocketAddr, people: &[Person]) -> Result<Vec<Ear>, Error> {
    let tokens: Vec<_> = people.iter().map(|person| person.token.clone()).collect();
    let opening = move || tokens.iter().map(|token| Ear::open(address, token)).collect::<io::Result<_>>();
    Ok(tokio::task::spawn_blocking(opening).await??)
}

async fn open_mouths(address: SocketAddr, people: &[Person]) -> Result<Vec<Mouth>, Error> {
    let mut mouths = Vec::with_capacity(people.len());
    for person in people {
        mouths.push(Mouth::open(address, person).await?);
    }
    Ok(mouths)
}

/// Everything said in a room, page by page, oldest first.
async fn history(address: SocketAddr, reader: &Person, room: RoomId) -> Result<Vec<(MessageId, Seq)>, Error> {
    let mut all: Vec<(MessageId, Seq)> = Vec::new();
    loop {
        let after = all.last().map_or(0, |(_, seq)| *seq);
        let path = format!("{}?after={after}&limit=100", routes::messages(room));
        let page: HistoryPage = Call::get(path).bearer(&reader.token).send(address).await?.is(200).json();
        if page.messages.is_empty() {
            return Ok(all);
        }
        all.extend(page.messages.iter().map(|message| (message.id, message.seq)));
    }
}

pub fn count(number: usize) -> f64 {
    number as f64
}
