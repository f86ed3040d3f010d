//! The server binary, with the web UI inside, and what is built around it.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::Result;

use crate::step::{show, step};
use crate::web::pack;
use crate::workspace::Workspace;

/// What profile `fast` never builds: the UI is for WebAssembly, the desktop app needs the system's web view, and
/// `xtask` is here already, as it was started.
const ELSEWHERE: [&str; 6] =
    ["--exclude", "natter-frontend", "--exclude", "natter-desktop", "--exclude", "xtask"];

/// Builds `natter` with profile `fast` around the UI in `web`.
///
/// # Errors
/// When it does not compile.
pub fn build(workspace: &Workspace, web: &Path) -> Result<PathBuf> {
    step("Build the server", || {
        show(with_web(workspace.cargo(&["build"]), web)?.args(["--package", "natter"]))
    })?;
    Ok(workspace.fast("natter"))
}

/// Builds `natter`, the load tool and all tests.
///
/// One command for all: cargo chooses the features of shared crates per command, and would compile many of them
/// once more for the next one.
///
/// # Errors
/// When something does not compile.
pub fn build_with_tests(workspace: &Workspace, web: &Path) -> Result<PathBuf> {
    step("Build the server, the load tool and the tests", || {
        show(everything(&mut with_web(workspace.cargo(&["build"]), web)?).arg("--all-targets"))
    })?;
    Ok(workspace.fast("natter"))
}

/// Adds what every command must have in common, or cargo would build the server once more.
///
/// # Errors
/// When the UI cannot be packed.
pub fn with_web(mut cargo: Command, web: &Path) -> Result<Command> {
    // nextest's `--profile` is about something else.
    let profile = if cargo.get_args().any(|arg| arg == "nextest") { "--cargo-profile" } else { "--profile" };
    cargo.args(["--locked", profile, "fast"]).env("NATTER_UI", pack(web)?);
    Ok(cargo)
}

/// Adds all crates that profile `fast` is for.
pub fn everything(cargo: &mut Command) -> &mut Command {
    cargo.arg("--workspace").args(ELSEWHERE)
}
