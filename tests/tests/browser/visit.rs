//! What the browser tests have in common: coming in.

use std::net::SocketAddr;

use natter_protocol::{RoomId, routes};
use natter_tests::browser::Browser;
use natter_tests::{Call, Gateway, Person};
use serde_json::json;

pub const PASSWORD: &str = "correct horse battery";

/// Opens the page of a gateway.
pub async fn opens(gateway: &Gateway) -> Browser {
    Browser::open(&format!("http://{}/", gateway.address())).await
}

/// Opens the page of a gateway, or of a network before it, and signs in.
pub async fn signed_in(address: SocketAddr, name: &str) -> Browser {
    let browser = Browser::open(&format!("http://{address}/")).await;
    browser.signs_in(name).await;
    browser
}

/// Creates the owner's account of an empty server.
pub async fn owner(gateway: &Gateway, name: &str) -> Browser {
    let browser = opens(gateway).await;
    registers(&browser, name).await;
    browser
}

pub async fn registers(browser: &Browser, name: &str) {
    browser.types("username", name).await;
    browser.types("password", PASSWORD).await;
    browser.clicks("submit").await;
    browser.sees("composer").await;
}

/// Makes an invitation and answers its link.
pub async fn invitation(browser: &Browser) -> String {
    browser.clicks("server-menu").await;
    browser.clicks("menu-invite").await;
    let link = browser.sees("invite-link").await;
    let link = match link.prop("value").await.expect("its value") {
        Some(value) if !value.is_empty() => value,
        _ => link.text().await.expect("its text"),
    };
    assert!(link.contains("/invite/"), "{link}");
    browser.clicks("close-dialog").await;
    link
}

/// Someone who follows an invitation's link, in a browser of her own.
pub async fn follows(link: &str, name: &str) -> Browser {
    let browser = Browser::open(link).await;
    registers(&browser, name).await;
    browser
}

/// Ana and bo are in a room, and ana's window is open on it.
pub async fn in_general() -> (Gateway, Person, Person, Browser, RoomId) {
    let gateway = Gateway::start().await;
    let ana = gateway.owner("ana").await;
    let bo = ana.invites("bo").await;
    let general = ana.general().await;
    let browser = signed_in(gateway.address(), "ana").await;
    browser.goes_to(&format!("/r/{general}")).await;
    browser.sees("composer").await;
    (gateway, ana, bo, browser, general)
}

/// The same person without a browser.
pub async fn at_the_api(gateway: &Gateway, name: &str) -> Person {
    let login = json!({"username": name, "password": PASSWORD});
    let answer = gateway.answers(Call::post(routes::LOGIN).json(&login)).await;
    Person::with(gateway.address(), &answer.is(200).json()).await
}

/// The code in an invitation's link.
pub fn code(link: &str) -> String {
    link.rsplit('/').next().expect("a code").to_owned()
}
