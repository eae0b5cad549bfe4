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
use std::fs::File;
use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

const MAGIC: &str = "casebook backup 1\n";

/// No list of parts is longer.
const LONGEST_LIST: u64 = 64 * 1024;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    name: String,
    bytes: u64,
    sha256: String,
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

/// How much is in memory at a time, whatever the size of the register.
const PIECE: usize = 1 << 20;

/// Hands what a part holds on, piece by piece. Gives its digest; `None` where it ends before `length`.
fn pass_on(
    from: &mut impl Read,
    mut length: u64,
    mut to: impl FnMut(&[u8]) -> Result<()>,
) -> Result<Option<String>> {
    let mut hasher = Sha256::new();
    let mut piece = vec![0; PIECE];
    while length > 0 {
        let most = usize::try_from(length).map_or(PIECE, |l| l.min(PIECE));
        let room = piece.get_mut(..most).unwrap_or_default();
        let count = from.read(room).doing("reading a backup")?;
        let Some(got) = room.get(..count).filter(|got| !got.is_empty()) else {
            return Ok(None);
        };
        hasher.update(got);
        to(got)?;
        length = length.saturating_sub(u64::try_from(count).unwrap_or(u64::MAX));
    }
    Ok(Some(data_encoding::HEXLOWER.encode(&hasher.finalize())))
}

fn pack(layout: &Layout, copy: &Path, to: &Path) -> Result<u64> {
    let doing = "writing the backup";
    let mut parts = Vec::new();
    let mut files = Vec::new();
    for (name, path) in [
        ("register.db", copy.to_path_buf()),
        ("register.keys", layout.keys()),
        ("register.head", layout.head()),
        ("preferences.json", layout.preferences()),
    ] {
        let (bytes, sha256) = match File::open(&path) {
            Ok(mut file) => {
                let bytes = file.metadata().doing(doing)?.len();
                let sha256 = pass_on(&mut file, bytes, |_| Ok(()))?;
                files.push((path, bytes));
                (bytes, sha256.ok_or_else(|| damaged(name))?)
            }
            Err(e) if e.kind() == ErrorKind::NotFound => {
                (0, data_encoding::HEXLOWER.encode(&Sha256::digest([])))
            }
            Err(other) => return Err(other).doing(doing),
        };
        parts.push(Part {
            name: name.to_owned(),
            bytes,
            sha256,
        });
    }
    let mut head = MAGIC.as_bytes().to_vec();
    head.extend_from_slice(&serde_json::to_vec(&parts).map_err(|_| damaged("its list of parts"))?);
    head.push(b'\n');
    files::replace_with(to, |file| {
        file.write_all(&head).doing(doing)?;
        for (path, bytes) in &files {
            let mut part = File::open(path).doing(doing)?;
            pass_on(&mut part, *bytes, |piece| {
                file.write_all(piece).doing(doing)
            })?;
        }
        Ok(())
    })?;
    // What was written is read back, and each part held against what it was when it was read first.
    let read_back = File::open(to).map_err(|_| damaged("it is not there after writing"))?;
    let length = read_back.metadata().doing(doing)?.len();
    each_part(BufReader::new(read_back), |_| Ok(None::<File>))?;
    Ok(length)
}

/// Goes through a backup part by part: `into` says where the bytes of a part go, if anywhere; `Damaged` names the part that
/// is not as it was written, after its bytes have gone there.
fn each_part<W: Write>(
    mut from: impl BufRead,
    mut into: impl FnMut(&str) -> Result<Option<W>>,
) -> Result<()> {
    let doing = "reading a backup";
    let mut magic = vec![0; MAGIC.len()];
    if from.read_exact(&mut magic).is_err() || magic != MAGIC.as_bytes() {
        return Err(damaged("this is not a backup"));
    }
    let mut list = Vec::new();
    from.by_ref()
        .take(LONGEST_LIST)
        .read_until(b'\n', &mut list)
        .doing(doing)?;
    let list = list
        .strip_suffix(b"\n")
        .ok_or_else(|| damaged("its list of parts"))?;
    let parts: Vec<Part> =
        serde_json::from_slice(list).map_err(|_| damaged("its list of parts"))?;
    for part in parts {
        let mut to = into(&part.name)?;
        let sha256 = pass_on(&mut from, part.bytes, |piece| match &mut to {
            Some(to) => to.write_all(piece).doing("laying out a backup"),
            None => Ok(()),
        })?;
        match sha256 {
            None => return Err(damaged("it ends too early")),
            Some(sha256) if sha256 != part.sha256 => return Err(damaged(&part.name)),
            Some(_) => {}
        }
    }
    if from.fill_buf().doing(doing)?.is_empty() {
        Ok(())
    } else {
        Err(damaged("it is longer than it says"))
    }
}

/// Checks that every part of a backup is as it was written. Errors: `Damaged` naming the part that is not.
pub fn check(bytes: &[u8]) -> Result<()> {
    each_part(bytes, |_| Ok(None::<File>))
}

/// Puts the database of a backup in the place of another file. Errors: `Damaged`, and nothing is changed.
pub fn put_database_back(from: &Path, place: &Path) -> Result<()> {
    let file = File::open(from).doing("reading a backup")?;
    files::replace_with(place, |database| {
        each_part(BufReader::new(file), |name| {
            let wanted = name == "register.db";
            wanted
                .then(|| database.try_clone().doing("putting the register back"))
                .transpose()
        })
    })
}

/// Lays a backup out in an empty folder, ready to be unlocked. Errors: `Refused` where a register already stands.
pub fn restore(from: &Path, into: &Layout) -> Result<()> {
    if into.exists() {
        return Err(Error::Refused {
            rule: "register-exists",
            message: "There is already a register in that folder. Choose an empty one.".into(),
        });
    }
    let file = match File::open(from) {
        Ok(file) => file,
        Err(e) if e.kind() == ErrorKind::NotFound => {
            return Err(Error::NotFound {
                what: "backup file",
            });
        }
        Err(other) => return Err(other).doing("reading a backup"),
    };
    let folder = std::path::absolute(into.folder()).doing("finding the register's folder")?;
    let mut name = folder.file_name().unwrap_or_default().to_os_string();
    name.push(".restoring");
    // Laid out beside and put in place at once, so that half a restore never looks like a register.
    let making = Layout::new(folder.with_file_name(name));
    let _ = std::fs::remove_dir_all(making.folder());
    files::private_folder(making.folder())?;
    let laid_out = lay_out(file, &making);
    if laid_out.is_err() {
        let _ = std::fs::remove_dir_all(making.folder());
    }
    laid_out?;
    if folder.exists() {
        std::fs::remove_dir(&folder).map_err(|_| Error::Refused {
            rule: "folder-not-empty",
            message: "The folder to restore into is not empty. Choose an empty folder.".into(),
        })?;
    }
    std::fs::rename(making.folder(), &folder).doing("putting the register in place")?;
    folder.parent().map_or(Ok(()), files::sync_folder)
}

fn lay_out(from: File, making: &Layout) -> Result<()> {
    let mut made: Vec<PathBuf> = Vec::new();
    each_part(BufReader::with_capacity(PIECE, from), |name| {
        let path = match name {
            "register.db" => making.database(),
            "register.keys" => making.keys(),
            "register.head" => making.head(),
            "preferences.json" => making.preferences(),
            _ => return Err(damaged("it holds a part that this program does not know")),
        };
        made.push(path.clone());
        files::private_file(&path).map(Some)
    })?;
    for path in made {
        let file = files::private_file(&path)?;
        // A part without content was no file.
        if file.metadata().doing("laying out a backup")?.len() == 0 {
            std::fs::remove_file(&path).doing("laying out a backup")?;
        } else {
            file.sync_all().doing("laying out a backup")?;
        }
    }
    files::sync_folder(making.folder())
}
