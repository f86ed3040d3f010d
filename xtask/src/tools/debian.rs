//! Debian's packages, for the machines that have them.

use std::process::Command;
use std::sync::Once;

use anyhow::{Result, bail};

use crate::step::{ask, hush};
use crate::workspace::find_program;

/// Installs packages; `purpose` completes "… is needed to".
///
/// # Errors
/// Not on Debian or not root (says what to install by hand), or apt-get fails.
pub fn install(purpose: &str, packages: &[&str]) -> Result<()> {
    if is_absent() {
        bail!("cannot {purpose}: please install the equivalents of Debian's {}", packages.join(" "));
    }
    if !is_root() {
        bail!(
            "cannot {purpose}: please run `sudo apt-get install --no-install-recommends {}`",
            packages.join(" ")
        );
    }
    static UPDATED: Once = Once::new();
    let mut updated = Ok(());
    UPDATED.call_once(|| updated = hush(apt_get().arg("update")));
    updated?;
    hush(apt_get().args(["install", "--yes", "--no-install-recommends"]).args(packages))
}

/// Whether this is another system.
pub fn is_absent() -> bool {
    find_program("apt-get", &[]).is_none()
}

/// Whether all the packages are installed.
pub fn are_installed(packages: &[&str]) -> bool {
    let mut query = Command::new("dpkg-query");
    query.args(["--show", "--showformat", "${db:Status-Status}\\n"]).args(packages);
    ask(&mut query).is_some_and(|answer| answer.lines().all(|line| line == "installed"))
}

fn apt_get() -> Command {
    let mut apt_get = Command::new("apt-get");
    // A lock that another apt holds is waited for, and no question is asked.
    apt_get.args(["--quiet", "-o", "DPkg::Lock::Timeout=300"]).env("DEBIAN_FRONTEND", "noninteractive");
    apt_get
}

/// Whether packages could be installed.
pub fn is_root() -> bool {
    ask(Command::new("id").arg("-u")).is_some_and(|id| id == "0")
}
