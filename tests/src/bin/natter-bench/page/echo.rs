//! From the press of Enter until one's own message was painted.

use natter_tests::browser::Browser;
use natter_tests::http::Error;
use natter_tests::patience::eventually;

use super::percentiles;
use crate::figures::Figures;

const MESSAGES: usize = 30;

/// A frame's callbacks run before it is painted; a task that they queue runs after.
const LISTEN: &str = "
    const told = window.told = { enter: 0, text: '', painted: [] };
    const after = new MessageChannel();
    after.port1.onmessage = () => { told.painted.push(performance.now() - told.enter); told.text = '' };
    addEventListener('keydown', event => { if (event.key === 'Enter') told.enter = event.timeStamp }, true);
    new MutationObserver(() => {
        const list = document.querySelector('[data-testid=message-list]');
        if (told.text && list.lastElementChild.lastElementChild?.textContent.includes(told.text)) {
            requestAnimationFrame(() => after.port2.postMessage(0));
        }
    }).observe(document, { childList: true, subtree: true, characterData: true })";

/// # Errors
/// When the browser does not do what it is asked for.
pub async fn measure(browser: &Browser, figures: &mut Figures) -> Result<(), Error> {
    browser.asks::<()>(LISTEN, Vec::new()).await;
    for number in 0..MESSAGES {
        let text = format!("as quick as thought {number}");
        browser.asks::<()>("told.text = arguments[0]", vec![text.clone().into()]).await;
        browser.says(&text).await;
        eventually("one's own message was painted", async || {
            (browser.asks::<usize>("return told.painted.length", Vec::new()).await > number).then_some(())
        })
        .await;
    }
    let painted = percentiles(&browser.asks::<Vec<f64>>("return told.painted", Vec::new()).await);
    figures.add("page_echo_p50_ms", "own message: Enter to painted, p50", painted.p50, "ms");
    figures.add("page_echo_p90_ms", "… p90", painted.p90, "ms").at_most = Some(50.0);
    figures.add("page_echo_max_ms", "… max", painted.max, "ms");
    Ok(())
}
