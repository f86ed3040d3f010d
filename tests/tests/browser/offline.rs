//! Without a server: the app opens, what was read can be read again, and what is written arrives once.

use natter_protocol::{Message, RoomKind, routes};
use natter_tests::patience::eventually;
use natter_tests::proxy::{Proxy, Weather};
use natter_tests::{Call, Gateway};

use crate::phone::Phone;
use crate::visit::{owner, signed_in};

#[tokio::test]
async fn without_a_server_the_last_messages_are_there_and_what_is_written_arrives_once() {
    let mut gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    ana.says("remember *this*").await;
    ana.reads("remember this").await;
    ana.keeps("remember *this*").await;
    let phone = Phone::of(&gateway, "ana").await;
    gateway.kill9();
    ana.reloads().await;
    ana.reads("remember this").await;
    ana.sees("banner").await;
    ana.says("written in a tunnel").await;
    ana.reads("written in a tunnel").await;
    // Not even another reload loses it.
    ana.reloads().await;
    ana.reads("written in a tunnel").await;
    gateway.restart().await;
    eventually("it arrives", async || (phone.counts("written in a tunnel").await > 0).then_some(())).await;
    eventually("nothing waits any more", async || {
        let waiting = "return document.querySelectorAll('[data-testid=message].echo').length";
        (ana.asks::<usize>(waiting, Vec::new()).await == 0).then_some(())
    })
    .await;
    assert_eq!(phone.counts("written in a tunnel").await, 1);
    phone.says("welcome back").await;
    ana.reads("welcome back").await;
    let shown = "return [...document.querySelectorAll('[data-testid=message]')] \
        .filter(row => row.innerText.includes('written in a tunnel')).length";
    assert_eq!(ana.asks::<usize>(shown, Vec::new()).await, 1);
}

#[tokio::test]
async fn an_answer_to_a_message_ends_the_wait_for_the_next_try() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    let network = Proxy::to(gateway.address()).await;
    let phone = signed_in(network.address(), "ana").await;
    phone.sees("composer").await;
    network.becomes(Weather::Cut);
    phone.sees("banner").await;
    // From the next try on no timer ends a wait of a second or more: what ends it is something else.
    let patient = "const [after, ask] = [window.setTimeout, window.fetch]; \
        window.tries = 0; \
        window.setTimeout = (what, wait = 0, ...given) => wait < 1000 ? after(what, wait, ...given) : 0; \
        window.fetch = (...given) => { \
            if (/events|poll/.test(given[0].url ?? given[0])) window.tries += 1; \
            return ask(...given); \
        }";
    phone.asks::<()>(patient, Vec::new()).await;
    let waits = "return window.tries > 0 && \
        /in ([2-9]|\\d\\d) s/.test(document.querySelector('[data-testid=banner]')?.innerText ?? '')";
    phone.becomes("it waits for long", waits, Vec::new()).await;
    network.becomes(Weather::Fine);
    phone.says("is there anybody?").await;
    ana.reads("is there anybody?").await;
    ana.says("there is").await;
    phone.reads("there is").await;
}

#[tokio::test]
async fn what_the_server_refuses_says_why_until_it_is_retried_or_deleted() {
    let gateway = Gateway::start().await;
    let network = Proxy::to(gateway.address()).await;
    let ana = gateway.owner("ana").await;
    let bo = ana.invites("bo").await;
    let general = ana.general().await;
    let browser = signed_in(network.address(), "bo").await;
    browser.goes_to(&format!("/r/{general}")).await;
    browser.sees("composer").await;
    network.becomes(Weather::Cut);
    browser.sees("banner").await;
    browser.says("keep this").await;
    browser.says("forget this").await;
    let _ = ana.does("POST", routes::archive(general)).await.is(200);
    network.becomes(Weather::Fine);
    browser.sees("archived").await;
    let refused = "return document.querySelectorAll('[data-testid=not-sent]').length === arguments[0]";
    browser.becomes("both are refused", refused, vec![2.into()]).await;
    browser.reads("Not sent: This channel is archived").await;
    // Not even a reload loses what somebody wrote.
    browser.reloads().await;
    browser.becomes("both are there", refused, vec![2.into()]).await;
    let _ = ana.does("POST", routes::unarchive(general)).await.is(200);
    browser.sees("composer").await;
    browser.clicks("retry").await;
    ana.sees("keep this").await;
    browser.becomes("one is refused", refused, vec![1.into()]).await;
    browser.clicks("delete-unsent").await;
    browser.becomes("nothing is refused", refused, vec![0.into()]).await;
    let last = bo.posts(general, "what is new?").await;
    browser.reads("what is new?").await;
    let all = ana.whole_history(general).await;
    let said: Vec<String> = all.into_iter().filter(Message::stands).map(|message| message.text).collect();
    assert_eq!(said[1..], ["keep this", &last.text], "after the welcome");
    let shown = "return document.querySelectorAll('[data-testid=message]').length";
    assert_eq!(browser.asks::<usize>(shown, Vec::new()).await, said.len());
}

#[tokio::test]
async fn signing_out_leaves_nothing_on_the_device() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    ana.says("for my eyes only").await;
    ana.keeps("for my eyes only").await;
    ana.clicks("server-menu").await;
    ana.clicks("sign-out").await;
    ana.sees("password").await;
    eventually("nothing is kept", async || (!ana.has_kept("for my eyes only").await).then_some(())).await;
}

#[tokio::test]
async fn a_new_release_says_so_and_waits_for_a_click() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    ana.keeps("general").await;
    let told = "navigator.serviceWorker.dispatchEvent(new MessageEvent('message', {data: {build: 'newer'}}))";
    ana.asks::<()>(told, Vec::new()).await;
    ana.asks::<()>("window.sameDocument = true", Vec::new()).await;
    ana.sees("reload-now").await;
    ana.clicks("reload-now").await;
    eventually("the page is loaded anew", async || {
        let new = "return window.sameDocument !== true && !!document.querySelector('[data-testid=composer]')";
        ana.driver.execute(new, Vec::new()).await.ok()?.convert::<bool>().ok()?.then_some(())
    })
    .await;
}

#[tokio::test]
async fn it_can_be_installed() {
    let gateway = Gateway::start().await;
    let worker = gateway.answers(Call::get("/sw.js")).await.is(200);
    assert_eq!(worker.header("cache-control"), Some("no-cache"));
    assert_eq!(worker.header("service-worker-allowed"), Some("/"));
    assert!(worker.header("content-type").is_some_and(|kind| kind.starts_with("text/javascript")));
    let page = gateway.answers(Call::get("/")).await.is(200);
    let page = String::from_utf8_lossy(&page.body).into_owned();
    assert!(page.contains("<link rel=\"manifest\" href=\"/assets/manifest.webmanifest\">"));
    let manifest = gateway.answers(Call::get("/assets/manifest.webmanifest")).await.is(200);
    assert_eq!(manifest.header("content-type"), Some("application/manifest+json"));
    let manifest: serde_json::Value = manifest.json();
    let icons = manifest["icons"].as_array().expect("icons");
    assert!(icons.iter().any(|icon| icon["purpose"] == "maskable"));
    for icon in icons {
        let src = icon["src"].as_str().expect("an address");
        let answer = gateway.answers(Call::get(src)).await.is(200);
        assert_eq!(answer.header("content-type"), icon["type"].as_str());
        // The size stands in a PNG's header (PNG specification §11.2.2).
        if let Some(size) = answer.body.strip_prefix(b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR") {
            let width = u32::from_be_bytes(size[..4].try_into().expect("four bytes"));
            assert_eq!(icon["sizes"], format!("{width}x{width}"), "{src}");
        }
    }
}

#[tokio::test]
async fn what_a_room_is_cannot_be_told_without_a_server_and_is_told_once_it_is_back() {
    let gateway = Gateway::start().await;
    let ana = gateway.owner("ana").await;
    let bo = ana.invites("bo").await;
    let teapots = bo.makes_room(RoomKind::Public, "teapots").await.id;
    let network = Proxy::to(gateway.address()).await;
    let phone = signed_in(network.address(), "ana").await;
    ana.posts(ana.general().await, "kept for later").await;
    phone.keeps("kept for later").await;
    network.becomes(Weather::Cut);
    phone.goes_to(&format!("/r/{teapots}")).await;
    phone.sees("room-unknown").await;
    assert!(phone.finds("no-such-room").await.is_none());
    network.becomes(Weather::Fine);
    phone.sees("join").await;
    phone.reads("teapots").await;
}
