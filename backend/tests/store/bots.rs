use natter::chat::rooms;
use natter::fresh;
use natter::fresh::TokenHash;
use natter::store::sessions::NewSession;
use natter::store::webhooks::NewHook;
use natter_protocol::command::UpdateMe;
use natter_protocol::{Code, Millis, RoomKind, User, limits};

use crate::on_both_databases;
use crate::town::{Town, code};

fn hook(name: &str) -> NewHook {
    NewHook { id: fresh::webhook_id(), code: fresh::invite_code().0, name: name.to_owned() }
}

on_both_databases! {
    async fn a_bot_is_listed_with_what_was_given_to_it(town: &Town) {
        let ana = town.person("ana").await;
        town.hush().await;
        let bot = town.bot(&ana, "deploys").await;
        assert!(bot.bot);
        assert_eq!(town.announced_types().await, ["user.created"]);
        let token = NewSession::lasting("CI".to_owned());
        town.store.make_token(ana.id, bot.id, &token).await.expect("made");
        let room = town.room(&ana, "builds", RoomKind::Private).await;
        let new = hook("Grafana");
        let webhook = town.store.make_webhook(ana.id, bot.id, &room, &new).await.expect("made");
        let listed = town.store.bots().await.expect("listed");
        assert_eq!(listed.len(), 1, "people are none");
        assert_eq!(listed[0].user, bot);
        assert_eq!(listed[0].tokens.iter().map(|t| (t.id, t.name.as_str())).collect::<Vec<_>>(), [(token.id, "CI")]);
        assert_eq!(listed[0].webhooks, std::slice::from_ref(&webhook));
        let found = town.store.hook(&new.code).await.expect("asked").expect("found");
        assert_eq!((found.id, found.bot, found.room), (new.id, bot.id, room.id));
        assert_eq!(town.store.hook("guess").await, Ok(None));
        let now = Millis::now();
        assert!(found.is_due(now), "it was never used");
        town.store.used_webhook(new.id, now).await.expect("noted");
        assert!(!town.store.hook(&new.code).await.expect("asked").expect("found").is_due(now));
        assert_eq!(town.store.bots().await.expect("listed")[0].webhooks[0].last_used_at, Some(now));
    }

    async fn what_was_given_can_be_taken_back(town: &Town) {
        let ana = town.person("ana").await;
        let (bot, other) = (town.bot(&ana, "deploys").await, town.bot(&ana, "weather").await);
        let token = NewSession::lasting("CI".to_owned());
        town.store.make_token(ana.id, bot.id, &token).await.expect("made");
        let room = town.room(&ana, "builds", RoomKind::Public).await;
        let new = hook("Grafana");
        town.store.make_webhook(ana.id, bot.id, &room, &new).await.expect("made");
        town.hush().await;
        let refused = town.store.revoke_token(ana.id, other.id, token.id).await.map_err(code);
        assert_eq!(refused.map(|_| ()), Err(Code::NotFound), "another bot's");
        let refused = town.store.remove_webhook(ana.id, other.id, new.id).await.map_err(code);
        assert_eq!(refused, Err(Code::NotFound), "another bot's");
        assert!(town.store.revoke_token(ana.id, bot.id, token.id).await.is_ok());
        assert_eq!(town.announced_types().await, ["session.revoked"]);
        assert_eq!(town.store.session_of_token(&TokenHash::of(&token.token)).await, Ok(None));
        assert!(town.store.remove_webhook(ana.id, bot.id, new.id).await.is_ok());
        assert_eq!(town.store.hook(&new.code).await, Ok(None));
        assert_eq!(town.store.remove_webhook(ana.id, bot.id, new.id).await.map_err(code), Err(Code::NotFound));
    }

    async fn a_bot_that_is_locked_out_has_nothing_left(town: &Town) {
        let ana = town.person("ana").await;
        let bot = town.bot(&ana, "deploys").await;
        let room = town.room(&ana, "builds", RoomKind::Public).await;
        let (token, new) = (NewSession::lasting("CI".to_owned()), hook("Grafana"));
        town.store.make_token(ana.id, bot.id, &token).await.expect("made");
        town.store.make_webhook(ana.id, bot.id, &room, &new).await.expect("made");
        let locks_out = natter::chat::administration::deactivate;
        assert!(town.store.change_account(ana.id, bot.id, locks_out).await.is_ok());
        assert_eq!(town.store.hook(&new.code).await, Ok(None));
        assert_eq!(town.store.session(token.id).await, Ok(None));
        let refused = town.store.make_token(ana.id, bot.id, &NewSession::lasting("CI".to_owned())).await;
        assert_eq!(refused.map_err(code), Err(Code::UserNotFound));
        assert_eq!(town.store.check_bot(bot.id).await.map_err(code), Err(Code::UserNotFound));
        assert_eq!(town.store.check_bot(ana.id).await.map_err(code), Err(Code::UserNotFound), "a person");
        let listed = town.store.bots().await.expect("listed");
        assert!(listed[0].user.deactivated_at.is_some() && listed[0].tokens.is_empty());
    }

    async fn a_bots_profile_is_changed_for_it_and_its_things_are_counted(town: &Town) {
        let ana = town.person("ana").await;
        let bot = town.bot(&ana, "deploys").await;
        let named = UpdateMe { display_name: Some("Deploy Bot".to_owned()), ..UpdateMe::default() };
        let decide = |bot: &User| natter::chat::profile::change(&named, &bot.username);
        let changed = town.store.change_bot(ana.id, bot.id, decide).await.expect("changed").value;
        assert_eq!(changed.display_name, "Deploy Bot");
        let refused = town.store.change_bot(ana.id, ana.id, decide).await.map_err(code);
        assert_eq!(refused.map(|_| ()), Err(Code::UserNotFound), "people name themselves");
        for _ in 0..limits::TOKENS_PER_BOT {
            let token = NewSession::lasting("CI".to_owned());
            town.store.make_token(ana.id, bot.id, &token).await.expect("made");
        }
        let refused = town.store.make_token(ana.id, bot.id, &NewSession::lasting("one more".to_owned())).await;
        assert_eq!(refused.map_err(code), Err(Code::LimitReached));
        let room = town.room(&ana, "builds", RoomKind::Private).await;
        let brings = |standing: &rooms::Standing| rooms::put(standing, None);
        assert!(town.store.change_membership(room.id, ana.id, bot.id, brings).await.is_ok());
        assert!(town.store.role(room.id, bot.id).await.expect("asked").is_some());
    }
}
