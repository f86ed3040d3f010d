//! Several tabs of one browser, and what a browser keeps.

use serde_json::json;
use thirtyfour::WindowHandle;

use crate::browser::Browser;
use crate::patience::eventually;

impl Browser {
    /// The tab that is driven now.
    pub async fn tab(&self) -> WindowHandle {
        self.driver.window().await.expect("a tab")
    }

    /// Opens another tab, which is driven from now on.
    pub async fn opens_tab(&self, path: &str) -> WindowHandle {
        let tab = self.driver.new_tab().await.expect("a new tab");
        self.turns_to(&tab).await;
        self.goes_to(path).await;
        tab
    }

    pub async fn turns_to(&self, tab: &WindowHandle) {
        self.driver.switch_to_window(tab.clone()).await.expect("the tab is there");
    }

    /// Closes the tab that is driven now and turns to another one.
    pub async fn closes_tab(&self, next: &WindowHandle) {
        self.driver.close_window().await.expect("the tab closes");
        self.turns_to(next).await;
    }

    /// Stops the tab that is driven now, as the browser does with tabs that nobody looks at, or lets it go on.
    pub async fn freezes_tab(&self, frozen: bool) {
        let frozen = json!({"state": if frozen { "frozen" } else { "active" }});
        self.driver.cdp().send_raw("Page.setWebLifecycleState", frozen).await.expect("the tab freezes");
    }

    /// The person at this browser allows notifications.
    pub async fn may_notify(&self) {
        let allowed = json!({"origin": self.origin(), "permissions": ["notifications"]});
        self.driver.cdp().send_raw("Browser.grantPermissions", allowed).await.expect("it is allowed");
    }

    /// The person at this browser was not asked about notifications yet.
    pub async fn may_be_asked_to_notify(&self) {
        let ask = json!({
            "origin": self.origin(), "permission": {"name": "notifications"}, "setting": "prompt",
        });
        self.driver.cdp().send_raw("Browser.setPermission", ask).await.expect("it may be asked");
    }

    /// The browser's push service hands something to the service worker.
    pub async fn is_pushed(&self, text: &str) {
        self.driver.cdp().send_raw("ServiceWorker.enable", json!({})).await.expect("workers can be reached");
        let push = json!({"origin": self.origin(), "registrationId": "0", "data": text});
        self.driver
            .cdp()
            .send_raw("ServiceWorker.deliverPushMessage", push)
            .await
            .expect("it is handed over");
    }

    /// Waits until the service worker is in charge, and this device keeps a text for times without a network.
    pub async fn keeps(&self, text: &str) {
        eventually(&format!("{text:?} is kept"), async || {
            let controlled = "return !!navigator.serviceWorker.controller";
            (self.asks::<bool>(controlled, Vec::new()).await && self.has_kept(text).await).then_some(())
        })
        .await;
    }

    /// Whether this device keeps a text.
    pub async fn has_kept(&self, text: &str) -> bool {
        let script = "const [text, done] = arguments; \
            const open = indexedDB.open('natter', 1); \
            open.onupgradeneeded = () => open.result.createObjectStore('kept'); \
            open.onerror = () => done(false); \
            open.onsuccess = () => { \
                const all = open.result.transaction('kept').objectStore('kept').getAll(); \
                all.onsuccess = () => { open.result.close(); done(all.result.some(it => it.includes(text))); }; \
            };";
        let answer = self.driver.execute_async(script, vec![json!(text)]).await.expect("the script runs");
        answer.convert().expect("yes or no")
    }
}
