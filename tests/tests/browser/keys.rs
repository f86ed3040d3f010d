//! Everything by keys alone.

use natter_protocol::{MessageId, RoomId, RoomKind};
use natter_tests::browser::Browser;
use natter_tests::{Gateway, Person, eventually};
use serde_json::json;
use thirtyfour::prelude::*;

use crate::visit::in_general;

/// As [`in_general`], with the caret where one writes.
async fn at_the_composer() -> (Gateway, Person, Person, Browser, RoomId) {
    let there = in_general().await;
    has_focus(&there.3, "#composer").await;
    there
}

pub async fn has_focus(browser: &Browser, selector: &str) {
    let script = "return !!document.activeElement?.matches(arguments[0])";
    browser.becomes(&format!("{selector} has the focus"), script, vec![selector.into()]).await;
}

pub async fn stands_in(browser: &Browser, room: RoomId) {
    let script = "return location.pathname === arguments[0] && !!document.querySelector('#composer')";
    browser.becomes("the other room is open", script, vec![format!("/r/{room}").into()]).await;
}

/// Waits until the list of rooms shows that there is something new in this one.
pub async fn is_unread(browser: &Browser, room: RoomId) {
    let script = "return !!document.querySelector(`[data-room-id='${arguments[0]}'].unread, .unread [data-room-id='${arguments[0]}']`)";
    browser.becomes("the room is unread", script, vec![room.to_string().into()]).await;
}

/// Takes the focus out of every field.
async fn leaves_the_field(browser: &Browser) {
    browser.asks::<()>("document.activeElement.blur()", Vec::new()).await;
}

async fn points_at(browser: &Browser, message: MessageId) {
    let row = format!("[data-message-id=\"{message}\"]");
    let focus = "const row = document.querySelector(arguments[0]); row?.focus(); return row === document.activeElement";
    browser.becomes("the message has the focus", focus, vec![row.into()]).await;
}

async fn is_gone(browser: &Browser, name: &str) {
    eventually(&format!("{name} is gone"), async || browser.finds(name).await.is_none().then_some(())).await;
}

#[tokio::test]
async fn keys_lead_from_room_to_room_and_back() {
    let (_gateway, ana, bo, browser, general) = at_the_composer().await;
    let other = ana.makes_room(RoomKind::Public, "workshop").await.id;
    bo.joins(other).await;
    let rows =
        "return [...document.querySelectorAll('[data-testid=room-row]')].map(row => row.dataset.roomId)";
    let both = async || {
        let rows: Vec<String> = browser.asks(rows, Vec::new()).await;
        (rows.len() == 2).then_some(())
    };
    eventually("both rooms stand in the sidebar", both).await;
    browser.presses(Key::Alt + Key::Down).await;
    stands_in(&browser, other).await;
    browser.presses(Key::Alt + Key::Up).await;
    stands_in(&browser, general).await;
    browser.presses(Key::Alt + Key::Left).await;
    stands_in(&browser, other).await;
    browser.presses(Key::Alt + Key::Right).await;
    stands_in(&browser, general).await;
    // A menu belongs to the room that it was opened in, and so does a dialog.
    browser.clicks("room-menu").await;
    browser.sees("pop").await;
    browser.presses(Key::Alt + Key::Down).await;
    stands_in(&browser, other).await;
    is_gone(&browser, "pop").await;
    browser.clicks("room-menu").await;
    browser.clicks("add-people").await;
    browser.sees("dialog").await;
    browser.driver.back().await.expect("the browser goes back");
    stands_in(&browser, general).await;
    is_gone(&browser, "dialog").await;

    // What is unread is gone to, and nothing where nothing is.
    bo.posts(other, "are you there?").await;
    is_unread(&browser, other).await;
    leaves_the_field(&browser).await;
    browser.presses("n").await;
    stands_in(&browser, other).await;
    browser.reads("are you there?").await;
    bo.posts(general, "and here?").await;
    is_unread(&browser, general).await;
    browser.presses(Key::Alt + Key::Shift + Key::Down).await;
    stands_in(&browser, general).await;
    bo.posts(other, "once more").await;
    is_unread(&browser, other).await;
    browser.presses(Key::Alt + Key::Shift + Key::Up).await;
    stands_in(&browser, other).await;
}

#[tokio::test]
async fn keys_lead_through_the_window_and_list_themselves() {
    let (_gateway, _ana, bo, browser, general) = at_the_composer().await;
    bo.posts(general, "hello").await;
    browser.reads("hello").await;
    browser.presses(Key::F6 + "").await;
    has_focus(&browser, ".side *").await;
    browser.presses(Key::F6 + "").await;
    has_focus(&browser, ".list").await;
    browser.presses(Key::F6 + "").await;
    has_focus(&browser, "#composer").await;
    browser.presses(Key::Shift + Key::F6).await;
    has_focus(&browser, ".list").await;
    browser.presses(Key::Shift + Key::F6).await;
    browser.presses(Key::Shift + Key::F6).await;
    has_focus(&browser, "#composer").await;

    browser.presses(Key::Control + ".").await;
    browser.sees("members-pane").await;
    browser.presses(Key::F6 + "").await;
    has_focus(&browser, ".pane *").await;
    browser.presses(Key::Control + ".").await;
    is_gone(&browser, "members-pane").await;

    browser.presses(Key::Control + "/").await;
    browser.sees("dialog").await;
    browser.reads("Move between the parts of the page").await;
    browser.presses(Key::Escape + "").await;
    is_gone(&browser, "dialog").await;
    leaves_the_field(&browser).await;
    browser.presses("?").await;
    browser.reads("React to the last message").await;
    browser.presses(Key::Escape + "").await;
    is_gone(&browser, "dialog").await;
    browser.presses(Key::Control + "k").await;
    browser.sees("switcher").await;
    browser.presses(Key::Escape + "").await;
    is_gone(&browser, "dialog").await;

    leaves_the_field(&browser).await;
    browser.presses("/").await;
    browser.sees("search-pane").await;
    // The file dialog is the system's own: that it is asked for is all a page can tell.
    let watch = "HTMLInputElement.prototype.click = function () { window.asked = this.type }";
    browser.asks::<()>(watch, Vec::new()).await;
    browser.presses(Key::Control + "u").await;
    browser.becomes("files are asked for", "return window.asked === 'file'", Vec::new()).await;
}

#[tokio::test]
async fn a_focused_message_takes_single_letters() {
    let (_gateway, ana, bo, browser, general) = at_the_composer().await;
    let mine = ana.posts(general, "this is mine").await;
    let theirs = bo.posts(general, "that is theirs").await;
    browser.reads("that is theirs").await;
    browser.presses(Key::F6 + "").await;
    browser.presses(Key::F6 + "").await;
    has_focus(&browser, ".list").await;
    let (my_row, their_row) =
        (format!("[data-message-id='{}']", mine.id), format!("[data-message-id='{}']", theirs.id));
    browser.presses(Key::Up + "").await;
    has_focus(&browser, &their_row).await;
    browser.presses("k").await;
    has_focus(&browser, &my_row).await;
    browser.presses("j").await;
    has_focus(&browser, &their_row).await;
    browser.presses(Key::Up + "").await;
    has_focus(&browser, &my_row).await;

    browser.presses("e").await;
    browser.sees("editor").await;
    browser.presses(Key::Escape + "").await;
    is_gone(&browser, "editor").await;
    points_at(&browser, theirs.id).await;
    browser.presses("r").await;
    browser.sees("emoji-picker").await;
    browser.presses(Key::Escape + "").await;
    is_gone(&browser, "emoji-picker").await;
    points_at(&browser, theirs.id).await;
    browser.presses("p").await;
    browser.reads("Pinned by ana").await;
    points_at(&browser, theirs.id).await;
    browser.presses("a").await;
    eventually("it is saved", async || (ana.saved("").await.saved.len() == 1).then_some(())).await;
    points_at(&browser, theirs.id).await;
    browser.presses("t").await;
    browser.sees("thread-pane").await;
    browser.presses(Key::Escape + "").await;
    is_gone(&browser, "thread-pane").await;

    points_at(&browser, theirs.id).await;
    browser.presses("u").await;
    browser.sees("unread-divider").await;
    eventually("it is unread", async || (ana.summary(general).await.unread == 1).then_some(())).await;
    browser.presses(Key::Escape + "").await;
    eventually("all is read", async || (ana.summary(general).await.unread == 0).then_some(())).await;

    points_at(&browser, mine.id).await;
    browser.presses(Key::Delete + "").await;
    browser.clicks("undo").await;
    browser.reads("this is mine").await;
}

#[tokio::test]
async fn the_composer_reaches_the_last_messages_by_keys() {
    let (_gateway, ana, bo, browser, general) = at_the_composer().await;
    ana.posts(general, "this is mine").await;
    let theirs = bo.posts(general, "that is theirs").await;
    browser.reads("that is theirs").await;
    browser.presses(Key::Up + "").await;
    browser.sees("editor").await;
    browser.presses(Key::Escape + "").await;
    is_gone(&browser, "editor").await;
    browser.clicks("composer").await;
    browser.presses(Key::Shift + Key::Up).await;
    browser.sees("thread-pane").await;
    browser.presses(Key::Escape + "").await;
    is_gone(&browser, "thread-pane").await;
    browser.clicks("composer").await;
    browser.presses(Key::Control + Key::Shift + "\\").await;
    browser.types("emoji-search", "rocket").await;
    let is_first = "return document.querySelector('.emoji-grid button')?.dataset.emoji === '🚀'";
    browser.becomes("it is found", is_first, Vec::new()).await;
    browser.presses(Key::Enter + "").await;
    eventually("it has the reaction", async || {
        let said = ana.whole_history(general).await.into_iter().find(|said| said.id == theirs.id)?;
        (said.reactions.first()?.emoji == "🚀").then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_click_with_alt_marks_unread_and_a_key_leads_to_the_oldest() {
    let (_gateway, ana, bo, browser, general) = at_the_composer().await;
    for n in 1..=50 {
        bo.posts(general, &format!("line {n}")).await;
    }
    browser.reads("line 50").await;
    let place = "const row = [...document.querySelectorAll('[data-message-id]')].find(row => row.innerText.endsWith(arguments[0])); \
        row.scrollIntoView(); row.dispatchEvent(new MouseEvent('click', { altKey: true, bubbles: true, cancelable: true }))";
    browser.asks::<()>(place, vec![json!("line 11")]).await;
    eventually("forty are unread", async || (ana.summary(general).await.unread == 40).then_some(())).await;
    leaves_the_field(&browser).await;
    browser.presses(Key::End + "").await;
    let shown = "const of = document.querySelector('[data-testid=unread-divider]')?.getBoundingClientRect(); \
        return (!!of && of.top > 0 && of.top < innerHeight) === arguments[0]";
    browser.becomes("the end is shown, and not the divider", shown, vec![json!(false)]).await;
    browser.presses(Key::Control + "j").await;
    browser.becomes("the divider is shown", shown, vec![json!(true)]).await;
}
