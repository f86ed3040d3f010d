//! A compiler for WebAssembly: rustup's where it can be had, else Debian's.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use super::{debian, version::Version};
use crate::step::{ask, hush, note, step};
use crate::workspace::{Workspace, find_program, forget, variable};

const TARGET: &str = "wasm32-unknown-unknown";
/// Debian's newest Rust, which comes for its browsers; the `-src` is the standard library, built with our crates.
const PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld"];
/// Below that our crates do not compile (`rust-version` in Cargo.toml).
const OLDEST: Version = Version(1, 94, 0);

/// Whose compiler builds the UI.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Toolchain {
    /// The one that compiles everything else, with the standard library for the target beside it.
    Own,
    /// Debian's, which has the standard library only as source.
    Debian,
}

impl Toolchain {
    /// Uses what is there, else asks rustup, else Debian.
    ///
    /// # Errors
    /// When there is neither; says what to install.
    pub fn find_or_install(workspace: &Workspace) -> Result<Self> {
        if own_has_target(workspace) {
            return Ok(Self::Own);
        }
        if debian_is_complete() {
            return Ok(Self::Debian);
        }
        step("Install the compiler for WebAssembly", || {
            if find_program("rustup", &[]).is_some() {
                let added =
                    hush(Command::new("rustup").args(["target", "add", TARGET]).current_dir(&workspace.root));
                if added.is_ok() && own_has_target(workspace) {
                    return Ok(Self::Own);
                }
                note("rustup cannot add the target here; trying the system's packages");
            }
            debian::install(
                "build the web UI (`rustup target add wasm32-unknown-unknown` would also do)",
                &PACKAGES,
            )?;
            if !debian_is_complete() {
                bail!(
                    "Debian's Rust is older than {OLDEST} or incomplete: `rustup target add {TARGET}` is needed"
                );
            }
            Ok(Self::Debian)
        })
    }

    /// `cargo <subcommand> --target wasm32-unknown-unknown`, in a target folder of its own.
    pub fn cargo(self, workspace: &Workspace, subcommand: &str) -> Command {
        let mut cargo = match self {
            Self::Own => workspace.cargo(&[subcommand]),
            Self::Debian => debians_cargo(workspace, subcommand),
        };
        cargo.args(["--locked", "--target", TARGET]).env("CARGO_TARGET_DIR", self.target(workspace));
        cargo
    }

    /// Where the compiled module of a binary lies.
    pub fn module(self, workspace: &Workspace, binary: &str, profile: &str) -> PathBuf {
        self.target(workspace).join(TARGET).join(profile).join(binary).with_extension("wasm")
    }

    /// Names the compiler exactly: another one makes another module.
    pub fn describe(self, workspace: &Workspace) -> String {
        let version = match self {
            Self::Own => ask(rustc(workspace).arg("-vV")),
            Self::Debian => ask(Command::new("/usr/bin/rustc").arg("-vV")),
        };
        format!("{self:?} {}", version.unwrap_or_default())
    }

    fn target(self, workspace: &Workspace) -> PathBuf {
        workspace.target.join("wasm")
    }
}

fn rustc(workspace: &Workspace) -> Command {
    let mut rustc = Command::new(variable("RUSTC").unwrap_or_else(|| "rustc".into()));
    rustc.current_dir(&workspace.root);
    rustc
}

fn own_has_target(workspace: &Workspace) -> bool {
    ask(rustc(workspace).args(["--print", "target-libdir", "--target", TARGET]))
        .is_some_and(|dir| Path::new(&dir).read_dir().is_ok_and(|mut files| files.next().is_some()))
}

fn debian_is_complete() -> bool {
    let rustc = Path::new("/usr/bin/rustc");
    let source = ask(Command::new(rustc).args(["--print", "sysroot"]))
        .map(|sysroot| Path::new(&sysroot).join("lib/rustlib/src/rust/library/std/Cargo.toml"));
    let version = ask(Command::new(rustc).arg("--version")).and_then(|answer| Version::parse(&answer));
    source.is_some_and(|file| file.is_file())
        && version.is_some_and(|version| version >= OLDEST)
        && Path::new("/usr/bin/cargo").is_file()
        && Path::new("/usr/bin/wasm-ld").is_file()
}

/// Nothing of rustup's may reach it: its proxies, its compiler, its libraries, which `cargo run` puts on the
/// loader's path.
fn debians_cargo(workspace: &Workspace, subcommand: &str) -> Command {
    let mut cargo = Command::new("/usr/bin/cargo");
    forget(&mut cargo, &["CARGO", "RUSTC", "RUSTUP_", "RUSTDOC", "LD_LIBRARY_PATH"]);
    if let Some(home) = variable("CARGO_HOME") {
        cargo.env("CARGO_HOME", home);
    }
    cargo
        .current_dir(&workspace.root)
        .arg(subcommand)
        .env("PATH", "/usr/bin:/bin")
        .env("RUSTC", "/usr/bin/rustc")
        // These two stand in for `-Z build-std`, which a release compiler refuses; in a committed config they
        // would break both toolchains.
        .env("RUSTC_BOOTSTRAP", "1")
        .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", "wasm-ld");
    cargo
}
