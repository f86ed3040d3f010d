//! Polls: asking, voting, ending; who sees what.

use natter_protocol::ballot::{Ballot, NewPoll};
use natter_protocol::command::{EditMessage, PostMessage};
use natter_protocol::{Body, Code, Message, MessageId, Millis, RoomId, RoomKind, RoomRole, routes};
use natter_tests::person_polls::{question, terms};
use natter_tests::{Cluster, Person, eventually, on_both};

on_both! {
    everyone_in_the_room_votes_and_sees_what_was_chosen,
    nobody_learns_who_chose_what_in_an_anonymous_poll,
    a_poll_ends_for_good,
    polls_are_for_members_only,
    what_cannot_be_asked_or_chosen_is_refused,
}

async fn own(person: &Person, message: &Message) -> Ballot {
    person.get(routes::vote(message.room, message.id)).await.is(200).json()
}

async fn now(person: &Person, message: &Message) -> Message {
    person.get(routes::message(message.room, message.id)).await.is(200).json()
}

/// Waits until the poll on someone's screen has these votes.
async fn sees(person: &Person, room: RoomId, id: MessageId, counts: &[usize]) {
    let what = format!("{} sees {counts:?}", person.name);
    person
        .live
        .until(&what, |seen| {
            let poll = seen.chat.timeline(room)?.message(id)?.poll.as_ref()?;
            (0..counts.len()).map(|at| poll.count(at)).eq(counts.iter().copied()).then_some(())
        })
        .await;
}

async fn everyone_in_the_room_votes_and_sees_what_was_chosen(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let general = ana.general().await;
    let command = question("Where do we meet?", terms(&["here ", "there", "online"]));
    let asked: Message = ana.post(routes::messages(general), &command).await.is(201).json();
    assert_eq!(
        (asked.text.as_str(), asked.poll.as_ref().expect("a poll").ballots.len()),
        ("Where do we meet?", 0)
    );
    assert_eq!(asked.poll.as_ref().expect("a poll").terms.options, ["here", "there", "online"]);
    // The same again is the same; another question under the id is not.
    let again: Message = ana.post(routes::messages(general), &command).await.is(200).json();
    assert_eq!(again.id, asked.id);
    let other = PostMessage { poll: Some(terms(&["here", "there"])), ..command.clone() };
    ana.post(routes::messages(general), &other).await.is_refused(Code::IdReused);
    let none = PostMessage { poll: None, ..command };
    ana.post(routes::messages(general), &none).await.is_refused(Code::IdReused);
    assert_eq!(bo.sees("Where do we meet?").await.poll, asked.poll);

    let voted: Message = bo.votes(&asked, &[1]).await.is(200).json();
    assert_eq!(voted.poll.expect("a poll").ballots, [Ballot { voter: bo.id.to_string(), choices: vec![1] }]);
    let _ = bo.votes(&asked, &[1]).await.is(200);
    let _ = ana.votes(&asked, &[1]).await.is(200);
    sees(&ana, general, asked.id, &[0, 2, 0]).await;
    let _ = bo.votes(&asked, &[0]).await.is(200);
    sees(&ana, general, asked.id, &[1, 1, 0]).await;
    let _ = ana.votes(&asked, &[]).await.is(200);
    sees(&bo, general, asked.id, &[1, 0, 0]).await;
    assert_eq!(own(&bo, &asked).await, Ballot { voter: bo.id.to_string(), choices: vec![0] });
    // Votes that change nothing are not told.
    let told = bo
        .live
        .look(|seen| seen.events.iter().filter(|event| matches!(event.body, Body::PollVoted { .. })).count());
    assert_eq!(told, 4);
    // What the database holds is what the log said.
    let _ = ana.syncs().await;
    let stored = now(&ana, &asked).await;
    assert_eq!(Some(&stored), bo.live.look(|seen| seen.chat.message(general, asked.id).cloned()).as_ref());
    let _ = ana.deletes(general, asked.id).await.is(200);
    assert_eq!(now(&bo, &asked).await.poll, None);
    let _ = ana.syncs().await;
    assert_eq!(now(&ana, &asked).await.poll, None);
    bo.votes(&asked, &[0]).await.is_refused(Code::MessageDeleted);
}

async fn nobody_learns_who_chose_what_in_an_anonymous_poll(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let general = ana.general().await;
    let secret = NewPoll { anonymous: true, multiple: true, ..terms(&["yes", "no"]) };
    let asked = ana.polls(general, "Where do we meet?", secret.clone()).await;
    let _ = bo.votes(&asked, &[0, 1]).await.is(200);
    let _ = ana.votes(&asked, &[0]).await.is(200);
    sees(&ana, general, asked.id, &[2, 1]).await;
    let mine = own(&bo, &asked).await;
    assert_eq!(mine.choices, [0, 1]);
    assert_ne!(mine.voter, own(&ana, &asked).await.voter);
    // Another device of the same person votes under the same name, which is another one in another poll.
    let phone = bo.signs_in_again().await;
    let _ = phone.votes(&asked, &[1]).await.is(200);
    sees(&ana, general, asked.id, &[1, 1]).await;
    let other = ana.polls(general, "Where do we meet?", secret).await;
    let _ = bo.votes(&other, &[0]).await.is(200);
    sees(&ana, general, other.id, &[1, 0]).await;
    assert_ne!(own(&bo, &other).await.voter, mine.voter);
    let heard = ana.live.look(|seen| {
        let votes = seen.events.iter().filter(|event| matches!(event.body, Body::PollVoted { .. }));
        votes.map(|event| serde_json::to_string(event).expect("JSON")).collect::<String>()
    });
    assert!(heard.contains(&mine.voter));
    assert!(!heard.contains(&bo.id.to_string()) && !heard.contains(&ana.id.to_string()), "{heard}");
}

async fn a_poll_ends_for_good(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let cy = ana.invites_at("cy", cluster.b()).await;
    let general = ana.general().await;
    let asked = bo.polls(general, "Where do we meet?", terms(&["yes", "no"])).await;
    let _ = cy.votes(&asked, &[1]).await.is(200);
    cy.ends_poll(&asked).await.is_refused(Code::Forbidden);
    let ended: Message = bo.ends_poll(&asked).await.is(200).json();
    assert!(ended.poll.as_ref().is_some_and(|poll| poll.closed_at.is_some()));
    let again: Message = bo.ends_poll(&asked).await.is(200).json();
    assert_eq!(again.poll, ended.poll);
    cy.votes(&asked, &[0]).await.is_refused(Code::PollClosed);
    let is_ended = |seen: &natter_tests::Seen| {
        seen.chat.message(general, asked.id)?.poll.as_ref()?.closed_at.map(|_| ())
    };
    cy.live.until("cy sees the end", is_ended).await;
    sees(&cy, general, asked.id, &[0, 1]).await;
    // Who looks after the room may end it, too.
    let other = bo.polls(general, "Where do we meet?", terms(&["yes", "no"])).await;
    let _ = ana.ends_poll(&other).await.is(200);
    let _ = ana.puts(general, &cy, Some(RoomRole::Moderator)).await.is(200);
    let third = bo.polls(general, "Where do we meet?", terms(&["yes", "no"])).await;
    let _ = cy.ends_poll(&third).await.is(200);
    // It ends by itself when its time has come.
    let closes_at = Some(Millis(Millis::now().0 + 1_500));
    let short = bo.polls(general, "Where do we meet?", NewPoll { closes_at, ..terms(&["yes", "no"]) }).await;
    let _ = cy.votes(&short, &[0]).await.is(200);
    eventually("it has ended", async || {
        let answer = cy.votes(&short, &[1]).await;
        let _ = cy.votes(&short, &[0]).await;
        (answer.status == 409).then(|| answer.is_refused(Code::PollClosed))
    })
    .await;
    let said = ana.posts(general, "no poll").await;
    bo.votes(&said, &[0]).await.is_refused(Code::PollNotFound);
    ana.ends_poll(&said).await.is_refused(Code::PollNotFound);
    // What people voted on is not changed under their hands.
    let edit = EditMessage { text: "And now?".to_owned() };
    bo.patch(routes::message(general, asked.id), &edit).await.is_refused(Code::Forbidden);
}

async fn polls_are_for_members_only(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let mallory = ana.invites_at("mallory", cluster.b()).await;
    let club = ana.makes_room(RoomKind::Private, "club").await.id;
    let asked = ana.polls(club, "Where do we meet?", terms(&["yes", "no"])).await;
    let _ = ana.votes(&asked, &[0]).await.is(200);
    mallory.votes(&asked, &[1]).await.is_refused(Code::RoomNotFound);
    mallory.ends_poll(&asked).await.is_refused(Code::RoomNotFound);
    mallory.get(routes::vote(club, asked.id)).await.is_refused(Code::RoomNotFound);
    let general = ana.general().await;
    let elsewhere = Message { room: general, ..asked.clone() };
    mallory.votes(&elsewhere, &[1]).await.is_refused(Code::MessageNotFound);
    assert_eq!(now(&ana, &asked).await.poll.expect("a poll").count(1), 0);
    // In an archived room nothing changes any more.
    let _ = ana.does("POST", routes::archive(club)).await.is(200);
    ana.votes(&asked, &[1]).await.is_refused(Code::RoomArchived);
    ana.ends_poll(&asked).await.is_refused(Code::RoomArchived);
    mallory.has_heard_nothing_of(club);
}

async fn what_cannot_be_asked_or_chosen_is_refused(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let general = ana.general().await;
    let tries = async |poll| ana.post(routes::messages(general), &question("What?", poll)).await;
    let many: Vec<String> = (0..11).map(|n| format!("answer {n}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    for bad in [&["one"][..], &["same", " same"], &["a", " "], &["a", &"b".repeat(101)], &many] {
        tries(terms(bad)).await.is_refused(Code::InvalidField);
    }
    let past = Some(Millis(Millis::now().0 - 1));
    tries(NewPoll { closes_at: past, ..terms(&["a", "b"]) }).await.is_refused(Code::InvalidField);
    let command = question(" ", terms(&["a", "b"]));
    ana.post(routes::messages(general), &command).await.is_refused(Code::InvalidField);
    let asked = ana.polls(general, "Where do we meet?", terms(&["a", "b"])).await;
    for bad in [&[2][..], &[0, 1]] {
        ana.votes(&asked, bad).await.is_refused(Code::InvalidField);
    }
    let body = serde_json::json!({"choices": [-1]});
    ana.put(routes::vote(general, asked.id), &body).await.is_refused(Code::BadJson);
}
