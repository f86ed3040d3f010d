//! A nats-server with the settings of the repository's `nats.conf`.

use std::net::SocketAddr;
use std::process::Command;

use tokio::net::TcpStream;

use crate::environment;
use crate::folder::Folder;
use crate::patience::eventually;
use crate::port::Port;
use crate::process::Process;

const SETTINGS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../nats.conf");

/// A nats-server of its own, for gateways that share one.
#[derive(Debug)]
pub struct Nats {
    process: Option<Process>,
    port: Port,
    folder: Folder,
}

impl Nats {
    pub async fn start() -> Self {
        let mut nats = Self { process: None, port: Port::free(), folder: Folder::new() };
        nats.run().await;
        nats
    }

    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.port.address()
    }

    #[must_use]
    pub fn url(&self) -> String {
        format!("nats://{}", self.port.address())
    }

    pub fn kill9(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill9();
        }
    }

    /// Starts it again in the same folder, on the same port.
    pub async fn restart(&mut self) {
        self.kill9();
        self.run().await;
    }

    async fn run(&mut self) {
        let store = self.folder.path().join("store");
        let mut command = Command::new(environment::nats_server());
        command
            .args(["--config", SETTINGS, "--addr", "127.0.0.1", "--port"])
            .arg(self.port.number().to_string());
        command.arg("--store_dir").arg(store);
        self.process = Some(Process::start(&mut command, &self.folder.path().join("nats-server.log")));
        eventually("nats-server answers", async || TcpStream::connect(self.port.address()).await.ok()).await;
    }
}
