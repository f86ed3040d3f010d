//! All files of a room, at its side.

use natter_tests::browser::Browser;
use natter_tests::patience::eventually;
use natter_tests::person_files::picture;
use natter_tests::{Gateway, Person};
use thirtyfour::prelude::*;

use crate::visit::{code, invitation, owner};

/// The names of the files in the pane, from the top.
async fn listed(browser: &Browser) -> Vec<String> {
    let script = "return [...document.querySelectorAll('[data-testid=room-file] b')].map(b => b.innerText)";
    browser.asks(script, Vec::new()).await
}

async fn lists(browser: &Browser, names: &[&str]) {
    eventually(&format!("{names:?} are listed"), async || (listed(browser).await == names).then_some(()))
        .await;
}

#[tokio::test]
async fn the_files_of_a_room_stand_at_its_side() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    let mei = Person::registers(gateway.address(), "mei", Some(&code(&invitation(&ana).await))).await;
    let general = mei.general().await;
    ana.clicks("room-menu").await;
    ana.clicks("room-files").await;
    ana.sees("files-pane").await;
    ana.reads("Nothing was shared here yet.").await;
    let map = mei.uploads("map.png", picture(900, 600)).await;
    let said = mei.posts_with(general, "the way", &[map.id]).await;
    lists(&ana, &["map.png"]).await;
    ana.reads("mei").await;
    let notes = mei.uploads("notes.txt", "notes").await;
    let later = mei.posts_with(general, "", &[notes.id]).await;
    lists(&ana, &["notes.txt", "map.png"]).await;
    eventually("the picture is shown small", async || {
        let wide = "return document.querySelector('[data-testid=room-file] img')?.naturalWidth ?? 0";
        (ana.asks::<u32>(wide, Vec::new()).await > 0).then_some(())
    })
    .await;
    let _ = mei.deletes(general, later.id).await;
    lists(&ana, &["map.png"]).await;
    // To its message, and to itself.
    for n in 0..60 {
        mei.posts(general, &format!("line {n}")).await;
    }
    ana.clicks("show-in-room").await;
    let marked = "return document.querySelector('.message.highlight')?.dataset.messageId ?? null";
    eventually("its message is shown", async || {
        (ana.asks::<Option<String>>(marked, Vec::new()).await == Some(said.id.to_string())).then_some(())
    })
    .await;
    let row = ana.sees("room-file").await;
    row.find(By::Css(".room-file-main")).await.expect("a button").click().await.expect("a click");
    ana.sees("viewer-picture").await;
}

#[tokio::test]
async fn more_files_are_fetched_and_old_ones_can_be_looked_at() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    let mei = Person::registers(gateway.address(), "mei", Some(&code(&invitation(&ana).await))).await;
    let general = mei.general().await;
    let first = mei.uploads("first.png", picture(60, 40)).await;
    mei.posts_with(general, "", &[first.id]).await;
    for batch in 0..3 {
        let mut files = Vec::new();
        for n in 0..20 {
            files.push(mei.uploads(&format!("{batch}-{n}.txt"), "x").await.id);
        }
        mei.posts_with(general, "", &files).await;
    }
    for n in 0..120 {
        mei.posts(general, &format!("line {n}")).await;
    }
    ana.reads("line 119").await;
    ana.reloads().await;
    ana.reads("line 119").await;
    ana.clicks("room-menu").await;
    ana.clicks("room-files").await;
    ana.clicks("more-files").await;
    eventually("all are listed", async || (listed(&ana).await.len() == 61).then_some(())).await;
    assert!(ana.finds("more-files").await.is_none());
    // Its message is far above what was loaded.
    let open = "document.querySelector('[data-testid=room-file]:last-of-type .room-file-main').click()";
    ana.asks::<()>(open, Vec::new()).await;
    ana.sees("viewer-picture").await;
}
