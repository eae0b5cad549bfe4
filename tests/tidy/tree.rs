//! The files of the clone: those git tracks, and new ones it would track.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// One file that is text.
#[derive(Debug, Clone)]
pub(crate) struct File {
    /// From the root of the clone, with forward slashes.
    pub(crate) path: String,
    /// What it holds.
    pub(crate) text: String,
}

impl File {
    /// A small example for a test of a rule.
    pub(crate) fn example(path: &str, text: &str) -> Self {
        Self {
            path: path.to_owned(),
            text: text.to_owned(),
        }
    }

    /// Whether its name ends with one of these.
    pub(crate) fn ends_with(&self, endings: &[&str]) -> bool {
        endings.iter().any(|ending| self.path.ends_with(ending))
    }

    /// The name without its folder.
    pub(crate) fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or(&self.path)
    }
}

/// The root of the clone.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_path_buf()
}

/// Every path that git tracks or would track.
pub(crate) fn paths() -> Vec<String> {
    let listing = Command::new("git")
        .args([
            "ls-files",
            "--cached",
            "--others",
            "--exclude-standard",
            "-z",
        ])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(
        listing.status.success(),
        "the rules are read from a git clone"
    );
    let listing = String::from_utf8(listing.stdout).unwrap();
    let there = |path: &&str| !path.is_empty() && root().join(path).is_file();
    let mut paths: Vec<String> = listing
        .split('\0')
        .filter(there)
        .map(str::to_owned)
        .collect();
    paths.sort();
    paths.dedup();
    assert!(paths.len() > 20, "the clone can't be as empty as this");
    paths
}

/// Every text file whose path begins so; the empty beginning means all.
pub(crate) fn files(beginning: &str) -> Vec<File> {
    let read = |path: String| {
        let text = String::from_utf8(fs::read(root().join(&path)).unwrap()).ok()?;
        Some(File { path, text })
    };
    paths()
        .into_iter()
        .filter(|path| path.starts_with(beginning))
        .filter_map(read)
        .collect()
}

/// One text file, where it is there.
pub(crate) fn file(path: &str) -> Option<File> {
    let text = fs::read_to_string(root().join(path)).ok()?;
    Some(File {
        path: path.to_owned(),
        text,
    })
}

/// Every text file under a folder that git need not know, such as what was built.
pub(crate) fn built(folder: &str) -> Vec<File> {
    let mut found = Vec::new();
    let mut waiting = vec![root().join(folder)];
    while let Some(next) = waiting.pop() {
        for entry in fs::read_dir(&next).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() {
                waiting.push(path);
            } else if let Ok(text) = fs::read_to_string(&path) {
                let path = path.strip_prefix(root()).unwrap().display().to_string();
                found.push(File { path, text });
            }
        }
    }
    found
}
