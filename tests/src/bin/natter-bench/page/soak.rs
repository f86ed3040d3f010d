//! Whether the page's memory grows while a room is talked in for long.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use natter_protocol::RoomId;
use natter_tests::browser::Browser;
use natter_tests::http::Error;
use serde_json::json;

use crate::delivery::count;
use crate::figures::Figures;
use crate::people::Person;
use crate::speaking::{Mouth, talk};

/// Messages a second.
pub const RATE: usize = 20;
const MINUTE: Duration = Duration::from_secs(60);
/// So many minutes at the beginning are compared with as many at the end: caches are full after the first.
const SETTLED: usize = 10;

/// The program's own memory: its module gives what is already running.
const PROGRAM: &str = "
    const done = arguments[arguments.length - 1];
    const script = performance.getEntriesByType('resource').map(one => new URL(one.name))
        .find(url => url.pathname.endsWith('.js') && url.pathname.includes('natter'));
    import(script.pathname).then(module => module.default()).then(exports => done(exports.memory.buffer.byteLength))
        .catch(error => done(String(error)))";

struct Sample {
    heap: f64,
    program: f64,
    nodes: f64,
    listeners: f64,
}

/// One of a sample.
type Figure = fn(&Sample) -> f64;

/// # Errors
/// When the server or the browser fails.
pub async fn measure(
    browser: &Browser,
    address: SocketAddr,
    members: &[&Person],
    room: RoomId,
    minutes: u64,
    figures: &mut Figures,
) -> Result<(), Error> {
    let mut mouths = Vec::new();
    for member in members {
        mouths.push(Mouth::open(address, member).await?);
    }
    let mut samples = Vec::new();
    for minute in 1..=minutes {
        let (said, _) = talk(&mouths, room, RATE, MINUTE, Instant::now()).await;
        let lost = said.iter().filter(|said| said.acked.is_none()).count();
        if lost > 0 {
            return Err(format!("{lost} messages were not acknowledged").into());
        }
        let now = sample(browser).await?;
        eprintln!(
            "  minute {minute}: heap {:.1} MB, program {:.1} MB, {} nodes, {} listeners",
            now.heap, now.program, now.nodes, now.listeners
        );
        samples.push(now);
    }
    // Rows go many at once: what is there at one moment says little, the most of many moments does.
    let many = SETTLED.min(samples.len() / 2);
    let (first, last) = (&samples[..many], &samples[samples.len() - many..]);
    let shown: [(_, _, Figure, _); 4] = [
        ("soak_heap_mb", "JavaScript's heap", |sample| sample.heap, "MB"),
        ("soak_program_mb", "the program's memory", |sample| sample.program, "MB"),
        ("soak_nodes", "nodes of the document", |sample| sample.nodes, ""),
        ("soak_listeners", "listeners", |sample| sample.listeners, ""),
    ];
    for (key, what, of, unit) in shown.into_iter().filter(|_| !first.is_empty()) {
        let most = |samples: &[Sample]| samples.iter().map(of).fold(0.0, f64::max);
        let before = most(first);
        figures.add(format!("{key}_before"), format!("{what}, most in the first minutes"), before, unit);
        figures.add(key, "… in the last", most(last), unit).at_most = Some(before * 1.1);
    }
    Ok(())
}

/// After what nobody refers to was collected.
async fn sample(browser: &Browser) -> Result<Sample, Error> {
    let cdp = browser.driver.cdp();
    cdp.send_raw("Performance.enable", json!({})).await?;
    cdp.send_raw("HeapProfiler.collectGarbage", json!({})).await?;
    let answer = cdp.send_raw("Performance.getMetrics", json!({})).await?;
    let metric = |name: &str| {
        let metrics = answer["metrics"].as_array().into_iter().flatten();
        metrics.filter(|one| one["name"] == name).find_map(|one| one["value"].as_f64()).unwrap_or(0.0)
    };
    let program = browser.driver.execute_async(PROGRAM, Vec::new()).await?;
    let program: usize = program.convert()?;
    Ok(Sample {
        heap: metric("JSHeapUsedSize") / 1e6,
        program: count(program) / 1e6,
        nodes: metric("Nodes"),
        listeners: metric("JSEventListeners"),
    })
}
