//! From the compiled module to what a browser runs: one part for the beginning, parts for later, and JavaScript.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use wasm_bindgen_cli_support::Bindgen;

use super::{Flavor, sections};

/// The script that starts the app; it imports the others of its folder, and `MODULE` is handed to it.
pub const SCRIPT: &str = "natter.js";
pub const MODULE: &str = "natter_bg.wasm";
/// The script that fetches the later parts; `SCRIPT` imports it.
pub const PARTS: &str = "parts.js";

/// Leaves in `folder`, which is emptied first, the scripts and modules that refer to each other by these names.
///
/// # Errors
/// When the module was not made for wasm-bindgen and for being split, or for other versions than these.
pub fn bind(module: &Path, folder: &Path, flavor: Flavor) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    let whole = fs::read(module).with_context(|| format!("cannot read {}", module.display()))?;
    let first = folder.join("first.wasm");
    let parts = split(&whole, folder, &first)?;
    let small = flavor == Flavor::Small;
    for part in parts.iter().filter(|_| small) {
        fs::write(part, sections::without_custom(&fs::read(part)?)?)?;
    }
    Bindgen::new()
        .input_path(&first)
        .out_name("natter")
        .web(true)?
        .typescript(false)
        // The script asks for the module by the name we give it, never by a name of its own.
        .omit_default_module_path(true)
        // The parts call each other through the table of functions, which is otherwise not handed out.
        .keep_lld_exports(true)
        .keep_debug(false)
        .remove_name_section(small)
        .remove_producers_section(small)
        .generate(folder)?;
    Ok(fs::remove_file(first)?)
}

/// What is only reached through functions marked `#[wasm_split(part)]` goes into a module of its own, which
/// `PARTS` fetches when one of them is called.
fn split(whole: &[u8], folder: &Path, first: &Path) -> Result<Vec<PathBuf>> {
    let (link, script) = (format!("./{PARTS}"), format!("./{SCRIPT}"));
    let mut options = wasm_split_cli_support::Options::new(whole);
    options.output_dir = folder;
    options.main_out_path = first;
    options.link_name = &link;
    options.main_module = &script;
    let split = wasm_split_cli_support::transform(options);
    Ok(split.map_err(|error| anyhow!("cannot split the module: {error:#}"))?.split_modules)
}
