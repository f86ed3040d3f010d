//! Leaving the page and coming back by the browser's own button.

use natter_tests::Gateway;
use natter_tests::patience::eventually;

use crate::phone::Phone;
use crate::visit::owner;

#[tokio::test]
async fn back_leads_to_what_was_said_meanwhile() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    ana.says("back in a minute").await;
    ana.reads("back in a minute").await;
    let phone = Phone::of(&gateway, "ana").await;
    ana.goes_away().await;
    phone.says("while the page was away").await;
    ana.goes_back().await;
    ana.reads("while the page was away").await;
    phone.says("and once it was back").await;
    ana.reads("and once it was back").await;
    ana.says("here again").await;
    eventually("it arrives", async || (phone.counts("here again").await == 1).then_some(())).await;
}
