//! From the address to the first list of messages, with nothing of it in the browser yet.

use natter_protocol::RoomId;
use natter_tests::browser::Browser;
use natter_tests::http::Error;
use natter_tests::patience::eventually;
use serde::Deserialize;
use serde_json::json;

use super::percentiles;
use crate::figures::Figures;
use crate::percentiles::Percentiles;

const LOADS: usize = 7;

/// In milliseconds since the address was asked for.
#[derive(Deserialize)]
struct Moments {
    outline: f64,
    messages: f64,
}

const MOMENTS: &str = "
    const outline = performance.getEntriesByName('first-contentful-paint')[0];
    const messages = performance.getEntriesByName('natter.messages')[0];
    return outline && messages && { outline: outline.startTime, messages: messages.startTime } || null";

/// # Errors
/// When the browser does not do what it is asked for.
pub async fn measure(browser: &Browser, room: RoomId, figures: &mut Figures) -> Result<(), Error> {
    let (outline, messages) = load(browser, room).await?;
    figures.add("page_outline_ms", "cold load: outline painted, median", outline.p50, "ms");
    figures.add("page_messages_ms", "cold load: messages, median", messages.p50, "ms");
    figures.add("page_messages_max_ms", "… the slowest", messages.max, "ms").at_most = Some(1_500.0);
    Ok(())
}

/// Until the outline was painted, and until the messages stood there.
///
/// # Errors
/// When the browser does not do what it is asked for.
pub async fn load(browser: &Browser, room: RoomId) -> Result<(Percentiles, Percentiles), Error> {
    let (mut outline, mut messages) = (Vec::new(), Vec::new());
    for _ in 0..LOADS {
        let cdp = browser.driver.cdp();
        cdp.send_raw("Network.clearBrowserCache", json!({})).await?;
        let kept = json!({
            "origin": browser.origin(), "storageTypes": "cache_storage,indexeddb,service_workers",
        });
        browser.goes_to("/api/v1/openapi.json").await;
        cdp.send_raw("Storage.clearDataForOrigin", kept).await?;
        browser.goes_to(&format!("/r/{room}")).await;
        let moments = eventually("the messages stand there", async || {
            browser.asks::<Option<Moments>>(MOMENTS, Vec::new()).await
        });
        let moments = moments.await;
        outline.push(moments.outline);
        messages.push(moments.messages);
    }
    Ok((percentiles(&outline), percentiles(&messages)))
}
