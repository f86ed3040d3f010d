//! Handing a message on to another room.

use natter_protocol::RoomKind;
use natter_protocol::command::permalink;
use natter_tests::Gateway;
use natter_tests::patience::eventually;

use crate::pins::opens_menu;
use crate::visit::{at_the_api, owner};

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
    ana.types("forward-note", "please have a look").await;
    ana.types("forward-search", "nothing like this").await;
    eventually("no room fits", async || ana.finds("forward-to").await.is_none().then_some(())).await;
    ana.types("forward-search", "des").await;
    ana.clicks("forward-to").await;
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
