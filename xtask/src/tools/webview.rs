//! The system's web view and what the desktop app is linked with.

use std::process::Command;

use anyhow::Result;

use super::debian;
use crate::step::{ask, step};

const PACKAGES: [&str; 11] = [
    "libwebkit2gtk-4.1-dev",
    "libgtk-3-dev",
    "libayatana-appindicator3-dev",
    "librsvg2-dev",
    "libxdo-dev",
    "libssl-dev",
    "pkg-config",
    "file",
    "xdg-utils",
    "patchelf",
    "webkit2gtk-driver",
];

/// Only Linux needs packages; elsewhere the web view is part of the system.
///
/// # Errors
/// When the packages are missing and cannot be installed; says which.
pub fn find_or_install() -> Result<()> {
    let there = |library| ask(Command::new("pkg-config").args(["--exists", library])).is_some();
    if !cfg!(target_os = "linux") || ["webkit2gtk-4.1", "gtk+-3.0", "librsvg-2.0"].into_iter().all(there) {
        return Ok(());
    }
    step("Install the system's web view", || debian::install("build the desktop app", &PACKAGES))
}
