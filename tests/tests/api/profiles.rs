//! What people say of themselves, and that everyone sees it.

use natter_protocol::account::SessionList;
use natter_protocol::command::{SetDnd, SetStatus, UpdateMe};
use natter_protocol::{Code, Me, Millis, Status, User, limits, routes};
use natter_tests::{Cluster, Gateway, Person, Seen, on_both};

fn lunch(expires_at: Option<Millis>) -> SetStatus {
    SetStatus { emoji: Some("🍲".to_owned()), text: Some("Lunch".to_owned()), expires_at }
}

fn in_seconds(seconds: i64) -> Millis {
    Millis::now().plus_seconds(seconds)
}

/// Waits until a person is seen so.
async fn is_seen(watcher: &Person, person: &Person, what: &str, right: impl Fn(&User) -> bool) {
    let seen = |seen: &Seen| seen.chat.user(person.id).filter(|user| right(user)).map(|_| ());
    watcher.live.until(what, seen).await;
    let fresh = watcher.syncs().await;
    let person = fresh.users.iter().find(|user| user.id == person.id).expect("known");
    assert!(right(person), "a snapshot shows {what}: {person:?}");
}

on_both! {
    a_status_reaches_everyone_and_goes_again,
    a_profile_reaches_everyone,
    all_other_devices_are_signed_out,
}

async fn a_status_reaches_everyone_and_goes_again(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let end = in_seconds(3600);
    let user: User = ana.put(routes::MY_STATUS, &lunch(Some(end))).await.is(200).json();
    let status =
        Status { emoji: Some("🍲".to_owned()), text: Some("Lunch".to_owned()), expires_at: Some(end) };
    assert_eq!(user.status, Some(status.clone()));
    is_seen(&bo, &ana, "the status", |user| user.status.as_ref() == Some(&status)).await;
    let _ = ana.does("DELETE", routes::MY_STATUS).await.is(200);
    is_seen(&bo, &ana, "no status", |user| user.status.is_none()).await;
    let until = in_seconds(60);
    let _ = ana.put(routes::MY_DND, &SetDnd { until }).await.is(200);
    is_seen(&bo, &ana, "do not disturb", |user| user.dnd_until == Some(until)).await;
    let _ = ana.does("DELETE", routes::MY_DND).await.is(200);
    is_seen(&bo, &ana, "she may be disturbed", |user| user.dnd_until.is_none()).await;
    ana.sees_what_a_snapshot_shows().await;
    bo.sees_what_a_snapshot_shows().await;
}

async fn a_profile_reaches_everyone(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let change = UpdateMe {
        title: Some("Design".to_owned()),
        pronouns: Some("she/her".to_owned()),
        time_zone: Some("Europe/Lisbon".to_owned()),
        ..UpdateMe::default()
    };
    let _ = ana.patch(routes::ME, &change).await.is(200);
    let is_changed = |user: &User| {
        (user.title.as_deref(), user.pronouns.as_deref(), user.time_zone.as_deref())
            == (Some("Design"), Some("she/her"), Some("Europe/Lisbon"))
    };
    is_seen(&bo, &ana, "the profile", is_changed).await;
    let empty = UpdateMe { title: Some(String::new()), ..UpdateMe::default() };
    let me: Me = ana.patch(routes::ME, &empty).await.is(200).json();
    assert_eq!((me.user.title, me.user.pronouns.as_deref()), (None, Some("she/her")), "only what was named");
    let same: Me = ana.patch(routes::ME, &UpdateMe::default()).await.is(200).json();
    assert_eq!(same.user.pronouns.as_deref(), Some("she/her"));
}

async fn all_other_devices_are_signed_out(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let phone = ana.signs_in_again().await.also_at(cluster.b()).await;
    let bo = ana.invites("bo").await;
    let _ = ana.does("DELETE", routes::SESSIONS).await.is(204);
    phone.live.until("204 on the telephone", |seen| seen.signed_out.then_some(())).await;
    phone.get(routes::ME).await.is_refused(Code::Unauthenticated);
    let left: SessionList = ana.get(routes::SESSIONS).await.is(200).json();
    assert!(left.sessions.len() == 1 && left.sessions[0].current, "{left:?}");
    let _ = bo.get(routes::ME).await.is(200);
}

#[tokio::test]
async fn what_cannot_be_a_status_or_a_profile_is_refused_with_its_field() {
    let server = Gateway::start().await;
    let ana = server.owner("ana").await;
    let long = "x".repeat(limits::STATUS_CHARS + 1);
    let far = in_seconds((limits::STATUS_DAYS + 1) * 86_400);
    for (body, field) in [
        (serde_json::json!({}), "text"),
        (serde_json::json!({"emoji": " ", "text": ""}), "text"),
        (serde_json::json!({"text": long}), "text"),
        (serde_json::json!({"text": "a\u{7}b"}), "text"),
        (serde_json::json!({"emoji": "two words"}), "emoji"),
        (serde_json::json!({"text": "x", "expires_at": 1}), "expires_at"),
        (serde_json::json!({"text": "x", "expires_at": far}), "expires_at"),
    ] {
        let problem = ana.put(routes::MY_STATUS, &body).await.problem();
        assert_eq!((problem.code, problem.field.as_deref()), (Code::InvalidField, Some(field)), "{body}");
    }
    ana.put(routes::MY_DND, &SetDnd { until: Millis(1) }).await.is_refused(Code::InvalidField);
    for body in [
        serde_json::json!({"title": "x".repeat(65)}),
        serde_json::json!({"pronouns": "a\u{202e}b"}),
        serde_json::json!({"time_zone": "Europe / Lisbon"}),
    ] {
        ana.patch(routes::ME, &body).await.is_refused(Code::InvalidField);
    }
    let me: Me = ana.get(routes::ME).await.is(200).json();
    assert_eq!((me.user.status, me.user.title, me.user.dnd_until), (None, None, None));
}
