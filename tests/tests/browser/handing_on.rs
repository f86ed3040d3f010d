//! Handing a message on to another room.

use natter_protocol::RoomKind;
use natter_protocol::command::permalink;
use natter_tests::Gateway;
use natter_tests::patience::eventually;
use thirtyfour::prelude::*;

use crate::pins::opens_menu;
use crate::visit::{at_the_api, in_general, owner};

#[tokio::test]
async fn a_message_is_handed_on_with_a_note_and_leads_back() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    let desk = at_the_api(&gateway, "ana").await;
    let design = desk.makes_room(RoomKind::Public, "design").await.id;
    let said = desk.posts(desk.general().await, "the logo is\ntoo small").await;
    ana.reads("too small").await;
    opens_menu(&ana).await;
    ana.clicks("forward").await;
    ana.types("forward-search", "nothing like this").await;
    eventually("no room fits", async || ana.finds("forward-to").await.is_none().then_some(())).await;
    ana.types("forward-search", "des").await;
    ana.presses(Key::Enter + "").await;
    ana.sees("forward-there").await;
    ana.types("forward-note", "please have a look").await;
    ana.clicks("submit").await;
    ana.reads("Forwarded").await;
    ana.goes_to(&format!("/r/{design}")).await;
    ana.reads("please have a look").await;
    let quoted = "return document.querySelector('[data-testid=message] blockquote')?.innerText.trim() ?? ''";
    eventually("it is quoted", async || {
        let quote: String = ana.asks(quoted, Vec::new()).await;
        (quote.starts_with("the logo is") && quote.ends_with("too small")).then_some(())
    })
    .await;
    ana.reads("ana in #general").await;
    let address = permalink(said.room, said.id);
    let leads = "return [...document.querySelectorAll('[data-testid=message] a')].some(a => a.href.endsWith(arguments[0]))";
    assert!(ana.asks::<bool>(leads, vec![address.clone().into()]).await, "a link to where it stands");
    ana.goes_to(&address).await;
    let marked = "return document.querySelector('.message.highlight')?.dataset.messageId ?? null";
    eventually("the message itself is shown", async || {
        (ana.asks::<Option<String>>(marked, Vec::new()).await == Some(said.id.to_string())).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_message_is_handed_to_a_person_never_written_to() {
    let (_gateway, ana, bo, browser, general) = in_general().await;
    ana.posts(general, "only for your eyes").await;
    browser.reads("only for your eyes").await;
    opens_menu(&browser).await;
    browser.clicks("forward").await;
    browser.types("forward-search", "bo").await;
    browser.clicks("forward-to").await;
    browser.clicks("submit").await;
    browser.reads("Forwarded").await;
    eventually("bo has it", async || {
        let rooms = bo.syncs().await.rooms;
        let direct = rooms.iter().find(|room| room.room.kind == RoomKind::Direct)?;
        let said = bo.whole_history(direct.room.id).await;
        said.iter().any(|message| message.text.contains("> only for your eyes")).then_some(())
    })
    .await;
}
