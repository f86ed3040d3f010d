use futures_util::future::join_all;
use natter::chat::rooms;
use natter_protocol::{Code, Millis, RoomKind, UserId};

use crate::on_both_databases;
use crate::town::{SHARDS, Town, code};

on_both_databases! {
    async fn the_same_people_get_the_same_room_whoever_asks_at_once(town: &Town) {
        let (ana, bo) = (town.person("ana").await, town.person("bo").await);
        town.hush().await;
        let people = rooms::direct_people(ana.id, &[bo.id]).expect("two");
        let asking = (0..10).map(|n| {
            let caller = if n % 2 == 0 { ana.id } else { bo.id };
            town.store.open_direct(&people, caller, SHARDS)
        });
        let opened: Vec<_> = join_all(asking).await.into_iter().map(|o| o.expect("opened").value).collect();
        assert_eq!(opened.iter().filter(|(_, is_new)| *is_new).count(), 1);
        assert!(opened.iter().all(|(room, _)| *room == opened[0].0));
        let room = &opened[0].0;
        assert_eq!((room.kind, &room.direct_users), (RoomKind::Direct, &people));
        assert_eq!(town.announced_types().await, ["room.created", "member.joined", "member.joined"]);
        assert_eq!(town.store.members(room.id).await.expect("members").len(), 2);
        assert_eq!(town.store.room(room.id).await, Ok(Some(room.clone())), "reads back the same");
    }

    async fn other_people_are_another_room(town: &Town) {
        let (ana, bo, cy) = (town.person("ana").await, town.person("bo").await, town.person("cy").await);
        let open = async |others: &[UserId]| {
            let people = rooms::direct_people(ana.id, others).expect("few");
            town.store.open_direct(&people, ana.id, SHARDS).await.expect("opened").value
        };
        let mut ids = vec![open(&[]).await.0.id, open(&[bo.id]).await.0.id, open(&[cy.id, bo.id]).await.0.id];
        assert_eq!(open(&[bo.id, cy.id, ana.id]).await, (open(&[cy.id, bo.id]).await.0, false));
        ids.dedup();
        assert_eq!(ids.len(), 3);
    }

    async fn a_direct_room_is_of_people_who_exist(town: &Town) {
        let ana = town.person("ana").await;
        town.hush().await;
        let people = rooms::direct_people(ana.id, &[UserId::from_parts(Millis(1), 1)]).expect("two");
        let opened = town.store.open_direct(&people, ana.id, SHARDS).await;
        assert_eq!(opened.map(|_| ()).map_err(code), Err(Code::UserNotFound));
        assert_eq!(town.announced_types().await, Vec::<String>::new());
    }
}
