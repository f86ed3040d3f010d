use natter::fresh::TokenHash;
use natter::log::Audience;
use natter::store::sessions::{NewSession, expiry};
use natter_protocol::{Body, Millis};

use crate::on_both_databases;
use crate::town::Town;

on_both_databases! {
    async fn a_token_opens_its_session_until_it_is_revoked(town: &Town) {
        let ana = town.person("ana").await;
        let shard = town.store.credentials("ana").await.expect("asked").expect("ana").shard;
        let session = NewSession::of("phone".to_owned());
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
        let kept = NewSession::of("laptop".to_owned());
        town.store.create_session(ana.id, &kept).await.expect("signed in");
        town.store.create_session(ana.id, &NewSession::of("phone".to_owned())).await.expect("signed in");
        town.hush().await;
        assert!(town.store.set_password((ana.id, 0), "$new", kept.id).await.is_ok());
        let left = town.store.sessions_of(ana.id, kept.id).await.expect("listed");
        assert_eq!(left.iter().map(|s| (s.id, s.current)).collect::<Vec<_>>(), [(kept.id, true)]);
        assert_eq!(town.announced_types().await, ["session.revoked", "session.revoked"]);
        assert_eq!(town.store.credentials("ana").await.expect("asked").expect("ana").password_hash, "$new");
    }

    async fn use_prolongs_a_session_and_disuse_ends_it(town: &Town) {
        let ana = town.person("ana").await;
        let old = NewSession { at: Millis(1_000), ..NewSession::of("old phone".to_owned()) };
        town.store.create_session(ana.id, &old).await.expect("signed in");
        let listed = town.store.sessions_of(ana.id, old.id).await.expect("listed");
        assert!(listed.iter().all(|s| s.id != old.id), "it has expired");
        let now = Millis::now();
        town.store.touch_session(old.id, now).await.expect("touched");
        let found = town.store.session(old.id).await.expect("asked").expect("it lives again");
        assert_eq!((found.last_seen_at, found.expires_at), (now, expiry(now)));
        town.store.purge_expired(expiry(now).plus_seconds(1)).await.expect("purged");
        assert_eq!(town.store.session(old.id).await, Ok(None));
    }
}
