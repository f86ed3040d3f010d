//! A nats-server of our own, for a Natter that was given none.
//!
//! nats-server puts no lock on its folder and two of them would ruin it, so the gateway holds a lock
//! on the data folder for as long as it lives. A gateway that was killed leaves its child running; the
//! next one finds it by the note beside the lock and adopts it. A child that dies is started again on
//! the same port, where the client's own reconnecting finds it.

use std::fs::File;
use std::io::Write as _;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use serde::{Deserialize, Serialize};
use tokio::io::AsyncReadExt as _;
use tokio::net::TcpStream;
use tokio::process::Command;
use tokio_util::sync::CancellationToken;

use super::{NatsError, binary};
use crate::settings::Settings;

/// The configuration that the binary carries; `NATTER_NATS_CONF` names another.
const CONFIGURATION: &str = include_str!("../../../nats.conf");
/// How long a child may take to answer on its port.
const READY: Duration = Duration::from_secs(30);
/// How long a child in lame-duck mode may wait for clients that do not leave, and one that was found for its first word.
const PATIENCE: Duration = Duration::from_secs(3);

/// What the next gateway needs to adopt the child.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Note {
    pid: i32,
    port: u16,
    token: String,
}

/// What it takes to start the child, again and again.
struct Plan {
    binary: PathBuf,
    configuration: PathBuf,
    note: PathBuf,
    store: PathBuf,
    words: PathBuf,
}

pub struct Child {
    port: u16,
    token: String,
    stop: CancellationToken,
    supervisor: tokio::task::JoinHandle<()>,
}

impl Child {
    /// Adopts the child that still runs in the data folder, whose lock the caller holds, or starts one.
    pub async fn open(settings: &Settings) -> Result<Self, NatsError> {
        let folder = settings.data.join("nats");
        std::fs::create_dir_all(&folder).map_err(|e| NatsError::File(folder.display().to_string(), e))?;
        let folder = folder.canonicalize().map_err(|e| NatsError::File(folder.display().to_string(), e))?;
        let mut plan = Plan {
            binary: PathBuf::new(),
            configuration: folder.join("nats-server.conf"),
            note: folder.join("child.json"),
            store: folder.join("store"),
            words: folder.join("nats-server.log"),
        };
        let note = match adopt(&plan).await {
            Some(note) => note,
            None => {
                plan.binary = binary::find(settings).await?;
                let token = write_configuration(settings, &plan)?;
                let note = start(&plan, free_port()?, token)?;
                await_port(note.port, &plan).await?;
                note
            }
        };
        let stop = CancellationToken::new();
        let watched = (settings.clone(), note.clone(), stop.clone());
        let supervisor = tokio::spawn(async move { supervise(plan, watched.0, watched.1, watched.2).await });
        Ok(Self { port: note.port, token: note.token, stop, supervisor })
    }

    pub fn url(&self) -> String {
        format!("nats://127.0.0.1:{}", self.port)
    }

    pub fn token(&self) -> &str {
        &self.token
    }

    /// Lets the child finish what it holds and waits until it is gone.
    pub async fn stop(self) {
        self.stop.cancel();
        if self.supervisor.await.is_err() {
            tracing::error!("the nats-server's supervisor failed");
        }
    }
}

/// The child of a gateway that was killed, if it still runs and answers.
async fn adopt(plan: &Plan) -> Option<Note> {
    let note: Note = serde_json::from_slice(&std::fs::read(&plan.note).ok()?).ok()?;
    let command = std::fs::read(format!("/proc/{}/cmdline", note.pid)).ok();
    let ours = match command {
        // The number may long belong to someone else: the folder on its command line tells.
        Some(words) => String::from_utf8_lossy(&words).contains(&*plan.store.to_string_lossy()),
        None => !Path::new("/proc/self").exists() && is_alive(note.pid),
    };
    if ours && speaks(note.port).await {
        tracing::info!(pid = note.pid, port = note.port, "adopted the running nats-server");
        return Some(note);
    }
    if ours {
        // It holds the folder but does not answer: two servers on one folder would ruin it.
        end(note.pid, Signal::KILL).await;
    }
    None
}

/// Whether a nats-server is alive there. It speaks first; one that hangs still takes connections.
async fn speaks(port: u16) -> bool {
    let first_letter = async {
        let mut socket = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await?;
        socket.read_u8().await
    };
    matches!(tokio::time::timeout(PATIENCE, first_letter).await, Ok(Ok(b'I')))
}

/// The settings file with a token that only this folder's owner can read.
fn write_configuration(settings: &Settings, plan: &Plan) -> Result<String, NatsError> {
    let base = match &settings.nats_conf {
        Some(path) => {
            std::fs::read_to_string(path).map_err(|e| NatsError::File(path.display().to_string(), e))?
        }
        None => CONFIGURATION.to_owned(),
    };
    let token = URL_SAFE_NO_PAD.encode(rand::random::<[u8; 24]>());
    let text = format!("{base}\nauthorization {{ token: \"{token}\" }}\n");
    write_private(&plan.configuration, text.as_bytes())?;
    Ok(token)
}

fn write_private(path: &Path, bytes: &[u8]) -> Result<(), NatsError> {
    let failed = |e| NatsError::File(path.display().to_string(), e);
    let mut file =
        File::options().create(true).truncate(true).write(true).mode(0o600).open(path).map_err(failed)?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(failed)
}

fn free_port() -> Result<u16, NatsError> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(|e| NatsError::File("a free port".to_owned(), e))
}

fn start(plan: &Plan, port: u16, token: String) -> Result<Note, NatsError> {
    let failed = |e| NatsError::File(plan.binary.display().to_string(), e);
    let words = File::options().create(true).append(true).open(&plan.words).map_err(failed)?;
    let child = Command::new(&plan.binary)
        .arg("--config")
        .arg(&plan.configuration)
        .args(["--addr", "127.0.0.1", "--port", &port.to_string(), "--store_dir"])
        .arg(&plan.store)
        .stdin(Stdio::null())
        .stdout(words.try_clone().map_err(failed)?)
        .stderr(words)
        // A Ctrl+C in the terminal is for the gateway, which stops its child in order.
        .process_group(0)
        .kill_on_drop(false)
        .spawn()
        .map_err(failed)?;
    let pid = child.id().and_then(|id| i32::try_from(id).ok()).unwrap_or_default();
    let note = Note { pid, port, token };
    let text = serde_json::to_vec(&note).unwrap_or_default();
    write_private(&plan.note, &text)?;
    tracing::info!(pid, port, "started nats-server");
    // Reaped by whoever waits; the supervisor watches it by number, as it must with an adopted one.
    tokio::spawn(async move {
        let mut child = child;
        let _ = child.wait().await;
    });
    Ok(note)
}

async fn await_port(port: u16, plan: &Plan) -> Result<(), NatsError> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let answered = tokio::time::timeout(READY, async {
        while TcpStream::connect(address).await.is_err() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    });
    answered.await.map_err(|_| {
        NatsError::NotReady("it does not answer on its port".to_owned(), plan.words.display().to_string())
    })
}

fn is_alive(pid: i32) -> bool {
    Pid::from_raw(pid).is_some_and(|pid| test_kill_process(pid).is_ok())
}

/// Sends a signal and waits until the process is gone.
async fn end(pid: i32, signal: Signal) {
    if let Some(process) = Pid::from_raw(pid) {
        let _ = kill_process(process, signal);
        while is_alive(pid) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

/// Keeps a child running until told to stop, then ends it in lame-duck mode.
async fn supervise(mut plan: Plan, settings: Settings, mut note: Note, stop: CancellationToken) {
    let mut watch = tokio::time::interval(Duration::from_millis(200));
    loop {
        tokio::select! {
            () = stop.cancelled() => break,
            _ = watch.tick() => {}
        }
        if is_alive(note.pid) {
            continue;
        }
        tracing::error!(pid = note.pid, "nats-server is gone; starting it again");
        if plan.binary.as_os_str().is_empty() {
            match binary::find(&settings).await {
                Ok(found) => plan.binary = found,
                Err(error) => tracing::error!("{error}"),
            }
        }
        match start(&plan, note.port, note.token.clone()) {
            Ok(started) => note = started,
            Err(error) => {
                tracing::error!("{error}");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
    }
    // Lame-duck mode: it takes no one new, lets those it has go, writes all out and ends. Its one client
    // has left by now; should another hold on, an orderly stop follows.
    if tokio::time::timeout(PATIENCE, end(note.pid, Signal::USR2)).await.is_err() {
        end(note.pid, Signal::TERM).await;
    }
    let _ = std::fs::remove_file(&plan.note);
}
