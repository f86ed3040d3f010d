//! A temporary folder that knows whose it is, so that what a killed test left behind is found and ended.

use std::path::{Path, PathBuf};

use rustix::process::{Pid, Signal, kill_process, test_kill_process};
use tempfile::TempDir;

const PREFIX: &str = "natter-test-";

/// A temporary folder; gone when dropped.
#[derive(Debug)]
pub struct Folder(TempDir);

impl Folder {
    /// # Panics
    /// When it cannot be made.
    #[must_use]
    pub fn new() -> Self {
        sweep();
        let prefix = format!("{PREFIX}{}-", std::process::id());
        Self(tempfile::Builder::new().prefix(&prefix).tempdir().expect("a temporary folder"))
    }

    #[must_use]
    pub fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Default for Folder {
    fn default() -> Self {
        Self::new()
    }
}

/// Ends the nats-server of a gateway's data folder, if one runs: a gateway that was killed leaves it running.
pub fn end_nats_child_of(data: &Path) {
    let Some(pid) = nats_child_of(data) else { return };
    let _ = kill_process(pid, Signal::KILL);
}

/// The running nats-server of a gateway's data folder.
#[must_use]
pub fn nats_child_of(data: &Path) -> Option<Pid> {
    let note = std::fs::read(data.join("nats/child.json")).ok()?;
    let note: serde_json::Value = serde_json::from_slice(&note).ok()?;
    let pid = i32::try_from(note["pid"].as_i64()?).ok()?;
    // The number may belong to someone else by now: the folder on its command line tells.
    let command = std::fs::read(format!("/proc/{pid}/cmdline")).ok()?;
    let is_ours = String::from_utf8_lossy(&command).contains(&*data.to_string_lossy());
    Pid::from_raw(pid).filter(|_| is_ours)
}

/// Ends and removes what tests left behind that were killed themselves.
fn sweep() {
    let entries = std::fs::read_dir(std::env::temp_dir()).into_iter().flatten().filter_map(Result::ok);
    for path in entries.map(|entry| entry.path()).filter(|path| is_left_behind(path)) {
        end_nats_child_of(&data(&path));
        let _ = std::fs::remove_dir_all(path);
    }
}

fn is_left_behind(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let owner = name.strip_prefix(PREFIX).and_then(|rest| rest.split('-').next()?.parse().ok());
    owner.and_then(Pid::from_raw).is_some_and(|owner| test_kill_process(owner).is_err())
}

/// Where a gateway keeps its data in such a folder.
#[must_use]
pub fn data(folder: &Path) -> PathBuf {
    folder.join("data")
}
