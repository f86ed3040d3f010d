//! A link to a message opens the room at its place.

use std::time::Duration;

use natter_protocol::command::permalink;
use natter_tests::Gateway;
use natter_tests::browser::Browser;
use natter_tests::person::{Person, new_message_id};

use crate::visit::{code, follows, invitation, owner};

/// Someone at a browser, and someone who writes a lot.
async fn reader_and_writer(gateway: &Gateway) -> (Browser, Person) {
    let ana = owner(gateway, "ana").await;
    let bo = follows(&invitation(&ana).await, "bo").await;
    let mei = Person::registers(gateway.address(), "mei", Some(&code(&invitation(&ana).await))).await;
    (bo, mei)
}

#[tokio::test]
async fn a_link_to_an_old_message_opens_around_it() {
    let gateway = Gateway::start().await;
    let (bo, mei) = reader_and_writer(&gateway).await;
    let general = mei.general().await;
    let first = mei.posts(general, "the very first").await;
    for n in 0..260 {
        mei.posts(general, &format!("line {n}")).await;
    }
    bo.goes_to(&permalink(general, first.id)).await;
    bo.reads("the very first").await;
    let is_led_to = "const row = document.querySelector(arguments[0]); const at = row?.getBoundingClientRect(); \
        const list = document.querySelector('[data-testid=message-list]').getBoundingClientRect(); \
        return !!row && row.classList.contains('active') && at.top >= list.top && at.bottom <= list.bottom";
    let row = format!("[data-message-id='{}']", first.id);
    bo.becomes("it is marked and in view", is_led_to, vec![row.clone().into()]).await;
    bo.comes_to_rest().await;
    assert!(bo.asks::<bool>(is_led_to, vec![row.into()]).await, "and it stays there");
    let _ = mei.deletes(general, first.id).await.is(200);
    bo.reads("This message was deleted.").await;
    bo.goes_to(&permalink(general, new_message_id())).await;
    bo.reads("This message does not exist any more.").await;
    bo.reads("line 259").await;
}

#[tokio::test]
async fn a_link_leads_there_though_the_chat_is_renewed_meanwhile() {
    let gateway = Gateway::start().await;
    let (bo, mei) = reader_and_writer(&gateway).await;
    let general = mei.general().await;
    mei.posts(general, "said to bo").await;
    bo.keeps("said to bo").await;
    bo.goes_away().await;
    let first = mei.posts(general, "said while bo was away").await;
    for n in 0..120 {
        mei.posts(general, &format!("line {n}")).await;
    }
    // The chat is shown as the device kept it, and the message is found before the server has said what is new.
    bo.waits_for_answers_from("/api/v1/sync", Duration::from_secs(2)).await;
    bo.goes_to(&permalink(general, first.id)).await;
    bo.reads("said while bo was away").await;
    let is_marked = "return !!document.querySelector(`.active[data-message-id='${arguments[0]}']`)";
    bo.becomes("it is marked", is_marked, vec![first.id.to_string().into()]).await;
    bo.becomes("the chat is renewed", "return !!document.querySelector('[data-transport=stream]')", vec![])
        .await;
    bo.comes_to_rest().await;
    bo.reads("said while bo was away").await;
}
