//! The most that can be said durably in a second: more and more connections, each saying the next message
//! as soon as the last was acknowledged, in rooms of all shards, without anyone listening.

use std::time::Duration;

use natter_tests::Gateway;
use natter_tests::http::Error;

use crate::delivery::count;
use crate::figures::Figures;
use crate::people::{self, Person};
use crate::percentiles::Percentiles;
use crate::speaking::chatter;

const ROOMS: usize = 16;
const TIME: Duration = Duration::from_secs(5);

/// # Errors
/// When the server or the load tool fails.
pub async fn measure(
    gateway: &Gateway,
    people: &[Person],
    steps: &[usize],
    figures: &mut Figures,
) -> Result<(), Error> {
    let mut rooms = Vec::with_capacity(ROOMS);
    for number in 0..ROOMS.min(people.len()) {
        let members: Vec<&Person> = people.iter().skip(number).step_by(ROOMS).collect();
        rooms.push(people::gather(gateway.address(), &format!("room {number}"), &members).await?);
    }
    let mut highest: f64 = 0.0;
    for &connections in steps {
        let chatter = chatter(gateway.address(), people, &rooms, connections, TIME).await?;
        let acked: Vec<_> =
            chatter.said.iter().filter_map(|said| Some(said.acked?.0.saturating_sub(said.at))).collect();
        let rate = count(acked.len()) / chatter.took.as_secs_f64();
        let times = Percentiles::of(acked.into_iter());
        highest = highest.max(rate);
        let what = format!("durable sends a second, {connections} at once");
        figures.add(format!("durable_per_s_{connections}"), what, rate, "/s");
        figures.add(format!("durable_p50_ms_{connections}"), "… send to acknowledged, p50", times.p50, "ms");
        figures.add(format!("durable_p99_ms_{connections}"), "… send to acknowledged, p99", times.p99, "ms");
        if chatter.refused > 0 {
            figures.add(format!("durable_refused_{connections}"), "… refused", count(chatter.refused), "");
        }
    }
    figures.add("durable_per_s", "durable sends a second, highest", highest, "/s");
    Ok(())
}
