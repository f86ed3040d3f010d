//! Who is here, and who is typing.

use natter_protocol::command::SetPresence;
use natter_protocol::{Code, Millis, Presence, UserId, routes};
use natter_tests::{Cluster, Person, Seen, on_both};

async fn appears(watcher: &Person, user: UserId, as_what: Presence) {
    let what = format!("{user} is {as_what:?}");
    let right = |seen: &Seen| (seen.chat.presence(user) == as_what).then_some(());
    watcher.live.until(&what, right).await;
    let fresh = async || {
        let presence = watcher.syncs().await.presence;
        (presence.get(&user).copied().unwrap_or(Presence::Offline) == as_what).then_some(())
    };
    natter_tests::eventually(&what, fresh).await;
}

on_both! {
    people_come_are_away_and_go,
    who_types_is_shown_to_the_others_in_the_room,
}

async fn people_come_are_away_and_go(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    appears(&ana, bo.id, Presence::Online).await;
    appears(&bo, ana.id, Presence::Online).await;
    let _ = bo.put(routes::MY_PRESENCE, &SetPresence { presence: Presence::Away }).await.is(204);
    appears(&ana, bo.id, Presence::Away).await;
    let _ = bo.put(routes::MY_PRESENCE, &SetPresence { presence: Presence::Online }).await.is(204);
    appears(&ana, bo.id, Presence::Online).await;
    bo.put(routes::MY_PRESENCE, &SetPresence { presence: Presence::Offline })
        .await
        .is_refused(Code::InvalidField);
    let id = bo.id;
    drop(bo);
    appears(&ana, id, Presence::Offline).await;
}

async fn who_types_is_shown_to_the_others_in_the_room(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let general = ana.general().await;
    let typing = |seen: &Seen| {
        let typing = seen.chat.typing(general, Millis::now());
        (typing == [bo.id]).then_some(())
    };
    // What is fleeting may be lost while the stream is being opened: people type on.
    natter_tests::eventually("bo is seen typing", async || {
        bo.types(general).await;
        ana.live.look(typing)
    })
    .await;
    // One's own typing does not come back, and what was said ends it.
    bo.posts(general, "there").await;
    ana.live
        .until("bo has stopped", |seen| seen.chat.typing(general, Millis::now()).is_empty().then_some(()))
        .await;
    bo.sees("there").await;
    let heard_typing =
        |event: &natter_protocol::Event| matches!(event.body, natter_protocol::Body::Typing { .. });
    assert!(!bo.live.look(|seen| seen.events.iter().any(heard_typing)));
}
