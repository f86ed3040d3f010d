//! What one keeps for oneself, and the views that gather it.

use natter_tests::browser::Browser;
use natter_tests::patience::eventually;
use natter_tests::{Gateway, Town};
use thirtyfour::prelude::*;

use crate::visit::{PASSWORD, follows, invitation, opens, owner, signed_in};

/// The same person in a second browser.
async fn at_another_desk(gateway: &Gateway, name: &str) -> Browser {
    let browser = opens(gateway).await;
    browser.types("username", name).await;
    browser.types("password", PASSWORD).await;
    browser.clicks("submit").await;
    browser.sees("composer").await;
    browser
}

#[tokio::test]
async fn a_starred_room_stands_above_and_a_muted_one_is_quiet_on_every_device() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    let elsewhere = at_another_desk(&gateway, "ana").await;
    ana.clicks("room-menu").await;
    ana.clicks("star").await;
    for browser in [&ana, &elsewhere] {
        let script =
            "return document.querySelectorAll('[data-testid=starred] [data-testid=room-row]').length === 1";
        browser.becomes("the room stands under Starred", script, Vec::new()).await;
    }
    // Where the room is open and looked at, it is read.
    elsewhere.clicks("to-saved").await;
    let bo = follows(&invitation(&ana).await, "bo").await;
    ana.clicks("room-menu").await;
    ana.clicks("mute").await;
    ana.clicks("to-mentions").await;
    ana.sees("nothing").await;
    ana.becomes(
        "the room is muted",
        "return !!document.querySelector('[data-testid=room-row][data-muted]')",
        Vec::new(),
    )
    .await;
    bo.says("about nothing much").await;
    let unread = "const row = document.querySelector('[data-testid=room-row]'); \
        return row.dataset.unread === '1' && !row.classList.contains('unread')";
    ana.becomes("it is unread and not bold", unread, Vec::new()).await;
    bo.says("but @ana, look").await;
    ana.reads("but @ana, look").await;
    ana.becomes("a mention counts", "return document.title.startsWith('(1)')", Vec::new()).await;
}

#[tokio::test]
async fn a_saved_message_is_found_again() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    ana.says("keep this in mind").await;
    ana.becomes("it is said", "return !document.querySelector('[data-testid=message].echo')", Vec::new())
        .await;
    ana.points_at_last_message().await;
    ana.clicks("save-message").await;
    ana.becomes(
        "the bookmark is filled",
        "return !!document.querySelector('[data-testid=save-message].filled')",
        Vec::new(),
    )
    .await;
    ana.clicks("to-saved").await;
    ana.sees("card").await;
    ana.reads("keep this in mind").await;
    ana.clicks("unsave").await;
    ana.sees("nothing").await;
}

#[tokio::test]
async fn the_inbox_empties_as_rooms_are_read() {
    let (gateway, town) = Town::founded().await;
    let ana = signed_in(gateway.address(), "ana").await;
    // The room that is open reads itself: go to another view first.
    ana.presses(Key::Control + Key::Shift + "a").await;
    ana.sees("unread-room").await;
    let rooms = "return document.querySelectorAll('[data-testid=unread-room]').length";
    let before: usize = ana.asks(rooms, Vec::new()).await;
    assert!(before > 2, "{before}");
    let told = "const rooms = [...document.querySelectorAll('[data-testid=unread-room]')]; \
        return rooms.length > 2 && rooms.every(room => room.querySelector('[data-testid=card]'))";
    ana.becomes("each shows what is new in it", told, Vec::new()).await;
    ana.reloads().await;
    ana.becomes("so it is after a reload", told, Vec::new()).await;
    ana.clicks("mark-room-read").await;
    eventually("one is read", async || (ana.asks::<usize>(rooms, Vec::new()).await < before).then_some(()))
        .await;
    ana.clicks("mark-all-read").await;
    ana.sees("nothing").await;
    eventually("the server knows", async || {
        town.ana.syncs().await.rooms.iter().all(|room| room.unread == 0 || room.prefs.muted).then_some(())
    })
    .await;
    ana.presses(Key::Control + Key::Shift + "m").await;
    ana.reads("can you look at the unread divider?").await;
    // The link covers its card; a driver looks for it where its words are.
    ana.asks::<()>("document.querySelector('[data-testid=card-jump]').click()", Vec::new()).await;
    ana.sees("composer").await;
}

#[tokio::test]
async fn a_draft_moves_with_its_author_but_never_over_what_is_being_written() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    let elsewhere = at_another_desk(&gateway, "ana").await;
    ana.types("composer", "half a thought").await;
    let has =
        |text: &str| format!("return document.querySelector('[data-testid=composer]').value === '{text}'");
    elsewhere.becomes("the draft comes over", &has("half a thought"), Vec::new()).await;
    elsewhere.types("composer", "another one").await;
    ana.clicks("to-drafts").await;
    ana.reads("another one").await;
    elsewhere.clicks("send").await;
    ana.sees("nothing").await;
    elsewhere.becomes("it was sent", &has(""), Vec::new()).await;
}

#[tokio::test]
async fn what_is_begun_in_a_thread_moves_along_too() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    let elsewhere = at_another_desk(&gateway, "ana").await;
    ana.says("shall we meet?").await;
    elsewhere.reads("shall we meet?").await;
    ana.clicks("composer").await;
    ana.presses(Key::Shift + Key::Up).await;
    ana.types("thread-composer", "half an answer").await;
    elsewhere.clicks("to-drafts").await;
    elsewhere.reads("Thread in #general").await;
    elsewhere.reads("half an answer").await;
    // The link covers its card; a driver looks for it where its words are.
    elsewhere.asks::<()>("document.querySelector('[data-testid=continue-draft]').click()", Vec::new()).await;
    elsewhere.sees("thread-pane").await;
    let holds = |field: &str, text: &str| {
        format!("return document.querySelector('[data-testid={field}]').value === '{text}'")
    };
    elsewhere.becomes("the draft is there", &holds("thread-composer", "half an answer"), Vec::new()).await;
    assert!(elsewhere.asks::<bool>(&holds("composer", ""), Vec::new()).await, "the room has none");
    elsewhere.clicks("thread-send").await;
    ana.reads("1 reply").await;
    elsewhere.clicks("to-drafts").await;
    elsewhere.sees("nothing").await;
}

#[tokio::test]
async fn the_sidebar_keeps_the_width_it_is_given() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    let width = "return Math.round(document.querySelector('nav.side').getBoundingClientRect().width)";
    let before: i64 = ana.asks(width, Vec::new()).await;
    let edge = ana.sees("side-edge").await;
    edge.send_keys(Key::Right + Key::Right).await.expect("keys");
    assert_eq!(ana.asks::<i64>(width, Vec::new()).await, before + 32);
    ana.driver
        .action_chain()
        .drag_and_drop_element_by_offset(&edge, 40, 0)
        .perform()
        .await
        .expect("it is dragged");
    let dragged: i64 = ana.asks(width, Vec::new()).await;
    assert!(dragged > before + 60, "{dragged}");
    ana.reloads().await;
    ana.sees("composer").await;
    assert_eq!(ana.asks::<i64>(width, Vec::new()).await, dragged);
}
