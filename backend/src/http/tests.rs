//! What the tests of `http` share.

use clap::Parser as _;

use crate::settings::Settings;

/// The settings of a server that was started without any.
pub fn settings() -> Settings {
    #[derive(clap::Parser)]
    struct Command {
        #[command(flatten)]
        settings: Settings,
    }
    Command::parse_from(["natter"]).settings
}
