//! Rooms and who is in them.

use natter_protocol::command::{CreateRoom, UpdateRoom};
use natter_protocol::room::{RoomDetails, RoomList};
use natter_protocol::{Body, Code, RoomKind, RoomRole, UserId, routes};
use natter_tests::{Cluster, Person, eventually, on_both};

fn named(name: &str) -> CreateRoom {
    CreateRoom { kind: RoomKind::Public, name: name.to_owned(), topic: None }
}

async fn role_of(asked: &Person, room: natter_protocol::RoomId, whom: &Person) -> Option<RoomRole> {
    let members = asked.room(room).await.members;
    members.iter().find(|member| member.user_id == whom.id).map(|member| member.role)
}

on_both! {
    a_room_is_found_joined_and_left,
    a_name_is_given_once_however_it_is_written,
    members_bring_people_in_and_moderators_take_them_out,
    the_last_owner_neither_leaves_nor_steps_down,
    of_two_owners_who_leave_at_once_one_stays,
    a_private_room_is_hidden_from_everyone_else,
    the_same_people_have_one_direct_room,
    a_new_topic_reaches_everyone_in_the_room,
}

async fn a_room_is_found_joined_and_left(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let tea = ana.makes_room(RoomKind::Public, "tea").await;
    let listed: RoomList = bo.get(routes::ROOMS).await.is(200).json();
    let listing = listed.rooms.iter().find(|listing| listing.room.id == tea.id).expect("it is listed");
    assert!(!listing.joined && listing.member_count == 1);
    bo.joins(tea.id).await;
    bo.joins(tea.id).await;
    bo.finds(tea.id).await;
    assert_eq!(role_of(&bo, tea.id, &bo).await, Some(RoomRole::Member));
    ana.posts(tea.id, "hello bo").await;
    bo.sees("hello bo").await;
    bo.leaves(tea.id).await;
    bo.live.until("the room is gone", |seen| seen.chat.room(tea.id).is_none().then_some(())).await;
    bo.does("POST", routes::leave(tea.id)).await.is_refused(Code::RoomNotFound);
    bo.sends(tea.id, natter_tests::person::new_message_id(), "still here?")
        .await
        .is_refused(Code::RoomNotFound);
    let gone = |seen: &natter_tests::Seen| {
        let left = |body: &Body| matches!(body, Body::MemberLeft { user_id, .. } if *user_id == bo.id);
        seen.events.iter().any(|event| event.room == Some(tea.id) && left(&event.body)).then_some(())
    };
    ana.live.until("ana hears that bo left", gone).await;
}

async fn a_name_is_given_once_however_it_is_written(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let (tea, same) = (named("Tea Room"), named("tea  room"));
    let (one, other) = tokio::join!(ana.post(routes::ROOMS, &tea), bo.post(routes::ROOMS, &same));
    let (won, lost) = if one.status == 201 { (one, other) } else { (other, one) };
    let room: RoomDetails = won.is(201).json();
    assert_eq!(room.role, Some(RoomRole::Owner));
    lost.is_refused(Code::RoomNameTaken);
    let other = ana.makes_room(RoomKind::Public, "coffee").await;
    let rename = UpdateRoom { name: Some("TEA ROOM".into()), topic: None };
    ana.patch(routes::room(other.id), &rename).await.is_refused(Code::RoomNameTaken);
}

async fn members_bring_people_in_and_moderators_take_them_out(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let mei = ana.invites("mei").await;
    let club = ana.makes_room(RoomKind::Private, "club").await;
    ana.adds(club.id, &bo).await;
    bo.finds(club.id).await;
    // A plain member brings in, but gives no roles and takes nobody out.
    bo.puts(club.id, &mei, Some(RoomRole::Moderator)).await.is_refused(Code::Forbidden);
    bo.adds(club.id, &mei).await;
    mei.finds(club.id).await;
    bo.does("DELETE", routes::member(club.id, mei.id)).await.is_refused(Code::Forbidden);
    let _ = ana.puts(club.id, &bo, Some(RoomRole::Moderator)).await.is(200);
    // The other gateway hears of the new role from the log.
    eventually("bo may remove mei", async || {
        let answer = bo.does("DELETE", routes::member(club.id, mei.id)).await;
        (answer.status == 204).then_some(())
    })
    .await;
    mei.live.until("the room is gone", |seen| seen.chat.room(club.id).is_none().then_some(())).await;
    bo.does("DELETE", routes::member(club.id, ana.id)).await.is_refused(Code::Forbidden);
    bo.does("DELETE", routes::member(club.id, mei.id)).await.is_refused(Code::UserNotFound);
}

async fn the_last_owner_neither_leaves_nor_steps_down(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let tea = ana.makes_room(RoomKind::Public, "tea").await;
    ana.adds(tea.id, &bo).await;
    ana.does("POST", routes::leave(tea.id)).await.is_refused(Code::LastOwner);
    ana.puts(tea.id, &ana, Some(RoomRole::Member)).await.is_refused(Code::LastOwner);
    let _ = ana.puts(tea.id, &bo, Some(RoomRole::Owner)).await.is(200);
    ana.leaves(tea.id).await;
    assert_eq!(role_of(&bo, tea.id, &bo).await, Some(RoomRole::Owner));
    bo.does("POST", routes::leave(tea.id)).await.is_refused(Code::LastOwner);
}

async fn of_two_owners_who_leave_at_once_one_stays(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    for round in 0..4 {
        let room = ana.makes_room(RoomKind::Public, &format!("round {round}")).await.id;
        let _ = ana.puts(room, &bo, Some(RoomRole::Owner)).await.is(200);
        bo.finds(room).await;
        let (one, other) =
            tokio::join!(ana.does("POST", routes::leave(room)), bo.does("POST", routes::leave(room)));
        let (left, stays) = if one.status == 204 { (one, other) } else { (other, one) };
        let _ = left.is(204);
        stays.is_refused(Code::LastOwner);
    }
}

async fn a_private_room_is_hidden_from_everyone_else(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let mallory = ana.invites_at("mallory", cluster.b()).await;
    let club = ana.makes_room(RoomKind::Private, "club").await;
    let said = ana.posts(club.id, "between us").await;
    let listed: RoomList = mallory.get(routes::ROOMS).await.is(200).json();
    assert!(listed.rooms.iter().all(|listing| listing.room.id != club.id));
    for (method, path) in [
        ("GET", routes::room(club.id)),
        ("GET", routes::messages(club.id)),
        ("POST", routes::join(club.id)),
        ("POST", routes::leave(club.id)),
        ("POST", routes::typing(club.id)),
        ("DELETE", routes::message(club.id, said.id)),
        ("PUT", routes::reaction(club.id, said.id, "👍")),
        ("DELETE", routes::member(club.id, ana.id)),
    ] {
        let answer = mallory.does(method, &path).await;
        assert_eq!(answer.problem().code, Code::RoomNotFound, "{method} {path}");
    }
    mallory.sends(club.id, said.id, "between us").await.is_refused(Code::RoomNotFound);
    mallory.edits(club.id, said.id, "ha").await.is_refused(Code::RoomNotFound);
    mallory.puts(club.id, &mallory, None).await.is_refused(Code::RoomNotFound);
    mallory.patch(routes::room(club.id), &UpdateRoom::default()).await.is_refused(Code::RoomNotFound);
    assert!(mallory.syncs().await.rooms.iter().all(|summary| summary.room.id != club.id));
}

async fn the_same_people_have_one_direct_room(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let mei = ana.invites("mei").await;
    let (ana_bo, bo_ana, three) = ([bo.id], [ana.id], [mei.id, bo.id, mei.id]);
    let (one, other) = tokio::join!(ana.opens_direct(&ana_bo), bo.opens_direct(&bo_ana));
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 201], "{one:?} {other:?}");
    let (one, other): (RoomDetails, RoomDetails) = (one.json(), other.json());
    assert_eq!(one.room, other.room);
    assert_eq!(one.room.kind, RoomKind::Direct);
    let group: RoomDetails = ana.opens_direct(&three).await.is(201).json();
    let again: RoomDetails = mei.opens_direct(&[ana.id, bo.id]).await.is(200).json();
    assert_eq!(group.room, again.room);
    assert_ne!(group.room.id, one.room.id);
    let notes: RoomDetails = ana.opens_direct(&[]).await.is(201).json();
    let _ = ana.opens_direct(&[ana.id]).await.is(200);
    assert_eq!(notes.members.len(), 1);
    // It appears at the other side by itself, and its people stay the same.
    mei.finds(group.room.id).await;
    ana.posts(one.room.id, "just us two").await;
    bo.sees("just us two").await;
    ana.puts(one.room.id, &mei, None).await.is_refused(Code::Forbidden);
    bo.does("POST", routes::leave(one.room.id)).await.is_refused(Code::Forbidden);
    let nobody = UserId::from_parts(natter_protocol::Millis(1), 1);
    ana.opens_direct(&[nobody]).await.is_refused(Code::UserNotFound);
    let many: Vec<UserId> = (0..11).map(|n| UserId::from_parts(natter_protocol::Millis(1), n)).collect();
    ana.opens_direct(&many).await.is_refused(Code::InvalidField);
}

async fn a_new_topic_reaches_everyone_in_the_room(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let general = ana.general().await;
    let change = UpdateRoom { name: None, topic: Some("Cake on Friday".into()) };
    bo.patch(routes::room(general), &change).await.is_refused(Code::Forbidden);
    let _ = ana.patch(routes::room(general), &change).await.is(200);
    let topic = |seen: &natter_tests::Seen| seen.chat.room(general).map(|room| room.details().topic.clone());
    bo.live.until("the topic", |seen| topic(seen).filter(|topic| topic == "Cake on Friday")).await;
    bo.sees_what_a_snapshot_shows().await;
}
