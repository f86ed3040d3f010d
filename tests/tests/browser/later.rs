//! Commands, messages that are sent later, and reminders.

use natter_protocol::own::{Schedule, ScheduledKind};
use natter_protocol::{Millis, routes};
use natter_tests::Gateway;
use natter_tests::browser::Browser;
use natter_tests::folder::Folder;
use natter_tests::patience::eventually;
use natter_tests::person_own::put_off;
use thirtyfour::prelude::*;

use crate::files::{chooses, is_uploaded};
use crate::visit::{at_the_api, owner};

async fn composer_becomes(browser: &Browser, text: &str) {
    eventually(&format!("the composer holds {text:?}"), async || {
        let value = browser.finds("composer").await?.prop("value").await.ok()??;
        (value == text).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_command_is_completed_and_does_what_it_says() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    ana.types("composer", "/to").await;
    ana.sees("commands").await;
    ana.presses(Key::Tab + "").await;
    composer_becomes(&ana, "/topic ").await;
    ana.presses("what we talk about" + Key::Enter).await;
    eventually("the topic is set", async || {
        (ana.finds("room-topic").await?.text().await.ok()? == "what we talk about").then_some(())
    })
    .await;
    composer_becomes(&ana, "").await;
    ana.says("/star").await;
    ana.sees("starred").await;
    ana.says("/nonsense to keep").await;
    ana.sees("toast").await;
    composer_becomes(&ana, "/nonsense to keep").await;
    ana.types("composer", "//not a command").await;
    ana.presses(Key::Enter + "").await;
    ana.reads("/not a command").await;
    ana.says("/shrug who knows").await;
    ana.reads("who knows ¯\\_(ツ)_/¯").await;
}

#[tokio::test]
async fn what_is_sent_later_waits_under_drafts() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    ana.types("composer", "good morning all").await;
    ana.clicks("send-later").await;
    ana.clicks("later-tomorrow").await;
    composer_becomes(&ana, "").await;
    ana.clicks("to-drafts").await;
    ana.clicks("tab-scheduled").await;
    ana.sees("scheduled-item").await;
    ana.reads("good morning all").await;
    ana.clicks("send-now").await;
    ana.sees("nothing").await;
    ana.clicks("room-row").await;
    ana.sees("message").await;
    ana.reads("good morning all").await;
}

#[tokio::test]
async fn what_is_sent_later_brings_its_files() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    let folder = Folder::new();
    chooses(&ana, &folder, "plan.txt", b"the plan").await;
    is_uploaded(&ana, 1).await;
    ana.clicks("send-later").await;
    ana.clicks("later-tomorrow").await;
    eventually("the chip is gone", async || ana.finds("uploads").await.is_none().then_some(())).await;
    ana.clicks("to-drafts").await;
    ana.clicks("tab-scheduled").await;
    ana.sees("scheduled-item").await;
    ana.reads("plan.txt").await;
    // Back into the composer, and out again.
    ana.clicks("edit-scheduled").await;
    is_uploaded(&ana, 1).await;
    ana.types("composer", "here it is").await;
    ana.clicks("send-later").await;
    ana.clicks("later-tomorrow").await;
    composer_becomes(&ana, "").await;
    ana.clicks("to-drafts").await;
    ana.clicks("tab-scheduled").await;
    ana.clicks("send-now").await;
    ana.sees("nothing").await;
    ana.clicks("room-row").await;
    ana.reads("here it is").await;
    let link = ana.sees("download").await.attr("href").await.expect("an address").expect("an address");
    let script = "return fetch(arguments[0]).then(answer => answer.text())";
    assert_eq!(ana.asks::<String>(script, vec![link.into()]).await, "the plan");
}

#[tokio::test]
async fn a_reminder_shows_in_the_inbox_until_it_is_done() {
    let gateway = Gateway::start().await;
    let browser = owner(&gateway, "ana").await;
    let ana = at_the_api(&gateway, "ana").await;
    let said = ana.posts(ana.general().await, "look at this again").await;
    let reminder = Schedule {
        kind: Some(ScheduledKind::Reminder),
        about: Some(said.id),
        ..put_off(said.room, "the graph", Millis(Millis::now().0 + 1_500))
    };
    let _ = ana.post(routes::SCHEDULED, &reminder).await.is(201);
    browser.reads("Reminder: the graph").await;
    browser.clicks("to-inbox").await;
    browser.sees("reminder").await;
    browser.clicks("reminder-done").await;
    browser.sees("nothing").await;
    assert!(ana.syncs().await.own.scheduled.is_empty());
}
