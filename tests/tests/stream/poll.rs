//! The long poll: the same subscription, one answer at a time.

use natter_protocol::{Event, PollAnswer, RoomId, routes};
use natter_tests::{Answer, Cluster, Gateway, Person, on_both, words};

fn path(cursor: &str, wait: u32) -> String {
    format!("{}?cursor={cursor}&wait={wait}", routes::POLL)
}

async fn polls(person: &Person, cursor: &str, wait: u32) -> PollAnswer {
    checked(person.get(path(cursor, wait)).await)
}

fn checked(answer: Answer) -> PollAnswer {
    let answer = answer.is(200);
    let length = answer.body.len().to_string();
    assert_eq!(answer.header("content-length"), Some(&*length), "every path can count");
    assert_eq!(answer.header("content-type"), Some("application/json"));
    assert_eq!(answer.header("cache-control"), Some("no-store, no-transform"));
    answer.json()
}

fn texts(events: &[Event], room: RoomId) -> Vec<&str> {
    events.iter().filter(|event| event.room == Some(room)).filter_map(words).collect()
}

on_both! {
    what_is_there_is_answered_at_once_and_again,
    what_is_not_there_is_waited_for,
}

async fn what_is_there_is_answered_at_once_and_again(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let ana_there = ana.also_at(cluster.b()).await;
    let room = ana.makes_room(natter_protocol::RoomKind::Public, "tea").await.id;
    let start = ana.syncs().await.cursor;
    ana.posts(room, "one").await;
    ana.posts(room, "two").await;
    // Nothing is forgotten when it is sent: a lost answer is asked for again, anywhere.
    let first = polls(&ana, &start, 50).await;
    assert_eq!(texts(&first.events, room), ["one", "two"]);
    for person in [&ana, &ana_there] {
        let again = natter_tests::eventually("both at the other gateway", async || {
            let again = polls(person, &start, 50).await;
            (texts(&again.events, room).len() == 2).then_some(again)
        })
        .await;
        assert_eq!(texts(&again.events, room), ["one", "two"]);
    }
    assert!(first.reset.is_none());
    // The answer's cursor acknowledges it, for polls and streams alike.
    ana.posts(room, "three").await;
    let next = natter_tests::eventually("the next", async || {
        let next = polls(&ana_there, &first.cursor, 50).await;
        (!texts(&next.events, room).is_empty()).then_some(next)
    })
    .await;
    assert_eq!(texts(&next.events, room), ["three"]);
    let mut stream = ana_there.opens_stream(Some(&first.cursor)).await;
    let streamed = stream.events_until(|event| !texts(std::slice::from_ref(event), room).is_empty()).await;
    assert_eq!(texts(&streamed, room), ["three"]);
    assert_eq!(texts(&polls(&ana, &start, 0).await.events, room).len(), 3);
}

async fn what_is_not_there_is_waited_for(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let general = ana.general().await;
    bo.finds(general).await;
    // People coming and going are told too: ask until what was said is there.
    let mut cursor = bo.syncs().await.cursor;
    let call = bo.call("GET", path(&cursor, 50));
    let waiting = tokio::spawn(call.send(bo.address()));
    ana.posts(general, "worth waiting for").await;
    let mut heard = checked(waiting.await.expect("the poll").expect("an answer"));
    while texts(&heard.events, general).is_empty() {
        cursor.clone_from(&heard.cursor);
        heard = polls(&bo, &cursor, 50).await;
    }
    assert_eq!(texts(&heard.events, general), ["worth waiting for"]);
}

#[tokio::test]
async fn a_poll_in_which_nothing_happens_ends_empty() {
    let server = Gateway::start().await;
    let ana = server.owner("ana").await;
    let quiet = async |wait| {
        natter_tests::eventually("a quiet moment", async || {
            let cursor = ana.syncs().await.cursor;
            let answer = polls(&ana, &cursor, wait).await;
            answer.events.is_empty().then_some((cursor, answer))
        })
        .await
    };
    let started = std::time::Instant::now();
    let (cursor, answer) = quiet(1).await;
    assert!(started.elapsed() >= std::time::Duration::from_secs(1), "it waited as long as it was told");
    assert_eq!((answer.cursor, answer.reset), (cursor, None));
    // Without waiting, and from now.
    let _ = quiet(0).await;
    let now = checked(ana.get(routes::POLL).await);
    assert!(now.events.is_empty() && now.reset.is_none());
    ana.posts(ana.general().await, "later").await;
    assert_eq!(texts(&polls(&ana, &now.cursor, 50).await.events, ana.general().await), ["later"]);
}

#[tokio::test]
async fn a_poll_of_a_session_that_ends_is_over() {
    let server = Gateway::start().await;
    let ana = server.owner("ana").await;
    let telephone = ana.signs_in_again().await;
    let cursor = telephone.syncs().await.cursor;
    let waiting = tokio::spawn(telephone.call("GET", path(&cursor, 50)).send(telephone.address()));
    let _ = telephone.does("POST", routes::LOGOUT).await.is(204);
    let answer = waiting.await.expect("the poll").expect("an answer");
    assert!(matches!(answer.status, 200 | 204), "{answer:?}");
    let _ = telephone.get(path(&cursor, 50)).await.is(204);
}
