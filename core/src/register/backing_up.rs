//! Making a backup of the open register: a consistent copy beside whatever goes on, checked by opening and verifying what
//! was written before it gets the name under which anybody looks for it.

use super::{Register, held};
use crate::clock::{Clock, stamp};
use crate::error::{Doing, Error, Result};
use crate::ids::RegisterId;
use crate::record::{VerifyView, verify};
use crate::store::backup::name::{Name, tag};
use crate::store::backup::{self, Count, Description, SmallFiles};
use crate::store::head::HeadFile;
use crate::store::key_file::KeyFile;
use crate::store::keys::SecretBytes;
use crate::store::work::Work;
use crate::store::{Layout, files, migrate, open};
use chrono::{DateTime, SubsecRound as _, Utc};
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A backup that was written and checked.
#[derive(Clone, Debug)]
pub struct Made {
    /// The file.
    pub path: PathBuf,
    /// Its length.
    pub bytes: u64,
    /// What verifying the record in it found: the backup is exact, the record was not whole before it was made.
    pub faults: u32,
}

/// How the last backup went, for whoever asks.
#[derive(Clone, Debug, Default)]
pub struct Trial {
    /// One is being made.
    pub working: bool,
    /// Why the last one was not made; empty for no reason.
    pub problem: String,
    /// Why it did not reach the second folder; empty for no reason.
    pub second_problem: String,
}

/// The register as it stands at one moment.
struct Snapshot {
    /// In a transaction that reads: it goes on seeing that moment.
    connection: Connection,
    small: SmallFiles,
    description: Description,
}

/// What is said in the clear of how much there is: numbers, no names.
fn describe(
    connection: &Connection,
    register: RegisterId,
    key: &SecretBytes,
    at: DateTime<Utc>,
) -> Result<Description> {
    let doing = "counting what the backup holds";
    let count = |sql: &str| {
        connection
            .query_row(sql, [], |r| r.get::<_, u32>(0))
            .doing(doing)
    };
    let last_at = connection
        .query_row(
            "SELECT coalesce((SELECT at FROM journal ORDER BY position DESC LIMIT 1), '')",
            [],
            |r| r.get(0),
        )
        .doing(doing)?;
    Description {
        register,
        made_at: stamp(at),
        format: migrate::found(connection)?,
        entries: count("SELECT count(*) FROM journal")?,
        last_at,
        holds: vec![
            Count {
                of: "patients".into(),
                number: count("SELECT count(*) FROM patients")?,
            },
            Count {
                of: "cases".into(),
                number: count("SELECT count(*) FROM cases")?,
            },
        ],
        seal: String::new(),
    }
    .sealed(key)
}

/// A name beside `to` for what is not finished.
fn beside(to: &Path, end: &str) -> PathBuf {
    let mut name = to.as_os_str().to_os_string();
    name.push(end);
    PathBuf::from(name)
}

/// Ends of names of what is not finished: never taken for a backup, and cleared away before the next one.
const UNFINISHED: [&str; 5] = [".copying", ".unchecked", ".checking", ".new", ".arriving"];

/// Removes what a killed program left in a folder of backups of this register. A name of anything else is not touched.
pub fn clear_unfinished(folder: &Path, tag: &str) {
    let begins = format!("casebook-{tag}-");
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let Some(name) = name.to_str().filter(|n| n.starts_with(&begins)) else {
            continue;
        };
        let path = entry.path();
        if UNFINISHED.iter().any(|end| name.ends_with(end)) {
            let _ = match path.is_dir() {
                true => std::fs::remove_dir_all(&path),
                false => std::fs::remove_file(&path),
            };
        } else if UNFINISHED.iter().any(|end| name.contains(end)) {
            // What SQLite puts beside a database that it writes.
            let _ = std::fs::remove_file(&path);
        }
    }
}

/// Writes what is to become the backup `to`, under a name that nobody takes for one.
fn write_unchecked(
    source: &Connection,
    small: &SmallFiles,
    description: &Description,
    key: &SecretBytes,
    to: &Path,
    work: &Work,
) -> Result<(PathBuf, u64)> {
    let copy = beside(to, ".copying");
    let unchecked = beside(to, ".unchecked");
    let written = backup::copy_database(source, key, &copy, work)
        .and_then(|()| backup::pack(description, &copy, small, &unchecked, work));
    backup::remove_database(&copy);
    Ok((unchecked, written?))
}

/// Opens a backup as a restore would and verifies the record in it: every part, every page, every entry, every signature.
///
/// Errors: `Damaged` where the file is not what was written. Faults of the record itself are answered: they were there
/// before.
pub fn verify_backup(
    path: &Path,
    key: &SecretBytes,
    work: &Work,
) -> Result<(Description, VerifyView)> {
    let folder = Layout::new(beside(path, ".checking"));
    let outcome = backup::lay_out(path, &folder, work).and_then(|description| {
        description.check(key)?;
        let view = verify_laid_out(&folder, key, work)?;
        if view.entries != description.entries {
            return Err(Error::Damaged {
                what: "the backup: it does not hold as many entries as it says".into(),
            });
        }
        Ok((description, view))
    });
    let _ = std::fs::remove_dir_all(folder.folder());
    outcome
}

fn verify_laid_out(folder: &Layout, key: &SecretBytes, work: &Work) -> Result<VerifyView> {
    let keys = KeyFile::read(folder)?;
    // One of before there were seals has none.
    if !keys.seal.is_empty() {
        keys.check(key)?;
    }
    let connection = open::connection(&folder.database(), key, false)?;
    work.begin("Checking the backup’s pages", 0);
    // SQLite's own check reads every page, and SQLCipher authenticates each page that is read.
    work.through(&connection, || open::quick_check(&connection))?;
    let head = HeadFile::open(&folder.head(), keys.register_id)?.read()?;
    let entries = connection
        .query_row("SELECT count(*) FROM journal", [], |r| r.get(0))
        .doing("checking the backup")?;
    work.begin("Verifying the backup", entries);
    let view = verify::verify(&connection, &head, |done| work.at(done))?;
    work.go_on()?;
    Ok(view)
}

/// Checks what was written and gives it its name, or takes it away again.
fn check_and_place(
    unchecked: &Path,
    bytes: u64,
    key: &SecretBytes,
    place: impl FnOnce(bool) -> Result<PathBuf>,
    work: &Work,
) -> Result<Made> {
    let outcome = verify_backup(unchecked, key, work).and_then(|(_, view)| {
        // That a head once disagreed stays a question for ever; it makes no backup a bad one.
        let faults = view.faults.iter().filter(|f| f.kind != "head").count();
        let faults = u32::try_from(faults).unwrap_or(u32::MAX);
        let path = place(faults > 0)?;
        if path.exists() {
            return Err(exists());
        }
        std::fs::rename(unchecked, &path).doing("putting the backup in place")?;
        if let Some(folder) = path.parent() {
            files::sync_folder(folder)?;
        }
        Ok(Made {
            path,
            bytes,
            faults,
        })
    });
    if outcome.is_err() {
        let _ = std::fs::remove_file(unchecked);
    }
    outcome
}

fn exists() -> Error {
    Error::Refused {
        rule: "file-exists",
        message: "There is already a file of that name. Choose another name for the backup.".into(),
    }
}

/// The folder of a file, made private where it is not there. One that is there belongs to somebody: its rights are left.
fn make_folder_of(file: &Path) -> Result<()> {
    match file.parent() {
        Some(folder) if !folder.exists() => files::private_folder(folder),
        _ => Ok(()),
    }
}

/// A name in a folder that nothing has, a second later where something has it.
fn free_name(folder: &Path, mut name: Name) -> PathBuf {
    loop {
        let (good, faulty) = (
            Name {
                faulty: false,
                ..name.clone()
            },
            Name {
                faulty: true,
                ..name.clone()
            },
        );
        if !folder.join(good.file()).exists() && !folder.join(faulty.file()).exists() {
            return folder.join(name.file());
        }
        name.at += chrono::TimeDelta::seconds(1);
    }
}

/// Before the register is brought to a newer format: nobody else is at it yet. Answers where the copy is.
pub(super) fn before_migrating(
    layout: &Layout,
    keys: &KeyFile,
    connection: &Connection,
    key: &SecretBytes,
    clock: &dyn Clock,
) -> Result<PathBuf> {
    let work = Work::default();
    let name = Name {
        register: tag(keys.register_id),
        at: clock.now().trunc_subsecs(0),
        faulty: false,
        before_format: Some(migrate::newest()),
    };
    let folder = layout.backups();
    files::private_folder(&folder)?;
    clear_unfinished(&folder, &name.register);
    let description = describe(connection, keys.register_id, key, clock.now())?;
    let to = free_name(&folder, name);
    let small = SmallFiles::read(layout)?;
    let (unchecked, bytes) = write_unchecked(connection, &small, &description, key, &to, &work)?;
    let place = |faulty| Ok(named(&to, faulty));
    check_and_place(&unchecked, bytes, key, place, &work).map(|made| made.path)
}

/// The name of a backup, saying whether its record has faults.
fn named(to: &Path, faulty: bool) -> PathBuf {
    let name = to.file_name().and_then(|n| n.to_str()).and_then(Name::read);
    match name {
        Some(name) => to.with_file_name(Name { faulty, ..name }.file()),
        None => to.to_path_buf(),
    }
}

impl Register {
    /// How the last backup went.
    pub fn trial(&self) -> Trial {
        held(&self.trial).clone()
    }

    /// Says how a backup goes.
    pub fn set_trial(&self, change: impl FnOnce(&mut Trial)) {
        change(&mut held(&self.trial));
    }

    /// Errors: `Damaged` unless this register's own key wrote what a backup says of itself.
    pub fn check_description(&self, description: &Description) -> Result<()> {
        description.check(&self.key()?)
    }

    /// The register's id, as its key file has it.
    pub fn id(&self) -> Result<RegisterId> {
        KeyFile::read(&self.layout).map(|keys| keys.register_id)
    }

    fn key(&self) -> Result<SecretBytes> {
        held(&self.data_key).clone().ok_or(Error::Locked)
    }

    /// One moment of the register, taken between two writes.
    fn snapshot(&self) -> Result<Snapshot> {
        let key = self.key()?;
        let register = self.id()?;
        let connection = open::connection(&self.layout.database(), &key, false)?;
        let small = {
            let guard = held(&self.writer);
            guard.as_ref().ok_or(Error::Locked)?;
            // The first read is what fixes the moment.
            connection
                .execute_batch("BEGIN; SELECT count(*) FROM meta;")
                .doing("beginning the backup")?;
            SmallFiles::read(&self.layout)?
        };
        let description = describe(&connection, register, &key, self.clock.now())?;
        Ok(Snapshot {
            connection,
            small,
            description,
        })
    }

    /// Writes a backup to the file `to` and checks it by opening and verifying it. Writes go on meanwhile.
    ///
    /// Errors: `Refused` where a file of that name stands already; `Damaged` where what was written does not read back.
    pub fn back_up(&self, to: &Path) -> Result<Made> {
        self.back_up_with(to, &Work::default())
    }

    /// The same as a piece of work that can be stopped.
    pub fn back_up_with(&self, to: &Path, work: &Work) -> Result<Made> {
        let to = std::path::absolute(to).doing("finding the folder for the backup")?;
        if to.exists() {
            return Err(exists());
        }
        make_folder_of(&to)?;
        let snapshot = self.snapshot()?;
        let key = self.key()?;
        let (unchecked, bytes) = write_unchecked(
            &snapshot.connection,
            &snapshot.small,
            &snapshot.description,
            &key,
            &to,
            work,
        )?;
        // Not longer than it must be: a transaction that reads keeps the write-ahead log from being emptied.
        drop(snapshot);
        check_and_place(
            &unchecked,
            bytes,
            &key,
            |faulty| Ok(named(&to, faulty)),
            work,
        )
    }

    /// Makes a backup in the register's own folder, under a name that says when it was made.
    pub fn back_up_here(&self, work: &Work) -> Result<Made> {
        let tag = tag(self.id()?);
        let folder = self.layout.backups();
        files::private_folder(&folder)?;
        clear_unfinished(&folder, &tag);
        let name = Name {
            register: tag,
            at: self.clock.now().trunc_subsecs(0),
            faulty: false,
            before_format: None,
        };
        self.back_up_with(&free_name(&folder, name), work)
    }

    /// Counts a piece of work among those that the lock stops, while `doing` it. Errors: `Locked`.
    pub fn at_work<T>(&self, work: &Arc<Work>, doing: impl FnOnce() -> Result<T>) -> Result<T> {
        {
            let mut works = held(&self.works);
            if self.closed.load(std::sync::atomic::Ordering::Acquire) {
                return Err(Error::Locked);
            }
            works.push(work.clone());
        }
        let outcome = doing();
        held(&self.works).retain(|w| !Arc::ptr_eq(w, work));
        outcome
    }

    /// Does something on a thread of its own until it is done or the register locks, one thing at a time: `false` where
    /// something goes on already.
    pub fn aside(
        self: &Arc<Self>,
        doing: impl FnOnce(&Arc<Self>, &Arc<Work>) + Send + 'static,
    ) -> bool {
        let mut place = held(&self.aside);
        let closed = self.closed.load(std::sync::atomic::Ordering::Acquire);
        if closed || place.as_ref().is_some_and(|t| !t.is_finished()) {
            return false;
        }
        let work = Arc::new(Work::default());
        let register = Arc::clone(self);
        // Known to the lock before it begins, so that no lock misses it.
        held(&self.works).push(work.clone());
        *place = Some(std::thread::spawn(move || {
            if work.go_on().is_ok() {
                doing(&register, &work);
            }
            held(&register.works).retain(|w| !Arc::ptr_eq(w, &work));
        }));
        true
    }

    /// Is something being done on that thread?
    pub fn is_aside(&self) -> bool {
        held(&self.aside).as_ref().is_some_and(|t| !t.is_finished())
    }

    /// Stops all long work and waits for the thread that does it: whatever it held of keys and files is gone then.
    pub(super) fn stop_works(&self) {
        for work in held(&self.works).iter() {
            work.stop();
        }
        let thread = held(&self.aside).take();
        if let Some(thread) = thread
            && thread.thread().id() != std::thread::current().id()
        {
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests;
