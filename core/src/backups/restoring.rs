//! Restoring: a backup is laid out beside, opened with a passphrase of its day, verified, and only then put in place. What
//! was there before is set aside and never removed.

use super::{
    BackupPlace, BackupRow, RestorableRequest, RestorableView, RestoreRequest, RestoredView, folder,
};
use crate::clock::Clock;
use crate::dates;
use crate::error::{Doing, Error, Result};
use crate::op::Op;
use crate::preferences::Preferences;
use crate::record::VerifyView;
use crate::record::audit::Audited;
use crate::register::Register;
use crate::store::attempts::Attempts;
use crate::store::backup::name::tag;
use crate::store::backup::{self, Description};
use crate::store::hold::Hold;
use crate::store::key_file::KeyFile;
use crate::store::work::Work;
use crate::store::{Layout, files};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The mark in a folder that is laid out, verified, and only has to be put in place; holds what is set aside.
const READY: &str = "restored-whole";

/// What could be restored, found without any key: in the register's folder, in the second folder, and where somebody
/// says to look.
pub fn restorable(
    layout: &Layout,
    request: &RestorableRequest,
    clock: &dyn Clock,
) -> Result<RestorableView> {
    let now = clock.now();
    // Of a register that can't be read it isn't known which backups are its own: all are shown.
    let own = KeyFile::read(layout).ok().map(|keys| tag(keys.register_id));
    let mut notes = Vec::new();
    let mut backups: Vec<BackupRow> = Vec::new();
    let mut look = |place: BackupPlace, at: &Path, own: Option<&str>| {
        let found = folder::names(at, own);
        backups.extend(found.iter().map(|(path, _)| folder::row(path, place, now)));
        found.len()
    };
    look(BackupPlace::Here, &layout.backups(), own.as_deref());
    let second = Preferences::read(layout).unwrap_or_default().backup_folder;
    let second = Path::new(second.trim());
    if !second.as_os_str().is_empty() {
        if second.is_dir() {
            look(BackupPlace::Second, second, own.as_deref());
        } else {
            notes.push(format!(
                "The second folder for backups is not there: {}. Put the stick in, or connect the share, and look again.",
                second.display()
            ));
        }
    }
    let typed = Path::new(request.look_in.trim());
    if !typed.as_os_str().is_empty() {
        if typed.is_dir() {
            if look(BackupPlace::Other, typed, None) == 0 {
                notes.push(format!("No backup was found in {}.", typed.display()));
            }
        } else if typed.is_file() {
            backups.push(folder::row(typed, BackupPlace::Other, now));
        } else {
            return Err(Error::field(
                "look_in",
                "not-there",
                "There is no such file or folder. Write its whole path.",
            ));
        }
    }
    // Times in names sort as they read; what can't be read comes last.
    backups.sort_by_key(|row| std::cmp::Reverse(instant(Path::new(&row.file))));
    let best = backups
        .iter()
        .find(|row| row.good && row.problem.is_empty())
        .map(|row| row.file.clone());
    Ok(RestorableView {
        best,
        backups,
        folder: layout.folder().display().to_string(),
        occupied: occupied(layout.folder()),
        beside: free_folder(layout.folder(), "restored", clock)
            .display()
            .to_string(),
        notes,
    })
}

fn instant(file: &Path) -> Option<chrono::DateTime<chrono::Utc>> {
    backup::look(file)
        .ok()
        .and_then(|(d, _)| folder::instant(&d))
}

fn occupied(folder: &Path) -> bool {
    std::fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some())
}

/// A folder beside that is not there: `register-restored-2026-11-26`.
fn free_folder(beside: &Path, what: &str, clock: &dyn Clock) -> PathBuf {
    let mut name = beside.file_name().unwrap_or_default().to_os_string();
    name.push(format!("-{what}-{}", clock.today()));
    let first = beside.with_file_name(&name);
    let mut free = first.clone();
    let mut number = 1u32;
    while free.symlink_metadata().is_ok() {
        number = number.saturating_add(1);
        let mut next = name.clone();
        next.push(format!("-{number}"));
        free = first.with_file_name(next);
    }
    free
}

fn making_beside(folder: &Path) -> Layout {
    let mut name = folder.file_name().unwrap_or_default().to_os_string();
    name.push(".restoring");
    Layout::new(folder.with_file_name(name))
}

/// Lays a backup out beside `request.into`, opens it, verifies it, and puts it in place.
///
/// Errors: `NotFound`, `Damaged`, `TooNew` for the backup; `TooSoon`, `WrongPassphrase`; `InUse` while the register is open;
/// `Refused` for a folder that is not empty, and under the rule `stopped`. Nothing has been changed then.
pub fn restore(
    layout: &Layout,
    request: &RestoreRequest,
    clock: Arc<dyn Clock>,
    work: &Work,
) -> Result<RestoredView> {
    let attempts = Attempts::read(&layout.attempts())?;
    let seconds = attempts.wait_seconds(clock.now());
    if seconds > 0 {
        return Err(Error::TooSoon { seconds });
    }
    let into = request.into.trim();
    let in_place = into.is_empty() || Path::new(into) == layout.folder();
    let folder = if in_place {
        layout.folder()
    } else {
        Path::new(into)
    };
    let folder = std::path::absolute(folder).doing("finding the folder to restore into")?;
    if !in_place {
        if !Path::new(into).is_absolute() {
            return Err(Error::field(
                "into",
                "path",
                "Write the whole path of the folder, from the beginning.",
            ));
        }
        if folder.symlink_metadata().is_ok() && (!folder.is_dir() || occupied(&folder)) {
            return Err(Error::field(
                "into",
                "empty",
                "There is something in that folder. Choose one that is empty, or that is not there yet.",
            ));
        }
    }
    // Held until it is in place: nobody opens what is about to be set aside.
    let _lock = match layout.folder().is_dir() && in_place {
        true => Some(Hold::take(layout, clock.now())?),
        false => None,
    };
    if let Some(parent) = folder.parent() {
        std::fs::create_dir_all(parent).doing("making the folder to restore into")?;
    }
    let making = making_beside(&folder);
    let outcome = (|| {
        let description = backup::lay_out(Path::new(&request.file), &making, work)?;
        work.go_on()?;
        let view = open_and_verify(&making, request, &description, &clock, work, || {
            if layout.folder().is_dir() {
                attempts.clone().add(&layout.attempts(), clock.now())?;
            }
            Ok(())
        })?;
        let faults: Vec<String> = view
            .faults
            .iter()
            .map(|fault| match fault.sequence {
                0 => fault.what.clone(),
                entry => format!("Entry {entry}: {}", fault.what),
            })
            .collect();
        let done = faults.is_empty() || request.anyway;
        let set_aside = match done {
            true => put_in_place(&making, &folder, clock.as_ref())?,
            false => None,
        };
        Ok(RestoredView {
            done,
            summary: view.summary,
            faults,
            made: dates::clinical_instant(&description.made_at),
            holds: folder::holds(&description),
            last_entry: dates::clinical_instant(&description.last_at),
            folder: folder.display().to_string(),
            set_aside: set_aside
                .map(|p| p.display().to_string())
                .unwrap_or_default(),
        })
    })();
    if !matches!(&outcome, Ok(view) if view.done) {
        let _ = std::fs::remove_dir_all(making.folder());
    }
    outcome
}

/// Opens what was laid out, as its account would, and verifies it. Opening it in a folder of its own also gives it a chain
/// of its own, so that what is written from now on is never mistaken for what was written after the backup was made.
fn open_and_verify(
    making: &Layout,
    request: &RestoreRequest,
    description: &Description,
    clock: &Arc<dyn Clock>,
    work: &Work,
    wrong: impl FnOnce() -> Result<()>,
) -> Result<VerifyView> {
    let opened = Register::unlock(making, request.user_id, &request.passphrase, clock.clone());
    let (register, session) = match opened {
        Err(Error::WrongPassphrase) => {
            wrong()?;
            return Err(Error::WrongPassphrase);
        }
        other => other?,
    };
    let outcome: Result<VerifyView> = (|| {
        register.check_description(description)?;
        let view = register.verify_with(work, |_| {})?;
        register.write(&session, Op::Restore, |tx| {
            let from = format!(
                "backup of {}",
                dates::clinical_instant(&description.made_at)
            );
            tx.audit_own(Audited::Restored, None, None, None, &from)
        })?;
        Ok(view)
    })();
    let locked = register.lock(&session);
    let view = outcome?;
    locked?;
    Ok(view)
}

/// Puts a verified register in place. What stands there is set aside; answers where.
fn put_in_place(making: &Layout, folder: &Path, clock: &dyn Clock) -> Result<Option<PathBuf>> {
    let doing = "putting the register in place";
    let aside = occupied(folder).then(|| free_folder(folder, "set-aside", clock));
    let ready = making.folder().join(READY);
    // Two renames are not one: whoever finds the folder missing finds here what to do.
    let note = aside
        .as_deref()
        .map(|p| p.display().to_string())
        .unwrap_or_default();
    files::replace(&ready, note.as_bytes())?;
    if let Some(aside) = &aside {
        std::fs::rename(folder, aside).doing(doing)?;
    } else if folder.exists() {
        std::fs::remove_dir(folder).doing(doing)?;
    }
    take_up(making, folder, aside.as_deref())?;
    Ok(aside)
}

fn take_up(making: &Layout, folder: &Path, aside: Option<&Path>) -> Result<()> {
    std::fs::rename(making.folder(), folder).doing("putting the register in place")?;
    if let Some(parent) = folder.parent() {
        files::sync_folder(parent)?;
    }
    // The backups belong to the register, not to the damage.
    if let Some(aside) = aside {
        let (from, to) = (Layout::new(aside).backups(), Layout::new(folder).backups());
        files::private_folder(&to)?;
        for entry in std::fs::read_dir(from).into_iter().flatten().flatten() {
            let place = to.join(entry.file_name());
            if !place.exists() {
                let _ = std::fs::rename(entry.path(), place);
            }
        }
    }
    let _ = std::fs::remove_file(folder.join(READY));
    Ok(())
}

/// Finishes a restore that was cut off between setting the old aside and putting the new in place.
pub fn finish_interrupted(layout: &Layout) -> Result<()> {
    let making = making_beside(layout.folder());
    let ready = making.folder().join(READY);
    if layout.folder().exists() || !ready.is_file() {
        return Ok(());
    }
    let note = files::read(&ready)?.unwrap_or_default();
    let aside = String::from_utf8_lossy(&note).into_owned();
    let aside = (!aside.is_empty()).then(|| PathBuf::from(aside));
    take_up(&making, layout.folder(), aside.as_deref())
}
