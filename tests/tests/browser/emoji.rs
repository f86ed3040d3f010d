//! Emoji of the server's own: brought by an admin, written, chosen, reacted with, removed.

use natter_tests::Gateway;
use natter_tests::browser::Browser;
use natter_tests::folder::Folder;
use natter_tests::patience::eventually;
use natter_tests::person_files::picture;
use thirtyfour::prelude::*;

use crate::visit::{follows, invitation, owner};

/// How many pictures of emoji have loaded where a selector points.
async fn shows(browser: &Browser, place: &str, emoji: &str, number: usize) {
    let script = "const all = [...document.querySelectorAll(`${arguments[0]} img.custom-emoji`)];
        return all.filter(one => one.alt === arguments[1] && one.naturalWidth > 0).length";
    eventually(&format!("{number} of {emoji} in {place}"), async || {
        let given = vec![place.into(), emoji.into()];
        (browser.asks::<usize>(script, given).await == number).then_some(())
    })
    .await;
}

async fn adds(browser: &Browser, folder: &Folder, file: &str) {
    let path = folder.path().join(file);
    std::fs::write(&path, picture(90, 60)).expect("a file");
    browser.clicks("settings").await;
    browser.clicks("settings-emoji").await;
    browser.sees("new-emoji").await;
    let input = browser.driver.find(By::Testid("emoji-file")).await.expect("the field");
    input.send_keys(path.to_string_lossy().into_owned()).await.expect("chosen");
    browser.clicks("add-emoji").await;
    browser.sees("custom-emoji").await;
}

#[tokio::test]
async fn an_emoji_of_the_servers_own_is_written_chosen_and_removed() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    let bo = follows(&invitation(&ana).await, "bo").await;
    bo.says("is there a :party_parrot: here?").await;
    bo.reads(":party_parrot:").await;
    let folder = Folder::new();
    adds(&ana, &folder, "Party Parrot.png").await;
    ana.clicks("close-settings-page").await;
    // What was written before shows it, too, to everyone and without asking again.
    shows(&bo, "[data-testid=message]", ":party_parrot:", 1).await;
    shows(&ana, "[data-testid=message]", ":party_parrot:", 1).await;

    // The letters after a colon are completed.
    let composer = bo.sees("composer").await;
    composer.send_keys("yes :party_p").await.expect("typed");
    bo.sees("emoji-names").await;
    shows(&bo, "[data-testid=emoji-names]", ":party_parrot:", 1).await;
    composer.send_keys(Key::Enter + "").await.expect("accepted");
    eventually("it is completed", async || {
        let value = composer.prop("value").await.ok()??;
        (value == "yes :party_parrot: ").then_some(())
    })
    .await;
    composer.send_keys(Key::Enter + "").await.expect("sent");
    shows(&ana, "[data-testid=message]", ":party_parrot:", 2).await;
    // So are those of Unicode.
    composer.send_keys(":rocke").await.expect("typed");
    bo.sees("emoji-names").await;
    composer.send_keys(Key::Tab + "").await.expect("accepted");
    eventually("a rocket", async || (composer.prop("value").await.ok()?? == "🚀 ").then_some(())).await;

    // It is found in the picker, and a reaction like any other.
    ana.driver
        .action_chain()
        .move_to_element_center(&ana.sees("message").await)
        .perform()
        .await
        .expect("there");
    ana.clicks("react").await;
    ana.types("emoji-search", "parrot").await;
    let choose = "[data-testid=emoji-grid] [data-emoji=':party_parrot:']";
    eventually("it is chosen", async || ana.driver.find(By::Css(choose)).await.ok()?.click().await.ok())
        .await;
    shows(&bo, "[data-testid=reaction]", ":party_parrot:", 1).await;
    bo.clicks("reaction").await;
    eventually("two reacted", async || {
        let text = ana.finds("reaction").await?.text().await.ok()?;
        text.contains('2').then_some(())
    })
    .await;

    ana.clicks("settings").await;
    ana.clicks("settings-emoji").await;
    ana.clicks("remove-emoji").await;
    ana.clicks("remove-emoji-sure").await;
    ana.reads("There are none yet.").await;
    shows(&bo, "body", ":party_parrot:", 0).await;
    bo.reads("yes :party_parrot:").await;
}

#[tokio::test]
async fn a_name_that_is_taken_is_said_at_its_field() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    let folder = Folder::new();
    adds(&ana, &folder, "Party Parrot.png").await;
    let path = folder.path().join("Party Parrot.png");
    let input = ana.driver.find(By::Testid("emoji-file")).await.expect("the field");
    input.send_keys(path.to_string_lossy().into_owned()).await.expect("chosen");
    ana.clicks("add-emoji").await;
    let said = ana.sees("name-error").await.text().await.expect("its text");
    assert!(said.contains("There is an emoji of this name already"), "{said}");
}
