//! A server that demands a second step of everyone who signs in.

use natter_tests::Gateway;
use natter_tests::authenticator::code;
use natter_tests::browser::Browser;
use natter_tests::person::PASSWORD;

use crate::integrations::administrates;
use crate::visit::{follows, invitation, opens, owner};

/// Sets up what is shown, until the codes are kept.
async fn sets_it_up(browser: &Browser) {
    let secret =
        browser.sees("totp-secret").await.attr("data-secret").await.expect("asked").expect("a secret");
    browser.types("totp", "000").await;
    browser.clicks("confirm-totp").await;
    browser.sees("totp-error").await;
    browser.types("totp", &code(&secret, 0)).await;
    browser.clicks("confirm-totp").await;
    browser.sees("recovery-codes").await;
    browser.clicks("recovery-kept").await;
}

async fn signs_in(browser: &Browser, name: &str) {
    browser.types("username", name).await;
    browser.types("password", PASSWORD).await;
    browser.clicks("submit").await;
}

#[tokio::test]
async fn who_lacks_the_second_step_sets_it_up_before_anything_else() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    let bo = follows(&invitation(&ana).await, "bo").await;
    // Nobody demands of others what they have not themselves.
    administrates(&ana, "settings-policy").await;
    ana.clicks("two-factor-everyone").await;
    ana.clicks("save-policy").await;
    ana.sees("two_factor-error").await;
    ana.clicks("settings-two-factor").await;
    ana.clicks("totp-on").await;
    sets_it_up(&ana).await;
    ana.reads("Two-factor sign-in is on").await;
    ana.clicks("settings-policy").await;
    ana.clicks("two-factor-everyone").await;
    ana.clicks("save-policy").await;
    ana.reads("Saved").await;
    bo.sees("sign-in").await;
    signs_in(&bo, "bo").await;
    bo.reads("Natter asks you for a second step").await;
    // There is no way around it, …
    bo.reloads().await;
    bo.sees("totp-secret").await;
    assert!(bo.finds("composer").await.is_none(), "nothing is shown before");
    // … but one back.
    bo.clicks("give-up-totp").await;
    bo.sees("sign-in").await;
    signs_in(&bo, "bo").await;
    sets_it_up(&bo).await;
    bo.sees("composer").await;
    bo.reloads().await;
    bo.sees("composer").await;
    // From now on the password alone does not do.
    let phone = opens(&gateway).await;
    signs_in(&phone, "bo").await;
    phone.sees("totp-asked").await;
}
