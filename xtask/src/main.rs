//! `cargo xtask`: builds Natter, starts it, tests it and measures it, and fetches what a machine lacks for that.

mod bench;
mod desktop;
mod run;
mod server;
mod shots;
mod step;
mod test;
mod tools;
mod web;
mod workspace;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};
use workspace::Workspace;

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", about = "Natter's chores")]
struct Cli {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Build everything and start `natter serve` on this machine
    Run {
        /// Passed on to `natter serve`
        #[arg(last = true)]
        args: Vec<String>,
    },
    /// Install what the tests need and run them all
    Test(test::Choice),
    /// Build the web UI only
    Web {
        /// Quick to build, large to download: for work on the UI
        #[arg(long)]
        dev: bool,
    },
    /// Build the desktop app and start it
    Desktop {
        /// Passed on to the app
        #[arg(last = true)]
        args: Vec<String>,
    },
    /// Take a picture of every view, wide and narrow, light and dark
    Shots {
        /// The folder for the pictures, and what else is passed on to `natter-shots`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
    /// Build the load tool, optimised, and run it against a server of its own
    Bench {
        /// Passed on to `natter-bench`
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        args: Vec<String>,
    },
}

fn main() -> ExitCode {
    // Not `{:?}`: with RUST_BACKTRACE set, as CI likes it, the reason would drown in our own frames.
    match act(Cli::parse().chore) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn act(chore: Chore) -> Result<()> {
    let workspace = Workspace::find()?;
    match chore {
        Chore::Run { args } => run::run(&workspace, &args),
        Chore::Test(choice) => test::test(&workspace, &choice),
        Chore::Web { dev } => {
            let flavor = if dev { web::Flavor::Dev } else { web::Flavor::Small };
            web::build(&workspace, flavor).map(drop)
        }
        Chore::Desktop { args } => desktop::desktop(&workspace, &args),
        Chore::Shots { args } => shots::shots(&workspace, &args),
        Chore::Bench { args } => bench::bench(&workspace, &args),
    }
}
