//! What cargo needs beside the compiler: the test runner, the linter, the formatter.

use std::process::Command;

use anyhow::Result;

use super::version::Version;
use crate::step::{ask, hush, show, step};
use crate::workspace::Workspace;

/// The oldest that reads `.config/nextest.toml`, and the one that is installed.
const OLDEST: Version = Version(0, 9, 100);
const INSTALLED: &str = "0.9.143";

/// # Errors
/// When it does not compile.
pub fn find_or_install(workspace: &Workspace) -> Result<()> {
    let version =
        ask(&mut workspace.cargo(&["nextest", "--version"])).and_then(|answer| Version::parse(&answer));
    if version.is_some_and(|version| version >= OLDEST) {
        return Ok(());
    }
    step(&format!("Install cargo-nextest {INSTALLED} (compiles for some minutes)"), || {
        let mut install = workspace.cargo(&["install", "cargo-nextest", "--locked", "--version", INSTALLED]);
        // In a folder of its own, which cargo removes: ours is kept for years.
        show(install.env_remove("CARGO_TARGET_DIR"))
    })
}

/// Clippy and rustfmt.
///
/// # Errors
/// When they are missing and rustup cannot add them.
pub fn find_or_install_lints(workspace: &Workspace) -> Result<()> {
    let there = |tool| ask(&mut workspace.cargo(&[tool, "--version"])).is_some();
    if there("clippy") && there("fmt") {
        return Ok(());
    }
    step("Install clippy and rustfmt", || {
        hush(
            Command::new("rustup")
                .args(["component", "add", "clippy", "rustfmt"])
                .current_dir(&workspace.root),
        )
    })
}
