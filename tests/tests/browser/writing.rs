//! What the composer offers while one writes.

use natter_protocol::RoomKind;
use natter_tests::Gateway;
use natter_tests::browser::Browser;
use natter_tests::patience::eventually;
use thirtyfour::prelude::*;

use crate::visit::{at_the_api, follows, invitation, owner};

/// Whom the list offers, from the top.
async fn offered(browser: &Browser) -> Vec<String> {
    let script = "return [...document.querySelectorAll('[data-testid=people-names] [data-word]')] \
        .map(row => row.dataset.word)";
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

/// What stands in the composer.
async fn written(browser: &Browser, text: &str) {
    let script = "return document.querySelector('[data-testid=composer]').value === arguments[0]";
    browser.becomes(&format!("{text:?} is written"), script, vec![text.into()]).await;
}

/// Whether an element of the page holds this text.
async fn holds(browser: &Browser, selector: &str, text: &str) {
    let script = "return [...document.querySelectorAll(arguments[0])].some(one => one.innerText.trim() === arguments[1])";
    browser.becomes(&format!("{selector} holds {text:?}"), script, vec![selector.into(), text.into()]).await;
}

#[tokio::test]
async fn keys_mark_what_is_selected_and_the_preview_shows_it() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    ana.types("composer", "loud").await;
    ana.presses(Key::Control + "a").await;
    ana.presses(Key::Control + "b").await;
    written(&ana, "**loud**").await;
    assert!(ana.finds("composed").await.is_none(), "nobody asked for a preview");
    ana.clicks("preview").await;
    holds(&ana, "[data-testid=composed] strong", "loud").await;
    ana.presses(Key::Control + "b").await;
    written(&ana, "loud").await;
    ana.presses(Key::Control + "i").await;
    holds(&ana, "[data-testid=composed] em", "loud").await;
    ana.presses(Key::Control + Key::Shift + "x").await;
    written(&ana, "_~~loud~~_").await;
    holds(&ana, "[data-testid=composed] s", "loud").await;
    // An address over a selection makes a link of it; over nothing it is text.
    let paste = "const data = new DataTransfer(); data.setData('text/plain', arguments[0]); \
        const at = document.querySelector('[data-testid=composer]'); \
        return at.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))";
    let is_left: bool = ana.asks(paste, vec!["https://example.org/x".into()]).await;
    assert!(!is_left, "the browser must not paste it as well");
    written(&ana, "_~~[loud](https://example.org/x)~~_").await;
    ana.presses(Key::Enter + "").await;
    holds(&ana, "[data-testid=message] a[href='https://example.org/x']", "loud").await;
    let is_left: bool = ana.asks(paste, vec!["https://example.org/x".into()]).await;
    assert!(is_left, "over nothing it is pasted as ever");
    ana.reloads().await;
    ana.types("composer", "> said").await;
    holds(&ana, "[data-testid=composed] blockquote", "said").await;
}

#[tokio::test]
async fn code_is_coloured_and_rooms_and_emoji_are_completed() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    let desk = at_the_api(&gateway, "ana").await;
    let workshop = desk.makes_room(RoomKind::Public, "workshop").await.id;
    desk.posts(desk.general().await, "```rust\nlet answer = 42; // why\n```").await;
    holds(&ana, "[data-testid=message] pre .hl-key", "let").await;
    holds(&ana, "[data-testid=message] pre .hl-lit", "42").await;
    let composer = ana.sees("composer").await;
    composer.send_keys("see #work").await.expect("typed");
    ana.sees("room-names").await;
    ana.presses(Key::Tab + "").await;
    written(&ana, "see #workshop ").await;
    composer.send_keys(":rocke").await.expect("typed");
    ana.sees("emoji-names").await;
    ana.presses(Key::Enter + "").await;
    written(&ana, "see #workshop 🚀 ").await;
    // By what other chats call it, and at the second colon without another key.
    composer.send_keys(":tada").await.expect("typed");
    let first = "return document.querySelector('[data-testid=emoji-names] [data-word]')?.dataset.word === arguments[0]";
    ana.becomes("it is offered first", first, vec!["🎉".into()]).await;
    composer.send_keys(":").await.expect("typed");
    written(&ana, "see #workshop 🚀 🎉").await;
    // It was not meant so. Keyboards of telephones write without telling keys.
    ana.presses(Key::Control + "z").await;
    written(&ana, "see #workshop 🚀 :tada:").await;
    // What was taken back is selected now.
    composer.send_keys(Key::End + " :tad").await.expect("typed");
    let write = "document.execCommand('insertText', false, arguments[0])";
    for letter in ["a", ":"] {
        ana.asks::<()>(write, vec![letter.into()]).await;
    }
    written(&ana, "see #workshop 🚀 :tada: 🎉").await;
    ana.presses(Key::Enter + "").await;
    let link = format!("[data-testid=message] a[href='/r/{workshop}']");
    holds(&ana, &link, "#workshop").await;
    ana.asks::<()>("document.querySelector(arguments[0]).click()", vec![link.into()]).await;
    let is_there = "return location.pathname === arguments[0]";
    ana.becomes("the room it names is open", is_there, vec![format!("/r/{workshop}").into()]).await;
}
