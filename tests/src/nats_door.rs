//! A back door into the log: NATS by its own words, without a client that would mind what is said.

use std::net::SocketAddr;

use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;

use crate::gateway::Gateway;
use crate::nats::Nats;
use crate::patience::in_time;

/// A connection to a nats-server.
pub struct NatsDoor(BufReader<TcpStream>);

impl NatsDoor {
    /// Into a shared nats-server.
    pub async fn of(nats: &Nats) -> Self {
        Self::open(nats.address(), "{\"verbose\":false}").await
    }

    /// Into a gateway's own nats-server, with the token from the note that the gateway keeps.
    ///
    /// # Panics
    /// When there is no such note.
    pub async fn of_child(gateway: &Gateway) -> Self {
        let note = std::fs::read(gateway.data().join("nats/child.json")).expect("a note");
        let note: serde_json::Value = serde_json::from_slice(&note).expect("JSON");
        let port = note["port"].as_u64().and_then(|port| u16::try_from(port).ok()).expect("a port");
        let options = format!("{{\"verbose\":false,\"auth_token\":{}}}", note["token"]);
        Self::open(([127, 0, 0, 1], port).into(), &options).await
    }

    async fn open(address: SocketAddr, options: &str) -> Self {
        let mut socket = TcpStream::connect(address).await.expect("a connection to NATS");
        let words = format!("CONNECT {options}\r\nSUB answer 1\r\n");
        socket.write_all(words.as_bytes()).await.expect("sent");
        Self(BufReader::new(socket))
    }

    /// Asks and takes the answer: JetStream's acknowledgement, or that of its API.
    ///
    /// # Panics
    /// When there is none.
    pub async fn asks(&mut self, subject: &str, payload: &[u8]) -> String {
        let words = format!("PUB {subject} answer {}\r\n", payload.len());
        self.0.write_all(&[words.as_bytes(), payload, b"\r\n"].concat()).await.expect("sent");
        in_time("an answer of NATS", self.answer()).await
    }

    /// Writes bytes into the log as they are.
    ///
    /// # Panics
    /// When the log does not take them.
    pub async fn publish(&mut self, subject: &str, payload: &[u8]) {
        let answer = self.asks(subject, payload).await;
        assert!(answer.contains("\"stream\"") && answer.contains("\"seq\""), "{answer}");
    }

    async fn answer(&mut self) -> String {
        loop {
            let mut line = String::new();
            assert_ne!(self.0.read_line(&mut line).await.expect("a line"), 0, "NATS closed");
            assert!(!line.starts_with("-ERR"), "{line}");
            if line.starts_with("PING") {
                self.0.write_all(b"PONG\r\n").await.expect("sent");
            }
            if let Some(length) = line.strip_prefix("MSG answer 1 ") {
                let mut payload = vec![0; length.trim().parse::<usize>().expect("a length") + 2];
                self.0.read_exact(&mut payload).await.expect("a payload");
                return String::from_utf8_lossy(&payload).trim().to_owned();
            }
        }
    }
}
