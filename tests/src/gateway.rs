//! A gateway: the real binary in a process of its own.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Command;

use rustix::process::Signal;

use crate::environment;
use crate::folder::{self, Folder};
use crate::http::{Answer, Call};
use crate::patience::in_time;
use crate::person::Person;
use crate::port::Port;
use crate::process::{self, Process};

/// Streams are closed over this many seconds on SIGTERM; a test that looks at the closing sets its own.
const GRACE_SECONDS: &str = "1";

/// A gateway with a data folder and a port that stay the same when it is started again. Killed when
/// dropped, with its nats-server.
#[derive(Debug)]
pub struct Gateway {
    process: Option<Process>,
    port: Port,
    folder: Folder,
    settings: Vec<String>,
}

impl Gateway {
    /// A gateway as anyone starts it: SQLite and a nats-server of its own.
    pub async fn start() -> Self {
        Self::with(&[]).await
    }

    /// A gateway with more settings, as flags of `natter serve`.
    pub async fn with(settings: &[&str]) -> Self {
        let mut gateway = Self::stopped(settings);
        gateway.restart().await;
        gateway
    }

    /// A gateway that is not running yet.
    #[must_use]
    pub fn stopped(settings: &[&str]) -> Self {
        let settings = settings.iter().map(|&setting| setting.to_owned()).collect();
        Self { process: None, port: Port::free(), folder: Folder::new(), settings }
    }

    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.port.address()
    }

    /// Its data folder.
    #[must_use]
    pub fn data(&self) -> PathBuf {
        folder::data(self.folder.path())
    }

    /// Another value of a setting, from the next start on.
    pub fn set(&mut self, name: &str, value: &str) {
        match self.settings.iter().position(|setting| setting == name) {
            Some(at) => value.clone_into(&mut self.settings[at + 1]),
            None => self.settings.extend([name.to_owned(), value.to_owned()]),
        }
    }

    /// Everything that it logged, over all its starts.
    #[must_use]
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.log_file()).unwrap_or_default()
    }

    /// Kills it on the spot. Its nats-server lives on, as it does when this happens to someone.
    pub fn kill9(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill9();
        }
    }

    /// Tells it to stop (SIGTERM) and goes on.
    pub fn terminate(&self) {
        self.process.as_ref().expect("it runs").signal(Signal::TERM);
    }

    /// Stops it in order and waits for its end.
    pub async fn stop(&mut self) {
        self.terminate();
        self.ended().await;
    }

    /// Waits until it has ended by itself; true when it was content.
    pub async fn ended(&mut self) -> bool {
        let mut process = self.process.take().expect("it runs");
        process.ended().await.success()
    }

    /// Starts it (again) on the same folder and the same port, and waits until it is ready.
    ///
    /// # Panics
    /// When it does not become ready.
    pub async fn restart(&mut self) {
        let line = self.try_restart().await;
        let ready = format!("Natter is ready at http://{}", self.address());
        assert_eq!(line.as_deref(), Some(&*ready), "{}", self.log());
    }

    /// Starts it (again) and answers its first word; none when it ended without one.
    pub async fn try_restart(&mut self) -> Option<String> {
        self.kill9();
        let mut process = Process::start(&mut self.command(), &self.log_file());
        let line = in_time("the gateway is ready or gives up", process.line()).await;
        self.process = Some(process);
        line
    }

    /// `natter serve` as this gateway is started, with nothing of this process' own environment. Folder and
    /// port are in the command's environment, so that flags can say otherwise.
    #[must_use]
    pub fn command(&self) -> Command {
        let mut command = Command::new(environment::natter());
        command.env_clear().current_dir(self.folder.path()).arg("serve").args(&self.settings);
        command.env("NATTER_LISTEN", self.address().to_string()).env("NATTER_DATA", self.data());
        command
            .env("NATTER_NATS_SERVER", environment::nats_server())
            .env("NATTER_GRACE_SECONDS", GRACE_SECONDS);
        command
    }

    /// Its process id, while it runs; the load tool asks the kernel what it costs.
    #[must_use]
    pub fn pid(&self) -> Option<rustix::process::Pid> {
        self.process.as_ref().map(Process::pid)
    }

    /// The process id of its nats-server, if one runs.
    #[must_use]
    pub fn nats_child(&self) -> Option<rustix::process::Pid> {
        folder::nats_child_of(&self.data())
    }

    /// The first account, which owns the server.
    pub async fn owner(&self, name: &str) -> Person {
        Person::registers(self.address(), name, None).await
    }

    /// A request without a sign-in.
    pub async fn answers(&self, call: Call) -> Answer {
        call.send(self.address()).await.expect("an answer")
    }

    fn log_file(&self) -> PathBuf {
        self.folder.path().join("natter.log")
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        self.kill9();
        folder::end_nats_child_of(&self.data());
        if std::thread::panicking() {
            process::show(&self.data().join("nats/nats-server.log"));
        }
    }
}
