//! While the log or the database is away: honest answers, and all is well when it comes back.

use natter_protocol::RoomId;
use natter_protocol::command::HistoryQuery;
use natter_protocol::{Code, MessageId, routes};
use natter_tests::person::new_message_id;
use natter_tests::{Answer, Call, Cluster, Person, eventually};

/// Tries to say something, under the same id until it works; what it is told meanwhile.
async fn refusals(person: &Person, room: RoomId, id: MessageId, most: usize) -> Vec<Answer> {
    let mut refusals = Vec::new();
    for _ in 0..most {
        let answer = person.sends(room, id, "when you are back").await;
        if answer.status == 201 || answer.status == 200 {
            break;
        }
        refusals.push(answer);
    }
    refusals
}

async fn ready(cluster: &Cluster, status: u16) {
    eventually(&format!("/readyz answers {status}"), async || {
        let answer = Call::get("/readyz").send(cluster.a().address()).await.ok()?;
        (answer.status == status).then_some(())
    })
    .await;
}

#[tokio::test]
async fn without_the_log_one_reads_and_is_told_that_writing_must_wait() {
    let mut cluster = Cluster::of(1).await;
    let ana = cluster.owner("ana").await;
    let general = ana.general().await;
    let before = ana.posts(general, "before").await;
    cluster.nats.as_mut().expect("a nats-server").kill9();
    ready(&cluster, 503).await;
    let id = new_message_id();
    for refusal in refusals(&ana, general, id, 3).await {
        assert!(matches!(refusal.problem().code, Code::Unavailable | Code::Unconfirmed), "{refusal:?}");
        assert!(refusal.header("retry-after").is_some());
    }
    let page = ana.history(general, HistoryQuery { limit: Some(1), ..HistoryQuery::default() }).await;
    assert_eq!(page.messages, [before]);
    assert!(ana.syncs().await.rooms.iter().any(|summary| summary.room.id == general));
    // What SQL decides is decided, and told later.
    let tea = ana.makes_room(natter_protocol::RoomKind::Public, "tea").await;
    cluster.nats.as_mut().expect("a nats-server").restart().await;
    ready(&cluster, 200).await;
    ana.sends_until_acknowledged(general, id, "when you are back").await;
    ana.sees("when you are back").await;
    ana.finds(tea.id).await;
    ana.sees_what_a_snapshot_shows().await;
    let said = ana.live.look(|seen| seen.messages(general).filter(|message| message.id == id).count());
    assert_eq!(said, 1);
}

#[tokio::test]
async fn without_the_database_requests_are_unavailable_and_streams_stay() {
    let cluster = Cluster::of(1).await;
    let ana = cluster.owner("ana").await;
    let bo = ana.invites("bo").await;
    let general = ana.general().await;
    ana.posts(general, "before").await;
    bo.sees("before").await;
    let streams = bo.live.look(|seen| seen.streams);
    let postgres = cluster.postgres.as_ref().expect("a database");
    postgres.crash();
    ready(&cluster, 503).await;
    for path in [routes::SYNC, routes::ROOMS, routes::SESSIONS] {
        ana.get(path).await.is_refused(Code::Unavailable);
    }
    let login = natter_protocol::command::Login { username: "ana".into(), password: "x".into(), totp: None };
    cluster.a().answers(Call::post(routes::LOGIN).json(&login)).await.is_refused(Code::Unavailable);
    let _ = cluster.a().answers(Call::get("/healthz")).await.is(200);
    postgres.resume();
    ready(&cluster, 200).await;
    ana.posts(general, "after").await;
    bo.sees("after").await;
    bo.sees_what_a_snapshot_shows().await;
    assert_eq!(bo.live.look(|seen| seen.streams), streams, "the stream was not touched");
    let log = cluster.a().log();
    assert!(!log.contains("panicked"), "{log}");
}
