//! The folder that is served.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use sha2::{Digest as _, Sha256};

use super::bindgen::Bound;
use super::index::{self, Urls};
use super::{Flavor, compress, stamp};

/// Writes everything into `dist`, which is emptied first. Returns a line about the sizes.
///
/// # Errors
/// When a file cannot be read or written, or the page does not fit (see [`index::fill`]).
pub fn write(frontend: &Path, bound: &Bound, dist: &Path, flavor: Flavor) -> Result<String> {
    if dist.exists() {
        fs::remove_dir_all(dist)?;
    }
    let assets = dist.join("assets");
    copy(&frontend.join("public"), &assets)?;

    let mut js = bound.js.clone();
    if let Some(snippets) = &bound.snippets {
        let name = hashed("snippets", &contents(snippets)?, "");
        js = js.replace("./snippets/", &format!("./{name}/"));
        copy(snippets, &assets.join(name))?;
    }
    let css = contents(&frontend.join("style"))?;

    let put = |name: String, bytes: &[u8]| -> Result<String> {
        fs::write(assets.join(&name), bytes)?;
        Ok(format!("/assets/{name}"))
    };
    let wasm = put(hashed("natter", &bound.wasm, "_bg.wasm"), &bound.wasm)?;
    let bindings = put(hashed("natter", js.as_bytes(), ".js"), js.as_bytes())?;
    let boot = index::boot(&bindings, &wasm);
    let boot = put(hashed("boot", boot.as_bytes(), ".js"), boot.as_bytes())?;
    let css = put(hashed("natter", &css, ".css"), &css)?;

    let template = frontend.join("index.html");
    let template =
        fs::read_to_string(&template).with_context(|| format!("cannot read {}", template.display()))?;
    fs::write(dist.join("index.html"), index::fill(&template, &Urls { boot, bindings, wasm, css })?)?;

    let total = compress::beside_each(dist, flavor)?;
    let module = bound.wasm.len();
    Ok(format!(
        "module {} KB, all {} KB, compressed {} KB",
        module / 1024,
        total.plain / 1024,
        total.sent / 1024
    ))
}

/// A file name that changes with the content, so that browsers may keep the file for ever.
fn hashed(stem: &str, content: &[u8], end: &str) -> String {
    format!("{stem}-{}{end}", &digest(content)[..16])
}

/// SHA-256 in hexadecimal.
pub fn digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The files of a folder one after the other, in the order of their names.
fn contents(folder: &Path) -> Result<Vec<u8>> {
    let mut all = Vec::new();
    for file in stamp::files(folder)? {
        all.append(&mut fs::read(&file)?);
        if !all.ends_with(b"\n") {
            all.push(b'\n');
        }
    }
    Ok(all)
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    for file in stamp::files(from)? {
        let there = to.join(file.strip_prefix(from)?);
        if let Some(folder) = there.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::copy(&file, there)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Bound, Flavor, hashed, write};

    #[test]
    fn a_name_follows_the_content() {
        assert_eq!(hashed("natter", b"", ".css"), "natter-e3b0c44298fc1c14.css");
        assert_ne!(hashed("natter", b"a", ".css"), hashed("natter", b"b", ".css"));
    }

    #[test]
    fn the_page_loads_the_styles_in_the_order_of_their_names_and_the_app() {
        let folder = tempfile::tempdir().unwrap();
        let frontend = folder.path().join("frontend");
        fs::create_dir_all(frontend.join("style")).unwrap();
        fs::create_dir_all(frontend.join("public/fonts")).unwrap();
        fs::write(frontend.join("style/20-b.css"), "b {}").unwrap();
        fs::write(frontend.join("style/10-a.css"), "a {}").unwrap();
        fs::write(frontend.join("public/fonts/x.woff2"), "x").unwrap();
        fs::write(frontend.join("index.html"), "{{css}}\n{{js}}").unwrap();
        let bound = Bound { wasm: b"\0asm".to_vec(), js: "export default 1".into(), snippets: None };

        let dist = folder.path().join("dist");
        write(&frontend, &bound, &dist, Flavor::Small).unwrap();

        let page = fs::read_to_string(dist.join("index.html")).unwrap();
        let served = |url: &str| fs::read_to_string(dist.join(url.trim_start_matches('/'))).unwrap();
        let (css, boot) = page.split_once('\n').unwrap();
        assert_eq!(served(css), "a {}\nb {}\n");
        let boot = served(boot);
        let bindings = boot.split('\'').nth(1).unwrap();
        assert_eq!(served(bindings), "export default 1");
        assert!(served(boot.split('\'').nth(3).unwrap()).starts_with("\0asm"));
        assert!(dist.join("assets/fonts/x.woff2").is_file());
    }
}
