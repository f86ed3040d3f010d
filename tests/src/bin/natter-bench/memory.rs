//! What an open stream costs the gateway while nothing happens.

use std::io;
use std::time::Duration;

use natter_tests::Gateway;
use natter_tests::http::Error;

use crate::accounting::{self, Memory};
use crate::delivery::{count, pid};
use crate::ear::Ear;
use crate::figures::Figures;
use crate::people::Person;

/// Until every new stream had its `proof` and the gateway has come to rest.
const REST: Duration = Duration::from_secs(4);

/// Opens more and more streams; `steps` are numbers of open ones. The gateway should be freshly started:
/// memory that it once used and still holds would hide what streams take.
///
/// # Errors
/// When a stream is refused.
pub async fn measure(
    gateway: &Gateway,
    people: &[Person],
    steps: &[usize],
    figures: &mut Figures,
) -> Result<(), Error> {
    let mut ears: Vec<Ear> = Vec::new();
    tokio::time::sleep(REST).await;
    let before = accounting::memory(pid(gateway)?)?;
    figures.add("idle_rss_kib", "gateway without streams, resident", before.rss, "KiB");
    for &step in steps {
        let (address, tokens) = (gateway.address(), tokens(people, ears.len()..step));
        let opening =
            move || tokens.iter().map(|token| Ear::open(address, token)).collect::<io::Result<Vec<_>>>();
        ears.extend(tokio::task::spawn_blocking(opening).await??);
        tokio::time::sleep(REST).await;
        let now = accounting::memory(pid(gateway)?)?;
        let each = |of: fn(&Memory) -> f64| (of(&now) - of(&before)) / count(step.max(1));
        let (rss, pss) = (each(|memory| memory.rss), each(|memory| memory.pss));
        figures
            .add(
                format!("stream_rss_kib_{step}"),
                format!("memory per stream, {step} idle (RSS)"),
                rss,
                "KiB",
            )
            .at_most = Some(20.0);
        figures.add(
            format!("stream_pss_kib_{step}"),
            format!("memory per stream, {step} idle (PSS)"),
            pss,
            "KiB",
        );
    }
    Ok(())
}

/// Each person opens about as many as the others.
fn tokens(people: &[Person], streams: std::ops::Range<usize>) -> Vec<String> {
    streams.map(|number| people[number % people.len()].token.clone()).collect()
}
