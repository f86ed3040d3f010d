use futures_util::future::join_all;
use natter::chat::rooms::{self, NewRoom};
use natter::store::directory::Page;
use natter_protocol::command::{RoomSort, UpdateRoom};
use natter_protocol::{Code, RoomKind, RoomRole};

use crate::on_both_databases;
use crate::town::{SHARDS, Town, code};

on_both_databases! {
    async fn a_rooms_name_is_taken_whatever_the_case(town: &Town) {
        let ana = town.person("ana").await;
        let new = |name: &str| NewRoom { kind: RoomKind::Public, name: name.into(), topic: String::new() };
        let rivals = ["Té", "té", "TÉ", "tÉ"].map(|name| town.store.create_room(new(name), &ana, SHARDS));
        let rivals = join_all(rivals).await;
        let refused: Vec<Code> = rivals.into_iter().filter_map(Result::err).map(code).collect();
        assert_eq!(refused, [Code::RoomNameTaken; 3]);
        let tea = town.room(&ana, "tea", RoomKind::Private).await;
        let rename = UpdateRoom { name: Some("TÉ".into()), topic: None };
        let renamed = town.store.update_room(tea.id, ana.id, |k, r| rooms::edit(k, r, &rename)).await;
        assert_eq!(renamed.map(|_| ()).map_err(code), Err(Code::RoomNameTaken));
    }

    async fn a_change_of_name_or_topic_is_announced_once(town: &Town) {
        let ana = town.person("ana").await;
        let tea = town.room(&ana, "tea", RoomKind::Public).await;
        town.hush().await;
        for _ in 0..2 {
            let change = UpdateRoom { name: Some("Tea".into()), topic: Some("hot".into()) };
            let changed = town.store.update_room(tea.id, ana.id, |k, r| rooms::edit(k, r, &change)).await;
            assert_eq!(changed.map_err(code).expect("owner").value.topic, "hot");
        }
        // The name and the topic are told; the second time nothing changed.
        let announced = ["room.updated", "message.created", "message.created"];
        assert_eq!(town.announced_types().await, announced);
        assert_eq!(town.store.room(tea.id).await.expect("asked").expect("there").name, "Tea");
    }

    async fn private_rooms_are_listed_to_their_members_only(town: &Town) {
        let (ana, bo) = (town.person("ana").await, town.person("bo").await);
        town.room(&ana, "secret", RoomKind::Private).await;
        town.room(&ana, "Attic", RoomKind::Public).await;
        let names = async |user| {
            let listings = town.store.room_listings(user).await.expect("listed");
            listings.into_iter().map(|l| (l.room.name, l.member_count, l.joined)).collect::<Vec<_>>()
        };
        let entry = |name: &str, count, joined| (name.to_owned(), count, joined);
        let all = vec![entry("Attic", 1, true), entry("general", 2, true), entry("secret", 1, true)];
        assert_eq!(names(ana.id).await, all);
        assert_eq!(names(bo.id).await, [entry("Attic", 1, false), entry("general", 2, true)]);
    }

    async fn rooms_are_found_by_their_letters_page_by_page(town: &Town) {
        let (ana, bo) = (town.person("ana").await, town.person("bo").await);
        for name in ["Äther", "beta_test", "Beta", "alpha", "50% off", "gamma"] {
            town.room(&ana, name, RoomKind::Public).await;
        }
        town.room(&ana, "beta club", RoomKind::Private).await;
        let gamma = town.room(&ana, "delta", RoomKind::Public).await;
        town.joins(bo.id, gamma.id).await.expect("joined");
        let _ = town.store.open_direct(&[ana.id.min(bo.id), ana.id.max(bo.id)], bo.id, SHARDS).await.expect("opened");
        let find = async |user, letters, sort, skip, limit| {
            let page = Page { letters, sort, skip, limit };
            let found = town.store.find_rooms(user, page).await.expect("found");
            found.into_iter().map(|listing| listing.room.name).collect::<Vec<_>>()
        };
        let all = ["50% off", "alpha", "Beta", "beta_test", "delta", "gamma", "general", "Äther"];
        assert_eq!(find(bo.id, "", RoomSort::Name, 0, 100).await, all);
        assert_eq!(find(bo.id, "", RoomSort::Name, 3, 2).await, all[3..5]);
        assert_eq!(find(bo.id, "BETA", RoomSort::Name, 0, 100).await, ["Beta", "beta_test"]);
        assert_eq!(find(ana.id, "beta", RoomSort::Name, 0, 100).await, ["Beta", "beta club", "beta_test"]);
        assert_eq!(find(bo.id, "äT", RoomSort::Name, 0, 100).await, ["Äther"]);
        assert_eq!(find(bo.id, "0%", RoomSort::Name, 0, 100).await, ["50% off"]);
        assert_eq!(find(bo.id, "a_t", RoomSort::Name, 0, 100).await, ["beta_test"]);
        assert_eq!(find(bo.id, "", RoomSort::Members, 0, 3).await, ["delta", "general", "50% off"]);
    }

    async fn a_room_is_described_with_its_people(town: &Town) {
        let (ana, bo) = (town.person("ana").await, town.person("bo").await);
        let tea = town.room(&ana, "tea", RoomKind::Public).await;
        town.joins(bo.id, tea.id).await.expect("joined");
        let details = town.store.room_details(tea, bo.id).await.expect("described");
        assert_eq!(details.role, Some(RoomRole::Member));
        let members: Vec<_> = details.members.iter().map(|m| (m.user_id, m.role)).collect();
        assert_eq!(members, [(ana.id, RoomRole::Owner), (bo.id, RoomRole::Member)]);
        let rows = town.store.room_rows_for_sync(bo.id).await.expect("rows");
        let rows: Vec<_> = rows.iter().map(|r| (r.room.name.as_str(), r.role, r.member_count)).collect();
        assert_eq!(rows, [("general", RoomRole::Member, 2), ("tea", RoomRole::Member, 2)]);
    }
}
