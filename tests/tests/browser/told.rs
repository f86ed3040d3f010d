//! What happens to a room stands among its messages, and is not one.

use natter_protocol::command::UpdateRoom;
use natter_protocol::{RoomKind, routes};
use natter_tests::Gateway;
use thirtyfour::prelude::*;

use crate::keys::is_unread;
use crate::visit::signed_in;

#[tokio::test]
async fn what_happens_to_a_room_is_told_among_its_messages() {
    let gateway = Gateway::start().await;
    let ana = gateway.owner("ana").await;
    let bo = ana.invites("bo").await;
    let mei = ana.invites("mei").await;
    let club = ana.makes_room(RoomKind::Public, "club").await.id;
    bo.joins(club).await;
    mei.joins(club).await;
    ana.posts(club, "before").await;
    let topic = UpdateRoom { name: None, topic: Some("All about pots".to_owned()) };
    let _ = ana.patch(routes::room(club), &topic).await.is(200);
    let browser = signed_in(gateway.address(), "ana").await;
    browser.goes_to(&format!("/r/{club}")).await;
    browser.reads("bo and mei joined").await;
    browser.reads("ana set the topic: All about pots").await;
    browser.says("after").await;
    browser.reads("after").await;
    // What is told comes between what one person says: the name stands there again.
    let heads = "const rows = [...document.querySelectorAll('[data-testid=message]')]; \
        return rows.length === 2 && rows.every(row => row.classList.contains('head'))";
    browser.becomes("both show their author", heads, Vec::new()).await;
    bo.leaves(club).await;
    browser.reads("bo left").await;
    mei.leaves(club).await;
    browser.reads("bo and mei left").await;
    // The keys pass over it to what one said.
    browser.presses(Key::Up + "").await;
    let edited = "return document.querySelector('.editor textarea')?.value === 'after'";
    browser.becomes("the last of one's own is edited", edited, Vec::new()).await;
    browser.presses(Key::Escape + "").await;
    // Elsewhere it is nothing new.
    browser.goes_to(&format!("/r/{}", ana.general().await)).await;
    let topic = UpdateRoom { name: None, topic: Some("All about cups".to_owned()) };
    let _ = ana.patch(routes::room(club), &topic).await.is(200);
    bo.joins(club).await;
    bo.posts(club, "I am back").await;
    is_unread(&browser, club).await;
    browser.goes_to(&format!("/r/{club}")).await;
    let divided = "const next = document.querySelector('[data-divider]')?.nextElementSibling; \
        return !!next?.innerText.includes('I am back')";
    browser.becomes("what was said is new, and not what is told before it", divided, Vec::new()).await;
}
