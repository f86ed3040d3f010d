//! Places that cannot be continued.

use natter_protocol::command::HistoryQuery;
use natter_protocol::{Cursor, PollAnswer, Position, Reset, ResetReason, RoomId, routes};
use natter_tests::{EventStream, Gateway, NatsDoor, Person, words};

/// What a stream from this cursor says: why it cannot go on from there.
async fn reset(person: &Person, cursor: &str) -> (EventStream, Reset) {
    let mut stream = person.opens_stream(Some(cursor)).await;
    let reset: Reset = stream.named("reset").await;
    let polled: PollAnswer = person.get(format!("{}?cursor={cursor}", routes::POLL)).await.is(200).json();
    assert_eq!((polled.reset, polled.events.len()), (Some(reset.reason), 0), "the poll says the same");
    (stream, reset)
}

/// After a reset the stream goes on from its cursor.
async fn goes_on(mut stream: EventStream, reset: &Reset, ana: &Person, room: RoomId) {
    assert!(reset.cursor.parse::<Cursor>().is_ok());
    let text = format!("after {:?}", reset.reason);
    ana.posts(room, &text).await;
    stream.events_until_said(&text).await;
    let mut again = ana.opens_stream(Some(&reset.cursor)).await;
    again.events_until_said(&text).await;
}

#[tokio::test]
async fn older_than_memory_is_too_old_unless_the_log_is_asked() {
    let server = Gateway::with(&["--ring", "16", "--shards", "1"]).await;
    let ana = server.owner("ana").await;
    let general = ana.general().await;
    let start = ana.syncs().await.cursor;
    let texts: Vec<String> = (0..100).map(|n| format!("message {n}")).collect();
    for text in &texts {
        ana.posts(general, text).await;
    }
    let (stream, why) = reset(&ana, &start).await;
    assert_eq!(why.reason, ResetReason::TooOld);
    goes_on(stream, &why, &ana, general).await;

    let path = |of: &str| format!("{of}?cursor={start}&replay=log");
    let mut stream = EventStream::from_call(ana.call("GET", path(routes::EVENTS)), server.address())
        .await
        .expect("an answer")
        .stream();
    let streamed = stream.events_until_said("after TooOld").await;
    let heard: Vec<&str> = streamed.iter().filter_map(words).collect();
    assert_eq!(heard[..100], texts[..]);
    let mut polled: Vec<String> = Vec::new();
    let mut cursor = start.clone();
    while polled.last().map(String::as_str) != Some("after TooOld") {
        let path = format!("{}?cursor={cursor}&replay=log", routes::POLL);
        let answer: PollAnswer = ana.get(path).await.is(200).json();
        assert_eq!(answer.reset, None);
        polled.extend(answer.events.iter().filter_map(words).map(str::to_owned));
        cursor = answer.cursor;
    }
    assert_eq!(polled, heard);
    // Who was there all the time heard everything.
    ana.sees("after TooOld").await;
    let seen: Vec<String> =
        ana.live.look(|seen| seen.messages(general).map(|message| message.text.clone()).collect());
    assert_eq!(seen[seen.len() - heard.len()..], heard);
}

#[tokio::test]
async fn older_than_the_log_is_too_old_even_for_the_log() {
    let server = Gateway::with(&["--ring", "16", "--shards", "1"]).await;
    let ana = server.owner("ana").await;
    let general = ana.general().await;
    let start = ana.syncs().await.cursor;
    for n in 0..40 {
        ana.posts(general, &format!("message {n}")).await;
    }
    let whole = ana.whole_history(general).await;
    // Time passes, and the log forgets what is older than it keeps.
    let forget = NatsDoor::of_child(&server).await.asks("$JS.API.STREAM.PURGE.LOG_0", b"{\"keep\":20}").await;
    assert!(forget.contains("\"success\":true"), "{forget}");
    let path = format!("{}?cursor={start}&replay=log", routes::POLL);
    let answer: PollAnswer = ana.get(path).await.is(200).json();
    assert_eq!(answer.reset, Some(ResetReason::TooOld));
    assert_eq!(ana.whole_history(general).await, whole, "what was said stays");
    ana.posts(general, "still here").await;
    ana.sees("still here").await;
}

#[tokio::test]
async fn a_log_that_was_lost_begins_a_new_epoch_and_history_stays() {
    let mut server = Gateway::start().await;
    let ana = server.owner("ana").await;
    let bo = ana.invites("bo").await;
    let general = ana.general().await;
    let mut said = Vec::new();
    for n in 0..5 {
        said.push(ana.posts(general, &format!("before {n}")).await);
    }
    bo.sees("before 4").await;
    let old = ana.syncs().await.cursor;
    server.stop().await;
    std::fs::remove_dir_all(server.data().join("nats/store")).expect("the log is there");
    server.restart().await;

    let (stream, why) = reset(&ana, &old).await;
    assert_eq!(why.reason, ResetReason::WrongEpoch);
    goes_on(stream, &why, &ana, general).await;
    let reset_by_itself =
        |seen: &natter_tests::Seen| (seen.resets == [ResetReason::WrongEpoch]).then_some(());
    bo.live.until("bo's stream was reset, too", reset_by_itself).await;
    bo.sees("after WrongEpoch").await;
    let history = bo.whole_history(general).await;
    assert_eq!(history[history.len() - 6..history.len() - 1], said[..]);
    assert!(history.windows(2).all(|pair| pair[0].seq < pair[1].seq), "places go on from where they were");
    let page = bo.history(general, HistoryQuery { limit: Some(1), ..HistoryQuery::default() }).await;
    assert_eq!(page.messages[0].text, "after WrongEpoch");
    let again: natter_protocol::Message = ana.sends(general, said[2].id, "before 2").await.is(200).json();
    assert_eq!(again, said[2], "what was said before is known for ever");
    bo.sees_what_a_snapshot_shows().await;
}

#[tokio::test]
async fn places_that_were_never_reached_are_from_the_future_and_strange_ones_begin_anew() {
    let server = Gateway::start().await;
    let ana = server.owner("ana").await;
    let general = ana.general().await;
    let now: Cursor = ana.syncs().await.cursor.parse().expect("a cursor");
    let changed = |change: &dyn Fn(&mut Position)| {
        let mut cursor = now.clone();
        cursor.shards.iter_mut().for_each(change);
        cursor.to_string()
    };
    let future = changed(&|position| position.seq += 1_000_000);
    let (stream, why) = reset(&ana, &future).await;
    assert_eq!(why.reason, ResetReason::FromTheFuture);
    goes_on(stream, &why, &ana, general).await;
    let other_epoch = changed(&|position| position.epoch += 1);
    assert_eq!(reset(&ana, &other_epoch).await.1.reason, ResetReason::WrongEpoch);
    // From before there was anything; from when there were fewer shards; from when there are more.
    let beginning = changed(&|position| position.seq = 0);
    let none = Cursor { shards: Vec::new() }.to_string();
    let mut more = now.clone();
    more.shards.extend([Position { epoch: 7, seq: 7 }; 3]);
    for cursor in [beginning, none, more.to_string()] {
        let mut stream = ana.opens_stream(Some(&cursor)).await;
        ana.posts(general, &format!("for {cursor}")).await;
        stream.events_until_said(&format!("for {cursor}")).await;
        assert!(!String::from_utf8_lossy(&stream.raw).contains("event: reset"), "{cursor}");
    }
}
