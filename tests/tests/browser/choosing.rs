//! Choosing by keys while the caret stays in a field, and what a screen reader is told of it.

use natter_protocol::RoomKind;
use natter_tests::Gateway;
use natter_tests::browser::Browser;
use thirtyfour::prelude::*;

use crate::keys::{has_focus, stands_in};
use crate::visit::{at_the_api, in_general, owner, signed_in};

/// Waits until the field with the focus names an entry of its list that reads like this, is the only one selected, and
/// can be seen.
async fn means(browser: &Browser, words: &str) {
    let script = "const field = document.activeElement; \
        const entry = document.getElementById(field?.getAttribute('aria-activedescendant')); \
        const list = document.getElementById(field?.getAttribute('aria-controls')); \
        if (!entry || !list?.contains(entry)) return false; \
        const selected = [...list.querySelectorAll('[role=option][aria-selected=true]')]; \
        const [seen, all] = [entry.getBoundingClientRect(), list.getBoundingClientRect()]; \
        return selected.length === 1 && selected[0] === entry && entry.innerText.includes(arguments[0]) \
            && seen.top >= all.top - 1 && seen.bottom <= all.bottom + 1";
    browser.becomes(&format!("{words} is meant"), script, vec![words.into()]).await;
}

async fn means_nothing(browser: &Browser) {
    let script = "return !document.activeElement.hasAttribute('aria-activedescendant')";
    browser.becomes("nothing is meant", script, Vec::new()).await;
}

#[tokio::test]
async fn the_switcher_leads_to_a_channel_one_is_not_in() {
    let gateway = Gateway::start().await;
    let ana = gateway.owner("ana").await;
    let bo = ana.invites("bo").await;
    let teapots = bo.makes_room(RoomKind::Public, "teapots").await.id;
    bo.makes_room(RoomKind::Private, "teapots-secret").await;
    ana.makes_room(RoomKind::Public, "teams").await;
    let browser = signed_in(gateway.address(), "ana").await;
    browser.presses(Key::Control + "k").await;
    browser.types("switcher", "tea").await;
    // What is known here comes first, what the server knows after it.
    means(&browser, "teams").await;
    browser.presses(Key::Down + "").await;
    means(&browser, "teapots").await;
    means(&browser, "1 member").await;
    // The last is always to search for what was written, and after it comes the first.
    browser.presses(Key::Up + "").await;
    browser.presses(Key::Up + "").await;
    means(&browser, "“tea”").await;
    browser.presses(Key::Down + "").await;
    browser.presses(Key::Down + "").await;
    browser.presses(Key::Enter + "").await;
    browser.clicks("join").await;
    stands_in(&browser, teapots).await;
}

#[tokio::test]
async fn names_are_chosen_below_the_caret() {
    let (_gateway, _ana, _bo, browser, _general) = in_general().await;
    let composer = browser.sees("composer").await;
    composer.send_keys("hello @").await.expect("typed");
    browser.sees("people-names").await;
    means(&browser, "").await;
    composer.send_keys("bo").await.expect("typed");
    means(&browser, "bo").await;
    composer.send_keys(Key::Tab + "").await.expect("accepted");
    means_nothing(&browser).await;
    // The search offers, and nothing is chosen before a key does.
    browser.presses(Key::Control + Key::Shift + "f").await;
    let search = browser.sees("search").await;
    search.send_keys("from:").await.expect("typed");
    browser.sees("search-offer").await;
    means_nothing(&browser).await;
    browser.presses(Key::Down + "").await;
    means(&browser, "").await;
}

#[tokio::test]
async fn the_chosen_of_many_people_is_in_sight() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    let desk = at_the_api(&gateway, "ana").await;
    for n in 0..12 {
        desk.invites(&format!("person{n:02}")).await;
    }
    ana.presses(Key::Control + "k").await;
    ana.types("switcher", "new message").await;
    ana.presses(Key::Enter + "").await;
    ana.types("find-people", "person").await;
    means(&ana, "person00").await;
    for _ in 0..11 {
        ana.presses(Key::Down + "").await;
    }
    means(&ana, "person11").await;
    ana.presses(Key::Down + "").await;
    means(&ana, "person00").await;
    ana.presses(Key::Up + "").await;
    means(&ana, "person11").await;
    ana.presses(Key::Enter + "").await;
    ana.reads("person11").await;
}

#[tokio::test]
async fn arrows_lead_through_the_emoji() {
    let (_gateway, _ana, _bo, browser, _general) = in_general().await;
    browser.clicks("emoji").await;
    has_focus(&browser, "[data-testid=emoji-search]").await;
    browser.types("emoji-search", "hand").await;
    browser.sees("emoji-grid").await;
    let nth = |at: usize| format!("[data-testid=emoji-grid] .emoji:nth-of-type({})", at + 1);
    browser.presses(Key::Down + "").await;
    has_focus(&browser, &nth(0)).await;
    browser.presses(Key::Right + "").await;
    has_focus(&browser, &nth(1)).await;
    // Nine stand in a row.
    browser.presses(Key::Down + "").await;
    has_focus(&browser, &nth(10)).await;
    browser.presses(Key::Left + "").await;
    has_focus(&browser, &nth(9)).await;
    browser.presses(Key::Up + "").await;
    has_focus(&browser, &nth(0)).await;
    browser.presses(Key::Up + "").await;
    has_focus(&browser, "[data-testid=emoji-search]").await;
    // Tab stops at the tone, the groups and the emoji, once each.
    browser.presses(Key::Tab + "").await;
    has_focus(&browser, "[data-testid=skin-tone]").await;
    browser.presses(Key::Tab + "").await;
    has_focus(&browser, "[data-group=recent]").await;
    browser.presses(Key::Right + "").await;
    has_focus(&browser, "[data-group][aria-selected=true]:not([data-group=recent])").await;
    browser.presses(Key::Tab + "").await;
    has_focus(&browser, &nth(0)).await;
    let first = "return document.activeElement.dataset.emoji";
    let first: String = browser.asks(first, Vec::new()).await;
    browser.presses(Key::Enter + "").await;
    let holds = "return document.querySelector('#composer').value === arguments[0]";
    browser.becomes("the emoji is written", holds, vec![first.into()]).await;
    has_focus(&browser, "#composer").await;
}
