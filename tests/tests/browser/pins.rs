//! What the menu of a message does: pinning, marking unread, what it said before, handing it on.

use std::time::Duration;

use natter_tests::{Gateway, eventually};
use thirtyfour::prelude::*;

use crate::visit::{follows, invitation, owner};

type Browser = natter_tests::browser::Browser;

/// How long a menu may take to be drawn before it is asked for again.
const A_MOMENT: Duration = Duration::from_secs(3);

/// Opens the menu of the newest message.
pub async fn opens_menu(browser: &Browser) {
    let open = async || {
        if browser.finds("message-menu").await.is_none() {
            let all = browser.driver.find_all(By::Testid("message")).await.ok()?;
            let last = all.last()?;
            browser.driver.action_chain().move_to_element_center(last).perform().await.ok()?;
            browser.finds("message-more").await?.click().await.ok()?;
        }
        // It is drawn a moment later, and another click before that would close it.
        tokio::time::timeout(A_MOMENT, browser.sees("message-menu")).await.ok().map(|_| ())
    };
    eventually("the menu is open", open).await;
}

#[tokio::test]
async fn a_message_is_marked_as_long_as_its_menu_is_open() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    ana.says("this one").await;
    ana.reads("this one").await;
    opens_menu(&ana).await;
    let entry = ana.sees("copy-text").await;
    ana.driver.action_chain().move_to_element_center(&entry).perform().await.expect("the pointer moves");
    let marked = "return document.querySelector('.message.active')?.innerText.includes('this one') ?? false";
    assert!(ana.asks::<bool>(marked, Vec::new()).await, "the pointer has left it for its menu");
}

#[tokio::test]
async fn a_pinned_message_is_at_hand_for_everyone() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    let bo = follows(&invitation(&ana).await, "bo").await;
    ana.says("the agenda is on the wall").await;
    ana.reads("the agenda is on the wall").await;
    opens_menu(&ana).await;
    ana.clicks("pin-message").await;
    ana.reads("Pinned by ana").await;
    bo.clicks("pins").await;
    let pin = bo.sees("pin").await;
    assert!(pin.text().await.expect("text").contains("the agenda is on the wall"));
    bo.clicks("unpin").await;
    bo.reads("Nothing is pinned here.").await;
    eventually("ana sees no pin", async || ana.finds("pins").await.is_none().then_some(())).await;
}

#[tokio::test]
async fn what_was_changed_can_be_read_until_it_is_deleted() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    ana.says("frist!").await;
    ana.reads("frist!").await;
    opens_menu(&ana).await;
    ana.clicks("edit").await;
    ana.types("editor", "first!").await;
    ana.clicks("save-edit").await;
    ana.clicks("edited").await;
    ana.sees("edits").await;
    ana.reads("frist!").await;
}

#[tokio::test]
async fn a_message_is_kept_unread_until_the_room_is_opened_again() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    let bo = follows(&invitation(&ana).await, "bo").await;
    bo.says("for later").await;
    ana.reads("for later").await;
    opens_menu(&ana).await;
    ana.clicks("mark-unread").await;
    ana.sees("unread-divider").await;
    let is_bold = "return !!document.querySelector('.side .row.unread')";
    eventually("the room is unread", async || ana.asks::<bool>(is_bold, Vec::new()).await.then_some(()))
        .await;
}
