//! Where things are: the repository, the build folder, the fetched tools; and the one place that reads the
//! environment.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

/// The folders that every chore works in.
#[derive(Debug)]
pub struct Workspace {
    /// The repository's root.
    pub root: PathBuf,
    /// Cargo's target folder, absolute.
    pub target: PathBuf,
}

impl Workspace {
    /// Finds the folders from what cargo tells a program that it runs.
    ///
    /// Not from `env!`: clones share a target folder, so this very binary may have been compiled in another one.
    pub fn find() -> Result<Self> {
        let here = std::env::current_dir()?;
        let root = match variable("CARGO_MANIFEST_DIR") {
            Some(xtask) => Path::new(&xtask).parent().map(Path::to_owned),
            None => here.ancestors().find(|dir| dir.join("xtask/Cargo.toml").is_file()).map(Path::to_owned),
        };
        let root = root.context("no workspace here: start this as `cargo xtask` inside the repository")?;
        let target = match variable("CARGO_TARGET_DIR") {
            Some(dir) => here.join(dir),
            None => own_target().unwrap_or_else(|| root.join("target")),
        };
        Ok(Self { root, target })
    }

    /// What is fetched for this clone and is not built from it.
    pub fn tools(&self) -> PathBuf {
        self.root.join(".tools")
    }

    /// Where a program built with profile `fast` lies.
    pub fn fast(&self, program: &str) -> PathBuf {
        self.target.join("fast").join(program).with_extension(std::env::consts::EXE_EXTENSION)
    }

    /// `cargo`, with the lock file as it is, in the repository's root.
    pub fn cargo(&self, subcommand: &[&str]) -> Command {
        let mut cargo = Command::new(variable("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.current_dir(&self.root).args(subcommand).env("CARGO_TARGET_DIR", &self.target);
        forget(&mut cargo, &["CARGO_PKG_", "CARGO_MANIFEST_", "CARGO_BIN_", "CARGO_CRATE_"]);
        cargo
    }
}

/// `<target>/debug/xtask` knows its target folder, whoever configured it.
fn own_target() -> Option<PathBuf> {
    let exe = std::env::current_exe().ok()?;
    let target = exe.parent()?.parent()?;
    target.join("CACHEDIR.TAG").is_file().then(|| target.to_owned())
}

#[expect(
    clippy::disallowed_methods,
    reason = "xtask has no settings; it follows what cargo and the shell tell it"
)]
pub fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Does not pass on the variables whose names begin so.
///
/// Cargo describes `xtask` to us in them; a build script that watches one of them would run again each time.
pub fn forget(command: &mut Command, prefixes: &[&str]) {
    for (name, _) in std::env::vars_os() {
        if name.to_str().is_some_and(|name| prefixes.iter().any(|prefix| name.starts_with(prefix))) {
            command.env_remove(name);
        }
    }
}

/// The first file of that name in the folders of `PATH`, then in `more`.
pub fn find_program(name: impl AsRef<OsStr>, more: &[&Path]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let name = Path::new(name.as_ref()).with_extension(std::env::consts::EXE_EXTENSION);
    std::env::split_paths(&path)
        .chain(more.iter().map(|dir| dir.to_path_buf()))
        .map(|dir| dir.join(&name))
        .find(|file| file.is_file())
}
