//! Pinned messages, and what a message said before it was changed.

use natter_protocol::message::{Pins, Versions};
use natter_protocol::{Code, Message, RoomKind, routes};
use natter_tests::person::new_message_id;
use natter_tests::{Cluster, Person, on_both};

on_both! {
    anyone_in_the_room_pins_and_everyone_sees_it,
    pins_are_for_members_only,
    a_message_keeps_what_it_said_until_it_is_deleted,
}

async fn pinned(person: &Person, room: natter_protocol::RoomId) -> Vec<Message> {
    person.get(routes::pins(room)).await.is(200).json::<Pins>().messages
}

async fn anyone_in_the_room_pins_and_everyone_sees_it(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let general = ana.general().await;
    let first = ana.posts(general, "the agenda").await;
    let second = ana.posts(general, "the minutes").await;
    let said: Message = bo.does("PUT", routes::pin(general, first.id)).await.is(200).json();
    assert_eq!(said.pinned.map(|pinned| pinned.by), Some(bo.id));
    let again: Message = ana.does("PUT", routes::pin(general, first.id)).await.is(200).json();
    assert_eq!(again.pinned, said.pinned, "it is pinned already");
    let _ = ana.does("PUT", routes::pin(general, second.id)).await.is(200);
    let listed: Vec<_> = pinned(&bo, general).await.into_iter().map(|message| message.id).collect();
    assert_eq!(listed, [second.id, first.id]);
    let is_pinned = |id, yes: bool| {
        move |seen: &natter_tests::Seen| {
            let message = seen.chat.timeline(general)?.message(id)?;
            (message.pinned.is_some() == yes).then_some(())
        }
    };
    ana.live.until("ana sees the pin", is_pinned(first.id, true)).await;
    let _ = ana.does("DELETE", routes::pin(general, first.id)).await.is(200);
    let _ = ana.does("DELETE", routes::pin(general, first.id)).await.is(200);
    ana.live.until("ana sees it gone", is_pinned(first.id, false)).await;
    // What is deleted is not pinned any more.
    let _ = ana.deletes(general, second.id).await.is(200);
    assert_eq!(pinned(&bo, general).await, []);
    ana.does("PUT", routes::pin(general, second.id)).await.is_refused(Code::MessageDeleted);
}

async fn pins_are_for_members_only(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let mallory = ana.invites_at("mallory", cluster.b()).await;
    let club = ana.makes_room(RoomKind::Private, "club").await.id;
    let general = ana.general().await;
    let secret = ana.posts(club, "between us").await;
    let _ = ana.does("PUT", routes::pin(club, secret.id)).await.is(200);
    mallory.get(routes::pins(club)).await.is_refused(Code::RoomNotFound);
    mallory.does("PUT", routes::pin(club, secret.id)).await.is_refused(Code::RoomNotFound);
    mallory.does("DELETE", routes::pin(club, secret.id)).await.is_refused(Code::RoomNotFound);
    mallory.does("PUT", routes::pin(general, secret.id)).await.is_refused(Code::MessageNotFound);
    mallory.get(routes::edits(club, secret.id)).await.is_refused(Code::RoomNotFound);
    mallory.get(routes::edits(general, secret.id)).await.is_refused(Code::MessageNotFound);
    ana.does("PUT", routes::pin(general, new_message_id())).await.is_refused(Code::MessageNotFound);
    assert_eq!(pinned(&ana, club).await.len(), 1);
    mallory.has_heard_nothing_of(club);
}

async fn a_message_keeps_what_it_said_until_it_is_deleted(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let general = ana.general().await;
    let said = ana.posts(general, "frist").await;
    let texts = async |person: &Person| {
        let all: Versions = person.get(routes::edits(general, said.id)).await.is(200).json();
        assert!(all.versions.is_sorted_by_key(|version| version.at));
        all.versions.into_iter().map(|version| version.text).collect::<Vec<_>>()
    };
    assert_eq!(texts(&bo).await, ["frist"]);
    let _ = ana.edits(general, said.id, "first").await.is(200);
    assert_eq!(texts(&bo).await, ["frist", "first"]);
    let _ = ana.edits(general, said.id, "first!").await.is(200);
    assert_eq!(texts(&bo).await, ["frist", "first", "first!"]);
    let _ = ana.syncs().await;
    assert_eq!(texts(&ana).await, ["frist", "first", "first!"]);
    let _ = ana.deletes(general, said.id).await.is(200);
    assert_eq!(texts(&bo).await, [""; 0]);
}
