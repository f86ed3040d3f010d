//! Reading back what was said.

use natter_protocol::command::HistoryQuery;
use natter_protocol::{Code, Message, RoomKind, routes};
use natter_tests::person::new_message_id;
use natter_tests::{Cluster, on_both};

fn texts(messages: &[Message]) -> Vec<String> {
    messages.iter().map(|message| message.text.clone()).collect()
}

on_both! {
    what_was_acknowledged_is_read_at_every_gateway_at_once,
    a_thread_is_read_by_itself,
    history_is_read_from_any_place,
    history_is_read_from_a_day,
    the_page_of_a_quiet_room_is_as_new_as_a_snapshot_before_it,
}

async fn what_was_acknowledged_is_read_at_every_gateway_at_once(cluster: Cluster) {
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
        assert_eq!(texts(&page.messages), [format!("{text}, edited")]);
    }
}

async fn a_thread_is_read_by_itself(cluster: Cluster) {
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
        assert_eq!(texts(&person.history(general, thread).await.messages), ["soup", "which?"]);
    }
    ana.answers_in_thread(general, new_message_id(), "?").await.is_refused(Code::MessageNotFound);
    let tea = ana.makes_room(RoomKind::Public, "tea").await;
    ana.answers_in_thread(tea.id, root.id, "?").await.is_refused(Code::MessageNotFound);
}

async fn history_is_read_from_any_place(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let bo = ana.invites_at("bo", cluster.b()).await;
    let room = ana.makes_room(RoomKind::Public, "numbers").await.id;
    ana.adds(room, &bo).await;
    bo.finds(room).await;
    let mut said = Vec::new();
    for n in 0..30 {
        said.push(ana.posts(room, &n.to_string()).await);
    }
    let numbers = |range: std::ops::Range<usize>| range.map(|n| n.to_string()).collect::<Vec<_>>();
    let any = HistoryQuery { limit: Some(10), ..HistoryQuery::default() };
    for query in [any, HistoryQuery { before: Some(u64::MAX >> 1), ..any }] {
        let page = bo.history(room, query).await;
        assert_eq!((texts(&page.messages), page.more_before), (numbers(20..30), true), "{query:?}");
    }
    let page = bo.history(room, HistoryQuery { before: Some(said[5].seq), ..any }).await;
    // Before all that was said it is told, without words, that bo was added.
    let beginning = |to| [vec![String::new()], numbers(0..to)].concat();
    assert_eq!((texts(&page.messages), page.more_before, page.more_after), (beginning(5), false, true));
    let page = bo.history(room, HistoryQuery { after: Some(said[4].seq), ..any }).await;
    assert_eq!((texts(&page.messages), page.more_before, page.more_after), (numbers(5..15), true, true));
    let page = bo.history(room, HistoryQuery { after: Some(said[24].seq), ..any }).await;
    assert_eq!((texts(&page.messages), page.more_after), (numbers(25..30), false));
    let page = bo.history(room, HistoryQuery { around: Some(said[15].seq), ..any }).await;
    assert_eq!((texts(&page.messages), page.more_before, page.more_after), (numbers(11..21), true, true));
    let page = bo.history(room, HistoryQuery { after: Some(said[29].seq), ..any }).await;
    assert!(page.messages.is_empty() && !page.more_after);
    assert_eq!(texts(&bo.whole_history(room).await), beginning(30));
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

async fn history_is_read_from_a_day(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let general = ana.general().await;
    let mut said = Vec::new();
    for n in 0..6 {
        said.push(ana.posts(general, &format!("message {n}")).await);
    }
    let _ = ana.syncs().await;
    let at = |at, limit| HistoryQuery { at: Some(at), limit: Some(limit), ..HistoryQuery::default() };
    let third = &said[3];
    let page = ana.history(general, at(third.at, 2)).await;
    let first = page.messages.iter().find(|message| message.at >= third.at).expect("one of that time");
    assert_eq!(first.at, third.at);
    assert!(page.more_before);
    let later = natter_protocol::Millis(third.at.0 + 86_400_000);
    assert_eq!(ana.history(general, at(later, 1)).await.messages.last(), said.last());
    let both = format!("{}?at=1&before=2", routes::messages(general));
    ana.get(both).await.is_refused(Code::InvalidQuery);
}

/// It is kept until something happens in its room, while the others of its shard go on.
async fn the_page_of_a_quiet_room_is_as_new_as_a_snapshot_before_it(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let quiet = ana.makes_room(RoomKind::Public, "quiet").await;
    let lively = ana.makes_room_in_the_shard_of(quiet.id).await.id;
    let said = ana.posts(quiet.id, "hello?").await;
    for n in 0..3 {
        ana.posts(lively, &format!("message {n}")).await;
        let snapshot = ana.syncs().await.as_of[usize::from(quiet.shard)];
        let page = ana.history(quiet.id, HistoryQuery::default()).await;
        assert!(page.as_of >= snapshot, "{} >= {snapshot}", page.as_of);
        assert_eq!(page.messages, std::slice::from_ref(&said));
    }
    let _ = ana.edits(quiet.id, said.id, "hello!").await.is(200);
    assert_eq!(texts(&ana.history(quiet.id, HistoryQuery::default()).await.messages), ["hello!"]);
}
