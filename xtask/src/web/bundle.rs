//! The folder that is served.

use std::path::Path;
use std::{fmt, fs};

use anyhow::{Context, Result, ensure};
use sha2::{Digest as _, Sha256};

use super::compress::Total;
use super::index::{self, Urls};
use super::{Flavor, bindgen, compress, stamp, worker};

/// What was written, in bytes.
#[derive(Debug)]
pub struct Size {
    /// All files, as they are and compressed.
    pub total: Total,
    /// What a browser gets before the first message stands there: page, scripts, styles, font, module; compressed.
    pub first_load: usize,
    /// The module alone, compressed.
    pub first_module: usize,
}

/// The first part of the program must not become larger, in compressed bytes. What grows beyond belongs into the second
/// part: `frontend/src/views/later.rs`, `frontend/src/state/deeds.rs`.
const LARGEST_FIRST_MODULE: usize = 350_000;

impl Size {
    /// # Errors
    /// When the first part of the program has become too large.
    pub fn judge(&self) -> Result<()> {
        ensure!(
            self.first_module <= LARGEST_FIRST_MODULE,
            "the first part of the web UI is {} compressed, more than {}: frontend/src/views/later.rs and \
             frontend/src/state/deeds.rs say how what need not be in it goes into the second",
            kilobytes(self.first_module),
            kilobytes(LARGEST_FIRST_MODULE)
        );
        Ok(())
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "first load {}, of which the module is {}; all {}, compressed {}",
            kilobytes(self.first_load),
            kilobytes(self.first_module),
            kilobytes(self.total.plain),
            kilobytes(self.total.sent)
        )
    }
}

fn kilobytes(bytes: usize) -> String {
    format!("{} kB", bytes.div_ceil(1000))
}

/// Writes everything into `dist`, which is emptied first: the page, and the program that [`bindgen::bind`] left.
///
/// # Errors
/// When a file cannot be read or written, or the page does not fit (see [`index::fill`]).
pub fn write(frontend: &Path, program: &Path, dist: &Path, flavor: Flavor) -> Result<Size> {
    if dist.exists() {
        fs::remove_dir_all(dist)?;
    }
    let assets = dist.join("assets");
    copy(&frontend.join("public"), &assets)?;

    // Its files refer to each other by name, so the folder has the hash.
    let folder = hashed("natter", &contents(program)?, "");
    copy(program, &assets.join(&folder))?;
    let url = |name: &str| format!("/assets/{folder}/{name}");
    let (bindings, parts, wasm) = (url(bindgen::SCRIPT), url(bindgen::PARTS), url(bindgen::MODULE));

    let css = contents(&frontend.join("style"))?;
    let put = |name: String, bytes: &[u8]| -> Result<String> {
        fs::write(assets.join(&name), bytes)?;
        Ok(format!("/assets/{name}"))
    };
    let boot = index::boot(&bindings, &wasm);
    let boot = put(hashed("boot", boot.as_bytes(), ".js"), boot.as_bytes())?;
    let css = put(hashed("natter", &css, ".css"), &css)?;

    let template = frontend.join("index.html");
    let template =
        fs::read_to_string(&template).with_context(|| format!("cannot read {}", template.display()))?;
    let build = digest(&[template.as_bytes(), &contents(&assets)?].concat())[..16].to_owned();
    worker::write(frontend, dist, &build)?;
    let urls = Urls { boot, bindings, parts, wasm, css, build };
    let page = index::fill(&template, &urls)?;
    fs::write(dist.join("index.html"), &page)?;

    let total = compress::beside_each(dist, flavor)?;
    let sent = |url: &str| compress::sent(&dist.join(url.trim_start_matches('/')));
    let mut first_load = compress::sent(&dist.join("index.html"))?;
    for url in index::loaded(&page) {
        first_load += sent(url)?;
    }
    Ok(Size { total, first_load, first_module: sent(&urls.wasm)? })
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

    use super::{Flavor, LARGEST_FIRST_MODULE, Size, Total, hashed, index, write};

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
        let page = "<link href=\"{{css}}\"><script src=\"{{js}}\"></script>{{preload}}";
        fs::write(frontend.join("index.html"), page).unwrap();
        let program = folder.path().join("program");
        fs::create_dir_all(&program).unwrap();
        fs::write(program.join("natter.js"), "export default 1").unwrap();
        fs::write(program.join("parts.js"), "export {}").unwrap();
        fs::write(program.join("natter_bg.wasm"), b"\0asm").unwrap();
        fs::write(program.join("split_later.wasm"), b"\0asm later").unwrap();

        let dist = folder.path().join("dist");
        let size = write(&frontend, &program, &dist, Flavor::Small).unwrap();

        let page = fs::read_to_string(dist.join("index.html")).unwrap();
        let served = |url: &str| fs::read_to_string(dist.join(url.trim_start_matches('/'))).unwrap();
        let loaded = index::loaded(&page);
        let css = loaded.iter().find(|url| url.ends_with(".css")).unwrap();
        assert_eq!(served(css), "a {}\nb {}\n");
        let boot = served(loaded.iter().find(|url| url.contains("/boot-")).unwrap());
        let bindings = boot.split('\'').nth(1).unwrap();
        assert_eq!(served(bindings), "export default 1");
        assert!(served(boot.split('\'').nth(3).unwrap()).starts_with("\0asm"));
        assert!(dist.join("assets/fonts/x.woff2").is_file());
        assert_eq!(size.first_module, 4);
        assert_eq!(size.first_load, size.total.sent - "x".len() - "\0asm later".len());
    }

    #[test]
    fn a_first_part_that_is_too_large_fails_the_build() {
        let size = |first_module| Size { total: Total::default(), first_load: first_module, first_module };
        assert!(size(LARGEST_FIRST_MODULE).judge().is_ok());
        assert!(size(LARGEST_FIRST_MODULE + 1).judge().is_err());
    }
}
