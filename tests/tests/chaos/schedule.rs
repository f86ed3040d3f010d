//! What was put off is said once, whoever dies meanwhile.

use natter_protocol::{Message, Millis, routes};
use natter_tests::person_own::put_off;
use natter_tests::{Cluster, Person, eventually};

const MESSAGES: usize = 24;

/// Puts messages off, each a little later than the one before.
async fn puts_off(person: &Person, room: natter_protocol::RoomId) -> Vec<String> {
    let mut texts = Vec::new();
    for n in 0..MESSAGES {
        let text = format!("put off {n}");
        let at = Millis(Millis::now().0 + 1_500 + 400 * i64::try_from(n).expect("small"));
        let _ = person.post(routes::SCHEDULED, &put_off(room, &text, at)).await.is(201);
        texts.push(text);
    }
    texts
}

/// All of it was said, each once.
async fn all_is_said_once(person: &Person, room: natter_protocol::RoomId, mut texts: Vec<String>) {
    eventually("nothing waits any more", async || {
        let answer = person.tries(person.call("GET", routes::SCHEDULED)).await.ok()?;
        (answer.status == 200 && answer.json::<natter_protocol::own::ScheduledList>().scheduled.is_empty())
            .then_some(())
    })
    .await;
    let history: Vec<Message> = person.whole_history(room).await;
    let mut said: Vec<String> =
        history.into_iter().map(|message| message.text).filter(|text| text.starts_with("put off")).collect();
    said.sort();
    texts.sort();
    assert_eq!(said, texts);
}

#[tokio::test]
async fn a_gateway_that_is_killed_again_and_again_says_each_message_once() {
    let mut cluster = Cluster::alone().await;
    let ana = cluster.owner("ana").await;
    let general = ana.general().await;
    let texts = puts_off(&ana, general).await;
    for _ in 0..4 {
        let said = |seen: &natter_tests::Seen| seen.messages(general).count();
        let before = ana.live.look(said);
        let more = |seen: &natter_tests::Seen| (said(seen) > before || said(seen) >= MESSAGES).then_some(());
        ana.live.until("some more is said", more).await;
        cluster.gateways[0].kill9();
        cluster.gateways[0].restart().await;
    }
    all_is_said_once(&ana, general, texts).await;
    ana.sees_what_a_snapshot_shows().await;
}

#[tokio::test]
async fn of_two_gateways_the_one_that_is_left_says_the_rest() {
    let mut cluster = Cluster::of(2).await;
    let ana = cluster.owner("ana").await;
    let general = ana.general().await;
    let texts = puts_off(&ana, general).await;
    ana.sees("put off 2").await;
    ana.moves_to(&cluster.gateways[1]);
    cluster.gateways[0].kill9();
    all_is_said_once(&ana, general, texts).await;
    ana.sees_what_a_snapshot_shows().await;
}
