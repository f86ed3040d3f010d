//! JavaScript to go with the module.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;
use wasm_bindgen_cli_support::Bindgen;

use super::Flavor;

/// The module and the script that loads it, ready for the browser.
#[derive(Debug)]
pub struct Bound {
    pub wasm: Vec<u8>,
    pub js: String,
    /// Scripts written inside Rust crates, which `js` imports from `./snippets/`.
    pub snippets: Option<PathBuf>,
}

/// Binds the module through files in `folder`, which is emptied first.
///
/// # Errors
/// When the module was not made for wasm-bindgen, or for another version than this one.
pub fn bind(module: &Path, folder: &Path, flavor: Flavor) -> Result<Bound> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    let small = flavor == Flavor::Small;
    Bindgen::new()
        .input_path(module)
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
    let snippets = folder.join("snippets");
    Ok(Bound {
        wasm: fs::read(folder.join("natter_bg.wasm"))?,
        js: fs::read_to_string(folder.join("natter.js"))?,
        snippets: snippets.is_dir().then_some(snippets),
    })
}
