use futures_util::future::join_all;
use natter::chat::invites::Terms;
use natter::chat::rooms;
use natter::log::Audience;
use natter_protocol::account::Registration;
use natter_protocol::command::UpdateRoom;
use natter_protocol::{Body, Code, Millis, RoomRole, ServerRole};

use crate::on_both_databases;
use crate::town::Town;

fn terms(uses: u32) -> Terms {
    Terms { uses, expires_at: Millis::now().plus_seconds(60) }
}

on_both_databases! {
    async fn the_first_account_owns_the_server_and_finds_general(town: &Town) {
        assert!(town.store.needs_owner().await.expect("asked"));
        let ana = town.registers("Ana", Registration::Closed, None).await.expect("always let in");
        assert_eq!(ana.role, ServerRole::Owner);
        assert!(!town.store.needs_owner().await.expect("asked"));
        let rooms = town.store.room_rows_for_sync(ana.id).await.expect("rooms");
        assert_eq!((rooms.len(), rooms[0].room.name.as_str(), rooms[0].role), (1, "general", RoomRole::Owner));
        assert_eq!(
            town.announced_types().await,
            ["user.created", "room.created", "member.joined", "message.created"]
        );
        let room = &rooms[0].room;
        let (audience, welcome) = town.announced().await.pop().expect("the welcome");
        assert_eq!(audience, Audience::Room(room.id, room.shard));
        let Body::MessageCreated { message, .. } = welcome.body else { panic!("not a message") };
        assert_eq!((message.author, message.room), (ana.id, room.id));
    }

    async fn of_many_first_accounts_at_once_one_owns_the_server(town: &Town) {
        let names: Vec<String> = (0..12).map(|n| format!("person{n}")).collect();
        let all = join_all(names.iter().map(|name| town.registers(name, Registration::Open, None))).await;
        let owners = all.iter().flatten().filter(|user| user.role == ServerRole::Owner).count();
        assert_eq!((all.iter().flatten().count(), owners), (12, 1));
        let owner = all.iter().flatten().find(|user| user.role == ServerRole::Owner).expect("one");
        let listings = town.store.room_listings(owner.id).await.expect("rooms");
        assert_eq!((listings.len(), listings[0].member_count), (1, 12), "one general, and all are in it");
    }

    async fn only_the_first_is_let_into_a_closed_server(town: &Town) {
        let names: Vec<String> = (0..8).map(|n| format!("person{n}")).collect();
        let all = join_all(names.iter().map(|name| town.registers(name, Registration::Closed, None))).await;
        assert_eq!(all.iter().flatten().count(), 1);
        assert!(all.iter().all(|one| one.as_ref().map_or_else(|code| *code == Code::RegistrationClosed, |_| true)));
    }

    async fn a_username_is_one_persons_only(town: &Town) {
        town.person("ana").await;
        let rivals = join_all((0..6).map(|_| town.registers("bo", Registration::Open, None))).await;
        assert_eq!(rivals.iter().flatten().count(), 1);
        assert!(rivals.iter().filter_map(|one| one.as_ref().err()).all(|code| *code == Code::UsernameTaken));
    }

    async fn the_last_use_of_an_invitation_lets_one_in(town: &Town) {
        let ana = town.person("ana").await;
        let invite = town.store.create_invite(ana.id, terms(1)).await.expect("made");
        let names: Vec<String> = (0..6).map(|n| format!("person{n}")).collect();
        let code = Some(invite.code.0.as_str());
        let all = join_all(names.iter().map(|name| town.registers(name, Registration::Invite, code))).await;
        assert_eq!(all.iter().flatten().count(), 1);
        assert!(all.iter().filter_map(|one| one.as_ref().err()).all(|code| *code == Code::InviteInvalid));
        assert!(town.store.invites(Some(ana.id), Millis::now()).await.expect("listed").is_empty());
    }

    async fn a_refused_registration_uses_up_no_invitation_and_announces_nothing(town: &Town) {
        let ana = town.person("ana").await;
        let invite = town.store.create_invite(ana.id, terms(1)).await.expect("made");
        town.hush().await;
        let taken = town.registers("ana", Registration::Invite, Some(&invite.code.0)).await;
        assert_eq!(taken, Err(Code::UsernameTaken));
        assert_eq!(town.announced_types().await, Vec::<String>::new());
        assert!(town.registers("bo", Registration::Invite, Some(&invite.code.0)).await.is_ok());
    }

    async fn an_expired_or_withdrawn_invitation_lets_nobody_in(town: &Town) {
        let ana = town.person("ana").await;
        let bo = town.person("bo").await;
        let expired = Terms { uses: 5, expires_at: Millis(1) };
        let invite = town.store.create_invite(ana.id, expired).await.expect("made");
        assert_eq!(town.store.invite_info(&invite.code.0, Millis::now()).await, Ok(None));
        let tried = town.registers("cy", Registration::Invite, Some(&invite.code.0)).await;
        assert_eq!(tried, Err(Code::InviteInvalid));
        let invite = town.store.create_invite(ana.id, terms(5)).await.expect("made");
        let known = town.store.invite_info(&invite.code.0, Millis::now()).await;
        assert_eq!(known, Ok(Some(("ana".to_owned(), invite.expires_at))));
        assert_eq!(town.store.delete_invite(&invite.code.0, Some(bo.id)).await, Ok(false), "not his");
        assert_eq!(town.store.delete_invite(&invite.code.0, Some(ana.id)).await, Ok(true));
        let tried = town.registers("cy", Registration::Invite, Some(&invite.code.0)).await;
        assert_eq!(tried, Err(Code::InviteInvalid));
    }

    async fn newcomers_start_in_the_first_public_room_even_renamed(town: &Town) {
        let ana = town.person("ana").await;
        let general = town.store.room_rows_for_sync(ana.id).await.expect("rooms").remove(0).room;
        let rename = UpdateRoom { name: Some("Lobby".into()), topic: None };
        let decide = |kind, role| rooms::edit(kind, role, &rename);
        assert!(town.store.update_room(general.id, ana.id, decide).await.is_ok());
        town.hush().await;
        let bo = town.person("bo").await;
        assert_eq!(town.store.rooms_of(bo.id).await, Ok(vec![(general.id, general.shard)]));
        let announced = town.announced().await;
        assert_eq!(town.announced_types().await, ["user.created", "member.joined"]);
        assert_eq!(announced[0].0, Audience::Server);
        let Body::MemberJoined { user, details, member_count, .. } = &announced[1].1.body else { panic!() };
        assert_eq!((user.id, details.name.as_str(), *member_count), (bo.id, "Lobby", 2));
    }

    async fn migrating_again_changes_nothing(town: &Town) {
        let ana = town.person("ana").await;
        let (one, other) = tokio::join!(
            natter::store::Store::connect(&town.url), natter::store::Store::connect(&town.url));
        for store in [one, other] {
            let found = store.expect("connected").user(ana.id).await.expect("asked");
            assert_eq!(found.as_ref(), Some(&ana));
        }
    }
}
