//! The `natter` command.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use natter::http::web::Ui;
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

/// The web UI as a tar archive. `cargo xtask` builds it and names it; `.cargo/config.toml` names an empty one
/// otherwise. It stands here and not in the library, which need not be compiled again for a new UI.
static UI: &[u8] = include_bytes!(env!("NATTER_UI"));

#[tokio::main]
async fn main() -> ExitCode {
    let Command::Serve(settings) = Arguments::parse().command;
    let filter = EnvFilter::try_new(&settings.log).unwrap_or_else(|_| EnvFilter::new("info"));
    let subscriber = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    if settings.log_json {
        subscriber.json().init();
    } else {
        subscriber.init();
    }
    let served = match Ui::unpack(UI) {
        Ok(ui) => natter::serve::run(*settings, ui).await,
        Err(error) => Err(error.into()),
    };
    match served {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!("{error}");
            ExitCode::FAILURE
        }
    }
}
