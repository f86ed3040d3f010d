//! Brotli beside each file, so that the server never compresses what it has sent before.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use brotli::enc::BrotliEncoderParams;

use super::{Flavor, stamp};

/// Formats that are text or nearly so; fonts and pictures are compressed already.
const COMPRESSIBLE: [&str; 9] = ["html", "css", "js", "wasm", "json", "webmanifest", "svg", "txt", "map"];

/// Bytes of all files, and of what a browser gets that takes Brotli.
#[derive(Debug, Default)]
pub struct Total {
    pub plain: usize,
    pub sent: usize,
}

/// Writes `<file>.br` wherever that is smaller by a tenth; a build that is to be quick goes without.
///
/// # Errors
/// When a file cannot be read or written.
pub fn beside_each(dist: &Path, flavor: Flavor) -> Result<Total> {
    let mut total = Total::default();
    for file in stamp::files(dist)? {
        let plain = fs::read(&file)?;
        total.plain += plain.len();
        let known =
            file.extension().and_then(|end| end.to_str()).is_some_and(|end| COMPRESSIBLE.contains(&end));
        let small = if known && flavor == Flavor::Small { compress(&plain)? } else { plain.clone() };
        if small.len() < plain.len() / 10 * 9 {
            let mut name = file.into_os_string();
            name.push(".br");
            fs::write(name, &small)?;
            total.sent += small.len();
        } else {
            total.sent += plain.len();
        }
    }
    Ok(total)
}

/// Bytes that a browser gets for a file, which [`beside_each`] has seen.
///
/// # Errors
/// When there is no such file.
pub fn sent(file: &Path) -> Result<usize> {
    let twin = file.with_added_extension("br");
    let file = if twin.is_file() { &twin } else { file };
    let size = file.metadata().with_context(|| format!("no file {}", file.display()))?.len();
    Ok(usize::try_from(size)?)
}

fn compress(plain: &[u8]) -> Result<Vec<u8>> {
    let params =
        BrotliEncoderParams { quality: 11, size_hint: plain.len(), ..BrotliEncoderParams::default() };
    let mut small = Vec::new();
    brotli::BrotliCompress(&mut &plain[..], &mut small, &params)?;
    Ok(small)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Flavor, beside_each};

    #[test]
    fn only_what_shrinks_gets_a_compressed_twin() {
        let folder = tempfile::tempdir().unwrap();
        let text = "natter ".repeat(500);
        for name in ["a.js", "b.woff2", "c.css"] {
            fs::write(folder.path().join(name), if name == "c.css" { "x" } else { &text }).unwrap();
        }
        beside_each(folder.path(), Flavor::Small).unwrap();
        let twin = fs::read(folder.path().join("a.js.br")).unwrap();
        let mut back = Vec::new();
        brotli::BrotliDecompress(&mut &twin[..], &mut back).unwrap();
        assert_eq!(back, text.as_bytes());
        assert!(!folder.path().join("b.woff2.br").exists());
        assert!(!folder.path().join("c.css.br").exists());
    }
}
