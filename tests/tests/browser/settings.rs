//! One's own account and how one likes the interface.

use natter_tests::Gateway;
use natter_tests::authenticator::code;
use natter_tests::browser::Browser;
use natter_tests::patience::eventually;

use crate::visit::{PASSWORD, follows, invitation, opens, owner};

/// Chooses one of a list of choices by its place.
pub async fn chooses(browser: &Browser, list: &str, place: usize) {
    let script = "const list = document.querySelector(`[data-testid='${arguments[0]}']`); \
                  list.selectedIndex = arguments[1]; list.dispatchEvent(new Event('change', {bubbles: true}))";
    browser.sees(list).await;
    browser.asks::<()>(script, vec![list.into(), place.into()]).await;
}

#[tokio::test]
async fn a_profile_is_changed_and_everyone_sees_it() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    let bo = follows(&invitation(&ana).await, "bo").await;
    ana.says("hello").await;
    bo.reads("hello").await;
    ana.clicks("settings").await;
    ana.types("display_name", "Ana Duarte").await;
    ana.types("title", "Design").await;
    ana.clicks("save-profile").await;
    ana.reads("Saved").await;
    bo.reads("Ana Duarte").await;
    let author = bo.driver.find(thirtyfour::By::Css("[data-author] .author")).await.expect("an author");
    author.click().await.expect("clicked");
    let card = bo.sees("profile-card").await;
    let said = card.text().await.expect("its text");
    assert!(said.contains("Ana Duarte") && said.contains("@ana") && said.contains("Design"), "{said}");
    bo.clicks("profile-message").await;
    eventually("the conversation is open", async || {
        (bo.finds("room-name").await?.text().await.ok()? == "Ana Duarte").then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_status_is_set_seen_and_taken_back() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    let bo = follows(&invitation(&ana).await, "bo").await;
    ana.says("hello").await;
    bo.reads("hello").await;
    ana.clicks("own-menu").await;
    ana.clicks("set-status").await;
    ana.clicks("preset").await;
    ana.clicks("save-status").await;
    ana.reads("In a meeting").await;
    let mark = bo.sees("status-mark").await;
    assert_eq!(mark.attr("title").await.expect("a title").as_deref(), Some("In a meeting"));
    ana.clicks("own-menu").await;
    ana.clicks("dnd-60").await;
    eventually("a dot that asks for peace", async || {
        ana.driver.find(thirtyfour::By::Css(".own-menu .presence.dnd")).await.ok().map(|_| ())
    })
    .await;
    ana.clicks("own-menu").await;
    ana.clicks("clear-status").await;
    eventually("no status", async || bo.finds("status-mark").await.is_none().then_some(())).await;
}

#[tokio::test]
async fn how_one_likes_it_is_kept_on_the_device() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    ana.clicks("settings").await;
    ana.clicks("settings-appearance").await;
    ana.clicks("theme-dark").await;
    ana.clicks("density-compact").await;
    let is_so = "const root = document.documentElement; \
                 return root.dataset.theme === 'dark' && root.dataset.density === 'compact'";
    assert!(ana.asks::<bool>(is_so, Vec::new()).await);
    ana.clicks("settings-keyboard").await;
    ana.clicks("enter-breaks").await;
    ana.clicks("close-settings-page").await;
    ana.reloads().await;
    assert!(ana.asks::<bool>(is_so, Vec::new()).await, "after a reload too");
    let composer = ana.sees("composer").await;
    composer.send_keys("one").await.expect("typed");
    composer.send_keys(thirtyfour::Key::Enter + "two").await.expect("typed");
    let value = composer.prop("value").await.expect("its value");
    assert_eq!(value.as_deref(), Some("one\ntwo"), "Enter begins a line");
    composer.send_keys(thirtyfour::Key::Control + thirtyfour::Key::Enter).await.expect("sent");
    eventually("it was sent", async || {
        (ana.finds("composer").await?.prop("value").await.ok()?.as_deref() == Some("")).then_some(())
    })
    .await;
    ana.reads("two").await;
}

#[tokio::test]
async fn another_device_is_signed_out_from_here() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    let elsewhere = opens(&gateway).await;
    elsewhere.types("username", "ana").await;
    elsewhere.types("password", PASSWORD).await;
    elsewhere.clicks("submit").await;
    elsewhere.sees("composer").await;
    ana.clicks("settings").await;
    ana.clicks("settings-sessions").await;
    ana.clicks("end-session").await;
    elsewhere.sees("sign-in").await;
    eventually("one device is left", async || ana.finds("end-session").await.is_none().then_some(())).await;
    ana.sees("session").await;
}

#[tokio::test]
async fn signing_in_takes_two_steps_once_that_is_on() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    ana.clicks("settings").await;
    ana.clicks("settings-two-factor").await;
    ana.clicks("totp-on").await;
    let secret = ana.sees("totp-secret").await.attr("data-secret").await.expect("asked").expect("a secret");
    ana.types("totp", "000").await;
    ana.clicks("confirm-totp").await;
    ana.sees("totp-error").await;
    ana.types("totp", &code(&secret, 0)).await;
    ana.clicks("confirm-totp").await;
    let spare = ana.sees("recovery-codes").await.text().await.expect("codes");
    let spare = spare.lines().next().expect("a code").to_owned();
    ana.clicks("recovery-kept").await;
    ana.reads("Two-factor sign-in is on").await;

    let phone = opens(&gateway).await;
    phone.types("username", "ana").await;
    phone.types("password", PASSWORD).await;
    phone.clicks("submit").await;
    phone.sees("totp-asked").await;
    phone.types("totp", "123").await;
    phone.clicks("submit").await;
    phone.sees("totp-error").await;
    phone.types("totp", &spare).await;
    phone.clicks("submit").await;
    phone.sees("composer").await;
}
