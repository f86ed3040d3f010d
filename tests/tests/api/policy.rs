//! What an owner decides for the whole server, and that it holds for everyone at every gateway.

use natter_protocol::account::{Invite, Registration, SessionList};
use natter_protocol::administration::AuditPage;
use natter_protocol::command::{ChangePassword, CreateInvite, CreateRoom, Login};
use natter_protocol::two_factor::{ConfirmTotp, RecoveryCodes, RemoveTotp, TotpSecret};
use natter_protocol::{
    Code, Demand, Policy, Right, RoomKind, Rules, ServerInfo, ServerRole, SignedIn, SyncAnswer, routes,
};
use natter_tests::authenticator::code;
use natter_tests::person::PASSWORD;
use natter_tests::{Call, Cluster, Gateway, Person, Seen, eventually, on_both};

use crate::administration::gives;

on_both! {
    what_is_kept_for_admins_is_refused_to_members,
    the_door_is_as_the_policy_says_whatever_the_server_was_started_with,
    passwords_and_sign_ins_follow_the_policy,
    a_second_factor_is_demanded_of_admins_or_of_everyone,
}

async fn policy(person: &Person) -> Policy {
    person.get(routes::POLICY).await.is(200).json()
}

async fn decides(owner: &Person, wanted: &Policy) -> Policy {
    owner.put(routes::POLICY, wanted).await.is(200).json()
}

fn room(kind: RoomKind, name: &str) -> CreateRoom {
    CreateRoom { kind, name: name.to_owned(), topic: None }
}

/// Waits until a person's own copy of the server knows the rules.
async fn hears_of(person: &Person, rules: &Rules) {
    let shown = |seen: &Seen| (seen.chat.server().rules == *rules).then_some(());
    person.live.until("the new rules", shown).await;
}

async fn what_is_kept_for_admins_is_refused_to_members(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let mei = ana.invites_at("mei", cluster.b()).await;
    let _ = gives(&ana, mei.id, ServerRole::Admin).await.is(200);
    let usual = policy(&ana).await;
    assert_eq!(usual, Policy::usual(Registration::Invite));
    bo.get(routes::POLICY).await.is_refused(Code::Forbidden);
    bo.put(routes::POLICY, &usual).await.is_refused(Code::Forbidden);
    let mut strict = usual.clone();
    strict.rules.admins_only = vec![Right::Invite, Right::CreatePublicRoom];
    eventually("mei is an admin, who may see it and not decide", async || {
        (mei.get(routes::POLICY).await.status == 200).then_some(())
    })
    .await;
    mei.put(routes::POLICY, &strict).await.is_refused(Code::Forbidden);
    assert_eq!(decides(&ana, &strict).await, strict);
    hears_of(&bo, &strict.rules).await;
    bo.post(routes::INVITES, &CreateInvite::default()).await.is_refused(Code::Forbidden);
    bo.post(routes::ROOMS, &room(RoomKind::Public, "tea")).await.is_refused(Code::Forbidden);
    let _ = bo.post(routes::ROOMS, &room(RoomKind::Private, "tea")).await.is(201);
    let _ = bo.opens_direct(&[ana.id]).await.is(201);
    let _ = mei.post(routes::INVITES, &CreateInvite::default()).await.is(201);
    let _ = mei.post(routes::ROOMS, &room(RoomKind::Public, "cake")).await.is(201);
    let page: AuditPage = ana.get(routes::AUDIT).await.is(200).json();
    assert_eq!(page.entries[0].detail.as_deref(), Some("admins_only=invite+create_public_room"));
    decides(&ana, &usual).await;
    hears_of(&bo, &usual.rules).await;
    let _ = bo.post(routes::ROOMS, &room(RoomKind::Public, "coffee")).await.is(201);
    bo.sees_what_a_snapshot_shows().await;
}

async fn the_door_is_as_the_policy_says_whatever_the_server_was_started_with(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let invite: Invite = bo.post(routes::INVITES, &CreateInvite::default()).await.is(201).json();
    let mut wanted = policy(&ana).await;
    wanted.rules.registration = Registration::Closed;
    decides(&ana, &wanted).await;
    hears_of(&bo, &wanted.rules).await;
    let info: ServerInfo = cluster.b().answers(Call::get(routes::SERVER)).await.is(200).json();
    assert_eq!(info.rules, wanted.rules);
    let tries = async |code| Person::tries_to_register(cluster.b().address(), "mallory", code).await;
    tries(Some(&invite.code.0)).await.is_refused(Code::RegistrationClosed);
    bo.post(routes::INVITES, &CreateInvite::default()).await.is_refused(Code::RegistrationClosed);
    wanted.rules.registration = Registration::Open;
    decides(&ana, &wanted).await;
    hears_of(&bo, &wanted.rules).await;
    let _ = tries(None).await.is(201);
    for wrong in [
        Policy { session_days: 0, ..wanted.clone() },
        Policy { retention_days: Some(6), ..wanted.clone() },
        Policy { rules: Rules { password_chars: 65, ..wanted.rules.clone() }, ..wanted.clone() },
    ] {
        ana.put(routes::POLICY, &wrong).await.is_refused(Code::InvalidField);
    }
    assert_eq!(policy(&ana).await, wanted, "what is refused changes nothing");
}

async fn passwords_and_sign_ins_follow_the_policy(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let mut wanted = policy(&ana).await;
    wanted.rules.password_chars = 24;
    wanted.session_days = 2;
    decides(&ana, &wanted).await;
    hears_of(&bo, &wanted.rules).await;
    let change = |new: &str| ChangePassword { current: PASSWORD.to_owned(), new: new.to_owned() };
    bo.put(routes::MY_PASSWORD, &change("staple staple staple")).await.is_refused(Code::InvalidField);
    // What holds already goes on to hold.
    let again = bo.signs_in_again().await;
    let listed: SessionList = again.get(routes::SESSIONS).await.is(200).json();
    let two_days = 2 * 24 * 60 * 60 * 1000;
    assert!(listed.sessions.iter().all(|s| s.expires_at.0 <= s.last_seen_at.0 + two_days), "{listed:?}");
    let _ = bo.put(routes::MY_PASSWORD, &change("staple staple staple staple")).await.is(204);
}

#[tokio::test]
async fn what_was_decided_outlives_a_restart_with_other_settings() {
    let mut server = Gateway::start().await;
    let ana = server.owner("ana").await;
    let mut wanted = policy(&ana).await;
    wanted.rules.registration = Registration::Closed;
    decides(&ana, &wanted).await;
    server.stop().await;
    server.set("--registration", "open");
    server.restart().await;
    let answer = Person::tries_to_register(server.address(), "mallory", None).await;
    answer.is_refused(Code::RegistrationClosed);
    assert_eq!(policy(&ana).await, wanted);
}

/// Signs someone in who has no second factor yet: the token is good for setting one up.
async fn signs_in_limited(at: &Gateway, name: &str) -> String {
    let login = Login { username: name.to_owned(), password: PASSWORD.to_owned(), totp: None };
    let signed_in: SignedIn = at.answers(Call::post(routes::LOGIN).json(&login)).await.is(200).json();
    signed_in.token
}

/// Sets a second factor up with such a token; gives the token of a whole sign-in that takes its place.
async fn sets_up(at: &Gateway, token: &str) -> String {
    let asks = async |call: Call| at.answers(call.bearer(token)).await;
    for path in [routes::SYNC, routes::EVENTS, routes::ROOMS, routes::SESSIONS] {
        asks(Call::get(path)).await.is_refused(Code::TwoFactorNeeded);
    }
    asks(Call::post(routes::EVENTS_TICKET)).await.is_refused(Code::TwoFactorNeeded);
    let _ = asks(Call::get(routes::ME)).await.is(200);
    let begun: TotpSecret = asks(Call::post(routes::MY_TOTP)).await.is(201).json();
    let confirms = |code: String| Call::new("PUT", routes::MY_TOTP).json(&ConfirmTotp { code });
    asks(confirms("000".to_owned())).await.is_refused(Code::TotpInvalid);
    let answer = asks(confirms(code(&begun.secret, 0))).await.is(200);
    let whole = answer.json::<RecoveryCodes>().token.expect("a whole sign-in");
    assert!(answer.header("set-cookie").is_some_and(|cookie| cookie.contains(&whole)));
    asks(Call::get(routes::ME)).await.is_refused(Code::Unauthenticated);
    let _ = at.answers(Call::get(routes::SYNC).bearer(&whole)).await.is(200);
    whole
}

async fn a_second_factor_is_demanded_of_admins_or_of_everyone(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let mei = ana.invites_at("mei", cluster.b()).await;
    let _ = gives(&ana, mei.id, ServerRole::Admin).await.is(200);
    let mut wanted = Policy { two_factor: Demand::Admins, ..policy(&ana).await };
    ana.put(routes::POLICY, &wanted).await.is_refused(Code::TwoFactorNeeded);
    let _ = ana.enrols().await;
    decides(&ana, &wanted).await;
    mei.live.until("mei has none and is signed out", |seen| seen.signed_out.then_some(())).await;
    let _ = bo.get(routes::ME).await.is(200);
    sets_up(cluster.b(), &signs_in_limited(cluster.b(), "mei").await).await;
    let removal = RemoveTotp { password: PASSWORD.to_owned() };
    ana.post(routes::MY_TOTP_REMOVE, &removal).await.is_refused(Code::Forbidden);
    // Who becomes an admin, or loses it as one, begins anew.
    let _ = gives(&ana, bo.id, ServerRole::Admin).await.is(200);
    bo.live.until("bo is signed out", |seen| seen.signed_out.then_some(())).await;
    let whole = sets_up(cluster.a(), &signs_in_limited(cluster.a(), "bo").await).await;
    let _ = ana.does("DELETE", routes::totp_of(bo.id)).await.is(204);
    eventually("the sign-in of bo has ended at the other gateway", async || {
        let answer = cluster.b().answers(Call::get(routes::ME).bearer(&whole)).await;
        (answer.status == 401).then_some(())
    })
    .await;
    wanted.two_factor = Demand::Everyone;
    decides(&ana, &wanted).await;
    let invite: Invite = ana.post(routes::INVITES, &CreateInvite::default()).await.is(201).json();
    let answer = Person::tries_to_register(cluster.a().address(), "kim", Some(&invite.code.0)).await;
    sets_up(cluster.a(), &answer.is(201).json::<SignedIn>().token).await;
    // Demanded no more, it is nobody's duty; those who have one keep it.
    wanted.two_factor = Demand::Nobody;
    decides(&ana, &wanted).await;
    let again: SignedIn = eventually("bo gets in with the password alone", async || {
        let token = signs_in_limited(cluster.a(), "bo").await;
        let answer = cluster.a().answers(Call::get(routes::SYNC).bearer(&token)).await;
        (answer.status == 200).then_some(SignedIn { token, user: answer.json::<SyncAnswer>().me.user })
    })
    .await;
    assert_eq!(again.user.id, bo.id);
}
