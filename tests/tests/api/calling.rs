//! Calling many at once.

use natter_protocol::RoomKind;
use natter_tests::{Cluster, Gateway, Seen, eventually, on_both};

on_both! {
    all_calls_everyone_in_the_room,
}

async fn all_calls_everyone_in_the_room(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let mei = ana.invites("mei").await;
    let club = ana.makes_room(RoomKind::Private, "club").await.id;
    ana.adds(club, &bo).await;
    let mut called = ana.posts(club, "hello @all, and @everyone").await.mentions;
    called.sort_unstable();
    assert_eq!(called, [bo.id], "not the author, nor who is not in the room");
    let counts = |seen: &Seen| (seen.chat.room(club)?.mentions() == 1).then_some(());
    bo.live.until("the mention counts", counts).await;
    assert_eq!(ana.posts(club, "`@all` in code").await.mentions, []);
    ana.adds(club, &mei).await;
    let mut called = bo.posts(club, "@all").await.mentions;
    called.sort_unstable();
    let mut both = [ana.id, mei.id];
    both.sort_unstable();
    assert_eq!(called, both);
}

#[tokio::test]
async fn here_calls_those_who_are_there() {
    let server = Gateway::start().await;
    let ana = server.owner("ana").await;
    let bo = ana.invites("bo").await;
    let mei = ana.invites("mei").await;
    let general = ana.general().await;
    drop(mei);
    eventually("only bo is called", async || {
        let called = ana.posts(general, "@here").await.mentions;
        (called == [bo.id]).then_some(())
    })
    .await;
}
