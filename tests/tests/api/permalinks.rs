//! One message by its id: what a permalink asks for.

use natter_protocol::{Code, Message, RoomKind, routes};
use natter_tests::person::new_message_id;
use natter_tests::{Cluster, on_both};

on_both! {
    a_member_reads_one_message,
    one_message_is_for_members_only,
}

async fn a_member_reads_one_message(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let general = ana.general().await;
    let said = ana.posts(general, "here").await;
    // Also from a gateway that was not asked to store it, at once.
    let read: Message = bo.get(routes::message(general, said.id)).await.is(200).json();
    assert_eq!(read, said);
    let _ = bo.reacts(general, said.id, "👍").await.is(200);
    let read: Message = ana.get(routes::message(general, said.id)).await.is(200).json();
    assert_eq!(read.reactions[0].users, [bo.id]);
    let _ = ana.deletes(general, said.id).await.is(200);
    let read: Message = bo.get(routes::message(general, said.id)).await.is(200).json();
    assert!(read.deleted_at.is_some() && read.text.is_empty());
    bo.get(routes::message(general, new_message_id())).await.is_refused(Code::MessageNotFound);
    bo.get(format!("{}/x", routes::messages(general))).await.is_refused(Code::MessageNotFound);
}

async fn one_message_is_for_members_only(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let mallory = ana.invites_at("mallory", cluster.b()).await;
    let general = ana.general().await;
    let club = ana.makes_room(RoomKind::Private, "club").await.id;
    let open = ana.makes_room(RoomKind::Public, "open").await.id;
    let secret = ana.posts(club, "between us").await;
    let overheard = ana.posts(open, "for members").await;
    mallory.get(routes::message(club, secret.id)).await.is_refused(Code::RoomNotFound);
    mallory.get(routes::message(open, overheard.id)).await.is_refused(Code::RoomNotFound);
    // Not by way of a room one is in, either.
    mallory.get(routes::message(general, secret.id)).await.is_refused(Code::MessageNotFound);
    let nobody = natter_tests::Call::get(routes::message(general, secret.id)).send(cluster.b().address());
    nobody.await.expect("an answer").is_refused(Code::Unauthenticated);
}
