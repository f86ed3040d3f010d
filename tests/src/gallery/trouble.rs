//! What one sees when the network is not as it should be.

use natter_protocol::routes;

use super::gallery;
use crate::browser::{Browser, Window};
use crate::gateway::Gateway;
use crate::patience::eventually;
use crate::proxy::{Proxy, Weather};
use crate::town::Town;

gallery! {
    /// A view of someone whose network is in trouble.
    Trouble: Reconnecting Offline NotSent UploadsInVain RoomFailed RoomUnknown Compatible
}

impl Trouble {
    /// A browser that is in this trouble, and the network that makes it.
    pub async fn open(self, gateway: &Gateway, town: &Town, window: Window) -> (Browser, Proxy) {
        let proxy = Proxy::to(gateway.address()).await;
        if self == Self::Compatible {
            proxy.becomes(Weather::Scanned);
        }
        let room = match self {
            Self::NotSent => town.room("new-office"),
            Self::UploadsInVain => town.room("lunch"),
            _ => town.room("design-review"),
        };
        let browser = Browser::open_with(&format!("http://{}/r/{room}", proxy.address()), window).await;
        browser.signs_in("ana").await;
        browser.goes_to(&format!("/r/{room}")).await;
        browser.sees("composer").await;
        match self {
            Self::Compatible => browser.uses("poll").await,
            Self::UploadsInVain => {
                browser.brings_files().await;
                browser.brings_files_in_vain(&proxy).await;
            }
            _ => {
                browser.uses("stream").await;
                proxy.becomes(Weather::Cut);
                browser.sees("banner").await;
            }
        }
        match self {
            Self::Offline => {
                browser.says("Written on the train, it waits.").await;
                browser.reads("Offline since").await;
            }
            Self::RoomFailed => {
                let elsewhere = town.room("announcements").to_string();
                let script = "document.querySelector(`[data-testid=room-row][data-room-id='${arguments[0]}']`).click()";
                browser.asks::<()>(script, vec![elsewhere.into()]).await;
                browser.sees("room-failed").await;
            }
            Self::RoomUnknown => {
                let follow = "const link = document.createElement('a'); link.href = `/r/${arguments[0]}`; \
                    document.body.append(link); link.click(); link.remove()";
                browser.asks::<()>(follow, vec![town.elsewhere.to_string().into()]).await;
                browser.sees("room-unknown").await;
            }
            Self::NotSent => {
                browser.says("Who has the key to the roof?").await;
                let _ = town.ana.does("POST", routes::archive(room)).await.is(200);
                proxy.becomes(Weather::Fine);
                browser.sees("not-sent").await;
                let _ = town.ana.does("POST", routes::unarchive(room)).await.is(200);
                browser.sees("composer").await;
            }
            Self::Reconnecting | Self::UploadsInVain | Self::Compatible => {}
        }
        (browser, proxy)
    }
}

impl Browser {
    /// Waits until it hears from the server in this way.
    pub(super) async fn uses(&self, transport: &str) {
        let script =
            "return document.querySelector('[data-testid=connection]')?.dataset.transport === arguments[0]";
        eventually(&format!("the transport is {transport}"), async || {
            self.asks::<bool>(script, vec![transport.into()]).await.then_some(())
        })
        .await;
    }
}
