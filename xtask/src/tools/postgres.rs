//! PostgreSQL's server programs; the tests start servers of their own with them.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::debian;
use crate::step::step;
use crate::workspace::find_program;

/// The folder that holds `initdb`, `pg_ctl` and `postgres`.
///
/// # Errors
/// When there is none and the packages cannot be installed; says which.
pub fn find_or_install() -> Result<PathBuf> {
    if let Some(folder) = find() {
        return Ok(folder);
    }
    step("Install PostgreSQL", || {
        debian::install("test with PostgreSQL", &["postgresql"])?;
        find().context("postgresql is installed, and yet initdb is nowhere")
    })
}

fn find() -> Option<PathBuf> {
    // Behind a link on PATH is the folder with all of them.
    let on_path = find_program("initdb", &[])
        .and_then(|initdb| fs::canonicalize(initdb).ok())
        .and_then(|initdb| initdb.parent().map(Path::to_owned));
    on_path.into_iter().chain(debians()).find(|folder| {
        ["initdb", "pg_ctl", "postgres"]
            .into_iter()
            .all(|name| folder.join(name).with_extension(std::env::consts::EXE_EXTENSION).is_file())
    })
}

/// Debian keeps each major version in its own folder and none of them on PATH. The newest comes first.
fn debians() -> Vec<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .collect();
    versions.sort_by_key(|(version, _)| std::cmp::Reverse(*version));
    versions.into_iter().map(|(_, folder)| folder).collect()
}
