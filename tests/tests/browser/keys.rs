//! What is done without a pointer.

use natter_tests::Gateway;
use natter_tests::browser::Browser;
use thirtyfour::prelude::*;

use crate::visit::owner;

/// The part of the page that has the focus.
async fn region(browser: &Browser) -> String {
    let script = "return document.activeElement?.closest('[data-region]')?.dataset.region ?? ''";
    browser.asks(script, Vec::new()).await
}

#[tokio::test]
async fn f6_leads_through_the_parts_of_the_page_and_back() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    ana.clicks("members").await;
    ana.sees("member").await;
    ana.clicks("composer").await;
    assert_eq!(region(&ana).await, "composer");
    for next in ["pane", "sidebar", "messages", "composer"] {
        ana.presses(Key::F6 + "").await;
        assert_eq!(region(&ana).await, next);
    }
    ana.presses(Key::Shift + Key::F6).await;
    assert_eq!(region(&ana).await, "messages");
}

#[tokio::test]
async fn the_last_message_is_reacted_to_from_the_composer() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    ana.says("what do you think?").await;
    let is_said = "return [...document.querySelectorAll('.message:not(.echo)')]
        .some(message => message.innerText.includes('what do you think?'))";
    ana.becomes("it is said", is_said, Vec::new()).await;
    ana.clicks("composer").await;
    ana.presses(Key::Control + Key::Shift + "\\").await;
    ana.sees("emoji-grid").await;
    let marked = "return document.querySelector('.message.active')?.innerText ?? ''";
    assert!(ana.asks::<String>(marked, Vec::new()).await.contains("what do you think?"));
}
