//! The folder that becomes the package: every file with its mode and the time of the commit.

use std::collections::BTreeMap;
use std::fs::{self, File, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use crate::programs::Program;

/// What is being put together.
#[derive(Debug)]
pub(crate) struct Tree {
    folder: PathBuf,
    time: SystemTime,
    /// Files and their sizes, by their place in the package.
    files: BTreeMap<String, u64>,
}

impl Tree {
    /// An empty one, all of whose files will bear this time.
    pub(crate) fn new(folder: PathBuf, seconds: u64) -> Self {
        Self {
            folder,
            time: SystemTime::UNIX_EPOCH + Duration::from_secs(seconds),
            files: BTreeMap::new(),
        }
    }

    /// Where it stands.
    pub(crate) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Adds a program.
    ///
    /// # Errors
    /// It can't be read or written.
    pub(crate) fn program(&mut self, from: &Path, to: &str) -> Result<(), String> {
        self.copied(from, to, 0o755)
    }

    /// Adds a copy of a file.
    ///
    /// # Errors
    /// It can't be read or written.
    pub(crate) fn copy(&mut self, from: &Path, to: &str) -> Result<(), String> {
        self.copied(from, to, 0o644)
    }

    fn copied(&mut self, from: &Path, to: &str, mode: u32) -> Result<(), String> {
        let bytes = fs::read(from).map_err(|fault| format!("{}: {fault}", from.display()))?;
        self.put(to, &bytes, mode)
    }

    /// Adds a text.
    ///
    /// # Errors
    /// It can't be written.
    pub(crate) fn file(&mut self, to: &str, text: &str) -> Result<(), String> {
        self.put(to, text.as_bytes(), 0o644)
    }

    /// Adds a text packed with gzip, `.gz` behind its name, without name and time inside.
    ///
    /// # Errors
    /// gzip fails, or it can't be written.
    pub(crate) fn packed(&mut self, to: &str, text: &str) -> Result<(), String> {
        let plain = self.put(to, text.as_bytes(), 0o644);
        self.files.remove(to);
        plain?;
        let file = self.folder.join(to);
        let status = Command::new("gzip")
            .args(["-9", "-n", "--force"])
            .arg(&file)
            .stdin(Stdio::null())
            .status()
            .map_err(|fault| format!("gzip could not be started: {fault}"))?;
        if !status.success() {
            return Err(format!("gzip could not pack {to} ({status})"));
        }
        let packed = format!("{to}.gz");
        let size = fs::metadata(self.folder.join(&packed))
            .map_err(|fault| format!("{packed}: {fault}"))?
            .len();
        self.files.insert(packed, size);
        Ok(())
    }

    /// Adds a control file, which is no file of the package.
    ///
    /// # Errors
    /// It can't be written.
    pub(crate) fn control(&mut self, name: &str, text: &str) -> Result<(), String> {
        let to = format!("DEBIAN/{name}");
        self.put(&to, text.as_bytes(), 0o644)?;
        self.files.remove(&to);
        Ok(())
    }

    fn put(&mut self, to: &str, bytes: &[u8], mode: u32) -> Result<(), String> {
        let file = self.folder.join(to);
        let fail = |fault: std::io::Error| format!("{}: {fault}", file.display());
        if let Some(above) = file.parent() {
            fs::create_dir_all(above).map_err(fail)?;
        }
        fs::write(&file, bytes).map_err(fail)?;
        fs::set_permissions(&file, Permissions::from_mode(mode)).map_err(fail)?;
        let size = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.files.insert(to.to_owned(), size);
        Ok(())
    }

    /// The sums of all files, as dpkg keeps them.
    ///
    /// # Errors
    /// md5sum fails.
    pub(crate) fn sums(&self) -> Result<String, String> {
        let mut program = Program::new("md5sum").within(&self.folder);
        for file in self.files.keys() {
            program = program.arg(file);
        }
        let answer = program.ask()?;
        if answer.ok {
            Ok(answer.text)
        } else {
            Err(format!("md5sum: {}", answer.complaint.trim()))
        }
    }

    /// What it takes when installed, by dpkg's own rule: each file rounded up, one for each folder.
    pub(crate) fn kibibytes(&self) -> u64 {
        let files: u64 = self.files.values().map(|size| size.div_ceil(1024)).sum();
        files.saturating_add(u64::try_from(self.folders().len()).unwrap_or_default())
    }

    /// The folders of the package.
    fn folders(&self) -> Vec<&str> {
        let mut all: Vec<&str> = self
            .files
            .keys()
            .flat_map(|file| file.match_indices('/').filter_map(|(at, _)| file.get(..at)))
            .collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Gives every file and folder its time, and every folder its mode whatever the umask is.
    ///
    /// # Errors
    /// One of them can't be changed.
    pub(crate) fn finish(&self) -> Result<(), String> {
        finish(&self.folder, self.time).map_err(|fault| format!("the times of the files: {fault}"))
    }
}

fn finish(path: &Path, time: SystemTime) -> std::io::Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path)? {
            finish(&entry?.path(), time)?;
        }
        fs::set_permissions(path, Permissions::from_mode(0o755))?;
    }
    File::open(path)?.set_modified(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made(name: &str) -> Tree {
        let folder =
            std::env::temp_dir().join(format!("casebook-xtask-tree-{name}-{}", std::process::id()));
        drop(fs::remove_dir_all(&folder));
        let mut tree = Tree::new(folder, 1_700_000_000);
        tree.file("usr/share/a", &"a".repeat(1025)).unwrap();
        tree.packed("usr/share/doc/b", "text\n").unwrap();
        tree.control("control", "Package: x\n").unwrap();
        tree.finish().unwrap();
        tree
    }

    #[test]
    fn a_file_has_its_mode_and_the_time_of_the_commit() {
        let tree = made("mode");
        for file in ["usr/share/a", "usr/share/doc/b.gz", "usr/share", "DEBIAN"] {
            let about = fs::metadata(tree.folder().join(file)).unwrap();
            let mode = if about.is_dir() { 0o755 } else { 0o644 };
            assert_eq!(about.permissions().mode() & 0o7777, mode, "{file}");
            assert_eq!(about.modified().unwrap(), tree.time, "{file}");
        }
        assert!(!tree.folder().join("usr/share/doc/b").exists());
        fs::remove_dir_all(tree.folder()).unwrap();
    }

    #[test]
    fn control_files_are_neither_summed_nor_weighed() {
        let tree = made("sums");
        let sums = tree.sums().unwrap();
        let names: Vec<&str> = sums.lines().filter_map(|l| l.split("  ").nth(1)).collect();
        assert_eq!(names, ["usr/share/a", "usr/share/doc/b.gz"]);
        // Two for the first file, one for the second; usr, usr/share, usr/share/doc.
        assert_eq!(tree.kibibytes(), 6);
        fs::remove_dir_all(tree.folder()).unwrap();
    }

    #[test]
    fn the_same_text_is_packed_to_the_same_bytes() {
        let (one, two) = (made("one"), made("two"));
        let packed = |tree: &Tree| fs::read(tree.folder().join("usr/share/doc/b.gz")).unwrap();
        assert_eq!(packed(&one), packed(&two));
        fs::remove_dir_all(one.folder()).unwrap();
        fs::remove_dir_all(two.folder()).unwrap();
    }
}
