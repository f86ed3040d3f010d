//! The first minutes with Natter, as a newcomer lives them.

use natter_tests::Gateway;
use natter_tests::patience::eventually;
use thirtyfour::prelude::*;

use crate::pins::opens_menu;
use crate::visit::{PASSWORD, follows, invitation, opens, owner};

#[tokio::test]
async fn two_people_meet_and_talk() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    ana.reads("general").await;
    let link = invitation(&ana).await;
    let bo = follows(&link, "bo").await;
    ana.says("Welcome, Bo!").await;
    bo.reads("Welcome, Bo!").await;
    bo.says("@ana it is good to be here").await;
    ana.reads("it is good to be here").await;
}

#[tokio::test]
async fn what_was_said_is_there_after_signing_in_again() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    ana.says("remember *this*").await;
    ana.reads("remember this").await;
    let elsewhere = opens(&gateway).await;
    elsewhere.types("username", "ana").await;
    elsewhere.types("password", "something else").await;
    elsewhere.clicks("submit").await;
    elsewhere.sees("form-error").await;
    elsewhere.types("password", PASSWORD).await;
    elsewhere.clicks("submit").await;
    elsewhere.reads("remember this").await;
}

#[tokio::test]
async fn a_draft_survives_a_reload() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    ana.types("composer", "half a thought").await;
    eventually("the draft is kept", async || {
        let kept: bool =
            ana.asks("return JSON.stringify(localStorage).includes('half a thought')", Vec::new()).await;
        kept.then_some(())
    })
    .await;
    ana.reloads().await;
    eventually("the draft is back", async || {
        (composer_value(&ana).await.as_deref() == Some("half a thought")).then_some(())
    })
    .await;
}

async fn composer_value(browser: &natter_tests::browser::Browser) -> Option<String> {
    browser.finds("composer").await?.prop("value").await.ok()?
}

#[tokio::test]
async fn a_message_is_edited_reacted_to_and_deleted() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    let bo = follows(&invitation(&ana).await, "bo").await;
    ana.says("frist!").await;
    bo.reads("frist!").await;
    // Up in an empty composer edits one's last message.
    ana.presses(Key::Up + "").await;
    ana.types("editor", "first!").await;
    ana.clicks("save-edit").await;
    bo.reads("first!").await;
    bo.sees("edited").await;
    bo.points_at_last_message().await;
    bo.clicks("react").await;
    bo.types("emoji-search", "rocket").await;
    let is_first = "return document.querySelector('.emoji-grid button')?.dataset.emoji === '🚀'";
    bo.becomes("it is found", is_first, Vec::new()).await;
    bo.presses(Key::Enter + "").await;
    ana.sees("reaction").await;
    ana.clicks("composer").await;
    ana.presses(Key::Escape + "").await;
    opens_menu(&ana).await;
    ana.clicks("delete").await;
    ana.clicks("undo").await;
    ana.reads("first!").await;
    opens_menu(&ana).await;
    ana.clicks("delete").await;
    ana.sees("undo").await;
    bo.reads("This message was deleted.").await;
}

#[tokio::test]
async fn what_could_still_be_undone_is_done_when_the_page_is_left() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    let bo = follows(&invitation(&ana).await, "bo").await;
    let slips = async |text: &str| {
        ana.says(text).await;
        bo.reads(text).await;
        opens_menu(&ana).await;
        ana.clicks("delete").await;
        ana.sees("undo").await;
    };
    let gone = "return !document.body.innerText.includes(arguments[0])";
    slips("a slip").await;
    ana.reloads().await;
    bo.becomes("it is gone", gone, vec!["a slip".into()]).await;
    ana.sees("composer").await;
    slips("another").await;
    ana.goes_away().await;
    bo.becomes("it is gone, too", gone, vec!["another".into()]).await;
}

#[tokio::test]
async fn what_is_written_without_a_server_arrives_when_it_is_back() {
    let mut gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    let bo = follows(&invitation(&ana).await, "bo").await;
    ana.says("a slip").await;
    bo.reads("a slip").await;
    gateway.kill9();
    opens_menu(&ana).await;
    ana.clicks("delete").await;
    ana.sees("undo").await;
    let tried = "return performance.getEntriesByType('resource').some(one => /messages.[0-9A-Z]{26}$/.test(one.name))";
    ana.becomes("the server was asked to delete it", tried, Vec::new()).await;
    ana.says("into the void").await;
    ana.reads("into the void").await;
    gateway.restart().await;
    bo.reads("into the void").await;
    bo.reads("This message was deleted.").await;
}
