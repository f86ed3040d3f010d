//! The UI as one file for the server's binary to carry.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// Packs the folder into a tar beside it. The same files give the same bytes, and the same bytes are not written
/// again: the server is then not linked again either.
///
/// # Errors
/// When a file cannot be read or written.
pub fn pack(dist: &Path) -> Result<PathBuf> {
    let mut archive = tar::Builder::new(Vec::new());
    archive.mode(tar::HeaderMode::Deterministic);
    for file in files_below(dist)? {
        let name = file.strip_prefix(dist)?;
        archive
            .append_path_with_name(&file, name)
            .with_context(|| format!("cannot pack {}", file.display()))?;
    }
    let bytes = archive.into_inner()?;
    let path = dist.with_extension("tar");
    if fs::read(&path).ok().as_deref() != Some(&*bytes) {
        fs::write(&path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(path)
}

fn files_below(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            files.extend(files_below(&path)?);
        } else {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_files_are_the_same_archive() {
        let folder = tempfile::tempdir().unwrap();
        let dist = folder.path().join("dist");
        fs::create_dir_all(dist.join("assets")).unwrap();
        fs::write(dist.join("index.html"), "shell").unwrap();
        fs::write(dist.join("assets/a.js"), "code").unwrap();
        let first = fs::read(pack(&dist).unwrap()).unwrap();
        fs::write(dist.join("index.html"), "shell").unwrap();
        assert_eq!(fs::read(pack(&dist).unwrap()).unwrap(), first);
        let mut names = Vec::new();
        for entry in tar::Archive::new(&*first).entries().unwrap() {
            names.push(entry.unwrap().path().unwrap().to_string_lossy().into_owned());
        }
        assert_eq!(names, ["assets/a.js", "index.html"]);
    }
}
