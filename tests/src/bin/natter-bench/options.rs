//! What to measure, and how much of it.

use std::path::PathBuf;

use clap::builder::RangedU64ValueParser;
use clap::{Parser, Subcommand, ValueEnum};

use crate::bare;

/// Natter under load: starts a server of its own, lets simulated people talk, checks every promise and
/// tells what it costs.
#[derive(Debug, Parser)]
#[command(name = "natter-bench")]
pub struct Options {
    /// People, each with an event stream
    #[arg(long, default_value_t = 200, value_parser = RangedU64ValueParser::<usize>::new().range(2..=250))]
    pub people: usize,

    /// Messages a second, all people together
    #[arg(long, default_value_t = 100, value_parser = RangedU64ValueParser::<usize>::new().range(1..=1_000))]
    pub rate: usize,

    /// Seconds of talk
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u64).range(1..=600))]
    pub seconds: u64,

    /// Idle streams at which memory is measured
    #[arg(long, value_delimiter = ',', default_value = "1000,8000")]
    pub streams: Vec<usize>,

    /// Connections that send at the same time for the highest rate
    #[arg(long, value_delimiter = ',', default_value = "1,16,64,256")]
    pub senders: Vec<usize>,

    /// Starts of which the median is taken
    #[arg(long, default_value_t = 5)]
    pub starts: usize,

    /// Messages in the room that the browser shows
    #[arg(long, default_value_t = 100_000)]
    pub messages: usize,

    /// Rooms and people, half of each, among which the switcher looks
    #[arg(long, default_value_t = 20_000)]
    pub directory: usize,

    /// Minutes for which the page's memory is watched
    #[arg(long, default_value_t = 0)]
    pub soak: u64,

    /// Only these parts
    #[arg(long, value_enum, value_delimiter = ',')]
    pub only: Vec<Part>,

    /// Write the figures to a file
    #[arg(long, value_name = "FILE")]
    pub json: Option<PathBuf>,

    #[command(subcommand)]
    pub role: Option<Role>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// Correctness, times and processor time of deliveries
    Delivery,
    /// Memory of idle streams
    Memory,
    /// The highest rate of durable sends
    Durable,
    /// Start to ready
    Start,
    /// The web UI's size
    Ui,
    /// What a person waits for in a browser: first load, own message, scrolling
    Page,
    /// The switcher among thousands of rooms and people
    Switcher,
    /// The page's memory while a room is talked in for long; `--soak` says for how long
    Soak,
}

#[derive(Debug, Clone, Copy, Subcommand)]
pub enum Role {
    /// The yardstick, started by the load tool itself
    #[command(hide = true)]
    BareWriter(bare::Plan),
}

impl Options {
    /// Whether a part is wanted.
    #[must_use]
    pub fn measures(&self, part: Part) -> bool {
        self.only.is_empty() || self.only.contains(&part)
    }

    /// Whether a browser is needed.
    #[must_use]
    pub fn wants_browser(&self) -> bool {
        [Part::Page, Part::Switcher, Part::Soak].into_iter().any(|part| self.measures(part))
    }
}
