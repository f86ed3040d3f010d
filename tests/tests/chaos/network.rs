//! A network that breaks, and one that holds everything back.

use natter_tests::proxy::Weather;
use natter_tests::{Dice, Gateway, Person, Proxy};

use crate::talk::{everyone_has_it_all, talks};

/// Someone who reaches the server only through the proxy.
async fn through(proxy: &Proxy, person: &Person) -> Person {
    let signed_in = person.signs_in_again().await;
    signed_in.live.move_to(proxy.address());
    signed_in
}

#[tokio::test]
async fn a_stream_that_is_cut_at_any_moment_goes_on_where_it_was() {
    let mut dice = Dice::new();
    let server = Gateway::start().await;
    let ana = server.owner("ana").await;
    let bo = ana.invites("bo").await;
    let general = ana.general().await;
    let proxy = Proxy::to(server.address()).await;
    let bo_outside = through(&proxy, &bo).await;
    let mut said = Vec::new();
    while said.len() < 150 || bo_outside.live.look(|seen| seen.streams) < 6 {
        let some = talks(&ana, general, 15, async |_| {
            if dice.one_in(6) {
                proxy.cuts();
            }
        });
        said.extend(some.await);
    }
    everyone_has_it_all(&[&ana, &bo, &bo_outside], general, &[&said]).await;
    assert!(bo_outside.live.look(|seen| seen.resets.is_empty()));
}

#[tokio::test]
async fn a_message_whose_answer_was_lost_is_said_once() {
    let server = Gateway::start().await;
    let ana = server.owner("ana").await;
    let general = ana.general().await;
    let proxy = Proxy::to(server.address()).await;
    let outside = through(&proxy, &ana).await;
    let mut dice = Dice::new();
    let breaking = async {
        for _ in 0..60 {
            tokio::time::sleep(std::time::Duration::from_millis(5 + dice.below(20) as u64)).await;
            proxy.cuts();
        }
    };
    let (said, ()) = tokio::join!(talks(&outside, general, 100, async |_| {}), breaking);
    everyone_has_it_all(&[&ana, &outside], general, &[&said]).await;
}

#[tokio::test]
async fn who_falls_too_far_behind_is_let_go_and_comes_back_for_the_rest() {
    let server = Gateway::start().await;
    let ana = server.owner("ana").await;
    let bo = ana.invites("bo").await;
    let general = ana.general().await;
    let proxy = Proxy::to(server.address()).await;
    let bo_outside = through(&proxy, &bo).await;
    ana.posts(general, "hello").await;
    bo_outside.sees("hello").await;
    // Nothing gets through any more, and what the sockets hold is soon full, then the gateway's own buffer.
    proxy.becomes(Weather::Held);
    let long = "x".repeat(natter_protocol::limits::MESSAGE_TEXT_BYTES - 16);
    let mut said = Vec::new();
    let dropped = async || {
        let metrics = server.answers(natter_tests::Call::get("/metrics")).await.is(200);
        let text = String::from_utf8_lossy(&metrics.body).into_owned();
        text.lines().any(|line| line.contains("overflow") && !line.starts_with('#') && !line.ends_with(" 0"))
    };
    while !dropped().await {
        for _ in 0..40 {
            said.push(ana.posts(general, &format!("{} {long}", said.len())).await);
        }
        assert!(said.len() < 2_000, "a stream that nobody reads was kept for ever");
    }
    proxy.becomes(Weather::Fine);
    everyone_has_it_all(&[&ana, &bo, &bo_outside], general, &[&said]).await;
}
