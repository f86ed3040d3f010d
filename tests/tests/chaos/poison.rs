//! A record in the log that cannot be understood.

use natter_protocol::{RoomId, Shard};
use natter_tests::{Cluster, Gateway, in_time, words};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

/// Publishes bytes as they are, by the protocol's own words, and waits for JetStream's acknowledgement.
async fn publish(port: u16, token: Option<&str>, subject: &str, payload: &[u8]) {
    let socket = TcpStream::connect(("127.0.0.1", port)).await.expect("a connection to NATS");
    let mut socket = BufReader::new(socket);
    let options = match token {
        Some(token) => format!("{{\"verbose\":false,\"auth_token\":\"{token}\"}}"),
        None => "{\"verbose\":false}".to_owned(),
    };
    let request = format!("CONNECT {options}\r\nSUB answer 1\r\nPUB {subject} answer {}\r\n", payload.len());
    socket.write_all(&[request.as_bytes(), payload, b"\r\n"].concat()).await.expect("sent");
    let acknowledged = async {
        let mut line = String::new();
        while socket.read_line(&mut line).await.expect("a line") > 0 {
            assert!(!line.contains("-ERR"), "{line}");
            if line.contains("\"seq\"") {
                assert!(line.contains("LOG_"), "{line}");
                return;
            }
        }
        panic!("no acknowledgement: {line}");
    };
    in_time("the acknowledgement", acknowledged).await;
}

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
    let note: serde_json::Value =
        serde_json::from_slice(&std::fs::read(server.data().join("nats/child.json")).expect("a note"))
            .expect("JSON");
    let port = u16::try_from(note["port"].as_u64().expect("a port")).expect("a port");
    let shard = ana.room(general).await.room.shard;
    for (subject, payload) in poisons(shard, general) {
        publish(port, note["token"].as_str(), &subject, &payload).await;
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
    let url = cluster.nats.as_ref().expect("a nats-server").url();
    let port = url.rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port");
    for (subject, payload) in poisons(shard, general) {
        publish(port, None, &subject, &payload).await;
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
