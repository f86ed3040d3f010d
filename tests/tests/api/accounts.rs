//! Getting in, and staying in.

use natter_protocol::account::{Invite, InviteInfo, InviteList, SessionList};
use natter_protocol::command::{ChangePassword, CreateInvite, Login, UpdateMe};
use natter_protocol::{Code, Me, ServerInfo, ServerRole, SignedIn, routes};
use natter_tests::person::PASSWORD;
use natter_tests::{Call, Cluster, Gateway, Person, eventually, on_both};

on_both! {
    the_first_account_owns_the_server,
    of_many_who_come_first_at_once_one_becomes_owner,
    an_invitation_lets_in_as_many_as_it_says,
    the_same_name_at_the_same_moment_is_given_once,
    a_revoked_session_ends_at_every_gateway,
    a_new_password_ends_all_other_sessions,
    a_new_display_name_reaches_everyone,
}

async fn the_first_account_owns_the_server(cluster: Cluster) {
    let info: ServerInfo = cluster.a().answers(Call::get(routes::SERVER)).await.is(200).json();
    assert!(info.needs_owner);
    let ana = cluster.owner("ana").await;
    let me: Me = ana.get(routes::ME).await.is(200).json();
    assert_eq!((me.user.role, me.user.username.as_str()), (ServerRole::Owner, "ana"));
    let bo = ana.invites_at("bo", cluster.b()).await;
    let me: Me = bo.get(routes::ME).await.is(200).json();
    assert_eq!(me.user.role, ServerRole::Member);
    let info: ServerInfo = cluster.b().answers(Call::get(routes::SERVER)).await.is(200).json();
    assert!(!info.needs_owner);
}

async fn of_many_who_come_first_at_once_one_becomes_owner(cluster: Cluster) {
    let racers = (0..8).map(|n| {
        let gateway = if n % 2 == 0 { cluster.a() } else { cluster.b() };
        let address = gateway.address();
        tokio::spawn(async move { Person::tries_to_register(address, &format!("racer{n}"), None).await })
    });
    let mut owners = 0;
    for racer in racers.collect::<Vec<_>>() {
        let answer = racer.await.expect("a racer");
        match answer.status {
            201 => {
                let signed_in: SignedIn = answer.json();
                assert_eq!(signed_in.user.role, ServerRole::Owner);
                owners += 1;
            }
            _ => answer.is_refused(Code::InviteRequired),
        }
    }
    assert_eq!(owners, 1);
}

async fn an_invitation_lets_in_as_many_as_it_says(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let terms = CreateInvite { max_uses: Some(3), expires_in_s: None };
    let invite: Invite = ana.post(routes::INVITES, &terms).await.is(201).json();
    let path = routes::invite(&invite.code.0);
    let info: InviteInfo = cluster.b().answers(Call::get(&path)).await.is(200).json();
    assert_eq!(info.invited_by, "ana");
    let guests = (0..6).map(|n| {
        let address = if n % 2 == 0 { cluster.a().address() } else { cluster.b().address() };
        let code = invite.code.0.clone();
        tokio::spawn(
            async move { Person::tries_to_register(address, &format!("guest{n}"), Some(&code)).await },
        )
    });
    let mut inside = 0;
    for guest in guests.collect::<Vec<_>>() {
        let answer = guest.await.expect("a guest");
        if answer.status == 201 { inside += 1 } else { answer.is_refused(Code::InviteInvalid) }
    }
    assert_eq!(inside, 3);
    cluster.a().answers(Call::get(&path)).await.is_refused(Code::InviteInvalid);
}

async fn the_same_name_at_the_same_moment_is_given_once(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let invite: Invite = ana.post(routes::INVITES, &CreateInvite::default()).await.is(201).json();
    let (a, b, code) = (cluster.a().address(), cluster.b().address(), &invite.code.0);
    let (one, other) = tokio::join!(
        Person::tries_to_register(a, "bo", Some(code)),
        Person::tries_to_register(b, "Bo", Some(code)),
    );
    let (won, lost) = if one.status == 201 { (one, other) } else { (other, one) };
    let _ = won.is(201);
    lost.is_refused(Code::UsernameTaken);
}

async fn a_revoked_session_ends_at_every_gateway(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let phone = ana.signs_in_again().await;
    let phone_there = phone.also_at(cluster.b()).await;
    let mut stream = phone_there.opens_stream(None).await;
    let sessions: SessionList = ana.get(routes::SESSIONS).await.is(200).json();
    let other = sessions.sessions.iter().find(|session| !session.current).expect("the telephone");
    let _ = ana.does("DELETE", format!("{}/{}", routes::SESSIONS, other.id)).await.is(204);
    stream.ended().await;
    // A plain EventSource comes back by itself; 204 stops it.
    let again = phone_there.tries_to_stream(Some(stream.cursor())).await.answer();
    assert_eq!(again.status, 204);
    phone_there.live.until("204 on the telephone", |seen| seen.signed_out.then_some(())).await;
    phone.live.until("204 on the telephone", |seen| seen.signed_out.then_some(())).await;
    phone_there.get(routes::ME).await.is_refused(Code::Unauthenticated);
    let _ = ana.get(routes::ME).await.is(200);
}

async fn a_new_password_ends_all_other_sessions(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let old = ana.signs_in_again().await.also_at(cluster.b()).await;
    let wrong = ChangePassword { current: "wrong horse battery".into(), new: "staple staple staple".into() };
    ana.put(routes::MY_PASSWORD, &wrong).await.is_refused(Code::WrongCredentials);
    let right = ChangePassword { current: PASSWORD.into(), new: "staple staple staple".into() };
    let _ = ana.put(routes::MY_PASSWORD, &right).await.is(204);
    old.live.until("204 on the other device", |seen| seen.signed_out.then_some(())).await;
    let login = |password: &str| Login { username: "ana".into(), password: password.into(), totp: None };
    let sign_in = |password| cluster.b().answers(Call::post(routes::LOGIN).json(&login(password)));
    sign_in(PASSWORD).await.is_refused(Code::WrongCredentials);
    let _ = sign_in("staple staple staple").await.is(200);
    let _ = ana.get(routes::ME).await.is(200);
}

async fn a_new_display_name_reaches_everyone(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let _ = ana
        .patch(routes::ME, &UpdateMe { display_name: Some("Ana María".into()), ..UpdateMe::default() })
        .await
        .is(200);
    let shown = |seen: &natter_tests::Seen| seen.chat.user(ana.id).map(|user| user.display_name.clone());
    bo.live.until("the new name", |seen| shown(seen).filter(|name| name == "Ana María")).await;
    eventually("the new name at the other gateway", async || {
        let user = bo.syncs().await.users.into_iter().find(|user| user.id == ana.id)?;
        (user.display_name == "Ana María").then_some(())
    })
    .await;
}

#[tokio::test]
async fn an_open_server_lets_anyone_in_and_a_closed_one_nobody() {
    let mut server = Gateway::with(&["--registration", "open"]).await;
    let ana = server.owner("ana").await;
    let _bo = server.owner("bo").await;
    let invite: Invite = ana.post(routes::INVITES, &CreateInvite::default()).await.is(201).json();
    server.stop().await;
    server.set("--registration", "closed");
    server.restart().await;
    let answer = Person::tries_to_register(server.address(), "mei", Some(&invite.code.0)).await;
    answer.is_refused(Code::RegistrationClosed);
    ana.post(routes::INVITES, &CreateInvite::default()).await.is_refused(Code::RegistrationClosed);
}

#[tokio::test]
async fn without_an_invitation_or_with_a_withdrawn_one_nobody_gets_in() {
    let server = Gateway::start().await;
    let ana = server.owner("ana").await;
    let bo = ana.invites("bo").await;
    let invite: Invite = ana.post(routes::INVITES, &CreateInvite::default()).await.is(201).json();
    let try_with = |code| Person::tries_to_register(server.address(), "mei", code);
    try_with(None).await.is_refused(Code::InviteRequired);
    try_with(Some("MadeUpMadeUpMadeUp")).await.is_refused(Code::InviteInvalid);
    let path = routes::invite(&invite.code.0);
    bo.does("DELETE", &path).await.is_refused(Code::NotFound);
    let _ = ana.does("DELETE", &path).await.is(204);
    try_with(Some(&invite.code.0)).await.is_refused(Code::InviteInvalid);
    ana.does("DELETE", &path).await.is_refused(Code::NotFound);
    let left: InviteList = ana.get(routes::INVITES).await.is(200).json();
    assert!(left.invites.is_empty(), "{left:?}");
}

#[tokio::test]
async fn signing_in_takes_the_right_password_and_signing_out_ends_it() {
    let server = Gateway::start().await;
    let ana = server.owner("ana").await;
    for (name, password) in [("ana", "wrong horse battery"), ("nobody", PASSWORD), ("", ""), ("a\0b", "x")] {
        let login = Login { username: name.into(), password: password.into(), totp: None };
        server.answers(Call::post(routes::LOGIN).json(&login)).await.is_refused(Code::WrongCredentials);
    }
    let phone = ana.signs_in_again().await;
    assert_ne!(phone.token, ana.token);
    let sessions: SessionList = phone.get(routes::SESSIONS).await.is(200).json();
    assert_eq!(sessions.sessions.iter().map(|session| session.current).filter(|&current| current).count(), 1);
    assert_eq!(sessions.sessions.len(), 2);
    let _ = phone.does("POST", routes::LOGOUT).await.is(204);
    phone.live.until("204", |seen| seen.signed_out.then_some(())).await;
    phone.get(routes::ME).await.is_refused(Code::Unauthenticated);
    let _ = ana.get(routes::ME).await.is(200);
}

#[tokio::test]
async fn a_name_guessed_too_often_is_closed_for_a_while() {
    let server = Gateway::start().await;
    let _ana = server.owner("ana").await;
    let login = Login { username: "ana".into(), password: "wrong horse battery".into(), totp: None };
    for _ in 0..natter_protocol::limits::SIGN_IN_FAILURES_BURST {
        server.answers(Call::post(routes::LOGIN).json(&login)).await.is_refused(Code::WrongCredentials);
    }
    // The bucket fills again by one in ten seconds.
    let refused = eventually("too often", async || {
        let answer = server.answers(Call::post(routes::LOGIN).json(&login)).await;
        (answer.status == 429).then_some(answer)
    })
    .await;
    refused.is_refused(Code::RateLimited);
    assert!(refused.header("retry-after").is_some_and(|seconds| seconds.parse::<u32>().is_ok()));
}

#[tokio::test]
async fn a_browser_gets_its_token_as_a_cookie_that_scripts_cannot_read() {
    let server = Gateway::start().await;
    let answer = Person::tries_to_register(server.address(), "ana", None).await.is(201);
    let cookie = answer.header("set-cookie").expect("a cookie");
    let (pair, attributes) = cookie.split_once(';').expect("attributes");
    assert!(attributes.contains("HttpOnly") && attributes.contains("SameSite=Lax"), "{cookie}");
    assert!(!attributes.contains("Secure"), "the page came over plain HTTP: {cookie}");
    let _ = server.answers(Call::get(routes::ME).header("cookie", pair)).await.is(200);
    let foreign = Call::post(routes::LOGOUT).header("cookie", pair).header("origin", "https://evil.example");
    server.answers(foreign).await.is_refused(Code::OriginMismatch);
    let own = Call::post(routes::LOGOUT)
        .header("cookie", pair)
        .header("origin", &format!("http://{}", server.address()));
    let _ = server.answers(own).await.is(204);
    server.answers(Call::get(routes::ME).header("cookie", pair)).await.is_refused(Code::Unauthenticated);
}

#[tokio::test]
async fn names_and_passwords_that_cannot_be_are_refused_with_their_field() {
    let server = Gateway::with(&["--registration", "open"]).await;
    let long = "x".repeat(300);
    for (name, password, field) in [
        ("a", PASSWORD, "username"),
        ("ana maría", PASSWORD, "username"),
        ("everyone", PASSWORD, "username"),
        (&long, PASSWORD, "username"),
        ("ana", "short", "password"),
        ("ana", &long, "password"),
    ] {
        let body = serde_json::json!({"username": name, "password": password});
        let problem = server.answers(Call::post(routes::REGISTER).json(&body)).await.problem();
        assert_eq!((problem.code, problem.field.as_deref()), (Code::InvalidField, Some(field)), "{name:?}");
    }
}
