//! Who may not see something does not: live, at replay, at every gateway. Silence is proved by something
//! that was said later in the same shard and has arrived.

use std::time::Instant;

use natter_protocol::{Body, Code, Event, Message, Notice, PollAnswer, RoomId, RoomKind, routes};
use natter_tests::person::new_message_id;
use natter_tests::{Cluster, Person, eventually, on_both, words};

/// A private room, and a public one in the same shard where all are.
async fn club_and_square(ana: &Person, members: &[&Person], everyone: &[&Person]) -> (RoomId, RoomId) {
    let club = ana.makes_room(RoomKind::Private, "club").await.id;
    for member in members {
        ana.adds(club, member).await;
    }
    let square = ana.makes_room_in_the_shard_of(club).await.id;
    for person in everyone {
        person.joins(square).await;
        person.finds(square).await;
    }
    (club, square)
}

/// What a replay from a cursor brings up to a text, by stream and by poll: both the same.
async fn replay(person: &Person, cursor: &str, text: &str) -> Vec<Event> {
    let streamed = person.opens_stream(Some(cursor)).await.events_until_said(text).await;
    let polled: PollAnswer = person.get(format!("{}?cursor={cursor}", routes::POLL)).await.is(200).json();
    assert!(polled.events.iter().any(|event| words(event) == Some(text)), "{polled:?}");
    assert_eq!(in_the_log(&streamed, text), in_the_log(&polled.events, text));
    streamed
}

fn in_the_log(events: &[Event], up_to: &str) -> Vec<Event> {
    let last = events.iter().position(|event| words(event) == Some(up_to));
    let end = last.map_or(events.len(), |at| at + 1);
    let mut placed: Vec<Event> = events[..end].iter().filter(|event| event.seq.is_some()).cloned().collect();
    placed.sort_by_key(|event| (event.shard, event.seq));
    placed
}

on_both! {
    who_is_not_in_a_room_hears_nothing_of_it,
    who_is_removed_hears_no_more,
    a_removal_counts_at_every_gateway,
    read_marks_are_for_ones_own_devices,
}

async fn who_is_not_in_a_room_hears_nothing_of_it(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites("bo").await;
    let mallory = ana.invites_at("mallory", cluster.b()).await;
    let (club, square) = club_and_square(&ana, &[&bo], &[&bo, &mallory]).await;
    let before = mallory.syncs().await.cursor;
    let secret = ana.posts(club, "between us").await;
    bo.sees("between us").await;
    let _ = bo.edits(club, secret.id, "edited").await.problem();
    let _ = bo.reacts(club, secret.id, "👍").await.is(200);
    bo.types(club).await;
    ana.reads(club, secret.seq).await;
    ana.posts(square, "marker").await;
    mallory.sees("marker").await;
    mallory.has_heard_nothing_of(club);
    let replayed = replay(&mallory, &before, "marker").await;
    assert!(replayed.iter().all(|event| event.room != Some(club)), "{replayed:#?}");
    assert!(!format!("{replayed:?}").contains("between us"));
    // Made-up cursors move nothing but the place: from the very beginning there is nothing either.
    let beginning = natter_protocol::Cursor {
        shards: before
            .parse::<natter_protocol::Cursor>()
            .expect("a cursor")
            .shards
            .into_iter()
            .map(|position| natter_protocol::Position { seq: 0, ..position })
            .collect(),
    };
    let replayed = replay(&mallory, &beginning.to_string(), "marker").await;
    assert!(replayed.iter().all(|event| event.room != Some(club)), "{replayed:#?}");
}

async fn who_is_removed_hears_no_more(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let (club, square) = club_and_square(&ana, &[&bo], &[&bo]).await;
    bo.finds(club).await;
    let before = bo.syncs().await.cursor;
    ana.posts(club, "with bo").await;
    bo.sees("with bo").await;
    ana.removes(club, &bo).await;
    let removed = Instant::now();
    bo.live.until("the room is gone", |seen| seen.chat.room(club).is_none().then_some(())).await;
    eprintln!("the stream stopped {:?} after the removal (promised: 1 s)", removed.elapsed());
    ana.posts(club, "without bo").await;
    ana.posts(square, "marker").await;
    bo.sees("marker").await;
    let said = |message: &Message| (message.text.clone(), message.notice.clone());
    let heard = bo.live.look(|seen| seen.messages(club).map(said).collect::<Vec<_>>());
    let added = Notice::Added { user_id: bo.id };
    assert_eq!(heard, [(String::new(), Some(added)), ("with bo".to_owned(), None)]);
    // Coming back with the cursor of better days shows only that it is over.
    let replayed = replay(&bo, &before, "marker").await;
    let of_club: Vec<&Event> = replayed.iter().filter(|event| event.room == Some(club)).collect();
    assert!(
        matches!(of_club[..], [Event { body: Body::MemberLeft { user_id, .. }, .. }] if *user_id == bo.id),
        "{of_club:#?}"
    );
    bo.get(routes::messages(club)).await.is_refused(Code::RoomNotFound);
    assert!(bo.syncs().await.rooms.iter().all(|summary| summary.room.id != club));
}

async fn a_removal_counts_at_every_gateway(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let club = ana.makes_room(RoomKind::Private, "club").await.id;
    ana.adds(club, &bo).await;
    bo.finds(club).await;
    // Now the other gateway has the membership in its cache.
    bo.posts(club, "in").await;
    ana.removes(club, &bo).await;
    let removed = Instant::now();
    eventually("bo is refused", async || {
        let answer = bo.sends(club, new_message_id(), "still in?").await;
        (answer.status != 201).then(|| answer.is_refused(Code::RoomNotFound))
    })
    .await;
    eprintln!("refused {:?} after the removal (promised: 1 s)", removed.elapsed());
    bo.get(routes::room(club)).await.is_refused(Code::RoomNotFound);
    // And the other way round.
    ana.adds(club, &bo).await;
    let added = Instant::now();
    eventually("bo is let in", async || {
        let answer = bo.sends(club, new_message_id(), "back in?").await;
        (answer.status == 201).then_some(())
    })
    .await;
    eprintln!("let in {:?} after being added (promised: 1 s)", added.elapsed());
    ana.sees("back in?").await;
}

async fn read_marks_are_for_ones_own_devices(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let telephone = ana.signs_in_again().await.also_at(cluster.b()).await;
    let general = ana.general().await;
    let said = bo.posts(general, "news").await;
    ana.sees("news").await;
    telephone.sees("news").await;
    let unread = |seen: &natter_tests::Seen| seen.chat.room(general).map(natter_client::RoomState::unread);
    assert_eq!(ana.live.look(unread), Some(1));
    ana.reads(general, said.seq).await;
    telephone.live.until("nothing is unread", |seen| (unread(seen)? == 0).then_some(())).await;
    ana.live.until("nothing is unread", |seen| (unread(seen)? == 0).then_some(())).await;
    // In every shard something later, whichever carries ana's own events.
    for shard in 0..4 {
        let there = eventually("a room in each shard", async || {
            let room = ana.makes_room(RoomKind::Public, &format!("room {}", new_message_id())).await;
            (room.shard == shard).then_some(room.id)
        })
        .await;
        bo.joins(there).await;
        bo.finds(there).await;
        ana.posts(there, &format!("marker {shard}")).await;
        bo.sees(&format!("marker {shard}")).await;
    }
    let is_mark = |event: &Event| matches!(event.body, Body::ReadUpdated { .. });
    assert!(!bo.live.look(|seen| seen.events.iter().any(is_mark)));
    assert!(telephone.live.look(|seen| seen.events.iter().any(is_mark)));
}

#[tokio::test]
async fn who_shares_no_room_is_not_in_a_snapshot() {
    let cluster = Cluster::alone().await;
    let ana = cluster.owner("ana").await;
    let hermit = ana.invites("hermit").await;
    hermit.leaves(ana.general().await).await;
    let alone = hermit.syncs().await;
    assert_eq!(alone.users.iter().map(|user| user.id).collect::<Vec<_>>(), [hermit.id]);
    assert!(alone.rooms.is_empty() && !alone.presence.contains_key(&ana.id));
    let town = ana.syncs().await;
    assert!(town.users.iter().all(|user| user.id != hermit.id), "{:?}", town.users);
}
