//! A real PostgreSQL of a test's own, on a free port in a temporary folder, gone when the test is.
//!
//! PostgreSQL refuses to run as root: then it runs as `nobody`.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tempfile::TempDir;

use crate::environment;
use crate::port::Port;

/// Starts the server and says so, then waits for its input to end, which it does when the test's process
/// ends, however that happens.
const GUARD: &str = r#"
"$BIN/pg_ctl" -D "$DATA" -l "$DATA/log" -w -o "$OPTIONS" start >/dev/null 2>&1 </dev/null && echo ready
read -r _
"$BIN/pg_ctl" -D "$DATA" -m immediate -w stop >/dev/null 2>&1
"#;

/// A running server. It is stopped on `Drop`.
pub struct Postgres {
    /// Its first database.
    pub url: String,
    bin: PathBuf,
    data: PathBuf,
    port: Port,
    databases: AtomicU32,
    guard: Mutex<Option<Guard>>,
    _folder: TempDir,
}

struct Guard {
    process: Child,
    /// Held open: the server lives as long.
    stdin: Option<ChildStdin>,
}

impl Postgres {
    /// A server of one's own: to be broken, say.
    #[must_use]
    pub fn start() -> Self {
        let bin = environment::postgres();
        let folder = tempfile::Builder::new().prefix("natter-pg").tempdir().expect("a temporary folder");
        let data = folder.path().join("data");
        std::fs::create_dir(&data).expect("a folder");
        if is_root() {
            for path in [folder.path(), &data] {
                run(Command::new("chown").arg("nobody").arg(path));
            }
        }
        let initdb = ["-U", "natter", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync", "-D"];
        run(unprivileged(&bin.join("initdb"), folder.path()).args(initdb).arg(&data));
        let port = Port::free();
        let postgres = Self {
            url: format!("postgres://natter@127.0.0.1:{}/postgres", port.number()),
            bin,
            data,
            port,
            databases: AtomicU32::new(0),
            guard: Mutex::new(None),
            _folder: folder,
        };
        postgres.resume();
        postgres
    }

    /// A server that the tests of one process share; it ends with the last of them.
    #[must_use]
    pub fn shared() -> Arc<Self> {
        static SHARED: Mutex<Weak<Postgres>> = Mutex::new(Weak::new());
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        shared.upgrade().unwrap_or_else(|| {
            let started = Arc::new(Self::start());
            *shared = Arc::downgrade(&started);
            started
        })
    }

    /// A new, empty database on this server.
    #[must_use]
    pub fn database(&self) -> String {
        let name = format!("test_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        let port = self.port.number().to_string();
        run(Command::new(self.bin.join("createdb")).args([
            "-h",
            "127.0.0.1",
            "-p",
            &port,
            "-U",
            "natter",
            &name,
        ]));
        format!("postgres://natter@127.0.0.1:{port}/{name}")
    }

    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.port.address()
    }

    /// What a statement answers in the first database, as `psql` prints it: for what has no other door.
    #[must_use]
    pub fn sql(&self, statement: &str) -> String {
        let mut psql = Command::new(self.bin.join("psql"));
        let output = psql
            .args(["-qtA", "-v", "ON_ERROR_STOP=1", "-c", statement])
            .arg(&self.url)
            .output()
            .expect("psql");
        assert!(output.status.success(), "{statement}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).trim().to_owned()
    }

    /// Stops the server as a crash would: nothing is written, connections break.
    pub fn crash(&self) {
        let guard = self.guard.lock().unwrap_or_else(PoisonError::into_inner).take();
        drop(guard);
    }

    /// Starts it again on the same port; it recovers.
    pub fn resume(&self) {
        let folder = self.data.parent().expect("a parent");
        let options = format!(
            "-p {} -k {} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200",
            self.port.number(),
            folder.display()
        );
        let mut process = unprivileged(Path::new("sh"), folder)
            .args(["-c", GUARD])
            .env("BIN", &self.bin)
            .env("DATA", &self.data)
            .env("OPTIONS", options)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("a shell");
        let stdin = process.stdin.take();
        let mut line = String::new();
        BufReader::new(process.stdout.take().expect("piped")).read_line(&mut line).expect("its answer");
        let log = || std::fs::read_to_string(self.data.join("log")).unwrap_or_default();
        assert_eq!(line, "ready\n", "PostgreSQL did not start:\n{}", log());
        *self.guard.lock().unwrap_or_else(PoisonError::into_inner) = Some(Guard { process, stdin });
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        drop(self.stdin.take());
        let _ = self.process.wait();
    }
}

fn is_root() -> bool {
    use std::os::unix::fs::MetadataExt as _;
    std::fs::metadata("/proc/self").is_ok_and(|me| me.uid() == 0)
}

/// A program in a folder, as someone whom PostgreSQL accepts.
fn unprivileged(program: &Path, folder: &Path) -> Command {
    let mut command = if is_root() {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    command.current_dir(folder);
    command
}

fn run(command: &mut Command) {
    let done = command.output().unwrap_or_else(|e| panic!("{command:?}: {e}"));
    assert!(done.status.success(), "{command:?}: {}", String::from_utf8_lossy(&done.stderr));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_comes_and_goes_and_comes_back() {
        let postgres = Postgres::start();
        let connects = || std::net::TcpStream::connect(postgres.port.address()).is_ok();
        assert!(connects());
        postgres.crash();
        assert!(!connects());
        postgres.resume();
        assert!(connects());
        assert!(postgres.database().ends_with("/test_0"));
    }
}
