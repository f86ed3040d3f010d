//! Two people in two browsers exchange a thousand messages while the gateway dies five times.

use std::sync::atomic::{AtomicUsize, Ordering};

use natter_protocol::sync::HistoryPage;
use natter_protocol::{Message, limits, routes};
use natter_tests::browser::Browser;
use natter_tests::patience::eventually;
use natter_tests::{Gateway, Person};
use serde_json::json;

use crate::visit::{PASSWORD, follows, invitation, owner};

/// From each of the two.
const MESSAGES: usize = 500;
/// So many are said before the window is drawn again, so that several wait to be sent whenever the gateway dies.
const AT_ONCE: usize = 5;
const DEATHS: usize = 5;

#[tokio::test]
async fn a_thousand_messages_survive_five_deaths_of_the_gateway() {
    let mut gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    let bo = follows(&invitation(&ana).await, "bo").await;
    for browser in [&ana, &bo] {
        browser.asks::<()>("window.sameDocument = true", Vec::new()).await;
    }
    let said = AtomicUsize::new(0);
    let deaths = async {
        for death in 1..=DEATHS {
            let due = death * 2 * MESSAGES / (DEATHS + 1);
            eventually("the next death is due", async || (said.load(Ordering::Relaxed) >= due).then_some(()))
                .await;
            gateway.kill9();
            gateway.restart().await;
        }
    };
    tokio::join!(talks(&ana, "ana", &said), talks(&bo, "bo", &said), deaths);

    let history = whole_history(&gateway).await;
    let texts: Vec<&str> = history.iter().map(|message| message.text.as_str()).collect();
    for name in ["ana", "bo"] {
        let own: Vec<&str> = texts.iter().copied().filter(|text| text.starts_with(name)).collect();
        let wanted: Vec<String> = (0..MESSAGES).map(|n| format!("{name} {n}")).collect();
        assert_eq!(own, wanted, "each of {name}'s messages once, in the order in which they were written");
    }
    let ids: Vec<String> = history.iter().map(|message| message.id.to_string()).collect();
    for browser in [&ana, &bo] {
        // One's own last message may stand there before the stream has brought what the other one said.
        eventually("the end of the room is shown as the log has it", async || {
            let shown = on_screen(browser).await;
            (!shown.is_empty() && ids.ends_with(&shown)).then_some(())
        })
        .await;
        assert_eq!(
            scrolled_through(browser, ids.len()).await,
            ids,
            "every message, once, in the log's order"
        );
        assert!(browser.asks::<bool>("return window.sameDocument === true", Vec::new()).await, "no reload");
    }
}

async fn talks(browser: &Browser, name: &str, said: &AtomicUsize) {
    // What a person does, without the time that typing takes: fill the composer, press Enter.
    let script = "const box = document.querySelector('[data-testid=composer]'); box.focus(); \
        for (const text of arguments[0]) { \
            box.value = text; \
            box.dispatchEvent(new InputEvent('input', {bubbles: true})); \
            box.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', code: 'Enter', bubbles: true, cancelable: true})); \
        }";
    let texts: Vec<String> = (0..MESSAGES).map(|n| format!("{name} {n}")).collect();
    for some in texts.chunks(AT_ONCE) {
        browser.asks::<()>(script, vec![json!(some)]).await;
        said.fetch_add(some.len(), Ordering::Relaxed);
    }
    eventually("everything is sent", async || {
        let waiting = "return document.querySelectorAll('[data-testid=message].echo').length";
        (browser.asks::<usize>(waiting, Vec::new()).await == 0).then_some(())
    })
    .await;
}

/// The room's history as the API tells it, but for the welcome.
async fn whole_history(gateway: &Gateway) -> Vec<Message> {
    let login = json!({"username": "ana", "password": PASSWORD});
    let answer = gateway.answers(natter_tests::Call::post(routes::LOGIN).json(&login)).await;
    let ana = Person::with(gateway.address(), &answer.is(200).json()).await;
    let room = ana.syncs().await.rooms[0].room.id;
    let (mut messages, mut after) = (Vec::new(), 0);
    loop {
        let limit = limits::PAGE_MESSAGES;
        let path = format!("{}?after={after}&limit={limit}", routes::messages(room));
        let page: HistoryPage = ana.get(path).await.is(200).json();
        let Some(last) = page.messages.last() else { break };
        after = last.seq;
        messages.extend(page.messages);
    }
    messages.retain(|message| message.text.starts_with("ana ") || message.text.starts_with("bo "));
    messages
}

/// The ids of the messages that are mounted, from top to bottom, but for the welcome.
async fn on_screen(browser: &Browser) -> Vec<String> {
    let script = "return [...document.querySelectorAll('[data-testid=message]')] \
        .filter(row => /(ana|bo) \\d+/.test(row.innerText)).map(row => row.dataset.messageId)";
    browser.asks(script, Vec::new()).await
}

/// Scrolls up until all are seen; what is mounted at a time overlaps with what was.
async fn scrolled_through(browser: &Browser, wanted: usize) -> Vec<String> {
    let mut seen = on_screen(browser).await;
    eventually("the beginning of the room", async || {
        if seen.len() >= wanted {
            return Some(());
        }
        let up = "const list = document.querySelector('[data-testid=message-list]'); list.scrollTop = 0; \
            list.dispatchEvent(new Event('scroll'))";
        browser.asks::<()>(up, Vec::new()).await;
        let now = on_screen(browser).await;
        let joint = now.iter().position(|id| Some(id) == seen.first())?;
        let newer: Vec<String> = now[..joint].to_vec();
        let overlap = now.len() - joint;
        assert_eq!(now[joint..], seen[..overlap.min(seen.len())], "what is shown again is the same");
        seen.splice(0..0, newer);
        None
    })
    .await;
    seen
}
