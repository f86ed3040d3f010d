//! The `natter` command.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use natter::settings::Settings;
use tracing_subscriber::EnvFilter;

/// Team chat over plain HTTP.
#[derive(Parser)]
#[command(version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run a gateway. With nothing set: data in ./data, SQLite, a nats-server of its own.
    Serve(Box<Settings>),
}

#[tokio::main]
async fn main() -> ExitCode {
    let Command::Serve(settings) = Arguments::parse().command;
    let filter = EnvFilter::try_new(&settings.log).unwrap_or_else(|_| EnvFilter::new("info"));
    let subscriber = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if settings.log_json { subscriber.json().init() } else { subscriber.init() }
    match natter::serve::run(*settings).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error}");
            ExitCode::FAILURE
        }
    }
}
