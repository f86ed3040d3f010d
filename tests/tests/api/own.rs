//! What belongs to one person reaches all of that person's devices, and nobody else.

use natter_protocol::own::SavedMessage;
use natter_protocol::{Body, Code, Event, Millis, NotifyLevel, RoomId, RoomKind, RoomPrefs, routes};
use natter_tests::person::new_message_id;
use natter_tests::{Cluster, Person, Seen, on_both};
use serde_json::json;

on_both! {
    preferences_reach_ones_own_devices_alone,
    preferences_hold_again_after_coming_back,
    saved_messages_are_listed_as_they_are_now,
    who_has_left_does_not_read_what_was_saved,
    mentions_are_paged_from_the_newest,
    the_later_draft_counts_wherever_it_was_written,
}

const STARRED: RoomPrefs = RoomPrefs { starred: true, muted: false, muted_until: None, level: None };

/// Nobody but the person was told what is the person's own.
async fn is_kept_from(owner: &Person, other: &Person) {
    let beside = owner.makes_room_beside_oneself().await.id;
    other.joins(beside).await;
    other.finds(beside).await;
    owner.posts(beside, "marker").await;
    other.sees("marker").await;
    let is_own = |event: &Event| {
        matches!(
            event.body,
            Body::PreferencesUpdated { .. }
                | Body::MessageSaved { .. }
                | Body::MessageUnsaved { .. }
                | Body::DraftUpdated { .. }
                | Body::ScheduledUpdated { .. }
                | Body::ScheduledEnded { .. }
        )
    };
    let heard: Vec<Event> =
        other.live.look(|seen| seen.events.iter().filter(|event| is_own(event)).cloned().collect());
    assert!(heard.is_empty(), "{} heard {heard:#?}", other.name);
    assert!(other.syncs().await.own.is_empty());
}

async fn shows(person: &Person, room: RoomId, prefs: RoomPrefs) {
    let right = |seen: &Seen| (seen.chat.room(room)?.prefs() == prefs).then_some(());
    person.live.until("the preferences arrive", right).await;
    person.sees_what_a_snapshot_shows().await;
}

async fn preferences_reach_ones_own_devices_alone(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let phone = ana.also_at(cluster.b()).await;
    let general = ana.general().await;
    let later = Millis(Millis::now().0 + 60_000);
    let muted = RoomPrefs { muted: true, muted_until: Some(later), level: Some(NotifyLevel::All), ..STARRED };
    for prefs in [STARRED, muted, RoomPrefs::default(), STARRED] {
        let _ = ana.keeps(general, prefs).await.is(204);
        shows(&phone, general, prefs).await;
        shows(&ana, general, prefs).await;
    }
    is_kept_from(&ana, &bo).await;
    assert_eq!(bo.summary(general).await.prefs, RoomPrefs::default());
    for bad in [
        RoomPrefs { muted_until: Some(later), ..STARRED },
        RoomPrefs { muted: true, muted_until: Some(Millis(1)), ..STARRED },
    ] {
        ana.keeps(general, bad).await.is_refused(Code::InvalidField);
    }
    ana.put(routes::preferences(general), &json!({"level": "some"})).await.is_refused(Code::BadJson);
    let club = ana.makes_room(RoomKind::Private, "club").await.id;
    bo.keeps(club, STARRED).await.is_refused(Code::RoomNotFound);
    shows(&ana, general, STARRED).await;
}

async fn preferences_hold_again_after_coming_back(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites("bo").await;
    let tea = ana.makes_room(RoomKind::Public, "tea").await.id;
    bo.joins(tea).await;
    let _ = bo.keeps(tea, STARRED).await.is(204);
    bo.leaves(tea).await;
    // This device has never heard of the star.
    let phone = bo.also_at(cluster.b()).await;
    bo.joins(tea).await;
    phone.finds(tea).await;
    shows(&phone, tea, STARRED).await;
    shows(&bo, tea, STARRED).await;
}

async fn saved_messages_are_listed_as_they_are_now(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let phone = ana.also_at(cluster.b()).await;
    let general = ana.general().await;
    let mut said = Vec::new();
    for n in 0..3 {
        let message = bo.posts(general, &format!("number {n}")).await;
        let _ = ana.saves(general, message.id).await.is(204);
        let _ = ana.saves(general, message.id).await.is(204);
        said.push(message);
    }
    let has_all = |seen: &Seen| (seen.chat.own().saved.len() == 3).then_some(());
    phone.live.until("three are saved", has_all).await;
    let _ = bo.edits(general, said[0].id, "number nought").await.is(200);
    let page = phone.saved("limit=2").await;
    let texts = |saved: &[SavedMessage]| -> Vec<String> {
        saved.iter().map(|saved| saved.message.clone().expect("the message").text).collect()
    };
    assert_eq!(texts(&page.saved), ["number 2", "number 1"]);
    let rest = phone.saved(&format!("limit=2&before={}", page.next.expect("another page"))).await;
    assert_eq!((texts(&rest.saved), rest.next), (vec!["number nought".to_owned()], None));

    let _ = ana.unsaves(general, said[1].id).await.is(204);
    let _ = ana.unsaves(general, said[1].id).await.is(204);
    let has_two = |seen: &Seen| (seen.chat.own().saved.len() == 2).then_some(());
    phone.live.until("one is taken off the list", has_two).await;
    phone.sees_what_a_snapshot_shows().await;
    is_kept_from(&ana, &bo).await;
    ana.saves(general, new_message_id()).await.is_refused(Code::MessageNotFound);
    let _ = bo.deletes(general, said[1].id).await.is(200);
    ana.saves(general, said[1].id).await.is_refused(Code::MessageDeleted);
    for bad in ["before=x", "limit=0", "limit=101"] {
        ana.get(format!("{}?{bad}", routes::SAVED)).await.is_refused(Code::InvalidQuery);
        ana.get(format!("{}?{bad}", routes::MENTIONS)).await.is_refused(Code::InvalidQuery);
    }
}

async fn who_has_left_does_not_read_what_was_saved(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let club = ana.makes_room(RoomKind::Private, "club").await.id;
    ana.adds(club, &bo).await;
    let secret = ana.posts(club, "between us, @bo").await;
    bo.sees("between us, @bo").await;
    let _ = bo.saves(club, secret.id).await.is(204);
    assert_eq!(bo.saved("").await.saved[0].message.as_ref().map(|message| message.id), Some(secret.id));
    assert_eq!(bo.mentions("").await.messages.len(), 1);
    ana.removes(club, &bo).await;
    // The removal reaches the caches of the other gateway by the log.
    natter_tests::eventually("bo reads it no more", async || {
        let saved = bo.saved("").await.saved;
        (saved.len() == 1 && saved[0].message.is_none()).then_some(())
    })
    .await;
    assert!(bo.mentions("").await.messages.is_empty());
    bo.saves(club, secret.id).await.is_refused(Code::RoomNotFound);
    let _ = bo.unsaves(club, secret.id).await.is(204);
    assert!(bo.saved("").await.saved.is_empty());
    bo.sees_what_a_snapshot_shows().await;
}

async fn mentions_are_paged_from_the_newest(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let general = ana.general().await;
    let tea = ana.makes_room(RoomKind::Public, "tea").await.id;
    bo.joins(tea).await;
    let mut named = Vec::new();
    for n in 0..5 {
        let room = if n % 2 == 0 { general } else { tea };
        named.push(ana.posts(room, &format!("@bo {n}")).await);
        ana.posts(room, "about something else").await;
    }
    bo.posts(general, "@bo is me").await;
    let _ = ana.deletes(general, named.remove(4).id).await.is(200);
    // The other gateway has read all of it once these are shown there.
    for room in [general, tea] {
        ana.posts(room, &format!("marker {room}")).await;
        bo.sees(&format!("marker {room}")).await;
    }
    let mut found = Vec::new();
    let mut query = "limit=2".to_owned();
    loop {
        let page = bo.mentions(&query).await;
        found.extend(page.messages.into_iter().map(|message| message.text));
        let Some(next) = page.next else { break };
        query = format!("limit=2&before={next}");
    }
    assert_eq!(found, ["@bo 3", "@bo 2", "@bo 1", "@bo 0"]);
    assert!(ana.mentions("").await.messages.is_empty());
}

async fn the_later_draft_counts_wherever_it_was_written(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let phone = ana.also_at(cluster.b()).await;
    let general = ana.general().await;
    let draft = |person: &Person| {
        person.live.look(|seen| seen.chat.draft(general, None).map(|draft| draft.text.clone()))
    };
    let now = Millis::now().0;
    let _ = ana.begins(general, "second", Millis(now - 1_000)).await.is(204);
    let _ = phone.begins(general, "first", Millis(now - 2_000)).await.is(204);
    phone.live.until("the draft arrives", |seen| seen.chat.draft(general, None).map(|_| ())).await;
    phone.sees_what_a_snapshot_shows().await;
    assert_eq!(draft(&phone).as_deref(), Some("second"));
    let _ = phone.does("DELETE", routes::draft(general)).await.is(204);
    // From a device that was away.
    let _ = ana.begins(general, "second and a half", Millis(now - 500)).await.is(204);
    ana.live.until("it is gone", |seen| seen.chat.draft(general, None).is_none().then_some(())).await;
    ana.sees_what_a_snapshot_shows().await;
    assert_eq!(draft(&ana), None);
    let _ = ana.begins(general, "third", Millis(now + 3_600_000)).await.is(204);
    let _ = ana.begins(general, "fourth", Millis::now()).await.is(204);
    phone
        .live
        .until("a clock that is ahead wins nothing", |seen| {
            (seen.chat.draft(general, None)?.text == "fourth").then_some(())
        })
        .await;
    is_kept_from(&ana, &bo).await;
    let club = ana.makes_room(RoomKind::Private, "club").await.id;
    bo.begins(club, "x", Millis::now()).await.is_refused(Code::RoomNotFound);
    ana.begins(general, "a\0b", Millis::now()).await.is_refused(Code::InvalidField);
    ana.begins(general, &"x".repeat(20_000), Millis::now()).await.is_refused(Code::TextTooLong);
}
