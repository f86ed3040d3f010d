//! A log that is full.

use natter_protocol::{Code, limits};
use natter_tests::folder::Folder;
use natter_tests::person::new_message_id;
use natter_tests::{Gateway, Person};

const SETTINGS: &str = include_str!("../../../nats.conf");

#[tokio::test]
async fn a_full_log_refuses_what_is_new_and_keeps_what_is_old() {
    let folder = Folder::new();
    let conf = folder.path().join("small.conf");
    let small = SETTINGS.replace("max_file_store: 8GB", "max_file_store: 1MB");
    assert_ne!(small, SETTINGS);
    std::fs::write(&conf, small).expect("settings");
    let server = Gateway::with(&["--nats-conf", conf.to_str().expect("a path"), "--shards", "1"]).await;
    let ana: Person = server.owner("ana").await;
    let bo = ana.invites("bo").await;
    let general = ana.general().await;
    let long = "x".repeat(limits::MESSAGE_TEXT_BYTES - 16);
    let mut said = Vec::new();
    let refused = loop {
        let answer = ana.sends(general, new_message_id(), &format!("{} {long}", said.len())).await;
        match answer.status {
            201 => said.push(answer.json::<natter_protocol::Message>()),
            _ => break answer,
        }
        assert!(said.len() < 500, "it is never full");
    };
    assert!(matches!(refused.problem().code, Code::Unavailable | Code::Unconfirmed), "{refused:?}");
    assert!(said.len() > 5);
    let history = bo.whole_history(general).await;
    let kept: Vec<_> = history.into_iter().filter(|message| said.contains(message)).collect();
    assert_eq!(kept, said, "all that was acknowledged");
    let heard = bo.live.until("all of it", |seen| {
        let heard: Vec<_> =
            seen.messages(general).filter(|message| said.contains(message)).cloned().collect();
        (heard.len() == said.len()).then_some(heard)
    });
    assert_eq!(heard.await, said);
}
