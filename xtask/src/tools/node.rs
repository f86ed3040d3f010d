//! Node, which runs other people's event stream parsers against our stream.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};

use super::version::Version;
use crate::step::{ask, hush, step};
use crate::web::digest;
use crate::workspace::{Workspace, find_program};

const OLDEST: Version = Version(20, 0, 0);

/// The folder with `package.json` and, once this has returned, `node_modules`.
///
/// # Errors
/// When Node is missing or too old, or npm cannot fetch the packages.
pub fn find_or_install_oracles(workspace: &Workspace) -> Result<PathBuf> {
    let version = ask(Command::new("node").arg("--version")).and_then(|answer| Version::parse(&answer));
    if version.is_none_or(|version| version < OLDEST) || find_program("npm", &[]).is_none() {
        bail!("the tests need Node {OLDEST} or newer, with npm");
    }
    let folder = workspace.root.join("tests/oracles");
    let wanted = digest(&std::fs::read(folder.join("package-lock.json"))?);
    let stamp = folder.join("node_modules/.natter-stamp");
    if std::fs::read_to_string(&stamp).is_ok_and(|there| there == wanted) {
        return Ok(folder);
    }
    step("Install the test oracles", || {
        hush(Command::new("npm").args(["ci", "--ignore-scripts"]).current_dir(&folder))?;
        Ok(std::fs::write(&stamp, &wanted)?)
    })?;
    Ok(folder)
}
