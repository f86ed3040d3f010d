//! The nats-server that a killed gateway leaves behind.

use natter_tests::{Gateway, eventually};
use rustix::process::{Signal, kill_process, test_kill_process};

#[tokio::test]
async fn the_next_gateway_adopts_the_child_and_later_stops_it() {
    let mut server = Gateway::start().await;
    let ana = server.owner("ana").await;
    let general = ana.general().await;
    ana.posts(general, "before").await;
    let child = server.nats_child().expect("a nats-server of its own");
    server.kill9();
    assert_eq!(server.nats_child(), Some(child), "it lives on");
    server.restart().await;
    assert_eq!(server.nats_child(), Some(child), "adopted, not started anew");
    ana.posts(general, "after").await;
    ana.sees("after").await;
    server.stop().await;
    assert!(test_kill_process(child).is_err(), "an adopted child is stopped as well");
    server.restart().await;
    assert_ne!(server.nats_child(), Some(child));
    ana.posts(general, "at last").await;
    ana.sees("at last").await;
    ana.sees_what_a_snapshot_shows().await;
}

#[tokio::test]
async fn a_child_that_died_with_its_gateway_is_replaced() {
    let mut server = Gateway::start().await;
    let ana = server.owner("ana").await;
    let general = ana.general().await;
    let said = ana.posts(general, "before").await;
    let child = server.nats_child().expect("a nats-server of its own");
    server.kill9();
    kill_process(child, Signal::KILL).expect("it ran");
    eventually("it is gone", async || server.nats_child().is_none().then_some(())).await;
    server.restart().await;
    ana.posts(general, "after").await;
    ana.sees("after").await;
    assert!(ana.live.look(|seen| seen.resets.is_empty()), "the log is the same");
    assert!(ana.whole_history(general).await.contains(&said));
}

#[tokio::test]
async fn a_child_that_hangs_is_replaced_by_the_next_gateway() {
    let mut server = Gateway::start().await;
    let ana = server.owner("ana").await;
    let general = ana.general().await;
    let child = server.nats_child().expect("a nats-server of its own");
    server.kill9();
    kill_process(child, Signal::STOP).expect("it ran");
    // A stopped process still takes connections: only a word with it tells.
    let line = server.try_restart().await;
    assert!(line.is_some(), "{}", server.log());
    ana.posts(general, "after").await;
    ana.sees("after").await;
}
