//! The interface in another language.

use natter_tests::Gateway;
use natter_tests::patience::eventually;

use crate::visit::owner;

#[tokio::test]
async fn the_language_changes_without_a_reload() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    ana.types("composer", "half a thought").await;
    ana.asks::<()>("window.samePage = true", Vec::new()).await;
    ana.clicks("settings").await;
    ana.clicks("settings-language").await;
    ana.clicks("language-de").await;
    ana.reads("Einstellungen").await;
    ana.reads("Direktnachrichten").await;
    ana.clicks("close-settings-page").await;
    ana.reads("Heute").await;
    let same = "return window.samePage === true && document.documentElement.lang === 'de'";
    assert!(ana.asks::<bool>(same, Vec::new()).await);
    eventually("the draft is still there", async || {
        let value = ana.finds("composer").await?.prop("value").await.ok()?;
        (value.as_deref() == Some("half a thought")).then_some(())
    })
    .await;
    ana.reloads().await;
    ana.reads("Direktnachrichten").await;
}
