//! Saying, changing, taking back.

use natter_protocol::command::{HistoryQuery, PostMessage};
use natter_protocol::{Code, Message, RoomKind, limits, routes};
use natter_tests::person::new_message_id;
use natter_tests::{Call, Cluster, eventually, on_both};
use tokio::task::JoinSet;

fn ids(messages: &[Message]) -> Vec<String> {
    messages.iter().map(|message| message.text.clone()).collect()
}

on_both! {
    async fn the_same_id_says_the_same_once(cluster) {
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

    async fn many_tries_at_once_say_it_once(cluster) {
        let ana = cluster.owner("ana").await;
        let general = ana.general().await;
        let body = PostMessage { id: new_message_id(), text: "now!".into(), thread: None, attachments: vec![] };
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

    async fn what_was_acknowledged_is_read_at_every_gateway_at_once(cluster) {
        let ana = cluster.owner("ana").await;
        let bo = ana.invites_at("bo", cluster.b()).await;
        let general = ana.general().await;
        for n in 0..20 {
            let text = format!("message {n}");
            let (from, to) = if n % 2 == 0 { (&ana, &bo) } else { (&bo, &ana) };
            let said = from.posts(general, &text).await;
            let page = to.history(general, HistoryQuery::default()).await;
            assert_eq!(page.messages.last(), Some(&said));
            let _ = from.edits(general, said.id, &format!("{text}, edited")).await.is(200);
            let page = to.history(general, HistoryQuery { limit: Some(1), ..HistoryQuery::default() }).await;
            assert_eq!(ids(&page.messages), [format!("{text}, edited")]);
        }
    }

    async fn only_its_author_edits_a_message_and_a_moderator_takes_it_away(cluster) {
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
        mei.live.until("it is gone", |seen| {
            let timeline = seen.chat.timeline(general)?;
            timeline.message(said.id)?.deleted_at.map(|_| ())
        }).await;
    }

    async fn reactions_are_sets_of_people(cluster) {
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

    async fn a_thread_is_read_by_itself(cluster) {
        let ana = cluster.owner("ana").await;
        let bo = ana.invites_at("bo", cluster.b()).await;
        let general = ana.general().await;
        let root = ana.posts(general, "what for lunch?").await;
        let soup: Message = bo.answers_in_thread(general, root.id, "soup").await.is(201).json();
        ana.posts(general, "something else").await;
        // An answer to an answer belongs to the same thread.
        let which: Message = ana.answers_in_thread(general, soup.id, "which?").await.is(201).json();
        assert_eq!(which.thread, Some(root.id));
        let thread = HistoryQuery { thread: Some(root.id), ..HistoryQuery::default() };
        for person in [&ana, &bo] {
            assert_eq!(ids(&person.history(general, thread).await.messages), ["soup", "which?"]);
        }
        ana.answers_in_thread(general, new_message_id(), "?").await.is_refused(Code::MessageNotFound);
        let tea = ana.makes_room(RoomKind::Public, "tea").await;
        ana.answers_in_thread(tea.id, root.id, "?").await.is_refused(Code::MessageNotFound);
    }

    async fn history_is_read_from_any_place(cluster) {
        let ana = cluster.owner("ana").await;
        let bo = ana.invites_at("bo", cluster.b()).await;
        let room = ana.makes_room(RoomKind::Public, "numbers").await.id;
        ana.adds(room, &bo).await;
        bo.finds(room).await;
        let mut said = Vec::new();
        for n in 0..30 {
            said.push(ana.posts(room, &n.to_string()).await);
        }
        let texts = |range: std::ops::Range<usize>| range.map(|n| n.to_string()).collect::<Vec<_>>();
        let any = HistoryQuery { limit: Some(10), ..HistoryQuery::default() };
        for query in [any, HistoryQuery { before: Some(u64::MAX >> 1), ..any }] {
            let page = bo.history(room, query).await;
            assert_eq!((ids(&page.messages), page.more_before), (texts(20..30), true), "{query:?}");
        }
        let page = bo.history(room, HistoryQuery { before: Some(said[5].seq), ..any }).await;
        assert_eq!((ids(&page.messages), page.more_before, page.more_after), (texts(0..5), false, true));
        let page = bo.history(room, HistoryQuery { after: Some(said[4].seq), ..any }).await;
        assert_eq!((ids(&page.messages), page.more_before, page.more_after), (texts(5..15), true, true));
        let page = bo.history(room, HistoryQuery { after: Some(said[24].seq), ..any }).await;
        assert_eq!((ids(&page.messages), page.more_after), (texts(25..30), false));
        let page = bo.history(room, HistoryQuery { around: Some(said[15].seq), ..any }).await;
        assert_eq!((ids(&page.messages), page.more_before, page.more_after), (texts(11..21), true, true));
        let page = bo.history(room, HistoryQuery { after: Some(said[29].seq), ..any }).await;
        assert!(page.messages.is_empty() && !page.more_after);
        assert_eq!(ids(&bo.whole_history(room).await), texts(0..30));
    }
}

#[tokio::test]
async fn history_refuses_what_makes_no_sense() {
    let cluster = Cluster::alone().await;
    let ana = cluster.owner("ana").await;
    let general = ana.general().await;
    for query in
        ["limit=0", "limit=101", "limit=ten", "before=1&after=2", "around=x", "before=-1", "thread=lunch"]
    {
        let path = format!("{}?{query}", routes::messages(general));
        let answer = ana.get(&path).await;
        assert_eq!(answer.problem().code, Code::InvalidQuery, "{query}");
    }
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
