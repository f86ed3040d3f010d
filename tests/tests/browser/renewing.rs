//! A chat that is renewed in place, since what happened meanwhile cannot be told any more.

use natter_tests::browser::Browser;
use natter_tests::proxy::{Proxy, Weather};
use natter_tests::{Gateway, eventually};

use crate::visit::signed_in;

/// The first message in view and how far below the list's edge it begins, in pixels.
async fn stands(browser: &Browser) -> (String, f64) {
    let script = "const list = document.querySelector('[data-testid=message-list]').getBoundingClientRect();
        const rows = [...document.querySelectorAll('[data-message-id]')].map(row => [row, row.getBoundingClientRect()]);
        const [row, at] = rows.find(([, at]) => at.bottom > list.top);
        return [row.dataset.messageId, at.top - list.top]";
    browser.asks(script, Vec::new()).await
}

#[tokio::test]
async fn a_reader_of_the_past_stays_there_when_the_chat_is_renewed() {
    let gateway = Gateway::with(&["--ring", "16", "--shards", "1"]).await;
    let network = Proxy::to(gateway.address()).await;
    let ana = gateway.owner("ana").await;
    let bo = ana.invites("bo").await;
    let general = ana.general().await;
    let mut lines = Vec::new();
    for n in 1..=300 {
        lines.push(bo.posts(general, &format!("line {n}")).await);
    }
    ana.reads(general, lines[299].seq).await;
    let browser = signed_in(network.address(), "ana").await;
    browser.goes_to(&format!("/r/{general}/{}", lines[100].id)).await;
    browser.reads("line 101").await;
    browser.comes_to_rest().await;
    // Up from where the link led, further than a page around it reaches.
    let back = "document.querySelector('[data-testid=message-list]').scrollTop -= 333";
    let (top, before) = eventually("the thirties are in view", async || {
        browser.asks::<()>(back, Vec::new()).await;
        browser.comes_to_rest().await;
        let before = stands(&browser).await;
        let top = lines.iter().position(|line| line.id.to_string() == before.0)?;
        (top < 40).then_some((top, before))
    })
    .await;

    network.becomes(Weather::Cut);
    browser.asks::<()>("performance.clearResourceTimings()", Vec::new()).await;
    let _ = bo.edits(general, lines[top + 3].id, "mended meanwhile").await;
    for n in 1..=100 {
        bo.posts(general, &format!("meanwhile {n}")).await;
    }
    network.becomes(Weather::Fine);
    browser.asks::<()>("dispatchEvent(new Event('online'))", Vec::new()).await;
    browser.reads("mended meanwhile").await;
    let renewed = "return performance.getEntriesByType('resource').some(one => one.name.endsWith('/sync'))";
    assert!(browser.asks::<bool>(renewed, Vec::new()).await, "a new snapshot brought it");
    browser.comes_to_rest().await;
    let now = stands(&browser).await;
    assert_eq!(now.0, before.0, "the first message in view");
    assert!((now.1 - before.1).abs() < 2.0, "{now:?}, before {before:?}");

    // All that came is below.
    browser.clicks("below").await;
    browser.reads("meanwhile 100").await;
    eventually("the end is in view", async || browser.finds("below").await.is_none().then_some(())).await;
}
