//! Several tabs of one browser: one stream, and everything in each of them.

use natter_tests::patience::eventually;
use natter_tests::{Call, Gateway};

use crate::phone::Phone;
use crate::visit::owner;

#[tokio::test]
async fn tabs_share_one_stream_and_the_next_takes_over() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    let first = ana.tab().await;
    let second = ana.opens_tab("/").await;
    ana.sees("composer").await;
    let phone = Phone::of(&gateway, "ana").await;
    phone.says("for every tab").await;
    ana.reads("for every tab").await;
    ana.turns_to(&first).await;
    ana.reads("for every tab").await;
    assert_eq!(streams(&gateway).await, 1, "one stream for the whole browser");

    ana.closes_tab(&second).await;
    phone.says("after the first is gone").await;
    ana.reads("after the first is gone").await;
    one_stream(&gateway).await;

    let third = ana.opens_tab("/").await;
    ana.reads("after the first is gone").await;
    ana.turns_to(&second).await;
    ana.freezes_tab(true).await;
    ana.turns_to(&third).await;
    phone.says("while the second sleeps").await;
    ana.reads("while the second sleeps").await;
    ana.turns_to(&second).await;
    ana.freezes_tab(false).await;
    ana.reads("while the second sleeps").await;
    one_stream(&gateway).await;
}

#[tokio::test]
async fn what_a_closed_tab_left_unsent_is_sent_once_by_another() {
    let mut gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    let first = ana.tab().await;
    ana.opens_tab("/").await;
    ana.sees("composer").await;
    let phone = Phone::of(&gateway, "ana").await;
    gateway.kill9();
    ana.says("my last words").await;
    ana.reads("my last words").await;
    ana.closes_tab(&first).await;
    gateway.restart().await;
    ana.reads("my last words").await;
    eventually("nothing waits any more", async || {
        let waits = "return Object.keys(localStorage).some(name => name.startsWith('natter.outbox.'))";
        (!ana.asks::<bool>(waits, Vec::new()).await).then_some(())
    })
    .await;
    assert_eq!(phone.counts("my last words").await, 1);
}

#[tokio::test]
async fn signing_out_in_one_tab_ends_the_others() {
    let gateway = Gateway::start().await;
    let ana = owner(&gateway, "ana").await;
    let first = ana.tab().await;
    ana.opens_tab("/").await;
    ana.clicks("server-menu").await;
    ana.clicks("sign-out").await;
    ana.sees("password").await;
    ana.turns_to(&first).await;
    ana.sees("password").await;
}

/// How many event streams are open at the gateway.
async fn streams(gateway: &Gateway) -> usize {
    let answer = gateway.answers(Call::get("/metrics")).await.is(200);
    let text = String::from_utf8_lossy(&answer.body).into_owned();
    let line = text.lines().find_map(|line| line.strip_prefix("natter_streams ")).expect("it is counted");
    line.parse().expect("a number")
}

async fn one_stream(gateway: &Gateway) {
    eventually("there is one stream", async || (streams(gateway).await == 1).then_some(())).await;
}
