//! The web UI: Rust → WebAssembly → a folder to serve.
//!
//! `<target>/web/dist/` then holds `index.html`, for every path of the app, and `assets/`. What has a hash in
//! its name (`-` and 16 hex digits) never changes and may be cached for ever; the rest of `assets/` is
//! `frontend/public/` as it is. `sw.js` is the service worker that keeps all this for times without a network. Beside each file that compresses well lies its `.br`.

mod archive;
mod bindgen;
mod bundle;
mod compress;
mod index;
mod sections;
mod stamp;
mod worker;

pub use archive::pack;
pub use bundle::digest;

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::step::{note, show, step};
use crate::tools::wasm::Toolchain;
use crate::workspace::Workspace;

/// What the build is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flavor {
    /// Small to download.
    Small,
    /// Quick to build.
    Dev,
}

impl Flavor {
    fn profile(self) -> &'static str {
        match self {
            Self::Small => "web",
            Self::Dev => "web-dev",
        }
    }
}

/// `cargo <subcommand>` for the UI's crate, as each flavor compiles it.
pub fn cargo(workspace: &Workspace, toolchain: Toolchain, subcommand: &str, flavor: Flavor) -> Command {
    let mut cargo = toolchain.cargo(workspace, subcommand);
    cargo.args(["--package", "natter-frontend", "--profile", flavor.profile()]);
    if flavor == Flavor::Small {
        // Leptos then forgets the types of children and attributes, so that less code is compiled twice.
        cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", "--cfg erase_components");
    }
    cargo
}

/// Builds the UI, or finds that nothing it depends on has changed. Returns the folder to serve.
///
/// # Errors
/// When there is no compiler for WebAssembly, the UI does not compile, `frontend/index.html` does not fit, or a first
/// load has become too large.
pub fn build(workspace: &Workspace, flavor: Flavor) -> Result<PathBuf> {
    let toolchain = Toolchain::find_or_install(workspace)?;
    let folder = workspace.target.join("web");
    fs::create_dir_all(&folder)?;
    // Two builds at once would mix their files.
    let lock = File::create(folder.join("lock"))?;
    if lock.try_lock().is_err() {
        eprintln!("▸ Web UI: waiting for another build of it");
        lock.lock().context("cannot lock the web UI's build folder")?;
    }

    let dist = folder.join("dist");
    let stamp = stamp::Stamp::of(workspace, toolchain, flavor)?;
    if dist.is_dir() && stamp.is_at(&folder) {
        eprintln!("▸ Web UI: unchanged");
        return Ok(dist);
    }
    stamp::remove(&folder)?;
    step("Compile the web UI", || {
        // The parts are cut along what refers to what, which the linker otherwise forgets.
        show(cargo(workspace, toolchain, "rustc", flavor).args(["--", "-C", "link-arg=--emit-relocs"]))
    })?;
    step("Bundle the web UI", || {
        let module = toolchain.module(workspace, "natter-frontend", flavor.profile());
        let program = folder.join("program");
        bindgen::bind(&module, &program, flavor)?;
        let fresh = folder.join("dist.new");
        let size = bundle::write(&workspace.root.join("frontend"), &program, &fresh, flavor)?;
        note(size.to_string());
        if flavor == Flavor::Small {
            size.judge()?;
        }
        if dist.exists() {
            fs::remove_dir_all(&dist)?;
        }
        fs::rename(&fresh, &dist)?;
        note(format!("→ {}", dist.display()));
        Ok(())
    })?;
    stamp.leave_at(&folder)?;
    Ok(dist)
}
