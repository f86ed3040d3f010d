use futures_util::future::join_all;
use natter::chat::rooms;
use natter::log::Audience;
use natter_protocol::{Body, Code, Notice, RoomKind, RoomRole, UserId};

use crate::on_both_databases;
use crate::town::{Town, code};

/// Who did what, if that is what the room is told.
fn told(body: &Body) -> Option<(UserId, Notice)> {
    match body {
        Body::MessageCreated { message, .. } => Some((message.author, message.notice.clone()?)),
        _ => None,
    }
}

on_both_databases! {
    async fn joining_leaving_and_roles_are_announced_in_the_room(town: &Town) {
        let (ana, bo) = (town.person("ana").await, town.person("bo").await);
        let room = town.room(&ana, "tea", RoomKind::Public).await;
        town.hush().await;
        town.joins(bo.id, room.id).await.expect("public");
        town.joins(bo.id, room.id).await.expect("again, to no effect");
        let raise = |s: &rooms::Standing| rooms::put(s, Some(RoomRole::Moderator));
        town.store.change_membership(room.id, ana.id, bo.id, raise).await.map(|_| ()).map_err(code).expect("owner");
        assert_eq!(town.store.role(room.id, bo.id).await, Ok(Some(RoomRole::Moderator)));
        town.store.change_membership(room.id, ana.id, bo.id, rooms::remove).await.map(|_| ()).map_err(code).expect("owner");
        assert_eq!(town.store.role(room.id, bo.id).await, Ok(None));
        let announced = town.announced().await;
        assert!(announced.iter().all(|(audience, _)| *audience == Audience::Room(room.id, room.shard)));
        let bodies: Vec<&Body> = announced.iter().map(|(_, event)| &event.body).collect();
        let [joined, told_joined, changed, left, told_left] = bodies[..] else { panic!("{bodies:?}") };
        assert!(matches!(joined, Body::MemberJoined { by: None, member_count: 2, role: RoomRole::Member, .. }));
        assert!(matches!(changed, Body::MemberChanged { user_id, role: RoomRole::Moderator } if *user_id == bo.id));
        assert!(matches!(left, Body::MemberLeft { by: Some(by), member_count: 1, .. } if *by == ana.id));
        assert_eq!(told(told_joined), Some((bo.id, Notice::Joined)));
        assert_eq!(told(told_left), Some((ana.id, Notice::Removed { user_id: bo.id })));
    }

    async fn a_refusal_leaves_no_trace(town: &Town) {
        let (ana, bo) = (town.person("ana").await, town.person("bo").await);
        let room = town.room(&ana, "secret", RoomKind::Private).await;
        town.hush().await;
        assert_eq!(town.joins(bo.id, room.id).await, Err(Code::RoomNotFound));
        assert_eq!(town.leaves(ana.id, room.id).await, Err(Code::LastOwner));
        let add = |s: &rooms::Standing| rooms::put(s, None);
        let nobody = UserId::from_parts(natter_protocol::Millis(1), 1);
        let added = town.store.change_membership(room.id, ana.id, nobody, add).await;
        assert_eq!(added.map(|_| ()).map_err(code), Err(Code::UserNotFound));
        assert_eq!(town.announced_types().await, Vec::<String>::new());
        assert_eq!(town.store.members(room.id).await.expect("members").len(), 1);
    }

    async fn of_the_last_two_owners_who_leave_at_once_one_stays(town: &Town) {
        let (ana, bo) = (town.person("ana").await, town.person("bo").await);
        for round in 0..5 {
            let room = town.room(&ana, &format!("room {round}"), RoomKind::Public).await;
            let own = |s: &rooms::Standing| rooms::put(s, Some(RoomRole::Owner));
            assert!(town.store.change_membership(room.id, ana.id, bo.id, own).await.is_ok());
            let (one, other) = tokio::join!(town.leaves(ana.id, room.id), town.leaves(bo.id, room.id));
            let refused: Vec<Code> = [one, other].into_iter().filter_map(Result::err).collect();
            assert_eq!(refused, [Code::LastOwner]);
        }
    }

    async fn announcements_about_a_room_keep_the_order_of_what_happened(town: &Town) {
        let ana = town.person("ana").await;
        let mut people = Vec::new();
        for n in 0..8 {
            people.push(town.person(&format!("person{n}")).await);
        }
        let tea = town.room(&ana, "tea", RoomKind::Public).await;
        let cake = town.room(&ana, "cake", RoomKind::Public).await;
        town.hush().await;
        let restless = people.iter().map(|person| async {
            for _ in 0..4 {
                for room in [tea.id, cake.id] {
                    town.joins(person.id, room).await.expect("joined");
                    town.leaves(person.id, room).await.expect("left");
                }
            }
        });
        join_all(restless).await;
        let announced = town.announced().await;
        assert_eq!(announced.len(), 8 * 4 * 2 * 2 * 2);
        for room in [tea, cake] {
            let mut there = 1;
            let mut to_tell = None;
            for (_, event) in announced.iter().filter(|(_, event)| event.room == Some(room.id)) {
                match &event.body {
                    Body::MemberJoined { user, member_count, .. } => {
                        there += 1;
                        assert_eq!(*member_count, there);
                        assert_eq!(to_tell.replace((user.id, Notice::Joined)), None);
                    }
                    Body::MemberLeft { user_id, member_count, .. } => {
                        there -= 1;
                        assert_eq!(*member_count, there);
                        assert_eq!(to_tell.replace((*user_id, Notice::Left)), None);
                    }
                    // What happened is told right after it.
                    other => assert_eq!(Some(told(other)), to_tell.take().map(Some), "{other:?}"),
                }
            }
            assert_eq!((there, to_tell), (1, None));
        }
    }

    async fn outbox_rows_are_forgotten_one_by_one_and_never_numbered_twice(town: &Town) {
        town.person("ana").await;
        let rows = town.store.outbox_page(100).await.expect("rows");
        assert!(rows.windows(2).all(|pair| pair[0].id < pair[1].id));
        assert_eq!(town.store.outbox_page(1).await.expect("rows"), rows[..1]);
        town.store.outbox_done(&[rows[1].id]).await.expect("done");
        let left = town.store.outbox_page(100).await.expect("rows");
        assert_eq!((left.len(), left[0].id), (rows.len() - 1, rows[0].id));
        town.hush().await;
        town.person("bo").await;
        let next = town.store.outbox_page(1).await.expect("rows").remove(0).id;
        assert!(next > rows.last().expect("rows").id);
    }
}
