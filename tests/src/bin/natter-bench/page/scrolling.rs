//! Frames while a person scrolls through a long room, back into the past and to the present again.

use natter_tests::browser::Browser;
use natter_tests::http::Error;
use serde::Deserialize;
use serde_json::json;

use super::percentiles;
use crate::delivery::count;
use crate::figures::Figures;

/// A wheel's pixels a second, turned as fast as one can still read names.
const SPEED: usize = 2_500;
const PIXELS: i64 = 50_000;

const WATCH: &str = "
    const told = window.frames = { at: [], tasks: [], rows: new Set() };
    const frame = at => {
        told.at.push(at);
        for (const row of document.querySelectorAll('[data-message-id]')) told.rows.add(row.dataset.messageId);
        told.on = requestAnimationFrame(frame);
    };
    told.on = requestAnimationFrame(frame);
    told.observer = new PerformanceObserver(list => told.tasks.push(...list.getEntries().map(one => one.duration)));
    told.observer.observe({ type: 'longtask' })";

const TELL: &str = "
    const told = window.frames;
    cancelAnimationFrame(told.on);
    told.observer.disconnect();
    return { at: told.at, tasks: told.tasks, rows: told.rows.size }";

#[derive(Deserialize)]
struct Frames {
    at: Vec<f64>,
    /// Tasks of more than 50 ms.
    tasks: Vec<f64>,
    rows: usize,
}

/// # Errors
/// When the browser does not do what it is asked for.
pub async fn measure(browser: &Browser, figures: &mut Figures) -> Result<(), Error> {
    for (key, what, pixels) in [("back", "back", PIXELS), ("forth", "forth", -PIXELS)] {
        browser.asks::<()>(WATCH, Vec::new()).await;
        let gesture = json!({
            "x": 700, "y": 400, "yDistance": pixels, "speed": SPEED,
            "gestureSourceType": "mouse", "preventFling": true,
        });
        browser.driver.cdp().send_raw("Input.synthesizeScrollGesture", gesture).await?;
        let frames: Frames = browser.asks(TELL, Vec::new()).await;
        let spans: Vec<f64> = frames.at.windows(2).map(|pair| pair[1] - pair[0]).collect();
        let took = spans.iter().sum::<f64>() / 1e3;
        let of = percentiles(&spans);
        figures.add(
            format!("scroll_{key}_fps"),
            format!("scrolling {what}: frames a second"),
            count(spans.len()) / took,
            "/s",
        );
        figures.add(format!("scroll_{key}_p50_ms"), "… time between frames, p50", of.p50, "ms");
        figures.add(format!("scroll_{key}_p90_ms"), "… p90", of.p90, "ms").at_most = Some(17.5);
        figures.add(format!("scroll_{key}_p99_ms"), "… p99", of.p99, "ms");
        figures.add(format!("scroll_{key}_max_ms"), "… max", of.max, "ms");
        figures.add(
            format!("scroll_{key}_long"),
            "… tasks of more than 50 ms",
            count(frames.tasks.len()),
            "",
        );
        figures.add(format!("scroll_{key}_rows"), "… messages that were shown", count(frames.rows), "");
    }
    Ok(())
}
