//! `cargo xtask test`: what fails cheaply comes first, the tests themselves last.

use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::ValueEnum;

use crate::step::{show, step};
use crate::tools::{browser::Browser, nats, nextest, node, postgres, wasm::Toolchain};
use crate::workspace::Workspace;
use crate::{server, web};

/// Which steps to do.
#[derive(clap::Args)]
pub struct Choice {
    /// Only this step, and what it needs
    #[arg(long, value_enum)]
    only: Option<Step>,
    /// Build the web UI quickly instead of small: for work on it
    #[arg(long)]
    dev: bool,
    /// Passed on to `cargo nextest run`: a part of a test's name, `-E 'package(natter-tests)'`, …
    #[arg(last = true)]
    args: Vec<String>,
}

/// In the order in which they are done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
enum Step {
    /// Formatting of all crates
    Fmt,
    /// Lints and tests of xtask
    Xtask,
    /// The web UI, built, linted, and its rules tested
    Web,
    /// Lints of all other crates
    Clippy,
    /// All other tests
    Tests,
}

/// Installs what is missing and does the steps.
///
/// # Errors
/// The first step that fails, or what cannot be installed.
pub fn test(workspace: &Workspace, choice: &Choice) -> Result<()> {
    let chosen = |step| choice.only.is_none_or(|only| only == step);
    nextest::find_or_install_lints(workspace)?;
    if chosen(Step::Fmt) {
        step("Check the formatting", || show(&mut workspace.cargo(&["fmt", "--all", "--check"])))?;
    }
    if chosen(Step::Xtask) {
        nextest::find_or_install(workspace)?;
        lint_and_test_xtask(workspace)?;
    }
    if choice.only.is_none_or(|only| only >= Step::Web) {
        let dist = web::build(workspace, if choice.dev { web::Flavor::Dev } else { web::Flavor::Small })?;
        if chosen(Step::Web) {
            lint_web(workspace)?;
            nextest::find_or_install(workspace)?;
            test_web(workspace)?;
        }
        if chosen(Step::Clippy) {
            lint(workspace, &dist)?;
        }
        if chosen(Step::Tests) {
            let needs = Needs::find_or_install(workspace)?;
            run(workspace, &dist, &needs, &choice.args)?;
        }
    }
    Ok(())
}

/// With cargo's `dev` profile, with which it was built to start this.
fn lint_and_test_xtask(workspace: &Workspace) -> Result<()> {
    step("Lint and test xtask", || {
        show(&mut workspace.cargo(&[
            "clippy",
            "--locked",
            "--package",
            "xtask",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ]))?;
        show(&mut workspace.cargo(&["nextest", "run", "--locked", "--package", "xtask"]))
    })
}

fn lint_web(workspace: &Workspace) -> Result<()> {
    step("Lint the web UI", || {
        let mut clippy = match Toolchain::find_or_install(workspace)? {
            Toolchain::Own => web::cargo(workspace, Toolchain::Own, "clippy", web::Flavor::Small),
            // Debian's Rust for the browser brings no clippy of its own. The crate also compiles for this
            // machine, which says nearly as much.
            Toolchain::Debian => {
                workspace.cargo(&["clippy", "--locked", "--profile", "fast", "--package", "natter-frontend"])
            }
        };
        show(clippy.args(["--", "-D", "warnings"]))
    })
}

/// What of the UI needs no browser, on this machine.
fn test_web(workspace: &Workspace) -> Result<()> {
    let rules = ["nextest", "run", "--locked", "--cargo-profile", "fast", "--package", "natter-frontend"];
    step("Test the web UI's rules", || show(&mut workspace.cargo(&rules)))
}

fn lint(workspace: &Workspace, dist: &Path) -> Result<()> {
    step("Lint all other crates", || {
        let mut clippy = server::with_web(workspace.cargo(&["clippy"]), dist)?;
        show(server::everything(&mut clippy).args(["--all-targets", "--", "-D", "warnings"]))
    })
}

fn run(workspace: &Workspace, dist: &Path, needs: &Needs, args: &[String]) -> Result<()> {
    let natter = server::build_with_tests(workspace, dist)?;
    step("Run the tests", || {
        let mut run = server::with_web(workspace.cargo(&["nextest", "run"]), dist)?;
        server::everything(&mut run)
            .args(args)
            .env("NATTER_BIN", natter)
            .env("NATTER_NATS_SERVER", &needs.nats)
            .env("NATTER_TEST_PG_BIN", &needs.postgres)
            .env("NATTER_TEST_CHROMIUM", &needs.browser.chromium)
            .env("NATTER_TEST_CHROMEDRIVER", &needs.browser.chromedriver)
            .env("NATTER_TEST_ORACLES", &needs.oracles);
        show(&mut run)
    })
}

/// What the tests start beside the server.
struct Needs {
    nats: PathBuf,
    postgres: PathBuf,
    browser: Browser,
    oracles: PathBuf,
}

impl Needs {
    fn find_or_install(workspace: &Workspace) -> Result<Self> {
        nextest::find_or_install(workspace)?;
        Ok(Self {
            nats: nats::find_or_install(workspace)?,
            postgres: postgres::find_or_install()?,
            browser: Browser::find_or_install()?,
            oracles: node::find_or_install_oracles(workspace)?,
        })
    }
}
