//! Picking: emoji with a skin tone, a day, a picture of oneself.

use natter_tests::Gateway;
use natter_tests::browser::Browser;
use natter_tests::patience::eventually;
use natter_tests::person_files::picture;
use thirtyfour::prelude::*;

use crate::visit::{at_the_api, follows, invitation, owner};

/// Picks an emoji of the open picker.
async fn picks(browser: &Browser, emoji: &str) {
    let pick = "const one = [...document.querySelectorAll('[data-testid=emoji-grid] [data-emoji]')] \
        .find(one => one.dataset.emoji === arguments[0]); one?.click(); return !!one";
    eventually(&format!("{emoji} is picked"), async || {
        browser.asks::<bool>(pick, vec![emoji.into()]).await.then_some(())
    })
    .await;
}

/// How many reacted so to the newest message.
async fn reacted(browser: &Browser, emoji: &str) -> Option<String> {
    let script = "const all = [...document.querySelectorAll('[data-testid=reaction]')]; \
        return all.find(one => one.dataset.emoji === arguments[0])?.innerText.split('\\n').pop() ?? null";
    browser.asks(script, vec![emoji.into()]).await
}

#[tokio::test]
async fn an_emoji_with_a_skin_tone_is_found_reacted_with_and_remembered() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    let bo = follows(&invitation(&ana).await, "bo").await;
    bo.says("good morning").await;
    ana.reads("good morning").await;
    ana.points_at_last_message().await;
    ana.clicks("react").await;
    ana.sees("emoji-picker").await;
    // The third tone.
    for _ in 0..3 {
        ana.clicks("skin-tone").await;
    }
    ana.types("emoji-search", "waving hand").await;
    picks(&ana, "👋🏽").await;
    eventually("bo sees it", async || (reacted(&bo, "👋🏽").await.as_deref() == Some("1")).then_some(())).await;
    bo.clicks("reaction").await;
    eventually("two wave", async || (reacted(&ana, "👋🏽").await.as_deref() == Some("2")).then_some(())).await;
    ana.clicks("reaction").await;
    eventually("one waves", async || (reacted(&bo, "👋🏽").await.as_deref() == Some("1")).then_some(())).await;
    // The picker of the composer knows it, and the tone.
    ana.clicks("emoji").await;
    picks(&ana, "👋🏽").await;
    let value = ana.sees("composer").await.prop("value").await.expect("asked");
    assert_eq!(value.as_deref(), Some("👋🏽"));
}

#[tokio::test]
async fn a_day_is_jumped_to() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    let desk = at_the_api(&gateway, "ana").await;
    let general = desk.general().await;
    for n in 0..150 {
        desk.posts(general, &format!("message {n} of many")).await;
    }
    ana.reloads().await;
    ana.reads("message 149 of many").await;
    let stands = async |text: &str| {
        ana.asks::<bool>("return document.body.innerText.includes(arguments[0])", vec![text.into()]).await
    };
    assert!(!stands("message 0 of many").await, "it is not loaded yet");
    ana.clicks("day").await;
    ana.clicks("jump-to-beginning").await;
    ana.reads("message 0 of many").await;
    ana.presses(Key::End + "").await;
    ana.reads("message 149 of many").await;
    // The first of a day of one's choice.
    ana.reloads().await;
    ana.reads("message 149 of many").await;
    ana.clicks("day").await;
    ana.sees("date").await;
    let choose = "const now = new Date(), two = n => String(n).padStart(2, '0'); \
        const date = document.querySelector('[data-testid=date]'); \
        date.value = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`; \
        date.dispatchEvent(new Event('change', { bubbles: true }))";
    ana.asks::<()>(choose, Vec::new()).await;
    ana.reads("message 0 of many").await;
}

#[tokio::test]
async fn a_picture_of_oneself_is_seen_by_others_and_taken_away() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    let bo = follows(&invitation(&ana).await, "bo").await;
    ana.says("that is me").await;
    bo.reads("that is me").await;
    let folder = natter_tests::folder::Folder::new();
    let path = folder.path().join("me.png");
    std::fs::write(&path, picture(320, 240)).expect("a file");
    ana.clicks("settings").await;
    ana.sees("profile-form").await;
    let field = ana.driver.find(By::Testid("avatar-input")).await.expect("the field");
    field.send_keys(path.to_string_lossy().into_owned()).await.expect("chosen");
    let shown = "const img = document.querySelector('[data-testid=message] .avatar img'); \
        return !!img && img.naturalWidth > 0 && img.naturalWidth === img.naturalHeight";
    eventually("bo sees it, square", async || bo.asks::<bool>(shown, Vec::new()).await.then_some(())).await;
    ana.clicks("remove-avatar").await;
    let gone = "return !document.querySelector('[data-testid=message] .avatar img')";
    eventually("bo sees letters again", async || bo.asks::<bool>(gone, Vec::new()).await.then_some(())).await;
}
