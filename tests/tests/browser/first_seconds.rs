//! What a person sees first, and when. Times are told, not judged: they are the machine's.

use natter_tests::Gateway;
use natter_tests::browser::{Browser, Window};
use natter_tests::patience::eventually;
use serde::Deserialize;

use crate::visit::owner;

/// In milliseconds since the address was asked for.
#[derive(Deserialize)]
struct Moments {
    /// The outline in the page itself.
    outline: f64,
    /// The first part of the program had arrived, and its size on the wire in bytes.
    program: f64,
    bytes: f64,
    messages: f64,
}

const MOMENTS: &str = "
    const outline = performance.getEntriesByName('first-contentful-paint')[0];
    const program = performance.getEntriesByType('resource').find(entry => entry.name.endsWith('_bg.wasm'));
    const messages = performance.getEntriesByName('natter.messages')[0];
    return outline && program && messages && {
        outline: outline.startTime, program: program.responseEnd, bytes: program.encodedBodySize,
        messages: messages.startTime,
    } || null";

/// From the press of Enter until the message stands in the list, for `told` to tell.
const LISTEN: &str = "
    const told = window.told = {};
    addEventListener('keydown', event => { if (event.key === 'Enter') told.enter = performance.now() }, true);
    new MutationObserver(() => {
        const list = document.querySelector('[data-testid=message-list]');
        if (told.enter && !told.shown && list?.textContent.includes('quick as thought')) told.shown = performance.now();
    }).observe(document, { childList: true, subtree: true, characterData: true })";

#[tokio::test]
async fn the_list_of_messages_comes_first_and_ones_own_at_once() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    ana.says("here already").await;
    ana.reads("here already").await;

    ana.goes_to("/").await;
    ana.reads("here already").await;
    let moments = eventually("the messages stand there", async || {
        ana.asks::<Option<Moments>>(MOMENTS, Vec::new()).await
    })
    .await;
    let Moments { outline, program, bytes, messages } = moments;
    eprintln!(
        "outline at {outline:.0} ms, program ({bytes} bytes) at {program:.0} ms, messages at {messages:.0} ms"
    );

    ana.asks::<()>(LISTEN, Vec::new()).await;
    ana.says("quick as thought").await;
    let echo = eventually("one's own message stands there", async || {
        ana.asks::<Option<f64>>("return told.shown ? told.shown - told.enter : null", Vec::new()).await
    })
    .await;
    eprintln!("one's own message: {echo:.1} ms after Enter");
}

#[tokio::test]
async fn what_comes_later_is_not_waited_for_and_is_there_when_it_is_asked_for() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    ana.goes_to("/").await;
    ana.sees("composer").await;
    ana.clicks("server-menu").await;
    ana.clicks("menu-invite").await;
    ana.sees("invite-link").await;
    let parts: f64 = ana
        .asks(
            "return performance.getEntriesByType('resource').filter(e => e.name.endsWith('split_later.wasm')).length",
            Vec::new(),
        )
        .await;
    assert!((parts - 1.0).abs() < f64::EPSILON, "the second part came {parts} times");
}

#[tokio::test]
async fn on_a_telephone_the_outline_is_that_of_what_comes() {
    let gateway = Gateway::start().await;
    drop(owner(&gateway, "ana").await);
    let window = Window { width: 500, height: 860, dark: false };
    let ana = Browser::open_with(&format!("http://{}/", gateway.address()), window).await;
    ana.signs_in("ana").await;
    ana.goes_to("/").await;
    ana.sees("channels").await;
    assert_eq!(outlined(&ana).await, [".side"]);
    ana.clicks("room-row").await;
    ana.sees("composer").await;
    ana.driver.refresh().await.expect("loaded again");
    ana.sees("composer").await;
    assert_eq!(outlined(&ana).await, [".room"]);
}

/// Which panes the outline shows while the program is on its way.
async fn outlined(browser: &Browser) -> Vec<String> {
    let script = "const boot = document.getElementById('boot');
        boot.hidden = false;
        const shown = ['.side', '.room'].filter(pane => boot.querySelector(`${pane} .bone`).getClientRects().length > 0);
        boot.hidden = true;
        return shown";
    browser.asks(script, Vec::new()).await
}
