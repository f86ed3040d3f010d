//! `cargo xtask shots`: pictures of every view of the interface.

use std::process::Command;

use anyhow::Result;

use crate::workspace::Workspace;
use crate::{server, step, tools, web};

/// Builds the server and `natter-shots` and becomes the latter.
///
/// # Errors
/// When a tool cannot be had, something does not compile, or a view cannot be reached.
pub fn shots(workspace: &Workspace, args: &[String]) -> Result<()> {
    let nats = tools::nats::find_or_install(workspace)?;
    let browser = tools::browser::Browser::find_or_install()?;
    // A picture does not show how small the program is.
    let dist = web::build(workspace, web::Flavor::Dev)?;
    let natter = server::build_with_tests(workspace, &dist)?;
    step::become_command(
        Command::new(workspace.fast("natter-shots"))
            .args(args)
            .env("NATTER_BIN", natter)
            .env("NATTER_NATS_SERVER", nats)
            .env("NATTER_TEST_CHROMIUM", browser.chromium)
            .env("NATTER_TEST_CHROMEDRIVER", browser.chromedriver),
    )
}
