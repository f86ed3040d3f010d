use natter::fresh::TokenHash;
use natter::log::Audience;
use natter::store::sessions::{NEVER, NewSession, expiry};
use natter_protocol::account::Registration;
use natter_protocol::{Body, Millis, Policy};

use crate::on_both_databases;
use crate::town::Town;

const DAYS: u32 = 60;

on_both_databases! {
    async fn a_token_opens_its_session_until_it_is_revoked(town: &Town) {
        let ana = town.person("ana").await;
        let shard = town.store.credentials("ana").await.expect("asked").expect("ana").shard;
        let session = NewSession::of("phone".to_owned(), DAYS);
        town.store.create_session(ana.id, &session).await.expect("signed in");
        town.hush().await;
        let token = TokenHash::of(&session.token);
        let found = town.store.session_of_token(&token).await.expect("asked").expect("found");
        assert_eq!((found.id, found.user, found.shard), (session.id, ana.id, shard));
        assert_eq!(town.store.session(session.id).await, Ok(Some(found)));
        assert_eq!(town.store.session_of_token(&TokenHash::of("guess")).await, Ok(None));
        let bo = town.person("bo").await;
        town.hush().await;
        let others = town.store.revoke_session((bo.id, 0), session.id).await.expect("asked");
        assert!(!others.value, "not bo's to end");
        assert!(town.store.revoke_session((ana.id, shard), session.id).await.expect("asked").value);
        assert_eq!(town.store.session_of_token(&token).await, Ok(None));
        let announced = town.announced().await;
        let [(audience, event)] = &announced[..] else { panic!("{announced:?}") };
        assert_eq!(*audience, Audience::User(ana.id, shard));
        assert_eq!(event.body, Body::SessionRevoked { session_id: session.id });
    }

    async fn a_new_password_ends_every_other_sign_in(town: &Town) {
        let ana = town.person("ana").await;
        let kept = NewSession::of("laptop".to_owned(), DAYS);
        town.store.create_session(ana.id, &kept).await.expect("signed in");
        town.store.create_session(ana.id, &NewSession::of("phone".to_owned(), DAYS)).await.expect("signed in");
        town.hush().await;
        assert!(town.store.set_password((ana.id, 0), "$new", kept.id).await.is_ok());
        let left = town.store.sessions_of(ana.id, kept.id).await.expect("listed");
        assert_eq!(left.iter().map(|s| (s.id, s.current)).collect::<Vec<_>>(), [(kept.id, true)]);
        assert_eq!(town.announced_types().await, ["session.revoked", "session.revoked"]);
        assert_eq!(town.store.credentials("ana").await.expect("asked").expect("ana").password_hash, "$new");
    }

    async fn use_prolongs_a_session_and_disuse_ends_it(town: &Town) {
        let ana = town.person("ana").await;
        let old = NewSession::of("old phone".to_owned(), DAYS);
        let old = NewSession { at: Millis(1_000), expires_at: Millis(2_000), ..old };
        town.store.create_session(ana.id, &old).await.expect("signed in");
        let listed = town.store.sessions_of(ana.id, old.id).await.expect("listed");
        assert!(listed.iter().all(|s| s.id != old.id), "it has expired");
        let now = Millis::now();
        town.store.touch_session(old.id, now, DAYS).await.expect("touched");
        let found = town.store.session(old.id).await.expect("asked").expect("it lives again");
        assert_eq!((found.last_seen_at, found.expires_at), (now, expiry(now, DAYS)));
        town.store.purge_expired(expiry(now, DAYS).plus_seconds(1)).await.expect("purged");
        assert_eq!(town.store.session(old.id).await, Ok(None));
    }

    async fn a_shorter_life_is_shorter_at_once_but_for_bots(town: &Town) {
        let ana = town.person("ana").await;
        let (used, unused) = (NewSession::of("used".to_owned(), DAYS), NewSession::of("unused".to_owned(), DAYS));
        let unused = NewSession { at: unused.at.plus_seconds(-3 * 24 * 3600), ..unused };
        for session in [&used, &unused] {
            town.store.create_session(ana.id, session).await.expect("signed in");
        }
        let bot = town.bot(&ana, "deploys").await;
        let token = NewSession::lasting("CI".to_owned());
        town.store.make_token(ana.id, bot.id, &token).await.expect("made");
        let usual = Policy::usual(Registration::Invite);
        let strict = Policy { session_days: 2, retention_days: Some(90), ..usual.clone() };
        let decided = town.store.decide_policy(ana.id, "Town", strict.clone(), usual.clone()).await;
        assert_eq!(decided.expect("decided").value, strict);
        assert_eq!(town.store.policy().await, Ok(Some(strict.clone())));
        let left = town.store.sessions_of(ana.id, used.id).await.expect("listed");
        let left: Vec<_> = left.iter().filter(|s| s.device.ends_with("used")).collect();
        assert_eq!(left.iter().map(|s| s.id).collect::<Vec<_>>(), [used.id], "the other was unused for three days");
        assert_eq!(left[0].expires_at, expiry(used.at, 2));
        let now = Millis::now();
        town.store.touch_session(token.id, now, 2).await.expect("touched");
        let kept = town.store.session(token.id).await.expect("asked").expect("it stays");
        assert_eq!((kept.last_seen_at, kept.expires_at), (now, NEVER));
        // Deciding the same again is no deed and tells nobody.
        town.hush().await;
        assert!(town.store.decide_policy(ana.id, "Town", strict, usual).await.is_ok());
        assert_eq!(town.announced().await, []);
        let audit = town.store.audit(None, 10).await.expect("read");
        let details: Vec<_> = audit.iter().filter_map(|entry| entry.detail.as_deref()).collect();
        assert_eq!(details, ["session_days=2, retention_days=90", "CI"]);
    }
}
