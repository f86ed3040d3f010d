//! Where a person stands in a room, and what came meanwhile.

use natter_protocol::{RoomId, RoomKind};
use natter_tests::browser::Browser;
use natter_tests::proxy::{Proxy, Weather};
use natter_tests::{Gateway, Person, eventually};

use crate::visit::{in_general, signed_in};

/// What the way back to the end says, once it says this.
async fn says_below(browser: &Browser, text: &str) {
    let script = "const below = document.querySelector('[data-testid=below]'); \
        return !!below && below.innerText.trim() === arguments[0]";
    browser.becomes(&format!("{text:?} stands below"), script, vec![text.into()]).await;
}

/// Says so many lines, of which someone else reads twenty.
async fn says_lines(person: &Person, room: RoomId, lines: usize, reader: &Person) {
    for n in 1..=lines {
        let said = person.posts(room, &format!("line {n}")).await;
        if n == 20 {
            reader.reads(room, said.seq).await;
        }
    }
}

/// Waits until the server knows that someone has read everything.
async fn has_read_all(person: &Person) {
    eventually("all of it is read on the server", async || {
        person.syncs().await.rooms.iter().all(|room| room.unread == 0).then_some(())
    })
    .await;
}

#[tokio::test]
async fn what_came_since_one_was_at_the_end_is_counted_below() {
    let gateway = Gateway::start().await;
    let ana = gateway.owner("ana").await;
    let bo = ana.invites("bo").await;
    let general = ana.general().await;
    says_lines(&bo, general, 60, &ana).await;
    let browser = signed_in(gateway.address(), "ana").await;
    browser.goes_to(&format!("/r/{general}")).await;
    browser.sees("unread-divider").await;
    browser.reads("40 new since").await;
    says_below(&browser, "").await;

    browser.clicks("below").await;
    browser.reads("line 60").await;
    eventually("the end is in view", async || browser.finds("below").await.is_none().then_some(())).await;
    let to_the_top = "document.querySelector('[data-testid=message-list]').scrollTop = 0";
    browser.asks::<()>(to_the_top, Vec::new()).await;
    says_below(&browser, "").await;
    bo.posts(general, "line 61").await;
    says_below(&browser, "1 new").await;
    browser.clicks("below").await;
    browser.reads("line 61").await;
}

#[tokio::test]
async fn what_a_device_keeps_is_not_read_before_the_server_has_said_what_is_new() {
    let gateway = Gateway::start().await;
    let network = Proxy::to(gateway.address()).await;
    let ana = gateway.owner("ana").await;
    let bo = ana.invites("bo").await;
    let general = ana.general().await;
    says_lines(&bo, general, 100, &ana).await;
    let read = ana.summary(general).await.read_seq;
    let browser = signed_in(network.address(), "ana").await;
    browser.goes_to(&format!("/r/{general}")).await;
    browser.sees("unread-divider").await;
    browser.reads("80 new since").await;
    let first_unread = "const divider = document.querySelector('[data-divider]'); \
        const list = document.querySelector('[data-testid=message-list]'); \
        return divider?.nextElementSibling?.innerText.includes('line 21') \
            && divider.offsetTop >= list.scrollTop && divider.offsetTop < list.scrollTop + list.clientHeight";
    browser.becomes("it opens at the first unread", first_unread, Vec::new()).await;
    browser.keeps("line 100").await;
    network.becomes(Weather::Cut);
    browser.reloads().await;
    browser.sees("banner").await;
    browser.reads("line 100").await;
    network.becomes(Weather::Fine);
    browser.reads("80 new since").await;
    browser.becomes("it is there again", first_unread, Vec::new()).await;
    assert_eq!(ana.summary(general).await.read_seq, read);
}

#[tokio::test]
async fn a_talk_that_is_followed_is_marked_as_read_now_and_then_and_to_its_end() {
    let (_gateway, ana, bo, browser, general) = in_general().await;
    for n in 1..=40 {
        bo.posts(general, &format!("line {n}")).await;
    }
    browser.reads("line 40").await;
    has_read_all(&ana).await;
    let told =
        "return performance.getEntriesByType('resource').filter(one => one.name.endsWith('/read')).length";
    let marks: usize = browser.asks(told, Vec::new()).await;
    assert!((1..40).contains(&marks), "{marks} marks for 40 messages");
}

/// Two messages within a second: the mark of the second waits for its turn.
async fn reads_two(browser: &Browser, bo: &Person, room: RoomId) {
    for line in ["the first", "the second"] {
        bo.posts(room, line).await;
        browser.reads(line).await;
    }
}

#[tokio::test]
async fn what_was_read_last_is_told_when_the_page_is_left() {
    let (_gateway, ana, bo, browser, general) = in_general().await;
    reads_two(&browser, &bo, general).await;
    browser.goes_away().await;
    has_read_all(&ana).await;
}

#[tokio::test]
async fn what_was_read_last_is_read_after_a_reload() {
    let (_gateway, ana, bo, browser, general) = in_general().await;
    reads_two(&browser, &bo, general).await;
    browser.reloads().await;
    browser.reads("the second").await;
    has_read_all(&ana).await;
    assert!(browser.finds("unread-divider").await.is_none());
}

/// Waits until a list shows these messages and no others.
async fn shows_only(browser: &Browser, list: &str, texts: &[&str]) {
    let script = "const rows = document.querySelectorAll(`[data-testid=${arguments[0]}] .message .text`); \
        return JSON.stringify([...rows].map(row => row.innerText.trim())) === JSON.stringify(arguments[1])";
    browser.becomes(&format!("{list} shows only {texts:?}"), script, vec![list.into(), texts.into()]).await;
}

#[tokio::test]
async fn each_room_and_each_thread_shows_its_own_messages_and_no_others() {
    let gateway = Gateway::start().await;
    let ana = gateway.owner("ana").await;
    let (one, two) =
        (ana.makes_room(RoomKind::Public, "one").await, ana.makes_room(RoomKind::Public, "two").await);
    for (room, texts) in [(one.id, ["the first", "the second"]), (two.id, ["the third", "the fourth"])] {
        for text in texts {
            let said = ana.posts(room, text).await;
            let _ = ana.answers_in_thread(room, said.id, &format!("about {text}")).await.is(201);
        }
    }
    let browser = signed_in(gateway.address(), "ana").await;
    let click = "document.querySelector(arguments[0]).click()";
    for _ in 0..2 {
        for (room, texts) in [(one.id, ["the first", "the second"]), (two.id, ["the third", "the fourth"])] {
            let row = format!("[data-testid=room-row][data-room-id='{room}']");
            browser.asks::<()>(click, vec![row.into()]).await;
            shows_only(&browser, "message-list", &texts).await;
            for (at, text) in texts.iter().enumerate() {
                let lines = "document.querySelectorAll('[data-testid=thread-line]')[arguments[0]].click()";
                browser.asks::<()>(lines, vec![at.into()]).await;
                shows_only(&browser, "thread-list", &[text, &format!("about {text}")]).await;
            }
        }
    }
}
