//! A projection that is behind: nobody may notice who asks for what was said.

use natter_protocol::{Code, Message, MessageId, Millis, RoomId};
use natter_tests::{Cluster, Person, Postgres, eventually};

/// Every message is refused with "the server is starting", which the projection takes for passing trouble.
fn hold_up(postgres: &Postgres) {
    let refuse = "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS \
                  $$ BEGIN RAISE EXCEPTION 'held up' USING ERRCODE = '57P03'; END $$";
    let _ = postgres.sql(refuse);
    let _ = postgres.sql("CREATE TRIGGER refuse BEFORE INSERT ON messages EXECUTE FUNCTION refuse()");
}

fn let_go(postgres: &Postgres) {
    let _ = postgres.sql("DROP FUNCTION refuse() CASCADE");
}

async fn is_repeated(person: &Person, room: RoomId, message: &Message, text: &str) {
    let again: Message = person.sends(room, message.id, text).await.is(200).json();
    assert_eq!((again.id, again.seq), (message.id, message.seq));
    person.sends(room, message.id, "something else").await.is_refused(Code::IdReused);
}

#[tokio::test]
async fn what_is_not_yet_in_the_database_is_found_changed_and_repeated_all_the_same() {
    let cluster = Cluster::of(2).await;
    let postgres = cluster.postgres.as_ref().expect("a database");
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let ana_there = ana.also_at(cluster.b()).await;
    let general = ana.general().await;
    let written = ana.posts(general, "written").await;
    ana.syncs().await;
    hold_up(postgres);
    let one = ana.posts(general, "one").await;
    let two = ana.posts(general, "two").await;
    let three = ana.posts(general, "three").await;
    bo.sees("three").await;
    for (message, text) in [(&written, "written"), (&one, "one"), (&two, "two"), (&three, "three")] {
        is_repeated(&ana, general, message, text).await;
        is_repeated(&ana_there, general, message, text).await;
    }
    let _ = ana.edits(general, one.id, "one, edited").await.is(200);
    let _ = ana_there.deletes(general, two.id).await.is(200);
    let _ = bo.reacts(general, three.id, "👍").await.is(200);
    for person in [&ana, &bo] {
        let history = person.whole_history(general).await;
        let texts: Vec<&str> = history.iter().map(|message| &*message.text).collect();
        assert_eq!(texts[texts.len() - 4..], ["written", "one, edited", "", "three"]);
        assert_eq!(history[history.len() - 1].reactions.len(), 1);
    }
    assert_eq!(postgres.sql("SELECT text FROM messages ORDER BY seq DESC LIMIT 1"), "written");
    let_go(postgres);
    let query = format!("SELECT text FROM messages WHERE id = '{}'", one.id);
    eventually("it is written", async || (postgres.sql(&query) == "one, edited").then_some(())).await;
    is_repeated(&ana_there, general, &three, "three").await;
    for person in [&ana, &bo] {
        person.sees_what_a_snapshot_shows().await;
    }
}

#[tokio::test]
async fn an_id_from_a_clock_that_is_behind_or_ahead_is_used_once() {
    let cluster = Cluster::of(2).await;
    let ana = cluster.owner("ana").await;
    let ana_there = ana.also_at(cluster.b()).await;
    let general = ana.general().await;
    let day = 24 * 3600;
    for seconds in [-day, day, -2 * day, 2 * day, 0] {
        let id =
            MessageId::from_parts(Millis::now().plus_seconds(seconds), u128::from(seconds.unsigned_abs()));
        let text = format!("{seconds} s off");
        let said: Message = ana.sends(general, id, &text).await.is(201).json();
        // Something newer, so that it is neither the last nor, for a slow clock, the highest.
        ana.posts(general, "between").await;
        is_repeated(&ana, general, &said, &text).await;
        is_repeated(&ana_there, general, &said, &text).await;
    }
}

#[tokio::test]
async fn a_gateway_that_stops_writes_what_it_has_gathered() {
    let mut cluster = Cluster::of(1).await;
    let ana = cluster.owner("ana").await;
    let general = ana.general().await;
    for n in 0..20 {
        ana.posts(general, &format!("word {n}")).await;
    }
    cluster.gateways[0].stop().await;
    let postgres = cluster.postgres.as_ref().expect("a database");
    assert_eq!(postgres.sql("SELECT count(*) FROM messages WHERE text LIKE 'word %'"), "20");
}
