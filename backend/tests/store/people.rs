use natter::chat::profile::ProfileChange;
use natter_protocol::{Body, Millis, RoomKind, Status};

use crate::on_both_databases;
use crate::town::Town;

fn named(name: &str) -> ProfileChange {
    ProfileChange { display_name: Some(name.to_owned()), ..ProfileChange::default() }
}

on_both_databases! {
    async fn people_are_found_by_the_beginning_of_any_of_their_names(town: &Town) {
        for name in ["ana", "anton", "bo", "cy"] {
            town.person(name).await;
        }
        let bo = town.store.credentials("bo").await.expect("asked").expect("bo").user;
        assert!(town.store.change_profile(&bo, &named("Bo Élan_1")).await.is_ok());
        let found = async |q: &str| {
            let users = town.store.search_users(q, None, 10).await.expect("searched");
            users.into_iter().map(|user| user.username).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(found("an").await, "ana anton");
        assert_eq!(found("AN").await, "ana anton");
        assert_eq!(found("ÉLAN").await, "bo");
        assert_eq!(found("bo é").await, "bo");
        assert_eq!(found("na").await, "", "the middle of a name does not count");
        assert_eq!(found("%").await, "", "nor do wildcards");
        assert_eq!(found("élan_").await, "bo");
        assert_eq!(found("élan__").await, "");
        assert_eq!(found("").await, "ana anton bo cy");
        assert_eq!(town.store.search_users("", None, 2).await.expect("searched").len(), 2);
    }

    async fn a_new_display_name_is_announced_to_everyone(town: &Town) {
        let ana = town.person("ana").await;
        town.hush().await;
        let changed = town.store.change_profile(&ana, &named("Ana Mol")).await.expect("changed");
        assert_eq!(changed.value.display_name, "Ana Mol");
        assert_eq!(town.store.user(ana.id).await, Ok(Some(changed.value.clone())));
        let announced = town.announced().await;
        assert_eq!(announced[0].1.body, Body::UserUpdated { user: changed.value });
        assert_eq!(announced[0].0, natter::log::Audience::Server);
    }

    async fn a_status_that_has_ended_is_cleared_and_that_is_announced(town: &Town) {
        let (ana, bo) = (town.person("ana").await, town.person("bo").await);
        let lunch = |end| Status { emoji: None, text: Some("Lunch".to_owned()), expires_at: Some(end) };
        assert!(town.store.set_status(ana.id, Some(&lunch(Millis(10)))).await.is_ok());
        assert!(town.store.set_status(bo.id, Some(&lunch(Millis(20)))).await.is_ok());
        town.hush().await;
        assert!(town.store.clear_ended_statuses(Millis(15)).await.is_ok());
        let status = async |user| town.store.user(user).await.expect("asked").expect("known").status;
        assert_eq!((status(ana.id).await, status(bo.id).await), (None, Some(lunch(Millis(20)))));
        let announced = town.announced().await;
        assert_eq!(announced.len(), 1);
        assert!(matches!(&announced[0].1.body, Body::UserUpdated { user } if user.id == ana.id));
        assert!(town.store.clear_ended_statuses(Millis(15)).await.is_ok());
        assert_eq!(town.announced().await.len(), 1, "nothing more to say");
    }

    async fn those_who_share_a_room_are_known_and_nobody_else(town: &Town) {
        let (ana, bo, cy) = (town.person("ana").await, town.person("bo").await, town.person("cy").await);
        let general = town.store.rooms_of(ana.id).await.expect("rooms")[0].0;
        town.leaves(cy.id, general).await.expect("left");
        let known = async |user| {
            let mut users = town.store.people_sharing_rooms_with(user).await.expect("asked");
            users.sort_by(|a, b| a.username.cmp(&b.username));
            users.into_iter().map(|user| user.id).collect::<Vec<_>>()
        };
        assert_eq!(known(ana.id).await, [ana.id, bo.id]);
        assert_eq!(known(cy.id).await, [cy.id]);
        assert_eq!(town.store.users_by_ids(&[cy.id, ana.id]).await.expect("asked").len(), 2);
        assert!(town.store.users_by_ids(&[]).await.expect("asked").is_empty());
    }

    async fn only_members_are_mentioned(town: &Town) {
        let (ana, bo) = (town.person("ana").await, town.person("bo").await);
        let tea = town.room(&ana, "tea", RoomKind::Public).await;
        let names = ["ana", "bo", "nobody"].map(str::to_owned);
        let mentioned = town.store.member_usernames(tea.id, &names).await;
        assert_eq!(mentioned, Ok(vec![("ana".to_owned(), ana.id)]));
        town.joins(bo.id, tea.id).await.expect("joined");
        assert_eq!(town.store.member_usernames(tea.id, &names).await.expect("asked").len(), 2);
        assert_eq!(town.store.member_usernames(tea.id, &[]).await, Ok(Vec::new()));
    }
}
