//! A gateway that is told to stop.

use std::time::Duration;

use natter_protocol::{Bye, MessageId};
use natter_tests::person::new_message_id;
use natter_tests::{Call, Gateway, Opened, eventually, words};

#[tokio::test]
async fn streams_are_told_goodbye_and_resume_where_they_were() {
    let mut server = Gateway::with(&["--grace-seconds", "4"]).await;
    let ana = server.owner("ana").await;
    let general = ana.general().await;
    let mut streams = Vec::new();
    for _ in 0..4 {
        streams.push(ana.opens_stream(None).await);
    }
    ana.posts(general, "before").await;
    let _ = server.answers(Call::get("/readyz")).await.is(200);
    server.terminate();
    eventually("no longer ready", async || {
        let answer = Call::get("/readyz").send(server.address()).await.ok()?;
        (answer.status == 503).then_some(())
    })
    .await;
    // What comes in meanwhile is still served.
    ana.posts(general, "meanwhile").await;
    let mut cursors = Vec::new();
    for stream in &mut streams {
        let bye: Bye = stream.named("bye").await;
        assert!(bye.retry_ms > 0);
        stream.ended().await;
        cursors.push(stream.cursor().to_owned());
    }
    assert!(server.ended().await, "{}", server.log());
    assert!(!server.log().contains("cannot be asked"), "its log was closed on purpose: {}", server.log());
    eventually("its nats-server has stopped as well", async || server.nats_child().is_none().then_some(()))
        .await;
    server.restart().await;
    for (stream, cursor) in streams.iter().zip(&cursors) {
        let heard_before = String::from_utf8_lossy(&stream.raw).contains("\"meanwhile\"");
        let mut resumed = ana.opens_stream(Some(cursor)).await;
        ana.posts(general, &format!("after {cursor}")).await;
        let events = resumed.events_until_said(&format!("after {cursor}")).await;
        let heard_after = events.iter().filter(|event| words(event) == Some("meanwhile")).count();
        assert_eq!(usize::from(heard_before) + heard_after, 1, "exactly once over both streams");
    }
    ana.sees_what_a_snapshot_shows().await;
}

#[tokio::test]
async fn what_was_acknowledged_while_it_stopped_is_there_afterwards() {
    let mut server = Gateway::start().await;
    let ana = server.owner("ana").await;
    let general = ana.general().await;
    let path = natter_protocol::routes::messages(general);
    let mut acknowledged: Vec<MessageId> = Vec::new();
    let sending = async {
        loop {
            let id = new_message_id();
            let body = serde_json::json!({"id": id, "text": "quickly"});
            match ana.tries(ana.call("POST", &path).json(&body)).await {
                Ok(answer) if answer.status == 201 => acknowledged.push(id),
                Ok(answer) => assert_eq!(answer.status, 503, "{answer:?}"),
                // The gateway takes no one new any more.
                Err(_) => return,
            }
            if acknowledged.len() == 20 {
                server.terminate();
            }
            // Below the rate that one account may have.
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    sending.await;
    assert!(server.ended().await, "{}", server.log());
    assert!(acknowledged.len() >= 20);
    server.restart().await;
    let history: Vec<MessageId> = ana.whole_history(general).await.iter().map(|message| message.id).collect();
    let kept: Vec<MessageId> = history.into_iter().filter(|id| acknowledged.contains(id)).collect();
    assert_eq!(kept, acknowledged, "all, once, in order");
}

#[tokio::test]
async fn a_gateway_that_is_closing_opens_no_stream_that_it_would_not_close() {
    let mut server = Gateway::with(&["--grace-seconds", "2"]).await;
    let ana = server.owner("ana").await;
    let _streams = (ana.opens_stream(None).await, ana.opens_stream(None).await);
    server.terminate();
    let opened = eventually("it is closing", async || {
        let answer = Call::get("/readyz").send(server.address()).await.ok()?;
        (answer.status == 503).then_some(())
    });
    opened.await;
    match ana.tries_to_stream(None).await {
        Opened::Stream(mut stream) => stream.ended().await,
        Opened::Answer(answer) => assert_eq!(answer.status, 503, "{answer:?}"),
    }
    assert!(server.ended().await, "{}", server.log());
}
