//! Saying, changing, taking back.

use natter_protocol::command::{HistoryQuery, PostMessage};
use natter_protocol::{Code, Message, RoomKind, limits, routes};
use natter_tests::person::new_message_id;
use natter_tests::{Call, Cluster, eventually, on_both};
use tokio::task::JoinSet;

on_both! {
    what_was_acknowledged_can_be_acted_on_at_every_gateway_at_once,
    the_same_id_says_the_same_once,
    many_tries_at_once_say_it_once,
    only_its_author_edits_a_message_and_a_moderator_takes_it_away,
    reactions_are_sets_of_people,
    an_id_that_two_people_use_at_once_is_given_to_one,
    a_reply_is_repeated_like_any_message,
}

async fn what_was_acknowledged_can_be_acted_on_at_every_gateway_at_once(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let ana_there = ana.also_at(cluster.b()).await;
    let general = ana.general().await;
    for n in 0..20 {
        let id = ana.posts(general, &format!("message {n}")).await.id;
        let _ = match n % 4 {
            0 => bo.answers_in_thread(general, id, "an answer").await.is(201),
            1 => bo.reacts(general, id, "👍").await.is(200),
            2 => bo.saves(general, id).await.is(204),
            _ => ana_there.edits(general, id, "another text").await.is(200),
        };
    }
}

async fn the_same_id_says_the_same_once(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let ana_there = ana.also_at(cluster.b()).await;
    let general = ana.general().await;
    let id = new_message_id();
    let first: Message = ana.sends(general, id, "once").await.is(201).json();
    assert_eq!((first.id, first.author, first.room), (id, ana.id, general));
    let again: Message = ana_there.sends(general, id, "once").await.is(200).json();
    assert_eq!(again, first);
    ana.sends(general, id, "twice").await.is_refused(Code::IdReused);
    ana_there.sends(general, id, "twice").await.is_refused(Code::IdReused);
    bo.sends(general, id, "once").await.is_refused(Code::IdReused);
    bo.sees("once").await;
    // Also when it was changed since: what counts is what was sent under the id.
    let _ = ana.edits(general, id, "edited").await.is(200);
    let edited: Message = ana_there.sends(general, id, "once").await.is(200).json();
    assert_eq!((edited.id, edited.seq, edited.text.as_str()), (id, first.seq, "edited"));
    ana.sends(general, id, "edited").await.is_refused(Code::IdReused);
    let _ = ana.deletes(general, id).await.is(200);
    let deleted: Message = ana.sends(general, id, "once").await.is(200).json();
    assert!(deleted.deleted_at.is_some() && deleted.text.is_empty());
    let history = bo.whole_history(general).await;
    assert_eq!(history.iter().filter(|message| message.id == id).count(), 1);
}

async fn many_tries_at_once_say_it_once(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let general = ana.general().await;
    let body = PostMessage {
        id: new_message_id(),
        text: "now!".into(),
        thread: None,
        attachments: vec![],
        broadcast: false,
        poll: None,
    };
    let tries = (0..12).map(|n| {
        let to = if n % 2 == 0 { cluster.a().address() } else { cluster.b().address() };
        tokio::spawn(ana.call("POST", routes::messages(general)).json(&body).send(to))
    });
    let mut created = 0;
    let mut said: Vec<Message> = Vec::new();
    for attempt in tries.collect::<Vec<_>>() {
        let answer = attempt.await.expect("a try").expect("an answer");
        created += usize::from(answer.status == 201);
        assert!(matches!(answer.status, 200 | 201), "{answer:?}");
        said.push(answer.json());
    }
    assert_eq!(created, 1);
    assert!(said.windows(2).all(|pair| pair[0] == pair[1]), "{said:#?}");
}

async fn only_its_author_edits_a_message_and_a_moderator_takes_it_away(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let mei = ana.invites("mei").await;
    let general = ana.general().await;
    let said = bo.posts(general, "mine").await;
    mei.sees("mine").await;
    mei.edits(general, said.id, "ours").await.is_refused(Code::Forbidden);
    mei.deletes(general, said.id).await.is_refused(Code::Forbidden);
    ana.edits(general, said.id, "ours").await.is_refused(Code::Forbidden);
    let edited: Message = bo.edits(general, said.id, "still mine").await.is(200).json();
    assert!(edited.edited_at.is_some());
    mei.sees("still mine").await;
    let _ = ana.reacts(general, said.id, "👍").await.is(200);
    let gone: Message = ana.deletes(general, said.id).await.is(200).json();
    assert!(gone.deleted_at.is_some() && gone.text.is_empty() && gone.reactions.is_empty());
    let _ = ana.deletes(general, said.id).await.is(200);
    bo.edits(general, said.id, "back").await.is_refused(Code::MessageDeleted);
    bo.reacts(general, said.id, "👍").await.is_refused(Code::MessageDeleted);
    bo.answers_in_thread(general, said.id, "why?").await.is_refused(Code::MessageDeleted);
    mei.live
        .until("it is gone", |seen| {
            let timeline = seen.chat.timeline(general)?;
            timeline.message(said.id)?.deleted_at.map(|_| ())
        })
        .await;
}

async fn reactions_are_sets_of_people(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let general = ana.general().await;
    let said = ana.posts(general, "cake?").await;
    for _ in 0..2 {
        let _ = bo.reacts(general, said.id, "🎂").await.is(200);
    }
    let both: Message = ana.reacts(general, said.id, "🎂").await.is(200).json();
    assert_eq!(both.reactions.len(), 1);
    assert_eq!(both.reactions[0].users, [bo.id, ana.id]);
    let _ = ana.reacts(general, said.id, "1️⃣").await.is(200);
    let _ = ana.unreacts(general, said.id, "🎂").await.is(200);
    let _ = ana.unreacts(general, said.id, "🎂").await.is(200);
    for bad in ["ok", "👍 👍", " ", &"👍".repeat(20)] {
        ana.reacts(general, said.id, bad).await.is_refused(Code::InvalidField);
    }
    ana.reacts(general, new_message_id(), "👍").await.is_refused(Code::MessageNotFound);
    let page = bo.history(general, HistoryQuery { limit: Some(1), ..HistoryQuery::default() }).await;
    let emoji: Vec<&str> = page.messages[0].reactions.iter().map(|reaction| &*reaction.emoji).collect();
    assert_eq!(emoji, ["1️⃣", "🎂"]);
    let shown = |seen: &natter_tests::Seen| {
        let message = seen.chat.timeline(general)?.message(said.id)?;
        (message.reactions == page.messages[0].reactions).then_some(())
    };
    bo.live.until("the same reactions on screen", shown).await;
    ana.live.until("the same reactions on screen", shown).await;
}

async fn an_id_that_two_people_use_at_once_is_given_to_one(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let general = ana.general().await;
    let tea = ana.makes_room(RoomKind::Public, "tea").await.id;
    for round in 0..10 {
        let id = new_message_id();
        let text = format!("round {round}");
        let (one, other) = tokio::join!(ana.sends(general, id, &text), bo.sends(general, id, &text));
        let (won, lost) = if one.status == 201 { (one, other) } else { (other, one) };
        let won: Message = won.is(201).json();
        lost.is_refused(Code::IdReused);
        ana.posts(general, "marker").await;
        for person in [&ana, &bo] {
            let said = person.live.until("the marker", |seen| {
                let said: Vec<Message> = seen.messages(general).cloned().collect();
                (said.iter().filter(|message| message.text == "marker").count() == round + 1).then_some(said)
            });
            let of_id: Vec<Message> = said.await.into_iter().filter(|message| message.id == id).collect();
            assert_eq!(of_id, std::slice::from_ref(&won), "{} hears it once", person.name);
        }
        // Another room is another place: ids count in their room.
        let _ = ana.sends(tea, id, &text).await.is(201);
    }
}

async fn a_reply_is_repeated_like_any_message(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let ana_there = ana.also_at(cluster.b()).await;
    let general = ana.general().await;
    let root = ana.posts(general, "root").await;
    let reply: Message = ana.answers_in_thread(general, root.id, "reply").await.is(201).json();
    let command = |thread| PostMessage {
        id: new_message_id(),
        text: "deeper".into(),
        thread,
        attachments: vec![],
        broadcast: false,
        poll: None,
    };
    let deeper = command(Some(reply.id));
    let path = routes::messages(general);
    let first: Message = ana.post(&path, &deeper).await.is(201).json();
    assert_eq!(first.thread, Some(root.id));
    let again: Message = ana_there.post(&path, &deeper).await.is(200).json();
    assert_eq!(again, first);
    ana_there.post(&path, &PostMessage { thread: None, ..deeper.clone() }).await.is_refused(Code::IdReused);
    // Nobody can answer what was deleted; what was answered before stays answered.
    let _ = ana.deletes(general, root.id).await.is(200);
    let _ = ana_there.post(&path, &deeper).await.is(200);
    ana.post(&path, &command(Some(root.id))).await.is_refused(Code::MessageDeleted);
}

#[tokio::test]
async fn a_text_has_a_size_and_no_control_characters() {
    let cluster = Cluster::alone().await;
    let ana = cluster.owner("ana").await;
    let general = ana.general().await;
    let most = "ä".repeat(limits::MESSAGE_TEXT_BYTES / 2);
    let said = ana.posts(general, &most).await;
    assert_eq!(said.text, most);
    // Every character escaped: the longest event there is.
    let quotes = "\"".repeat(limits::MESSAGE_TEXT_BYTES);
    assert_eq!(ana.posts(general, &quotes).await.text, quotes);
    for (text, code) in [
        (format!("{most}x"), Code::TextTooLong),
        (String::new(), Code::InvalidField),
        (" \n\t ".to_owned(), Code::InvalidField),
        ("a\0b".to_owned(), Code::InvalidField),
        ("\u{1b}[31mred".to_owned(), Code::InvalidField),
    ] {
        let problem = ana.sends(general, new_message_id(), &text).await.problem();
        assert_eq!((problem.code, problem.field.as_deref()), (code, Some("text")));
        let problem = ana.edits(general, said.id, &text).await.problem();
        assert_eq!((problem.code, problem.field.as_deref()), (code, Some("text")));
    }
    assert_eq!(ana.posts(general, "two\r\nlines").await.text, "two\nlines");
}

#[tokio::test]
async fn a_flood_is_refused_with_a_time_to_come_back_and_nothing_else_suffers() {
    let cluster = Cluster::alone().await;
    let ana = cluster.owner("ana").await;
    let bo = ana.invites("bo").await;
    let general = ana.general().await;
    let typing = ana.call("POST", routes::typing(general));
    let refused = eventually("too often", async || {
        let mut tries: JoinSet<_> = (0..40).map(|_| typing.clone().send(ana.address())).collect();
        let mut refused = None;
        while let Some(answer) = tries.join_next().await {
            refused = answer.expect("a try").ok().filter(|answer| answer.status == 429).or(refused);
        }
        refused
    });
    let refused = refused.await;
    refused.is_refused(Code::RateLimited);
    assert!(
        refused.header("retry-after").is_some_and(|seconds| seconds.parse::<u32>().is_ok_and(|s| s >= 1))
    );
    bo.posts(general, "calm").await;
    ana.sees("calm").await;
    let _ = cluster.a().answers(Call::get("/healthz")).await.is(200);
}
