//! The service worker: `frontend/sw.js` with the build and the names of its files.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::stamp;

/// What is served and not needed without a network.
const LEFT_OUT: [&str; 1] = ["txt"];

/// Writes the worker of a build whose files are in `dist/assets`; without a template there is none.
///
/// # Errors
/// When a file cannot be read or written.
pub fn write(frontend: &Path, dist: &Path, build: &str) -> Result<()> {
    let template = frontend.join("sw.js");
    if !template.exists() {
        return Ok(());
    }
    let template =
        fs::read_to_string(&template).with_context(|| format!("cannot read {}", template.display()))?;
    let mut urls = Vec::new();
    for file in stamp::files(&dist.join("assets"))? {
        let kind = file.extension().and_then(|end| end.to_str()).unwrap_or_default();
        if !LEFT_OUT.contains(&kind) {
            urls.push(format!("\"/{}\"", file.strip_prefix(dist)?.display()));
        }
    }
    let worker = template.replace("{{build}}", build).replace("{{files}}", &format!("[{}]", urls.join(", ")));
    fs::write(dist.join("sw.js"), worker).context("cannot write the service worker")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::write;

    #[test]
    fn the_worker_knows_its_build_and_what_to_keep() {
        let folder = tempfile::tempdir().unwrap();
        let (frontend, dist) = (folder.path().join("frontend"), folder.path().join("dist"));
        fs::create_dir_all(dist.join("assets/icons")).unwrap();
        fs::create_dir_all(&frontend).unwrap();
        for name in ["natter-1.js", "icons/a.png", "LICENSE.txt"] {
            fs::write(dist.join("assets").join(name), "x").unwrap();
        }
        write(&frontend, &dist, "1a2b").unwrap();
        assert!(!dist.join("sw.js").exists());
        fs::write(frontend.join("sw.js"), "'{{build}}' {{files}}").unwrap();
        write(&frontend, &dist, "1a2b").unwrap();
        let worker = fs::read_to_string(dist.join("sw.js")).unwrap();
        assert_eq!(worker, "'1a2b' [\"/assets/icons/a.png\", \"/assets/natter-1.js\"]");
    }
}
