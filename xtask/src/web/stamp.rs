//! What the last build of the UI was made of.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use super::Flavor;
use super::bundle::digest;
use crate::tools::wasm::Toolchain;
use crate::workspace::Workspace;

/// Everything that can change the UI, relative to the repository's root.
const INPUTS: [&str; 7] =
    ["frontend", "client", "protocol", "Cargo.toml", "Cargo.lock", "xtask/Cargo.toml", "xtask/src/web"];

/// A digest of the inputs, by content: a fresh clone with a warm target folder has nothing to build.
#[derive(Debug, PartialEq, Eq)]
pub struct Stamp(String);

impl Stamp {
    pub fn of(workspace: &Workspace, toolchain: Toolchain, flavor: Flavor) -> Result<Self> {
        let mut text = format!("{flavor:?}\n{}\n", toolchain.describe(workspace));
        for input in INPUTS {
            for file in files(&workspace.root.join(input))? {
                let bytes = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
                let name = file.strip_prefix(&workspace.root).unwrap_or(&file);
                text += &format!("{} {}\n", digest(&bytes), name.display());
            }
        }
        Ok(Self(text))
    }

    pub fn is_at(&self, folder: &Path) -> bool {
        fs::read_to_string(folder.join("stamp")).is_ok_and(|text| text == self.0)
    }

    pub fn leave_at(&self, folder: &Path) -> Result<()> {
        Ok(fs::write(folder.join("stamp"), &self.0)?)
    }
}

/// A build that is cut short must not look finished.
pub fn remove(folder: &Path) -> Result<()> {
    match fs::remove_file(folder.join("stamp")) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

/// All files at or below a path in a fixed order, without what begins with a dot; none when it is not there.
pub fn files(path: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    if path.is_file() {
        found.push(path.to_owned());
    } else if path.is_dir() {
        let mut entries = fs::read_dir(path)?.collect::<Result<Vec<_>, _>>()?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            if !entry.file_name().as_encoded_bytes().starts_with(b".") {
                found.append(&mut files(&entry.path())?);
            }
        }
    }
    Ok(found)
}
