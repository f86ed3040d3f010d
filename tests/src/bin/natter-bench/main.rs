//! `cargo xtask bench`: Natter under load on this machine.

mod accounting;
mod bare;
mod connection;
mod cost;
mod delivery;
mod durable;
mod ear;
mod figures;
mod listening;
mod memory;
mod options;
mod page;
mod people;
mod percentiles;
mod scanner;
mod speaking;
mod start;
mod ui;
mod verdict;

use std::process::ExitCode;

use clap::Parser as _;
use natter_tests::Gateway;
use natter_tests::http::Error;
use protocol_limits::STREAMS_PER_USER;

use figures::Figures;
use natter_protocol::limits as protocol_limits;
use options::{Options, Part, Role};
use verdict::Verdict;

/// Files and sockets that both the server and this need beside the streams.
const OTHER_FILES: u64 = 1_000;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let options = Options::parse();
    if let Some(Role::BareWriter(plan)) = options.role {
        return tell(bare::write(plan).map_err(Into::into).map(|()| true));
    }
    tell(measure(&options).await)
}

fn tell(outcome: Result<bool, Error>) -> ExitCode {
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Measures everything that is wanted; false when a promise was broken.
async fn measure(options: &Options) -> Result<bool, Error> {
    check(options, accounting::raise_open_files()?)?;
    let mut figures = Figures::default();
    eprintln!("▸ Start a server and register {} people", options.people);
    let mut gateway = Gateway::start().await;
    let people = people::register(gateway.address(), options.people).await?;
    let mut verdict = Verdict::default();
    if options.measures(Part::Memory) {
        eprintln!("▸ Memory of idle streams");
        gateway.stop().await;
        gateway.restart().await;
        memory::measure(&gateway, &people, &options.streams, &mut figures).await?;
        gateway.stop().await;
        gateway.restart().await;
    }
    if options.measures(Part::Delivery) {
        eprintln!(
            "▸ {} messages a second to {} people for {} s",
            options.rate, options.people, options.seconds
        );
        verdict = delivery::measure(&gateway, &people, options, &mut figures).await?;
    }
    if options.measures(Part::Durable) {
        eprintln!("▸ Highest rate of durable sends");
        durable::measure(&gateway, &people, &options.senders, &mut figures).await?;
    }
    if options.measures(Part::Start) {
        eprintln!("▸ Start to ready");
        start::measure(&mut gateway, options.starts, &mut figures).await?;
    }
    if options.measures(Part::Ui) {
        eprintln!("▸ Web UI");
        ui::measure(&gateway, &mut figures).await?;
    }
    if options.wants_browser() {
        page::measure(&gateway, &people, options, &mut figures).await?;
    }
    show(options, &figures, &verdict)?;
    Ok(verdict.is_good())
}

/// What cannot be had is said before the first measurement.
fn check(options: &Options, open_files: u64) -> Result<(), Error> {
    let most = options.streams.iter().copied().max().filter(|_| options.measures(Part::Memory)).unwrap_or(0);
    if most > options.people * STREAMS_PER_USER {
        return Err(format!(
            "{} people may have {} streams",
            options.people,
            options.people * STREAMS_PER_USER
        )
        .into());
    }
    if most as u64 + OTHER_FILES > open_files {
        return Err(format!("{most} streams need more than the {open_files} open files allowed here").into());
    }
    Ok(())
}

#[expect(clippy::print_stdout, reason = "the figures are what this program is for")]
fn show(options: &Options, figures: &Figures, verdict: &Verdict) -> Result<(), Error> {
    println!("\n{}", figures.table());
    if options.measures(Part::Delivery) {
        if verdict.is_good() {
            println!(
                "Every acknowledged message is in everyone's stream once and in order, and in the history."
            );
        } else {
            println!("BROKEN: {verdict:?}");
        }
    }
    if let Some(file) = &options.json {
        std::fs::write(file, serde_json::to_vec_pretty(figures)?)?;
    }
    Ok(())
}
