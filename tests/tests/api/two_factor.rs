//! Signing in with a second factor.

use natter_protocol::administration::{AccountList, UpdateUser};
use natter_protocol::command::Login;
use natter_protocol::two_factor::{ConfirmTotp, RemoveTotp, TotpSecret, TotpState};
use natter_protocol::{Code, ServerRole, routes};
use natter_tests::authenticator::code;
use natter_tests::person::PASSWORD;
use natter_tests::{Answer, Call, Cluster, Gateway, eventually, on_both};

async fn signs_in(at: &Gateway, totp: Option<&str>) -> Answer {
    let totp = totp.map(str::to_owned);
    let login = Login { username: "ana".to_owned(), password: PASSWORD.to_owned(), totp };
    at.answers(Call::post(routes::LOGIN).json(&login)).await
}

on_both! {
    signing_in_takes_a_code_and_each_only_once,
    who_has_lost_it_is_helped_by_those_above,
}

async fn signing_in_takes_a_code_and_each_only_once(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let begun: TotpSecret = ana.does("POST", routes::MY_TOTP).await.is(201).json();
    assert!(begun.uri.contains(&begun.secret) && begun.qr.len() >= 21, "{begun:?}");
    let _ = signs_in(cluster.b(), None).await.is(200);
    ana.put(routes::MY_TOTP, &ConfirmTotp { code: "000".to_owned() }).await.is_refused(Code::TotpInvalid);
    let (secret, recovery) = ana.enrols().await;
    assert_ne!(secret.secret, begun.secret, "a secret that was not confirmed is replaced");
    assert_eq!(recovery.codes.len(), natter_protocol::limits::RECOVERY_CODES);
    ana.does("POST", routes::MY_TOTP).await.is_refused(Code::Forbidden);

    signs_in(cluster.b(), None).await.is_refused(Code::TotpRequired);
    signs_in(cluster.b(), Some("000000x")).await.is_refused(Code::TotpInvalid);
    // The present one is used: that of the next step is taken already.
    let now = code(&secret.secret, 1);
    let _ = signs_in(cluster.b(), Some(&now)).await.is(200);
    signs_in(cluster.a(), Some(&now)).await.is_refused(Code::TotpInvalid);

    let spare = recovery.codes[0].to_uppercase().replace('-', " ");
    let _ = signs_in(cluster.a(), Some(&spare)).await.is(200);
    signs_in(cluster.b(), Some(&spare)).await.is_refused(Code::TotpInvalid);
    let state: TotpState = ana.get(routes::MY_TOTP).await.is(200).json();
    assert_eq!((state.enabled, state.recovery_left), (true, 9));

    let wrong = RemoveTotp { password: "wrong horse battery".to_owned() };
    ana.post(routes::MY_TOTP_REMOVE, &wrong).await.is_refused(Code::WrongCredentials);
    let right = RemoveTotp { password: PASSWORD.to_owned() };
    let _ = ana.post(routes::MY_TOTP_REMOVE, &right).await.is(204);
    let _ = signs_in(cluster.b(), None).await.is(200);
    let state: TotpState = ana.get(routes::MY_TOTP).await.is(200).json();
    assert_eq!((state.enabled, state.recovery_left), (false, 0));
}

async fn who_has_lost_it_is_helped_by_those_above(cluster: Cluster) {
    let owner = cluster.owner("bo").await;
    let ana = owner.invites_at("ana", cluster.b()).await;
    let _ = ana.enrols().await;
    let list: AccountList = owner.get(routes::ACCOUNTS).await.is(200).json();
    let shown: Vec<bool> = list.accounts.iter().map(|account| account.two_factor).collect();
    assert_eq!(shown, [true, false]);
    let _ = owner.patch(routes::user(ana.id), &UpdateUser { role: ServerRole::Admin }).await.is(200);
    eventually("ana is an admin", async || (ana.get(routes::AUDIT).await.status == 200).then_some(())).await;
    ana.does("DELETE", routes::totp_of(owner.id)).await.is_refused(Code::Forbidden);
    ana.does("DELETE", routes::totp_of(ana.id)).await.is_refused(Code::Forbidden);
    let _ = owner.does("DELETE", routes::totp_of(ana.id)).await.is(204);
    owner.does("DELETE", routes::totp_of(ana.id)).await.is_refused(Code::NotFound);
    let _ = signs_in(cluster.a(), None).await.is(200);
}

#[tokio::test]
async fn guessing_codes_is_stopped_like_guessing_passwords() {
    let server = Gateway::start().await;
    let ana = server.owner("ana").await;
    let _ = ana.enrols().await;
    eventually("too often", async || {
        let answer = signs_in(&server, Some("wrong")).await;
        if answer.status == 429 {
            return Some(());
        }
        answer.is_refused(Code::TotpInvalid);
        None
    })
    .await;
}
