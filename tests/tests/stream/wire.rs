//! The stream's bytes, read by hand: what a parser forgives is looked at here.

use natter_protocol::{Cursor, routes};
use natter_tests::{Call, Gateway, Person, eventually, in_time};
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

type Reader = BufReader<TcpStream>;

/// Asks for a stream and reads the head of the answer.
async fn ask(server: &Gateway, ana: &Person, version: &str) -> (Reader, Vec<String>) {
    let mut socket = TcpStream::connect(server.address()).await.expect("a connection");
    let request = format!(
        "GET {} {version}\r\nHost: {}\r\nAuthorization: Bearer {}\r\n\r\n",
        routes::EVENTS,
        server.address(),
        ana.token
    );
    socket.write_all(request.as_bytes()).await.expect("sent");
    let mut reader = BufReader::new(socket);
    let mut head = Vec::new();
    loop {
        let line = line(&mut reader).await;
        if line.is_empty() {
            return (reader, head);
        }
        head.push(line.to_ascii_lowercase());
    }
}

async fn line(reader: &mut Reader) -> String {
    let mut line = String::new();
    in_time("a line", reader.read_line(&mut line)).await.expect("a line");
    line.trim_end_matches(['\r', '\n']).to_owned()
}

/// One chunk of the body (RFC 9112 §7.1): one write of the server's.
async fn chunk(reader: &mut Reader) -> String {
    let size = usize::from_str_radix(&line(reader).await, 16).expect("a chunk's size");
    let mut bytes = vec![0; size + 2];
    in_time("a chunk", reader.read_exact(&mut bytes)).await.expect("a chunk");
    bytes.truncate(size);
    String::from_utf8(bytes).expect("UTF-8")
}

#[tokio::test]
async fn every_write_ends_with_a_block_of_the_cursor_alone() {
    let server = Gateway::start().await;
    let ana = server.owner("ana").await;
    let general = ana.general().await;
    let (mut reader, head) = ask(&server, &ana, "HTTP/1.1").await;
    assert!(
        head[0].starts_with("http/1.1 200") && head.iter().any(|line| line == "transfer-encoding: chunked")
    );
    let first = chunk(&mut reader).await;
    assert!(first.starts_with("retry: 1000\nevent: hello\ndata: {\"t\":"), "{first:?}");
    ana.posts(general, "line one\nline two \u{2028} 👩‍🚀").await;
    ana.posts(general, "last").await;
    let mut writes = vec![first];
    while !writes.iter().any(|write| write.contains("\"text\":\"last\"")) {
        writes.push(chunk(&mut reader).await);
    }
    let mut events = 0;
    for write in &writes {
        assert!(write.ends_with("\n\n"), "{write:?}");
        let blocks: Vec<&str> = write.trim_end_matches('\n').split("\n\n").collect();
        let (last, others) = blocks.split_last().expect("a block");
        let id = last.strip_prefix("id: ").unwrap_or_else(|| panic!("no cursor at the end: {write:?}"));
        assert!(id.parse::<Cursor>().is_ok() && id.len() < 60, "{id:?}");
        for block in others {
            assert!(!block.contains("id:") || block.contains("data:"), "one cursor a write: {write:?}");
            assert!(!block.contains('\r'));
            let Some(json) = block.strip_prefix("data: ") else { continue };
            assert!(!json.contains('\n'), "one line holds it: {block:?}");
            let event: serde_json::Value = serde_json::from_str(json).expect("JSON");
            assert!(event["type"].is_string() && event["at"].is_i64(), "{event}");
            events += 1;
        }
    }
    assert!(events >= 2, "{writes:#?}");
}

#[tokio::test]
async fn a_message_looks_on_the_wire_as_the_contract_says() {
    let server = Gateway::start().await;
    let ana = server.owner("ana").await;
    let general = ana.general().await;
    let (mut reader, _) = ask(&server, &ana, "HTTP/1.1").await;
    let said = ana.posts(general, "exactly").await;
    let write = loop {
        let write = chunk(&mut reader).await;
        if write.contains("exactly") {
            break write;
        }
    };
    let json =
        write.lines().find_map(|line| line.strip_prefix("data: ").filter(|json| json.contains("exactly")));
    let event: serde_json::Value = serde_json::from_str(json.expect("the event")).expect("JSON");
    assert_eq!(event["type"], "message.created");
    assert_eq!(event["room"], general.to_string());
    assert_eq!(event["seq"], said.seq);
    assert_eq!(event["at"], said.at.0);
    assert_eq!(event["shard"], ana.room(general).await.room.shard);
    assert_eq!(event["message"], serde_json::to_value(&said).expect("JSON"));
}

#[tokio::test]
async fn a_client_of_http_1_0_gets_a_body_that_ends_with_the_connection() {
    let server = Gateway::start().await;
    let ana = server.owner("ana").await;
    let (mut reader, head) = ask(&server, &ana, "HTTP/1.0").await;
    assert!(!head.iter().any(|line| line.starts_with("transfer-encoding")), "{head:?}");
    ana.posts(ana.general().await, "for an old proxy").await;
    loop {
        let line = line(&mut reader).await;
        if line.contains("for an old proxy") {
            break;
        }
    }
}

#[tokio::test]
async fn a_stream_asked_for_right_behind_another_request_comes_after_its_answer() {
    let server = Gateway::start().await;
    let ana = server.owner("ana").await;
    let mut socket = TcpStream::connect(server.address()).await.expect("a connection");
    let (host, token) = (server.address(), &ana.token);
    let request =
        |path: &str| format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n\r\n");
    // Both in one packet, and something that nobody will read.
    let both = format!("{}{}GET / ", request("/healthz"), request(routes::EVENTS));
    socket.write_all(both.as_bytes()).await.expect("sent");
    let mut reader = BufReader::new(socket);
    let mut heads = Vec::new();
    while !heads.iter().any(|line: &String| line.contains("event: hello")) {
        heads.push(line(&mut reader).await);
    }
    let statuses = heads.iter().filter(|line| line.starts_with("HTTP/1.1 ")).count();
    assert_eq!(statuses, 2, "{heads:#?}");
    ana.posts(ana.general().await, "after both").await;
    while !line(&mut reader).await.contains("after both") {}
}

#[tokio::test]
async fn a_stream_ends_as_http_says_and_so_does_its_connection() {
    let mut server = Gateway::start().await;
    let ana = server.owner("ana").await;
    let (mut reader, head) = ask(&server, &ana, "HTTP/1.1").await;
    assert!(head.iter().any(|line| line == "connection: close"), "{head:?}");
    assert!(head.iter().any(|line| line.starts_with("date: ") && line.ends_with(" gmt")), "{head:?}");
    assert!(head.iter().any(|line| line == "x-content-type-options: nosniff"), "as every answer: {head:?}");
    let reading = async {
        let mut rest = String::new();
        in_time("the end", reader.read_to_string(&mut rest)).await.expect("an orderly end");
        rest
    };
    let (rest, ()) = tokio::join!(reading, server.stop());
    assert!(rest.contains("event: bye") && rest.ends_with("\r\n0\r\n\r\n"), "{rest:?}");
}

#[tokio::test]
async fn a_stream_whose_client_goes_is_forgotten() {
    let server = Gateway::start().await;
    let ana = server.owner("ana").await;
    // The stream that she has open anyway.
    ana.posts(ana.general().await, "here").await;
    ana.sees("here").await;
    let before = streams(&server).await;
    let (reader, _) = ask(&server, &ana, "HTTP/1.1").await;
    eventually("it is counted", async || (streams(&server).await == before + 1).then_some(())).await;
    drop(reader);
    eventually("it is forgotten", async || (streams(&server).await == before).then_some(())).await;
}

async fn streams(server: &Gateway) -> usize {
    let answer = server.answers(Call::get("/metrics")).await.is(200);
    let metrics = String::from_utf8_lossy(&answer.body);
    let value = metrics.lines().find_map(|line| line.strip_prefix("natter_streams "));
    value.expect("a count").parse().expect("a number")
}

#[tokio::test]
async fn what_is_asked_with_head_has_no_body() {
    let server = Gateway::start().await;
    let ana = server.owner("ana").await;
    let mut socket = TcpStream::connect(server.address()).await.expect("a connection");
    let (host, token) = (server.address(), &ana.token);
    for method in ["HEAD", "GET"] {
        let request = format!(
            "{method} {} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n\r\n",
            routes::EVENTS
        );
        socket.write_all(request.as_bytes()).await.expect("sent");
    }
    let mut reader = BufReader::new(socket);
    let mut seen = Vec::new();
    while !seen.iter().any(|line: &String| line.contains("event: hello")) {
        seen.push(line(&mut reader).await);
    }
    assert_eq!(seen.iter().filter(|line| line.starts_with("HTTP/1.1 200")).count(), 2, "{seen:#?}");
}
