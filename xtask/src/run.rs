//! `cargo xtask run`: everything built, then the server in our place.

use std::process::Command;

use anyhow::Result;

use crate::workspace::Workspace;
use crate::{server, step, tools, web};

/// Builds what has changed and becomes `natter serve`.
///
/// # Errors
/// When a tool cannot be had, something does not compile, or the server cannot start.
pub fn run(workspace: &Workspace, args: &[String]) -> Result<()> {
    let nats = tools::nats::find_or_install(workspace)?;
    let dist = web::build(workspace, web::Flavor::Small)?;
    let natter = server::build(workspace, &dist)?;
    step::become_command(
        Command::new(natter)
            .arg("serve")
            .args(args)
            .current_dir(&workspace.root)
            .env("NATTER_NATS_SERVER", nats),
    )
}
