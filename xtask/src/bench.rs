//! `cargo xtask bench`: the load tool against a server of its own.

use std::process::Command;

use anyhow::Result;

use crate::workspace::Workspace;
use crate::{server, step, tools, web};

/// Builds the server and `natter-bench` and becomes the latter.
///
/// # Errors
/// When a tool cannot be had, something does not compile, or the load tool cannot start.
pub fn bench(workspace: &Workspace, args: &[String]) -> Result<()> {
    let nats = tools::nats::find_or_install(workspace)?;
    let browser = tools::browser::Browser::find_or_install()?;
    let dist = web::build(workspace, web::Flavor::Small)?;
    let natter = server::build_with_tests(workspace, &dist)?;
    step::become_command(
        Command::new(workspace.fast("natter-bench"))
            .args(args)
            .current_dir(&workspace.root)
            .env("NATTER_BIN", natter)
            .env("NATTER_NATS_SERVER", nats)
            .env("NATTER_TEST_CHROMIUM", browser.chromium)
            .env("NATTER_TEST_CHROMEDRIVER", browser.chromedriver),
    )
}
