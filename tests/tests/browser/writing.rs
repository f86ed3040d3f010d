//! What the composer offers while one writes.

use natter_tests::Gateway;
use natter_tests::browser::Browser;
use natter_tests::patience::eventually;
use thirtyfour::prelude::*;

use crate::visit::{follows, invitation, owner};

/// Whom the list offers, from the top.
async fn offered(browser: &Browser) -> Vec<String> {
    let script = "return [...document.querySelectorAll('[data-testid=autocomplete] [data-username]')] \
        .map(row => row.dataset.username)";
    browser.asks(script, Vec::new()).await
}

#[tokio::test]
async fn words_that_call_many_are_offered_after_people_with_what_they_mean() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    let bo = follows(&invitation(&ana).await, "bo").await;
    ana.types("composer", "@").await;
    let all = ["bo", "all", "here", "channel"];
    eventually("people first", async || (offered(&ana).await == all).then_some(())).await;
    ana.reads("Everyone in this room").await;
    ana.reads("Everyone here who is online").await;
    ana.presses("he").await;
    eventually("one word is left", async || (offered(&ana).await == ["here"]).then_some(())).await;
    ana.presses(Key::Tab + "look!").await;
    ana.reads("@here will notify 1 person.").await;
    ana.presses(Key::Enter + "").await;
    bo.reads("@here look!").await;
    eventually("it is bo who is called", async || {
        let mine = "return document.querySelector('[data-testid=message] .mention.me')?.innerText ?? ''";
        (bo.asks::<String>(mine, Vec::new()).await == "@here").then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_status_is_set_and_cleared_by_a_command() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    let bo = follows(&invitation(&ana).await, "bo").await;
    ana.says("here I am").await;
    bo.reads("here I am").await;
    // A driver cannot type emoji; a person's keyboard can.
    let write = "const at = document.querySelector('[data-testid=composer]'); at.value = arguments[0]; \
        at.dispatchEvent(new InputEvent('input', { bubbles: true })); at.focus()";
    ana.asks::<()>(write, vec!["/status 🍕 lunch for 1h".into()]).await;
    ana.presses(Key::Enter + "").await;
    let mark = bo.sees("status-mark").await;
    let said = mark.attr("title").await.expect("asked").expect("a title");
    assert!(mark.text().await.expect("its text").contains('🍕') && said.contains("lunch"), "{said}");
    ana.says("/status clear").await;
    eventually("no status", async || bo.finds("status-mark").await.is_none().then_some(())).await;
    ana.says("/status").await;
    ana.sees("status-form").await;
}
