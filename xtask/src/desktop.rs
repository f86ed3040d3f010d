//! `cargo xtask desktop`: the desktop app, which shows a server's own UI.

use std::process::Command;

use anyhow::Result;

use crate::step::{self, show, step};
use crate::tools;
use crate::workspace::Workspace;

/// Builds the desktop app and becomes it.
///
/// # Errors
/// When the system's web view is missing, something does not compile, or the app cannot start.
pub fn desktop(workspace: &Workspace, args: &[String]) -> Result<()> {
    tools::webview::find_or_install()?;
    step("Build the desktop app", || {
        show(&mut workspace.cargo(&["build", "--locked", "--profile", "fast", "--package", "natter-desktop"]))
    })?;
    step::become_command(
        Command::new(workspace.fast("natter-desktop")).args(args).current_dir(&workspace.root),
    )
}
