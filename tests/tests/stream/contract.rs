//! What every stream begins with, and how it may be asked for.

use natter_client::sse::Frame;
use natter_protocol::stream::{Beat, Ticket};
use natter_protocol::{Hello, Me, routes};
use natter_tests::{Call, Cluster, EventStream, Gateway, in_time, on_both, words};

async fn next(stream: &mut EventStream) -> Frame {
    in_time("the next block", stream.next()).await.expect("a block")
}

#[tokio::test]
async fn a_stream_says_hello_at_once_and_proves_itself_a_moment_later() {
    let server = Gateway::start().await;
    let ana = server.owner("ana").await;
    let me: Me = ana.get(routes::ME).await.is(200).json();
    let mut stream = ana.opens_stream(None).await;
    let header = |name: &str| stream.headers.get(name).and_then(|value| value.to_str().ok());
    assert_eq!(header("content-type"), Some("text/event-stream"));
    assert_eq!(header("cache-control"), Some("no-store, no-transform"));
    assert_eq!(header("x-accel-buffering"), Some("no"));
    assert_eq!((header("content-encoding"), header("content-length")), (None, None));

    assert!(matches!(next(&mut stream).await, Frame::Retry(1..)));
    let Frame::Event { name, data, .. } = next(&mut stream).await else { panic!("no hello") };
    assert_eq!(name, "hello");
    let hello: Hello = serde_json::from_str(&data).expect("a hello");
    assert_eq!((hello.session, &*hello.transport, hello.heartbeat_s), (me.session_id, "sse", 15));
    assert!(
        matches!(next(&mut stream).await, Frame::Id(id) if id.parse::<natter_protocol::Cursor>().is_ok())
    );
    let proof: Beat = stream.named("proof").await;
    assert!(proof.t > hello.t, "apart in time: {:?} {:?}", hello.t, proof.t);
    // Ever after it beats. This takes a heartbeat.
    let ping: Beat = stream.named("ping").await;
    assert!(ping.t > proof.t);
    assert!(!stream.cursor().is_empty());
}

#[tokio::test]
async fn a_stream_is_never_compressed() {
    let server = Gateway::start().await;
    let ana = server.owner("ana").await;
    let call = ana.call("GET", routes::EVENTS).header("accept-encoding", "gzip, br, zstd");
    let mut stream = EventStream::from_call(call, server.address()).await.expect("an answer").stream();
    assert!(stream.headers.get("content-encoding").is_none());
    let _: Hello = stream.named("hello").await;
}

#[tokio::test]
async fn without_a_cursor_it_begins_now_and_the_header_goes_before_the_address() {
    let server = Gateway::start().await;
    let ana = server.owner("ana").await;
    let general = ana.general().await;
    let start = ana.syncs().await.cursor;
    let first = ana.posts(general, "first").await;
    let middle = ana.syncs().await.cursor;
    ana.posts(general, "second").await;
    let address = |cursor: &str| format!("{}?cursor={cursor}", routes::EVENTS);
    let open = |call: Call| EventStream::from_call(call, server.address());

    let mut now = ana.opens_stream(None).await;
    let mut by_address = open(ana.call("GET", address(&start))).await.expect("an answer").stream();
    let both = ana.call("GET", address(&start)).header("last-event-id", &middle);
    let mut by_header = open(both).await.expect("an answer").stream();
    let empty = ana.call("GET", address(&start)).header("last-event-id", "");
    let mut by_empty_header = open(empty).await.expect("an answer").stream();
    // Some paths hold back what a GET answers.
    let mut posted = open(ana.call("POST", address(&start))).await.expect("an answer").stream();
    ana.posts(general, "third").await;

    let texts = async |stream: &mut EventStream| -> Vec<String> {
        let events = stream.events_until_said("third").await;
        events.iter().filter_map(words).map(str::to_owned).collect()
    };
    assert_eq!(texts(&mut now).await, ["third"]);
    for stream in [&mut by_address, &mut by_empty_header, &mut posted] {
        assert_eq!(texts(stream).await, ["first", "second", "third"], "after {}", first.seq);
    }
    assert_eq!(texts(&mut by_header).await, ["second", "third"]);
}

on_both! {
    a_ticket_opens_one_stream_at_any_gateway,
}

async fn a_ticket_opens_one_stream_at_any_gateway(cluster: Cluster) {
    let ana = cluster.owner("ana").await;
    let ticket: Ticket = ana.does("POST", routes::EVENTS_TICKET).await.is(200).json();
    assert!(ticket.expires_at > natter_protocol::Millis::now());
    let call = Call::get(format!("{}?ticket={}", routes::EVENTS, ticket.ticket));
    let mut stream =
        EventStream::from_call(call.clone(), cluster.b().address()).await.expect("an answer").stream();
    let _: Hello = stream.named("hello").await;
    ana.posts(ana.general().await, "by ticket").await;
    stream.events_until_said("by ticket").await;
    for gateway in [cluster.a(), cluster.b()] {
        let again = EventStream::from_call(call.clone(), gateway.address()).await.expect("an answer");
        assert_eq!(again.answer().status, 204);
    }
    let for_poll: Ticket = ana.does("POST", routes::EVENTS_TICKET).await.is(200).json();
    let poll = Call::get(format!("{}?ticket={}", routes::POLL, for_poll.ticket));
    let _ = cluster.b().answers(poll.clone()).await.is(200);
    let _ = cluster.b().answers(poll).await.is(204);
}

#[tokio::test]
async fn nobody_holds_more_streams_than_the_limit() {
    let server = Gateway::start().await;
    let ana = server.owner("ana").await;
    let mut streams = Vec::new();
    let refused = loop {
        match ana.tries_to_stream(None).await {
            natter_tests::Opened::Stream(stream) => streams.push(stream),
            natter_tests::Opened::Answer(answer) => break answer,
        }
        assert!(streams.len() <= natter_protocol::limits::STREAMS_PER_USER);
    };
    refused.is_refused(natter_protocol::Code::LimitReached);
    streams.clear();
    natter_tests::eventually("the closed ones make room", async || {
        matches!(ana.tries_to_stream(None).await, natter_tests::Opened::Stream(_)).then_some(())
    })
    .await;
}
