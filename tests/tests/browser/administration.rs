//! Running the server from the same app.

use natter_tests::Gateway;
use natter_tests::browser::Browser;
use natter_tests::patience::eventually;
use thirtyfour::prelude::*;

use crate::settings::chooses;
use crate::visit::{follows, invitation, owner};

/// Opens the card of an account.
async fn looks_at(browser: &Browser, name: &str) {
    let row = format!("[data-testid=account][data-username={name}] [data-testid=open-account]");
    eventually(&format!("{name} is listed"), async || {
        browser.driver.find(By::Css(&row)).await.ok()?.click().await.ok()
    })
    .await;
}

#[tokio::test]
async fn someone_is_made_an_admin_locked_out_and_let_in_again() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    let link = invitation(&ana).await;
    let bo = follows(&link, "bo").await;
    ana.clicks("server-menu").await;
    ana.clicks("menu-administration").await;
    looks_at(&ana, "bo").await;
    chooses(&ana, "role", 1).await;
    eventually("bo may administrate", async || {
        bo.finds("server-menu").await?.click().await.ok()?;
        if let Some(entry) = bo.finds("menu-administration").await {
            return entry.click().await.ok();
        }
        // Closed, and asked again.
        bo.presses(Key::Escape + "").await;
        None
    })
    .await;
    bo.sees("accounts").await;
    looks_at(&ana, "bo").await;
    if ana.finds("deactivate").await.is_none() {
        looks_at(&ana, "bo").await;
    }
    ana.clicks("deactivate").await;
    ana.clicks("deactivate-sure").await;
    bo.sees("sign-in").await;
    eventually("bo can be let in again", async || {
        if let Some(button) = ana.finds("reactivate").await {
            return button.click().await.ok();
        }
        looks_at(&ana, "bo").await;
        None
    })
    .await;
    ana.clicks("settings-audit").await;
    ana.reads("made bo Admin").await;
    ana.reads("deactivated bo").await;
    ana.reads("reactivated bo").await;
}

#[tokio::test]
async fn a_link_lets_someone_choose_a_new_password() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    let bo = follows(&invitation(&ana).await, "bo").await;
    ana.clicks("server-menu").await;
    ana.clicks("menu-administration").await;
    looks_at(&ana, "bo").await;
    ana.clicks("make-reset").await;
    let link = ana.sees("reset-link").await.prop("value").await.expect("asked").expect("a link");
    let elsewhere = Browser::open(&link).await;
    elsewhere.reads("For bo (@bo)").await;
    elsewhere.types("password", "staple staple staple").await;
    elsewhere.clicks("submit").await;
    bo.sees("sign-in").await;
    elsewhere.types("username", "bo").await;
    elsewhere.types("password", "staple staple staple").await;
    elsewhere.clicks("submit").await;
    elsewhere.sees("composer").await;
}

#[tokio::test]
async fn the_server_is_named_and_a_channel_archived() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    let bo = follows(&invitation(&ana).await, "bo").await;
    ana.clicks("server-menu").await;
    ana.clicks("menu-administration").await;
    ana.clicks("settings-server").await;
    ana.types("name", "Northwind").await;
    ana.clicks("save-server").await;
    ana.sees("health").await;
    bo.reads("Northwind").await;
    ana.clicks("settings-rooms").await;
    ana.clicks("archive").await;
    ana.clicks("archive-sure").await;
    bo.sees("archived").await;
    assert!(bo.finds("composer").await.is_none(), "nothing is written in an archived channel");
    ana.clicks("unarchive").await;
    bo.sees("composer").await;
    ana.clicks("settings-invitations").await;
    ana.clicks("create-invitation").await;
    ana.sees("invitation").await;
}
