//! Files that survive a power cut: written whole beside the old one, synced, renamed, folder synced.

use crate::error::{Error, Result};
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::Path;

fn io(doing: &'static str, path: &Path) -> Error {
    Error::Io {
        doing,
        path: path.display().to_string(),
    }
}

/// Makes a folder that only this user may enter (0700); an existing one is tightened.
pub fn private_folder(folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).map_err(|_| io("making the register's folder", folder))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700))
            .map_err(|_| io("protecting the register's folder", folder))?;
    }
    Ok(())
}

/// Opens for reading and writing, made if missing, readable by this user only (0600).
pub fn private_file(path: &Path) -> Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    let file = options
        .open(path)
        .map_err(|_| io("opening a file of the register", path))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        file.set_permissions(fs::Permissions::from_mode(0o600))
            .map_err(|_| io("protecting a file of the register", path))?;
    }
    Ok(file)
}

/// Which file stands at a path: its device and its number there; 0 and 0 where that can't be told, or where there is none.
pub type Identity = (u64, u64);

/// Which file stands there?
pub fn identity(path: &Path) -> Identity {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        fs::metadata(path).map_or((0, 0), |found| (found.dev(), found.ino()))
    }
    #[cfg(not(unix))]
    {
        // An open file can neither be removed nor replaced there.
        let _ = path;
        (0, 0)
    }
}

/// Makes a rename durable.
pub fn sync_folder(folder: &Path) -> Result<()> {
    #[cfg(unix)]
    File::open(folder)
        .and_then(|f| f.sync_all())
        .map_err(|_| io("writing the register's folder", folder))?;
    #[cfg(not(unix))]
    let _ = folder;
    Ok(())
}

/// Replaces `path` by `bytes` so that a power cut leaves the old or the new file, never a part.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    replace_with(path, |file| {
        file.write_all(bytes)
            .map_err(|_| io("writing a file of the register", path))
    })
}

/// Replaces `path` by what `write` puts into a file beside it; nothing happens to `path` when that fails.
pub fn replace_with<T>(path: &Path, write: impl FnOnce(&mut File) -> Result<T>) -> Result<T> {
    let folder = path
        .parent()
        .ok_or_else(|| io("finding the register's folder", path))?;
    let temporary = path.with_extension("new");
    let mut file = private_file(&temporary)?;
    file.set_len(0)
        .map_err(|_| io("writing a file of the register", &temporary))?;
    let value = write(&mut file).inspect_err(|_| {
        let _ = fs::remove_file(&temporary);
    })?;
    file.sync_all()
        .map_err(|_| io("writing a file of the register", &temporary))?;
    fs::rename(&temporary, path).map_err(|_| io("putting a file in place", path))?;
    sync_folder(folder)?;
    Ok(value)
}

/// Reads a whole file; `None` where there is none.
pub fn read(path: &Path) -> Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(_) => Err(io("reading a file of the register", path)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_replaced_file_holds_the_new_bytes_and_is_private() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.keys");
        replace(&path, b"a long first text").unwrap();
        replace(&path, b"second").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"second");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(
                fs::metadata(&path).unwrap().permissions().mode() & 0o777,
                0o600
            );
        }
        assert!(!path.with_extension("new").exists());
    }
}
