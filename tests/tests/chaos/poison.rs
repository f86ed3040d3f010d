//! A record in the log that cannot be understood.

use natter_protocol::{RoomId, Shard};
use natter_tests::{Cluster, Gateway, NatsDoor, words};

fn poisons(shard: Shard, room: RoomId) -> Vec<(String, Vec<u8>)> {
    let subject = format!("log.{shard}.room.{room}");
    let stranger = r#"{"type":"message.created","at":1,"message":{"id":"x"}}"#;
    let future = r#"{"type":"room.painted","at":1,"colour":"blue"}"#;
    vec![
        (subject.clone(), b"garbage \0\xff".to_vec()),
        (subject.clone(), Vec::new()),
        (subject.clone(), stranger.into()),
        (format!("log.{shard}.elsewhere"), b"{}".to_vec()),
        (format!("log.{shard}.room.not-an-id"), b"{}".to_vec()),
        // Of a newer version: skipped, and no poison.
        (subject, future.into()),
    ]
}

#[tokio::test]
async fn a_record_that_cannot_be_read_stops_nobody() {
    let mut server = Gateway::start().await;
    let ana = server.owner("ana").await;
    let bo = ana.invites("bo").await;
    let general = ana.general().await;
    let start = ana.syncs().await.cursor;
    ana.posts(general, "before").await;
    let shard = ana.room(general).await.room.shard;
    let mut door = NatsDoor::of_child(&server).await;
    for (subject, payload) in poisons(shard, general) {
        door.publish(&subject, &payload).await;
    }
    ana.posts(general, "after").await;
    bo.sees("after").await;
    bo.sees_what_a_snapshot_shows().await;
    // Also for who was away, and for a gateway that reads it all again.
    server.kill9();
    server.restart().await;
    ana.posts(general, "once more").await;
    let mut stream = bo.opens_stream(Some(&start)).await;
    let events = stream.events_until_said("once more").await;
    assert_eq!(events.iter().filter_map(words).collect::<Vec<_>>(), ["before", "after", "once more"]);
    let texts: Vec<String> =
        ana.whole_history(general).await.into_iter().map(|message| message.text).collect();
    assert_eq!(texts[texts.len() - 3..], ["before", "after", "once more"]);
    assert!(!server.log().contains("panicked"));
}

#[tokio::test]
async fn what_cannot_be_read_is_kept_among_the_dead_letters() {
    let cluster = Cluster::of(2).await;
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let general = ana.general().await;
    let shard = ana.room(general).await.room.shard;
    let mut door = NatsDoor::of(cluster.nats.as_ref().expect("a nats-server")).await;
    for (subject, payload) in poisons(shard, general) {
        door.publish(&subject, &payload).await;
    }
    ana.posts(general, "after").await;
    bo.sees("after").await;
    bo.sees_what_a_snapshot_shows().await;
    let postgres = cluster.postgres.as_ref().expect("a database");
    natter_tests::eventually("five dead letters", async || {
        (postgres.sql("SELECT count(*) FROM dead_letters") == "5").then_some(())
    })
    .await;
    let kept = postgres.sql("SELECT payload FROM dead_letters ORDER BY seq LIMIT 1");
    assert!(kept.starts_with("garbage"), "{kept:?}");
}
