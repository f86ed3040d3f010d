//! Programs that take part, and what an owner decides for everyone.

use natter_protocol::account::Me;
use natter_protocol::bot::HookMessage;
use natter_protocol::{Code, routes};
use natter_tests::browser::Browser;
use natter_tests::patience::eventually;
use natter_tests::{Answer, Call, Gateway};

use crate::visit::{follows, invitation, owner};

/// Opens a page of the administration.
pub async fn administrates(browser: &Browser, page: &str) {
    browser.clicks("server-menu").await;
    browser.clicks("menu-administration").await;
    browser.clicks(page).await;
}

/// What is shown only once, as soon as it looks like this.
async fn secret(browser: &Browser, is_it: impl Fn(&str) -> bool) -> String {
    eventually("it is shown once", async || {
        browser.finds("secret").await?.prop("value").await.ok()?.filter(|value| is_it(value))
    })
    .await
}

/// Sends a text to a webhook's address, as a program does that knows nothing else.
async fn tells(gateway: &Gateway, address: &str, text: &str) -> Answer {
    let path = address.strip_prefix(&format!("http://{}", gateway.address())).expect("an address here");
    let body = HookMessage { text: text.to_owned(), id: None };
    Call::post(path).json(&body).send(gateway.address()).await.expect("an answer")
}

#[tokio::test]
async fn a_bot_speaks_through_a_webhook_until_that_is_removed() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    administrates(&ana, "settings-integrations").await;
    ana.clicks("make-bot").await;
    ana.types("username", "deploys").await;
    ana.types("display_name", "Deploys").await;
    ana.types("title", "Tells of deployments").await;
    ana.clicks("create-bot").await;
    // Its card is open then.
    ana.types("token-name", "Build server").await;
    ana.clicks("create-token").await;
    let token = secret(&ana, |value| !value.is_empty()).await;
    let me = Call::get(routes::ME).bearer(&token).send(gateway.address()).await.expect("an answer");
    assert_eq!(me.is(200).json::<Me>().user.username, "deploys");
    ana.sees("token").await;
    ana.types("webhook-name", "Deployments").await;
    ana.clicks("create-webhook").await;
    let address = secret(&ana, |value| value.contains("/hooks/")).await;
    ana.reads(&format!("-d '{{\"text\": \"It works!\"}}' {address}")).await;
    ana.sees("webhook").await;
    ana.clicks("close-settings-page").await;
    let _ = tells(&gateway, &address, "0.2 has **left**").await.is(201);
    let says_so = "const said = [...document.querySelectorAll('[data-testid=message]')] \
            .find(one => one.innerText.includes('0.2 has left')); \
        return said?.querySelector('[data-testid=author]')?.innerText === 'Deploys' \
            && said.querySelector('[data-testid=bot-mark]')?.innerText === 'Bot'";
    ana.becomes("the bot has said it, as a bot", says_so, Vec::new()).await;
    administrates(&ana, "settings-integrations").await;
    ana.clicks("open-bot").await;
    ana.reads("last used today").await;
    ana.clicks("remove-webhook").await;
    ana.clicks("remove-webhook-sure").await;
    ana.reads("Nobody can speak as this bot yet.").await;
    tells(&gateway, &address, "0.3 has left").await.is_refused(Code::NotFound);
    ana.clicks("settings-audit").await;
    ana.reads("created the bot Deploys").await;
    ana.reads("created the token “Build server” for Deploys").await;
    ana.reads("removed the webhook “Deployments” of Deploys in #general").await;
}

#[tokio::test]
async fn a_bot_is_renamed_and_its_token_revoked() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    administrates(&ana, "settings-integrations").await;
    ana.reads("No bot works here yet.").await;
    ana.clicks("make-bot").await;
    ana.clicks("create-bot").await;
    ana.sees("username-error").await;
    ana.types("username", "weather").await;
    ana.clicks("create-bot").await;
    ana.types("token-name", "Station").await;
    ana.clicks("create-token").await;
    let token = secret(&ana, |value| !value.is_empty()).await;
    ana.sees("token").await;
    ana.types("bot-name", "Weather of the day").await;
    ana.clicks("save-bot").await;
    let is_called = "return document.querySelector('[data-username=weather] b').innerText === arguments[0]";
    ana.becomes("it is called so", is_called, vec!["Weather of the day".into()]).await;
    ana.clicks("revoke-token").await;
    ana.clicks("revoke-token-sure").await;
    ana.reads("No program can sign in as this bot.").await;
    let me = Call::get(routes::ME).bearer(&token).send(gateway.address()).await.expect("an answer");
    me.is_refused(Code::Unauthenticated);
}

#[tokio::test]
async fn what_is_kept_for_admins_is_not_offered_to_others() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    let bo = follows(&invitation(&ana).await, "bo").await;
    bo.sees("invite-people").await;
    administrates(&ana, "settings-policy").await;
    ana.clicks("policy-invite").await;
    ana.clicks("policy-create-public-room").await;
    ana.types("password_chars", "12").await;
    ana.clicks("save-policy").await;
    ana.reads("Saved").await;
    let is_gone = "return !document.querySelector('[data-testid=invite-people]')";
    bo.becomes("bo is not offered to invite people", is_gone, Vec::new()).await;
    bo.clicks("add-room").await;
    bo.clicks("create-channel").await;
    bo.reads("Only admins create these here.").await;
    bo.clicks("close-dialog").await;
    bo.clicks("server-menu").await;
    bo.sees("menu-settings").await;
    assert!(bo.finds("menu-invite").await.is_none(), "bo may invite nobody");
    bo.clicks("menu-settings").await;
    bo.clicks("settings-password").await;
    bo.reads("At least 12 characters.").await;
    ana.clicks("close-settings-page").await;
    ana.sees("invite-people").await;
}

#[tokio::test]
async fn an_owner_is_asked_before_old_messages_are_deleted() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    administrates(&ana, "settings-policy").await;
    ana.clicks("retention-some").await;
    ana.types("retention_days", "6").await;
    ana.clicks("save-policy").await;
    ana.sees("retention_days-error").await;
    ana.types("retention_days", "30").await;
    ana.clicks("save-policy").await;
    ana.reads("Delete what is older than 30 days?").await;
    ana.clicks("save-policy-sure").await;
    ana.reads("Saved").await;
    ana.reloads().await;
    administrates(&ana, "settings-policy").await;
    let is_kept = "return document.querySelector('[data-testid=retention_days]')?.value === '30'";
    ana.becomes("it is as it was saved", is_kept, Vec::new()).await;
    ana.clicks("settings-audit").await;
    ana.reads("Days until a message is deleted: 30").await;
}
