//! Messages that are said later, and reminders.

use natter_protocol::own::{Reschedule, Schedule, ScheduledKind, ScheduledList, ScheduledState};
use natter_protocol::{Code, Millis, RoomKind, Scheduled, routes};
use natter_tests::person::new_message_id;
use natter_tests::person_own::put_off;
use natter_tests::{Cluster, Person, on_both};
use serde_json::json;

on_both! {
    a_message_is_said_once_when_its_time_comes,
    what_waits_can_be_changed_and_given_up,
    who_was_removed_meanwhile_says_nothing_and_is_told,
    a_reminder_comes_and_stays_until_it_is_done,
    what_a_message_brings_waits_with_it,
    what_cannot_be_put_off_is_refused,
}

fn soon(ms: i64) -> Millis {
    Millis(Millis::now().0 + ms)
}

async fn listed(person: &Person) -> Vec<Scheduled> {
    person.get(routes::SCHEDULED).await.is(200).json::<ScheduledList>().scheduled
}

/// Waits until nothing is left, at the server and on the device.
async fn has_nothing_left(person: &Person) {
    let is_over = async || listed(person).await.is_empty().then_some(());
    natter_tests::eventually("nothing waits at the server", is_over).await;
    person.live.until("nothing waits", |seen| seen.chat.own().scheduled.is_empty().then_some(())).await;
}

async fn a_message_is_said_once_when_its_time_comes(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let phone = ana.also_at(cluster.b()).await;
    let general = ana.general().await;
    let later = put_off(general, "good morning @bo", soon(3_000));
    let item: Scheduled = ana.post(routes::SCHEDULED, &later).await.is(201).json();
    let again: Scheduled = phone.post(routes::SCHEDULED, &later).await.is(200).json();
    assert_eq!(item, again);
    let other = Schedule { text: "good night".to_owned(), ..later.clone() };
    ana.post(routes::SCHEDULED, &other).await.is_refused(Code::IdReused);
    let said = bo.sees("good morning @bo").await;
    assert_eq!((said.id, said.author, said.mentions), (later.id, ana.id, vec![bo.id]));
    assert!(said.at >= later.at, "not before its time");
    has_nothing_left(&ana).await;
    has_nothing_left(&phone).await;
    // Asked for once more, it stays said once.
    let _ = ana.post(routes::SCHEDULED, &Schedule { at: soon(1_500), ..later.clone() }).await.is(201);
    has_nothing_left(&phone).await;
    ana.posts(general, "marker").await;
    bo.sees("marker").await;
    let times = bo.live.look(|seen| seen.messages(general).filter(|m| m.id == later.id).count());
    assert_eq!(times, 1);
    assert!(listed(&bo).await.is_empty());
    ana.sees_what_a_snapshot_shows().await;
}

async fn what_waits_can_be_changed_and_given_up(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let general = ana.general().await;
    let day = 24 * 60 * 60 * 1000;
    let never = put_off(general, "never", soon(day));
    let later = put_off(general, "frist", soon(day));
    for each in [&never, &later] {
        let _ = ana.post(routes::SCHEDULED, each).await.is(201);
    }
    assert_eq!(listed(&ana).await.len(), 2);
    bo.patch(routes::scheduled(later.id), &Reschedule::default()).await.is_refused(Code::NotFound);
    let _ = bo.does("DELETE", routes::scheduled(never.id)).await.is(204);
    assert_eq!(listed(&ana).await.len(), 2, "nobody else's");
    let _ = ana.does("DELETE", routes::scheduled(never.id)).await.is(204);
    let _ = ana.does("DELETE", routes::scheduled(never.id)).await.is(204);
    let change = Reschedule { text: Some("first".to_owned()), at: Some(soon(1_500)) };
    let changed: Scheduled = ana.patch(routes::scheduled(later.id), &change).await.is(200).json();
    assert_eq!((changed.text.as_str(), Some(changed.at)), ("first", change.at));
    bo.sees("first").await;
    has_nothing_left(&ana).await;
    ana.patch(routes::scheduled(later.id), &change).await.is_refused(Code::NotFound);
    assert!(bo.live.look(|seen| seen.on_screen("never").is_none()));
}

async fn who_was_removed_meanwhile_says_nothing_and_is_told(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let club = ana.makes_room(RoomKind::Private, "club").await.id;
    ana.adds(club, &bo).await;
    bo.finds(club).await;
    let later = put_off(club, "from outside", soon(3_000));
    let _ = bo.post(routes::SCHEDULED, &later).await.is(201);
    ana.removes(club, &bo).await;
    let failed = bo.live.until("bo is told", |seen| {
        seen.chat.scheduled().find(|item| item.state == ScheduledState::Failed).cloned()
    });
    assert_eq!(failed.await.problem, Some(Code::RoomNotFound));
    assert_eq!(listed(&bo).await[0].state, ScheduledState::Failed);
    ana.posts(club, "marker").await;
    ana.sees("marker").await;
    assert!(ana.live.look(|seen| seen.on_screen("from outside").is_none()));
    // Back inside, it is said at another time.
    ana.adds(club, &bo).await;
    let again = Reschedule { text: None, at: Some(soon(1_500)) };
    let _ = bo.patch(routes::scheduled(later.id), &again).await.is(200);
    ana.sees("from outside").await;
    has_nothing_left(&bo).await;
}

async fn a_reminder_comes_and_stays_until_it_is_done(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let phone = ana.also_at(cluster.b()).await;
    let general = ana.general().await;
    let said = bo.posts(general, "look at this").await;
    let reminder = Schedule {
        kind: Some(ScheduledKind::Reminder),
        about: Some(said.id),
        ..put_off(general, "", soon(1_500))
    };
    let _ = ana.post(routes::SCHEDULED, &reminder).await.is(201);
    for device in [&ana, &phone] {
        let due = device.live.until("it is due", |seen| {
            seen.chat.scheduled().find(|item| item.state == ScheduledState::Due).cloned()
        });
        assert_eq!((due.await.about), Some(said.id));
    }
    phone.sees_what_a_snapshot_shows().await;
    let _ = phone.does("DELETE", routes::scheduled(reminder.id)).await.is(204);
    has_nothing_left(&ana).await;
    assert!(bo.syncs().await.own.is_empty());
}

async fn what_a_message_brings_waits_with_it(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    // Each gateway has a folder of its own here: both are at the one that took the file in.
    let bo = ana.invites("bo").await;
    let general = ana.general().await;
    let plan = ana.uploads("plan.txt", "the plan").await;
    let later = Schedule { attachments: vec![plan.id], ..put_off(general, "", soon(4_000)) };
    bo.post(routes::SCHEDULED, &Schedule { id: new_message_id(), ..later.clone() })
        .await
        .is_refused(Code::FileNotFound);
    let item: Scheduled = ana.post(routes::SCHEDULED, &later).await.is(201).json();
    assert_eq!(item.attachments, std::slice::from_ref(&plan));
    let again: Scheduled = ana.post(routes::SCHEDULED, &later).await.is(200).json();
    assert_eq!(again, item);
    // Nobody else has it yet, and nothing else takes it along.
    bo.downloads(plan.id).await.is_refused(Code::FileNotFound);
    ana.tries_to_post_with(general, "", &[plan.id]).await.is_refused(Code::FileTaken);
    let other = Schedule { id: new_message_id(), at: soon(60_000), ..later.clone() };
    ana.post(routes::SCHEDULED, &other).await.is_refused(Code::FileTaken);
    let said = bo.live.until("it is said", |seen| seen.messages(general).find(|m| m.id == later.id).cloned());
    assert_eq!(said.await.attachments, std::slice::from_ref(&plan));
    let _ = bo.downloads(plan.id).await.is(200);
    has_nothing_left(&ana).await;
    // What was given up is free again.
    let draft = ana.uploads("draft.txt", "a draft").await;
    let never = Schedule { attachments: vec![draft.id], ..put_off(general, "never", soon(60_000)) };
    let _ = ana.post(routes::SCHEDULED, &never).await.is(201);
    let _ = ana.does("DELETE", routes::scheduled(never.id)).await.is(204);
    ana.posts_with(general, "after all", &[draft.id]).await;
    bo.sees("after all").await;
    ana.sees_what_a_snapshot_shows().await;
}

async fn what_cannot_be_put_off_is_refused(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let general = ana.general().await;
    let club = ana.makes_room(RoomKind::Private, "club").await.id;
    let good = put_off(general, "x", soon(60_000));
    let refused = [
        (Schedule { at: Millis(1), ..good.clone() }, Code::InvalidField),
        (Schedule { text: " ".to_owned(), ..good.clone() }, Code::InvalidField),
        (Schedule { text: "x".repeat(20_000), ..good.clone() }, Code::TextTooLong),
        (Schedule { room: None, ..good.clone() }, Code::InvalidField),
        (Schedule { room: Some(club), ..good.clone() }, Code::RoomNotFound),
        (
            Schedule { kind: Some(ScheduledKind::Reminder), about: Some(new_message_id()), ..good.clone() },
            Code::MessageNotFound,
        ),
    ];
    for (bad, code) in refused {
        bo.post(routes::SCHEDULED, &bad).await.is_refused(code);
    }
    bo.post(routes::SCHEDULED, &json!({"id": "x", "text": "x", "at": 1})).await.is_refused(Code::BadJson);
    assert!(listed(&bo).await.is_empty());
}
