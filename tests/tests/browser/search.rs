//! Finding what was said, and getting there.

use natter_tests::browser::Browser;
use natter_tests::patience::eventually;
use natter_tests::{Gateway, in_time};
use thirtyfour::prelude::*;

use crate::visit::owner;

/// What is marked in the hits, one after the other.
async fn marked(browser: &Browser) -> Vec<String> {
    let script = "return [...document.querySelectorAll('[data-testid=hit] mark')].map(m => m.textContent)";
    browser.asks(script, Vec::new()).await
}

/// Waits until exactly these words are marked.
async fn sees_marked(browser: &Browser, words: &[&str]) {
    eventually(&format!("{words:?} are marked"), async || (marked(browser).await == words).then_some(()))
        .await;
}

async fn field(browser: &Browser) -> String {
    let field = browser.sees("search").await;
    field.prop("value").await.expect("its value").unwrap_or_default()
}

/// Goes on writing at the end of the field.
async fn writes(browser: &Browser, text: &str) {
    browser.sees("search").await.send_keys(text).await.expect("typed");
}

async fn has(browser: &Browser, selector: &str) -> bool {
    let script = format!("return document.querySelector({selector:?}) !== null");
    browser.asks(&script, Vec::new()).await
}

#[tokio::test]
async fn a_message_is_found_marked_and_jumped_to() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    ana.says("Die **Grüße** aus Köln").await;
    ana.reads("Die Grüße aus Köln").await;
    for n in 0..3 {
        ana.says(&format!("something else {n}")).await;
    }
    ana.reads("something else 2").await;
    ana.clicks("search-here").await;
    assert_eq!(field(&ana).await, "in:#general ");
    writes(&ana, "gruss").await;
    sees_marked(&ana, &["Grüße"]).await;
    // The keys choose a hit and open it.
    ana.presses(Key::Down + "").await;
    ana.presses(Key::Enter + "").await;
    eventually("the message is opened in its place", async || {
        let path: String = ana.asks("return location.pathname", Vec::new()).await;
        (path.starts_with("/r/") && path.matches('/').count() == 3).then_some(())
    })
    .await;
    eventually("it is marked", async || has(&ana, ".message.highlight").await.then_some(())).await;
    // The search is still there, and remembered.
    sees_marked(&ana, &["Grüße"]).await;
    ana.clicks("search").await;
    ana.presses(Key::Escape + "").await;
    assert_eq!(field(&ana).await, "");
    ana.reads("in:#general gruss").await;
}

#[tokio::test]
async fn nothing_found_offers_to_drop_a_filter() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    ana.says("a plan without an address").await;
    ana.reads("a plan without an address").await;
    ana.presses(Key::Control + Key::Shift + "f").await;
    writes(&ana, "plan has:li").await;
    // Tab takes what is offered.
    ana.presses(Key::Tab + "").await;
    ana.sees("search-empty").await;
    assert_eq!(field(&ana).await, "in:#general plan has:link ");
    let chips: Vec<String> = ana
        .asks(
            "return [...document.querySelectorAll('[data-testid=search-chip]')].map(c => c.innerText.trim())",
            Vec::new(),
        )
        .await;
    assert_eq!(chips, ["in:#general", "plan", "has:link"]);
    let drops = "document.querySelectorAll('[data-testid=drop-part]')[2].click()";
    let _: serde_json::Value = ana.asks(drops, Vec::new()).await;
    sees_marked(&ana, &["plan"]).await;
    assert_eq!(field(&ana).await, "in:#general plan");
    // What cannot be understood is said.
    writes(&ana, " has:cheese").await;
    ana.presses(Key::Enter + "").await;
    ana.reads("has:cheese").await;
    ana.reads("Possible: link").await;
}

#[tokio::test]
async fn the_switcher_leads_to_a_command_and_to_a_search() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    ana.says("where is the teapot").await;
    ana.reads("where is the teapot").await;
    ana.presses(Key::Control + "k").await;
    ana.types("switcher", "create").await;
    ana.presses(Key::Enter + "").await;
    ana.reads("Create a channel").await;
    in_time("the dialog of a new channel", ana.sees("close-dialog")).await;
    ana.clicks("close-dialog").await;
    ana.presses(Key::Control + "k").await;
    ana.types("switcher", "teapot").await;
    ana.presses(Key::Enter + "").await;
    sees_marked(&ana, &["teapot"]).await;
}
