//! A backup: one file that holds the encrypted database, the wrapped keys and the head, with a check over each.
//!
//! Layout: a line of magic; a line with the SHA-256 of the JSON that follows on it, which holds what the backup says of
//! itself and each part with its length and SHA-256; then the parts end to end. The parts are as encrypted as they are in the register's folder, so a backup may stand on a
//! share. What it says of itself can be read by anybody: when it was made and how much it holds, no name and no text.

pub mod name;
pub mod thinning;

use super::keys::{SecretBytes, seal_of};
use super::work::Work;
use super::{Layout, files, open};
use crate::error::{Doing, Error, Result};
use crate::ids::RegisterId;
use rusqlite::Connection;
use rusqlite::backup::StepResult;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{BufRead, BufReader, Cursor, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

const MAGIC: &str = "casebook backup 1\n";

/// No list of parts is longer.
const LONGEST_LIST: u64 = 64 * 1024;

/// No key file is longer.
const LONGEST_KEYS: u64 = 4 * 1024 * 1024;

/// How many of something are in the register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Count {
    /// Of what, as a caller names it.
    pub of: String,
    /// How many.
    pub number: u32,
}

/// What a backup says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Description {
    /// The register.
    pub register: RegisterId,
    /// When it was made, RFC 3339 in UTC.
    pub made_at: String,
    /// The register's format.
    pub format: u32,
    /// Entries of the journal.
    pub entries: u32,
    /// The instant of the last of them; empty for none.
    pub last_at: String,
    /// What else is counted.
    pub holds: Vec<Count>,
    /// Over everything above, by the data key.
    pub seal: String,
}

impl Description {
    fn text(&self) -> Result<Vec<u8>> {
        let bare = Self {
            seal: String::new(),
            ..self.clone()
        };
        let mut text = b"casebook backup 1 ".to_vec();
        text.extend(serde_json::to_vec(&bare).map_err(|_| damaged("what it says of itself"))?);
        Ok(text)
    }

    /// Puts the seal on.
    pub fn sealed(mut self, key: &SecretBytes) -> Result<Self> {
        self.seal = seal_of(key, &self.text()?)?;
        Ok(self)
    }

    /// Errors: `Damaged` unless it is as the program wrote it.
    pub fn check(&self, key: &SecretBytes) -> Result<()> {
        if self.seal == seal_of(key, &self.text()?)? {
            return Ok(());
        }
        Err(damaged("what it says of itself"))
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    name: String,
    bytes: u64,
    sha256: String,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Contents {
    description: Description,
    parts: Vec<Part>,
}

fn damaged(what: &str) -> Error {
    Error::Damaged {
        what: format!("the backup: {what}"),
    }
}

/// The small files of a register as they stood at the moment that the database is copied of.
#[derive(Clone, Debug, Default)]
pub struct SmallFiles {
    keys: Vec<u8>,
    head: Vec<u8>,
    preferences: Vec<u8>,
}

impl SmallFiles {
    /// Reads them. Whoever may change them is to be kept out meanwhile.
    pub fn read(layout: &Layout) -> Result<Self> {
        let or_none = |path: PathBuf| files::read(&path).map(Option::unwrap_or_default);
        Ok(Self {
            keys: or_none(layout.keys())?,
            head: or_none(layout.head())?,
            preferences: or_none(layout.preferences())?,
        })
    }
}

/// Copies an open database into `copy`, still encrypted. A `source` that stands in a transaction is copied as it is in it,
/// whatever is written meanwhile.
pub fn copy_database(
    source: &Connection,
    key: &SecretBytes,
    copy: &Path,
    work: &Work,
) -> Result<()> {
    let doing = "copying the register into a backup";
    remove_database(copy);
    let mut target = open::connection(copy, key, true)?;
    {
        let backup = rusqlite::backup::Backup::new(source, &mut target).doing(doing)?;
        loop {
            work.go_on()?;
            match backup.step(2048).doing(doing)? {
                StepResult::Done => break,
                StepResult::More => {}
                // Whoever has the file keeps it for a moment only.
                _ => std::thread::sleep(std::time::Duration::from_millis(5)),
            }
            let progress = backup.progress();
            let of = |pages: i32| u32::try_from(pages).unwrap_or(0);
            let all = of(progress.pagecount);
            work.begin("Copying the register", all);
            work.at(all.saturating_sub(of(progress.remaining)));
        }
    }
    target
        .execute_batch("PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE;")
        .doing(doing)
}

/// Removes a database and what SQLite puts beside it.
pub fn remove_database(path: &Path) {
    for end in ["", "-wal", "-shm", "-journal"] {
        let mut name = path.as_os_str().to_os_string();
        name.push(end);
        let _ = std::fs::remove_file(name);
    }
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

/// Writes the backup: the copy of the database and the small files, each with its digest. It is not known to be good until
/// it has been checked. Returns its length in bytes.
pub fn pack(
    description: &Description,
    copy: &Path,
    small: &SmallFiles,
    to: &Path,
    work: &Work,
) -> Result<u64> {
    let doing = "writing the backup";
    let mut database = File::open(copy).doing(doing)?;
    let bytes = database.metadata().doing(doing)?.len();
    work.begin("Writing the backup", mib(bytes));
    let mut read = 0;
    let sha256 =
        pass_on(&mut database, bytes, |_| work.go_on())?.ok_or_else(|| damaged("register.db"))?;
    let mut parts = vec![Part {
        name: "register.db".to_owned(),
        bytes,
        sha256,
    }];
    let others = [
        ("register.keys", &small.keys),
        ("register.head", &small.head),
        ("preferences.json", &small.preferences),
    ];
    for (name, content) in others {
        parts.push(Part {
            name: name.to_owned(),
            bytes: u64::try_from(content.len()).unwrap_or(u64::MAX),
            sha256: data_encoding::HEXLOWER.encode(&Sha256::digest(content)),
        });
    }
    let contents = Contents {
        description: description.clone(),
        parts,
    };
    let list = serde_json::to_vec(&contents).map_err(|_| damaged("its list of parts"))?;
    let mut head = MAGIC.as_bytes().to_vec();
    head.extend(
        data_encoding::HEXLOWER
            .encode(&Sha256::digest(&list))
            .bytes(),
    );
    head.push(b' ');
    head.extend(list);
    head.push(b'\n');
    files::replace_with(to, |file| {
        file.write_all(&head).doing(doing)?;
        database.seek(SeekFrom::Start(0)).doing(doing)?;
        pass_on(&mut database, bytes, |piece| {
            read += u64::try_from(piece.len()).unwrap_or(0);
            work.at(mib(read));
            work.go_on()?;
            file.write_all(piece).doing(doing)
        })?;
        for (_, content) in others {
            file.write_all(content).doing(doing)?;
        }
        file.metadata().doing(doing).map(|m| m.len())
    })
}

fn mib(bytes: u64) -> u32 {
    u32::try_from(bytes >> 20).unwrap_or(u32::MAX)
}

/// Reads what the backup says of itself and its list of parts; `from` then stands at the first part.
fn contents(from: &mut impl BufRead) -> Result<Contents> {
    let mut magic = vec![0; MAGIC.len()];
    if from.read_exact(&mut magic).is_err() || magic != MAGIC.as_bytes() {
        return Err(damaged("this is not a backup"));
    }
    let mut list = Vec::new();
    from.by_ref()
        .take(LONGEST_LIST)
        .read_until(b'\n', &mut list)
        .doing("reading a backup")?;
    let list = list
        .strip_suffix(b"\n")
        .ok_or_else(|| damaged("its list of parts"))?;
    let (digest, list) = list
        .split_at_checked(64)
        .ok_or_else(|| damaged("its list of parts"))?;
    let list = list
        .strip_prefix(b" ")
        .filter(|list| {
            data_encoding::HEXLOWER
                .encode(&Sha256::digest(list))
                .as_bytes()
                == digest
        })
        .ok_or_else(|| damaged("its list of parts"))?;
    serde_json::from_slice(list).map_err(|_| damaged("its list of parts"))
}

fn opened(path: &Path) -> Result<File> {
    match File::open(path) {
        Ok(file) => Ok(file),
        Err(e) if e.kind() == ErrorKind::NotFound => Err(Error::NotFound {
            what: "backup file",
        }),
        Err(other) => Err(other).doing("reading a backup"),
    }
}

/// What a backup says of itself, and its key file. Cheap, whatever its size: nothing else is read, or checked.
pub fn look(path: &Path) -> Result<(Description, Vec<u8>)> {
    let mut from = BufReader::new(opened(path)?);
    let contents = contents(&mut from)?;
    let mut keys = Vec::new();
    for part in &contents.parts {
        if part.name == "register.keys" {
            (&mut from)
                .take(part.bytes.min(LONGEST_KEYS))
                .read_to_end(&mut keys)
                .doing("reading a backup")?;
            if data_encoding::HEXLOWER.encode(&Sha256::digest(&keys)) != part.sha256 {
                return Err(damaged("register.keys"));
            }
            break;
        }
        let bytes = i64::try_from(part.bytes).map_err(|_| damaged("its list of parts"))?;
        from.seek_relative(bytes).doing("reading a backup")?;
    }
    Ok((contents.description, keys))
}

/// Goes through a backup part by part: `into` says where the bytes of a part go, if anywhere; `Damaged` names the part that
/// is not as it was written, after its bytes have gone there.
fn each_part<W: Write>(
    mut from: impl BufRead,
    mut into: impl FnMut(&str) -> Result<Option<W>>,
    work: &Work,
) -> Result<Description> {
    let doing = "reading a backup";
    let Contents { description, parts } = contents(&mut from)?;
    let all = parts.iter().map(|p| p.bytes).fold(0, u64::saturating_add);
    work.begin("Reading the backup", mib(all));
    let mut read = 0u64;
    for part in parts {
        let mut to = into(&part.name)?;
        let sha256 = pass_on(&mut from, part.bytes, |piece| {
            read = read.saturating_add(u64::try_from(piece.len()).unwrap_or(0));
            work.at(mib(read));
            work.go_on()?;
            match &mut to {
                Some(to) => to.write_all(piece).doing("laying out a backup"),
                None => Ok(()),
            }
        })?;
        match sha256 {
            None => return Err(damaged("it ends too early")),
            Some(sha256) if sha256 != part.sha256 => return Err(damaged(&part.name)),
            Some(_) => {}
        }
    }
    if from.fill_buf().doing(doing)?.is_empty() {
        Ok(description)
    } else {
        Err(damaged("it is longer than it says"))
    }
}

/// Checks that every part of a backup is as it was written. Errors: `Damaged` naming the part that is not.
pub fn check(bytes: &[u8]) -> Result<()> {
    each_part(Cursor::new(bytes), |_| Ok(None::<File>), &Work::default()).map(drop)
}

/// The same of a file, however large.
pub fn check_file(path: &Path, work: &Work) -> Result<Description> {
    let file = BufReader::with_capacity(PIECE, opened(path)?);
    each_part(file, |_| Ok(None::<File>), work)
}

/// Puts the database of a backup in the place of another file. Errors: `Damaged`, and nothing is changed.
pub fn put_database_back(from: &Path, place: &Path) -> Result<()> {
    let file = File::open(from).doing("reading a backup")?;
    files::replace_with(place, |database| {
        each_part(
            BufReader::new(file),
            |name| {
                let wanted = name == "register.db";
                wanted
                    .then(|| database.try_clone().doing("putting the register back"))
                    .transpose()
            },
            &Work::default(),
        )
    })
    .map(drop)
}

/// Lays a backup out in an empty folder, ready to be unlocked. Errors: `Refused` where a register already stands.
pub fn restore(from: &Path, into: &Layout) -> Result<()> {
    if into.exists() {
        return Err(Error::Refused {
            rule: "register-exists",
            message: "There is already a register in that folder. Choose an empty one.".into(),
        });
    }
    let folder = std::path::absolute(into.folder()).doing("finding the register's folder")?;
    let mut name = folder.file_name().unwrap_or_default().to_os_string();
    name.push(".restoring");
    // Laid out beside and put in place at once, so that half a restore never looks like a register.
    let making = Layout::new(folder.with_file_name(name));
    lay_out(from, &making, &Work::default())?;
    if folder.exists() {
        std::fs::remove_dir(&folder).map_err(|_| Error::Refused {
            rule: "folder-not-empty",
            message: "The folder to restore into is not empty. Choose an empty folder.".into(),
        })?;
    }
    std::fs::rename(making.folder(), &folder).doing("putting the register in place")?;
    folder.parent().map_or(Ok(()), files::sync_folder)
}

/// Lays a backup out in a folder of its own, made anew; nothing is left of it when that fails.
pub fn lay_out(from: &Path, making: &Layout, work: &Work) -> Result<Description> {
    let file = opened(from)?;
    let _ = std::fs::remove_dir_all(making.folder());
    files::private_folder(making.folder())?;
    fill(file, making, work).inspect_err(|_| {
        let _ = std::fs::remove_dir_all(making.folder());
    })
}

fn fill(from: File, making: &Layout, work: &Work) -> Result<Description> {
    let mut made: Vec<PathBuf> = Vec::new();
    let from = BufReader::with_capacity(PIECE, from);
    let into = |name: &str| {
        let path = match name {
            "register.db" => making.database(),
            "register.keys" => making.keys(),
            "register.head" => making.head(),
            "preferences.json" => making.preferences(),
            _ => return Err(damaged("it holds a part that this program does not know")),
        };
        made.push(path.clone());
        files::private_file(&path).map(Some)
    };
    let description = each_part(from, into, work)?;
    for path in made {
        let file = files::private_file(&path)?;
        // A part without content was no file.
        if file.metadata().doing("laying out a backup")?.len() == 0 {
            std::fs::remove_file(&path).doing("laying out a backup")?;
        } else {
            file.sync_all().doing("laying out a backup")?;
        }
    }
    files::sync_folder(making.folder())?;
    Ok(description)
}
