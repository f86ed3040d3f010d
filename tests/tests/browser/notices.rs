//! Telling someone who does not look.

use std::time::Duration;

use natter_protocol::RoomKind;
use natter_protocol::email::Reader;
use natter_protocol::notifications::{Push, Told};
use natter_tests::Gateway;
use natter_tests::browser::Browser;
use natter_tests::mailbox::Mailbox;
use natter_tests::patience::eventually;
use serde_json::json;

use crate::phone::Phone;
use crate::settings::chooses;
use crate::visit::{follows, in_general, invitation, owner};

#[tokio::test]
async fn a_mention_is_told_while_nobody_looks_and_withdrawn_once_it_is_read() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    let bo = follows(&invitation(&ana).await, "bo").await;
    allows(&ana).await;
    // Another page of the same address: the chat is open in a tab that nobody looks at.
    ana.opens_tab("/api/docs").await;
    bo.says("just talking").await;
    let told = is_told(&ana, async || bo.says("@ana are you there?").await).await;
    assert_eq!(told, "bo · #general: @ana are you there?");
    assert_eq!(notices(&ana).await.len(), 1, "only what names her");
    Phone::of(&gateway, "ana").await.reads_everything().await;
    eventually("it is withdrawn", async || notices(&ana).await.is_empty().then_some(())).await;
}

#[tokio::test]
async fn the_title_counts_what_calls_and_the_icon_marks_what_waits() {
    let (_gateway, ana, bo, browser, _) = in_general().await;
    let other = ana.makes_room(RoomKind::Public, "workshop").await.id;
    bo.joins(other).await;
    let stands = async |icon: &str, counts: bool| {
        let script = "return document.querySelector('link[rel=icon]').getAttribute('href') === arguments[0] \
            && document.title.startsWith('(1) ') === arguments[1]";
        browser.becomes(icon, script, vec![icon.into(), counts.into()]).await;
    };
    stands("/assets/logo.svg", false).await;
    bo.posts(other, "just talking").await;
    stands("/assets/logo-unread.svg", false).await;
    bo.posts(other, "@ana are you there?").await;
    stands("/assets/logo-mention.svg", true).await;
    browser.goes_to(&format!("/r/{other}")).await;
    browser.reads("are you there?").await;
    stands("/assets/logo.svg", false).await;
}

#[tokio::test]
async fn a_push_is_shown_by_the_worker_alone() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    ana.keeps("general").await;
    ana.may_notify().await;
    let phone = Phone::of(&gateway, "ana").await;
    let push = Push {
        room: phone.room,
        message: natter_tests::person::new_message_id(),
        title: "bo in #general".to_owned(),
        text: "wake up".to_owned(),
    };
    let push = serde_json::to_string(&push).expect("JSON");
    let told = is_told(&ana, async || ana.is_pushed(&push).await).await;
    assert_eq!(told, "bo in #general: wake up");
}

#[tokio::test]
async fn after_the_first_mention_notifications_are_offered_until_they_are_declined() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    let bo = follows(&invitation(&ana).await, "bo").await;
    for browser in [&ana, &bo] {
        browser.may_be_asked_to_notify().await;
        browser.reloads().await;
        browser.sees("composer").await;
    }
    bo.says("just talking").await;
    ana.reads("just talking").await;
    assert!(ana.finds("notify-offer").await.is_none(), "that is nothing to be told of");
    bo.says("@ana look").await;
    ana.sees("notify-offer").await;
    ana.clicks("decline-notifications").await;
    eventually("it is gone", async || ana.finds("notify-offer").await.is_none().then_some(())).await;
    ana.reloads().await;
    ana.sees("composer").await;
    bo.says("@ana look again").await;
    ana.reads("look again").await;
    ana.says("@bo I did").await;
    // Whoever accepts is not asked any more either.
    bo.sees("notify-offer").await;
    assert!(ana.finds("notify-offer").await.is_none(), "she declined it for good");
    bo.may_notify().await;
    bo.clicks("accept-notifications").await;
    eventually("it is gone", async || bo.finds("notify-offer").await.is_none().then_some(())).await;
    opens_rules(&bo).await;
    bo.sees("notifications-on").await;
}

#[tokio::test]
async fn the_rules_hold_on_all_devices() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    opens_rules(&ana).await;
    ana.clicks("told-nothing").await;
    ana.clicks("quiet-hours").await;
    ana.sees("quiet-from").await;
    let phone = Phone::of(&gateway, "ana").await;
    let rules = phone.rules().await;
    assert_eq!(rules.told, Told::Nothing);
    assert!(rules.quiet_hours.is_some(), "{rules:?}");
    ana.clicks("quiet-hours").await;
    eventually("the hours are over", async || phone.rules().await.quiet_hours.is_none().then_some(())).await;
}

#[tokio::test]
async fn an_address_for_mails_is_given_and_proved() {
    let mut mailbox = Mailbox::open().await;
    let gateway =
        Gateway::with(&["--smtp-url", &mailbox.url(), "--smtp-from", "Natter <natter@example.org>"]).await;
    let ana = owner(&gateway, "ana").await;
    opens_rules(&ana).await;
    ana.types("address", "ana").await;
    ana.clicks("send-email-code").await;
    ana.reads("this is no e-mail address").await;
    ana.types("address", "ana@example.org").await;
    ana.clicks("send-email-code").await;
    ana.reads("A code is on its way to ana@example.org.").await;
    let mail = mailbox.takes().await;
    let code: String = mail.header("Subject").expect("a subject").chars().take(6).collect();
    ana.types("code", &code).await;
    ana.clicks("verify-email").await;
    assert_eq!(pace(&ana).await, "hourly");
    chooses(&ana, "email-pace", 3).await;
    eventually("it is kept", async || {
        let script = "const done = arguments[arguments.length - 1]; \
            fetch('/api/v1/me/email').then(answer => answer.json()).then(mine => done(mine.pace))";
        let kept: String = ana.driver.execute_async(script, Vec::new()).await.ok()?.convert().ok()?;
        (kept == "daily").then_some(())
    })
    .await;
    ana.clicks("close-settings-page").await;
    opens_rules(&ana).await;
    assert_eq!(pace(&ana).await, "daily");
    ana.clicks("forget-email").await;
    eventually("no address", async || ana.finds("email-pace").await.is_none().then_some(())).await;
    ana.sees("email-form").await;
}

#[tokio::test]
async fn mails_follow_the_language_of_the_interface() {
    let mut mailbox = Mailbox::open().await;
    let gateway =
        Gateway::with(&["--smtp-url", &mailbox.url(), "--smtp-from", "Natter <natter@example.org>"]).await;
    let ana = owner(&gateway, "ana").await;
    opens_rules(&ana).await;
    ana.types("address", "ana@example.org").await;
    ana.clicks("send-email-code").await;
    assert!(mailbox.takes().await.text().contains("It holds for 30 minutes."));
    let phone = Phone::of(&gateway, "ana").await;
    let here = "return Intl.DateTimeFormat().resolvedOptions().timeZone";
    let time_zone: String = ana.asks(here, Vec::new()).await;
    let reads = async |language: &str, twelve_hours: bool| {
        let wanted = Reader { language: language.to_owned(), time_zone: time_zone.clone(), twelve_hours };
        eventually("the server knows", async || (phone.reader().await? == wanted).then_some(())).await;
    };
    reads("en", true).await;
    ana.clicks("settings-language").await;
    ana.clicks("clock-24").await;
    reads("en", false).await;
    ana.clicks("language-de").await;
    ana.reads("Einstellungen").await;
    reads("de", false).await;
    // A device that was used last says so when it comes in.
    phone.is_read_in("pt").await;
    ana.reloads().await;
    reads("de", false).await;
}

async fn pace(browser: &Browser) -> String {
    let list = browser.sees("email-pace").await;
    list.prop("value").await.expect("asked").expect("a pace")
}

async fn opens_rules(browser: &Browser) {
    browser.clicks("settings").await;
    browser.clicks("settings-notifications").await;
    browser.sees("notification-rules").await;
}

async fn allows(browser: &Browser) {
    browser.may_notify().await;
    browser.reloads().await;
    opens_rules(browser).await;
    browser.sees("notifications-on").await;
    browser.clicks("close-settings-page").await;
}

/// Has something told until it is shown. The browser forgets a notification that it is asked for before it stands on the
/// screen: so it is not asked at once, and what it forgot is told again, in the same place.
async fn is_told(browser: &Browser, mut tell: impl AsyncFnMut()) -> String {
    eventually("a notification is shown", async || {
        tell().await;
        tokio::time::sleep(Duration::from_secs(2)).await;
        notices(browser).await.pop()
    })
    .await
}

/// What is shown now, title and text.
async fn notices(browser: &Browser) -> Vec<String> {
    let script = "const done = arguments[0]; \
        navigator.serviceWorker.getRegistration('/').then(it => it.getNotifications()) \
            .then(all => done(all.map(it => it.title + ': ' + it.body)), () => done([]))";
    let answer = browser.driver.execute_async(script, vec![json!(null); 0]).await.expect("the script runs");
    answer.convert().expect("texts")
}
