//! Puts the web UI where the binary can embed it: what `NATTER_WEB_DIST` names, or a page that says how
//! to get it.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

const WITHOUT: &str = "<!doctype html><meta charset=utf-8><title>Natter</title>\
<p>This Natter was built without its web UI. <code>cargo xtask run</code> builds both.\n";

#[expect(clippy::disallowed_methods, reason = "a build script is told everything by its environment")]
fn main() -> io::Result<()> {
    println!("cargo::rerun-if-env-changed=NATTER_WEB_DIST");
    println!("cargo::rerun-if-changed=build.rs");
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?).join("web");
    if out.exists() {
        fs::remove_dir_all(&out)?;
    }
    fs::create_dir_all(&out)?;
    match env::var("NATTER_WEB_DIST") {
        Ok(dist) => {
            println!("cargo::rerun-if-changed={dist}");
            copy(Path::new(&dist), &out)?;
        }
        Err(_) => fs::write(out.join("index.html"), WITHOUT)?,
    }
    println!("cargo::rustc-env=NATTER_EMBED={}", out.display());
    Ok(())
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            fs::create_dir_all(&target)?;
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}
