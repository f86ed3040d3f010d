//! Bodies that are too large or too slow.

use natter_protocol::{Code, limits, routes};
use natter_tests::{Gateway, in_time};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::bad_input::server;

#[tokio::test]
async fn a_large_body_is_refused_announced_or_not() {
    let (server, ana, said) = server().await;
    let path = routes::messages(said.room);
    for size in [limits::BODY_BYTES + 1, 8 * 1024 * 1024] {
        let call = ana.call("POST", &path).header("content-type", "application/json").body(vec![b' '; size]);
        // Whoever sends megabytes may find the connection closed before it could read the answer.
        if let Ok(answer) = ana.tries(call).await {
            answer.is_refused(Code::BodyTooLarge);
        } else {
            assert!(size > limits::BODY_BYTES + 1);
        }
    }
    let head = format!(
        "POST {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\n\
         Transfer-Encoding: chunked\r\n\r\n",
        ana.token
    );
    let chunk = format!("10000\r\n{}\r\n", " ".repeat(0x1_0000));
    let answer = raw(&server, &format!("{head}{chunk}{chunk}0\r\n\r\n")).await;
    assert!(answer.starts_with("HTTP/1.1 413 ") && answer.contains("\"body_too_large\""), "{answer}");
}

#[tokio::test]
async fn a_slow_body_is_given_up() {
    let (server, ana, said) = server().await;
    let request = format!(
        "POST {} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\nContent-Type: application/json\r\n\
         Content-Length: 100\r\n\r\n{{\"text\":",
        routes::messages(said.room),
        ana.token
    );
    let answer = raw(&server, &request).await;
    assert!(answer.starts_with("HTTP/1.1 408 ") && answer.contains("\"body_too_slow\""), "{answer}");
    assert!(answer.to_ascii_lowercase().contains("content-type: application/problem+json"), "{answer}");
    ana.posts(said.room, "meanwhile all is well").await;
}

/// Sends bytes and reads until the server closes or its answer is whole.
async fn raw(server: &Gateway, request: &str) -> String {
    let mut socket = TcpStream::connect(server.address()).await.expect("a connection");
    socket.write_all(request.as_bytes()).await.expect("sent");
    let mut answer = Vec::new();
    let reading = async {
        // Problems are JSON objects: the brace ends them.
        while !answer.ends_with(b"}") && socket.read_buf(&mut answer).await.is_ok_and(|read| read > 0) {}
    };
    in_time("a raw answer", reading).await;
    String::from_utf8_lossy(&answer).into_owned()
}
