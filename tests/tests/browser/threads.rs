//! Threads: answering at the side, what the room shows of it, and the list of all.

use natter_protocol::command::permalink;
use natter_tests::person::Person;
use natter_tests::{Gateway, eventually};
use thirtyfour::prelude::*;

use crate::visit::{code, follows, invitation, owner};

/// Whether a text stands in the room's own list.
async fn stands_in_room(browser: &natter_tests::browser::Browser, text: &str) -> bool {
    let script =
        "return document.querySelector('[data-testid=message-list]').innerText.includes(arguments[0])";
    browser.asks(script, vec![text.into()]).await
}

#[tokio::test]
async fn an_answer_stands_in_its_thread_and_the_room_says_so() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    let bo = follows(&invitation(&ana).await, "bo").await;
    ana.says("shall we meet?").await;
    ana.reads("shall we meet?").await;
    bo.reads("shall we meet?").await;
    // Shift and Up in an empty composer answers the newest message.
    bo.clicks("composer").await;
    bo.presses(Key::Shift + Key::Up).await;
    bo.sees("thread-pane").await;
    let field = bo.sees("thread-composer").await;
    field.send_keys("at noon" + Key::Enter).await.expect("sent");
    ana.reads("1 reply").await;
    assert!(!stands_in_room(&ana, "at noon").await);
    ana.clicks("thread-line").await;
    ana.sees("thread-pane").await;
    ana.reads("at noon").await;
    // Also to the room.
    ana.clicks("also-send").await;
    let field = ana.sees("thread-composer").await;
    field.send_keys("noon it is" + Key::Enter).await.expect("sent");
    eventually("the room shows it", async || stands_in_room(&bo, "noon it is").await.then_some(())).await;
    bo.reads("2 replies").await;
    // The list of threads leads there, too.
    ana.goes_to("/threads").await;
    ana.clicks("thread-card").await;
    ana.sees("thread-pane").await;
    ana.reads("at noon").await;
}

#[tokio::test]
async fn a_link_to_a_reply_opens_its_thread() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    let mei = Person::registers(gateway.address(), "mei", Some(&code(&invitation(&ana).await))).await;
    let general = mei.general().await;
    let root = mei.posts(general, "the beginning").await;
    let reply = mei.answers_in_thread(general, root.id, "the answer").await.is(201).json();
    let reply: natter_protocol::Message = reply;
    ana.goes_to(&permalink(general, reply.id)).await;
    ana.sees("thread-pane").await;
    ana.reads("the answer").await;
    let marked = "return document.querySelector('.thread .message.highlight')?.dataset.messageId ?? null";
    eventually("the reply is marked", async || {
        let id: Option<String> = ana.asks(marked, Vec::new()).await;
        (id == Some(reply.id.to_string())).then_some(())
    })
    .await;
}
