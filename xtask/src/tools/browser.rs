//! A browser that tests can drive.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::debian;
use crate::step::{note, step};
use crate::workspace::find_program;

/// Without a font for them, the pictures in messages would be empty boxes of another width.
const FONT: &str = "fonts-noto-color-emoji";

/// Chromium and the program that drives it.
#[derive(Debug)]
pub struct Browser {
    pub chromium: PathBuf,
    pub chromedriver: PathBuf,
}

impl Browser {
    /// # Errors
    /// When one of the two is missing and cannot be installed; says what to install.
    pub fn find_or_install() -> Result<Self> {
        let found = Self::find();
        let has_font = debian::is_absent() || debian::are_installed(&[FONT]);
        match found {
            Some(browser) if has_font => Ok(browser),
            // Not worth refusing the tests for, where it cannot be installed.
            Some(browser) if !debian::is_root() => {
                note(format!("{FONT} is not installed; pictures in messages show as boxes"));
                Ok(browser)
            }
            _ => step("Install a browser", || {
                debian::install("test the web UI", &["chromium", "chromium-driver", FONT])?;
                Self::find().context("chromium is installed, and yet it is not on PATH")
            }),
        }
    }

    fn find() -> Option<Self> {
        let chromium = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
            .into_iter()
            .find_map(|name| find_program(name, &[]))?;
        let chromedriver = find_program("chromedriver", &[Path::new("/usr/lib/chromium")])?;
        Some(Self { chromium, chromedriver })
    }
}
