//! A backup: one file that holds the encrypted database, the wrapped keys and the head, with a check over each.
//!
//! Layout: a line of magic, a line of JSON naming each part with its length and SHA-256, then the parts end to end.
//! The parts are as encrypted as they are in the register's folder, so a backup may stand on a share.

use super::keys::SecretBytes;
use super::{Layout, files, open};
use crate::error::{Doing, Error, Result};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::path::{Path, PathBuf};

const MAGIC: &str = "casebook backup 1\n";

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    name: String,
    bytes: usize,
    sha256: String,
}

fn digest(bytes: &[u8]) -> String {
    data_encoding::HEXLOWER.encode(&Sha256::digest(bytes))
}

fn damaged(what: &str) -> Error {
    Error::Damaged {
        what: format!("the backup: {what}"),
    }
}

/// Writes a backup of an open register to `to` and reads it back. Returns its length in bytes.
///
/// Errors: `Refused` where a file of that name stands already.
pub fn write(layout: &Layout, source: &Connection, key: &SecretBytes, to: &Path) -> Result<u64> {
    let to = &std::path::absolute(to).doing("finding the folder for the backup")?;
    if to.exists() {
        return Err(Error::Refused {
            rule: "file-exists",
            message: "There is already a file of that name. Choose another name for the backup."
                .into(),
        });
    }
    let folder = to
        .parent()
        .ok_or_else(|| damaged("no folder to write to"))?;
    // A folder that is there already belongs to somebody: its rights are left alone.
    if !folder.exists() {
        files::private_folder(folder)?;
    }
    let copy = to.with_extension("copying");
    let _ = std::fs::remove_file(&copy);
    {
        let mut target = open::connection(&copy, key, true)?;
        let backup = rusqlite::backup::Backup::new(source, &mut target)
            .doing("copying the register into a backup")?;
        backup
            .run_to_completion(4096, std::time::Duration::ZERO, None)
            .doing("copying the register into a backup")?;
        drop(backup);
        target
            .execute_batch("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE;")
            .doing("copying the register into a backup")?;
    }
    let result = pack(layout, &copy, to);
    let _ = std::fs::remove_file(&copy);
    result
}

fn pack(layout: &Layout, copy: &Path, to: &Path) -> Result<u64> {
    let mut parts = Vec::new();
    let mut payload = Vec::new();
    for (name, path) in [
        ("register.db", copy.to_path_buf()),
        ("register.keys", layout.keys()),
        ("register.head", layout.head()),
        ("preferences.json", layout.preferences()),
    ] {
        let bytes = files::read(&path)?.unwrap_or_default();
        parts.push(Part {
            name: name.to_owned(),
            bytes: bytes.len(),
            sha256: digest(&bytes),
        });
        payload.extend_from_slice(&bytes);
    }
    let mut out = MAGIC.as_bytes().to_vec();
    out.extend_from_slice(&serde_json::to_vec(&parts).map_err(|_| damaged("its list of parts"))?);
    out.push(b'\n');
    out.extend_from_slice(&payload);
    files::replace(to, &out)?;
    let read_back = files::read(to)?.ok_or_else(|| damaged("it is not there after writing"))?;
    unpack(&read_back)?;
    Ok(u64::try_from(read_back.len()).unwrap_or(u64::MAX))
}

/// The parts of a backup, each checked. Errors: `Damaged` naming the part that is not as it was written.
pub fn unpack(bytes: &[u8]) -> Result<Vec<(String, Vec<u8>)>> {
    let rest = bytes
        .strip_prefix(MAGIC.as_bytes())
        .ok_or_else(|| damaged("this is not a backup"))?;
    let end = rest
        .iter()
        .position(|b| *b == b'\n')
        .ok_or_else(|| damaged("its list of parts"))?;
    let (list, rest) = rest
        .split_at_checked(end)
        .ok_or_else(|| damaged("its list of parts"))?;
    let mut rest = rest.get(1..).unwrap_or_default();
    let parts: Vec<Part> =
        serde_json::from_slice(list).map_err(|_| damaged("its list of parts"))?;
    let mut out = Vec::new();
    for part in parts {
        let (bytes, after) = rest
            .split_at_checked(part.bytes)
            .ok_or_else(|| damaged("it ends too early"))?;
        if digest(bytes) != part.sha256 {
            return Err(damaged(&part.name));
        }
        out.push((part.name, bytes.to_vec()));
        rest = after;
    }
    if !rest.is_empty() {
        return Err(damaged("it is longer than it says"));
    }
    Ok(out)
}

/// Lays a backup out in an empty folder, ready to be unlocked. Errors: `Refused` where a register already stands.
pub fn restore(from: &Path, into: &Layout) -> Result<()> {
    if into.exists() {
        return Err(Error::Refused {
            rule: "register-exists",
            message: "There is already a register in that folder. Choose an empty one.".into(),
        });
    }
    let bytes = files::read(from)?.ok_or(Error::NotFound {
        what: "backup file",
    })?;
    let parts = unpack(&bytes)?;
    let folder = std::path::absolute(into.folder()).doing("finding the register's folder")?;
    let mut name = folder.file_name().unwrap_or_default().to_os_string();
    name.push(".restoring");
    // Laid out beside and put in place at once, so that half a restore never looks like a register.
    let making = Layout::new(folder.with_file_name(name));
    let _ = std::fs::remove_dir_all(making.folder());
    files::private_folder(making.folder())?;
    for (name, bytes) in parts {
        let path: PathBuf = match name.as_str() {
            "register.db" => making.database(),
            "register.keys" => making.keys(),
            "register.head" => making.head(),
            "preferences.json" => making.preferences(),
            _ => return Err(damaged("it holds a part that this program does not know")),
        };
        if !bytes.is_empty() {
            files::replace(&path, &bytes)?;
        }
    }
    if folder.exists() {
        std::fs::remove_dir(&folder).map_err(|_| Error::Refused {
            rule: "folder-not-empty",
            message: "The folder to restore into is not empty. Choose an empty folder.".into(),
        })?;
    }
    std::fs::rename(making.folder(), &folder).doing("putting the register in place")?;
    folder.parent().map_or(Ok(()), files::sync_folder)
}
