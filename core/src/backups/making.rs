//! Making backups: by themselves after unlocking, and on demand. Both go the same way.

use super::folder;
use crate::clock::stamp;
use crate::error::{Doing, Error, Result};
use crate::op::Op;
use crate::preferences::Preferences;
use crate::record::audit::Audited;
use crate::register::Register;
use crate::register::backing_up::{Made, clear_unfinished};
use crate::session::Session;
use crate::store::backup::name::tag;
use crate::store::work::{STOPPED, Work};
use crate::store::{Layout, backup, files};
use chrono::{DateTime, TimeDelta, Utc};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// When a backup last reached the second folder: known while the folder is absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Reached {
    pub(super) folder: String,
    pub(super) at: String,
}

fn reached_file(layout: &Layout) -> PathBuf {
    layout.backups().join("second.json")
}

impl Reached {
    pub(super) fn read(layout: &Layout) -> Self {
        files::read(&reached_file(layout))
            .ok()
            .flatten()
            .and_then(|bytes| serde_json::from_slice(&bytes).ok())
            .unwrap_or_default()
    }

    fn write(&self, layout: &Layout) -> Result<()> {
        let bytes = serde_json::to_vec(self).unwrap_or_default();
        files::replace(&reached_file(layout), &bytes)
    }
}

/// Is it time for a backup?
pub(super) fn is_due(newest: Option<DateTime<Utc>>, now: DateTime<Utc>) -> bool {
    newest.is_none_or(|at| at > now || now - at >= TimeDelta::days(1))
}

/// After an unlock: makes a backup where the newest is older than a day, and brings the newest to the second folder where
/// it has not got there. On a thread of its own, which the lock stops and waits for; nothing waits for it.
pub fn automatic(register: &Arc<Register>, session: &Session) {
    let session = session.clone();
    register.aside(move |register, work| {
        let outcome = (|| {
            let tag = tag(register.id()?);
            let now = register.clock().now();
            let here = register.layout().backups();
            let newest = folder::newest(&here, &tag, now).map(|(_, at)| at);
            if is_due(newest, now) {
                make(register, &session, work).map(drop)
            } else {
                keep_up(register, work);
                Ok(())
            }
        })();
        said(register, outcome);
    });
}

/// What came of a try, for whoever asks; work that was stopped says nothing.
fn said(register: &Register, outcome: Result<()>) {
    let problem = match outcome {
        Ok(()) | Err(Error::Refused { rule: STOPPED, .. } | Error::Locked) => String::new(),
        Err(error) => error.to_string(),
    };
    register.set_trial(|trial| trial.problem = problem);
}

/// Makes one now, brings it to the second folder, and thins both.
pub(super) fn make(register: &Register, session: &Session, work: &Work) -> Result<Made> {
    register.set_trial(|trial| trial.working = true);
    let outcome = register.back_up_here(work);
    let outcome = outcome.and_then(|made| {
        let name = made
            .path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        register.write(session, Op::BackUp, |tx| {
            tx.audit_own(Audited::BackedUp, None, None, None, &name)
        })?;
        keep_up(register, work);
        Ok(made)
    });
    register.set_trial(|trial| trial.working = false);
    outcome
}

/// Brings the newest backup to the second folder and thins both. A folder that is not there is said, and no fault.
fn keep_up(register: &Register, work: &Work) {
    let outcome = (|| {
        let tag = tag(register.id()?);
        let layout = register.layout();
        folder::thin(&layout.backups(), &tag);
        let second = Preferences::read(layout)?.backup_folder.trim().to_owned();
        if second.is_empty() || !Path::new(&second).is_dir() {
            return Ok(());
        }
        let Some((newest, at)) = folder::newest(&layout.backups(), &tag, register.clock().now())
        else {
            return Ok(());
        };
        bring(&newest, Path::new(&second), &tag, work)?;
        folder::thin(Path::new(&second), &tag);
        Reached {
            folder: second,
            at: stamp(at),
        }
        .write(layout)
    })();
    let problem = match outcome {
        Ok(()) | Err(Error::Refused { rule: STOPPED, .. } | Error::Locked) => String::new(),
        Err(error) => error.to_string(),
    };
    register.set_trial(|trial| trial.second_problem = problem);
}

/// Copies a backup into a folder that may be a stick or a share: beside its name, synced, read back, then named.
fn bring(from: &Path, to: &Path, tag: &str, work: &Work) -> Result<()> {
    let doing = "copying the backup to the second folder";
    let name = from.file_name().ok_or(Error::NotFound {
        what: "backup file",
    })?;
    let place = to.join(name);
    if place.exists() {
        return Ok(());
    }
    clear_unfinished(to, tag);
    let mut arriving = name.to_os_string();
    arriving.push(".arriving");
    let arriving = to.join(arriving);
    let copied = (|| {
        let mut source = File::open(from).doing(doing)?;
        // Not every stick knows rights: what is written is encrypted whatever they are.
        let mut target = File::create(&arriving).doing(doing)?;
        copy(&mut source, &mut target, work)?;
        target.sync_all().doing(doing)?;
        drop(target);
        backup::check_file(&arriving, work)?;
        std::fs::rename(&arriving, &place).doing(doing)?;
        files::sync_folder(to)
    })();
    if copied.is_err() {
        let _ = std::fs::remove_file(&arriving);
    }
    copied
}

fn copy(source: &mut File, target: &mut File, work: &Work) -> Result<()> {
    use std::io::{Read as _, Write as _};
    let doing = "copying the backup to the second folder";
    let mut piece = vec![0; 1 << 20];
    loop {
        work.go_on()?;
        let count = source.read(&mut piece).doing(doing)?;
        let Some(got) = piece.get(..count).filter(|got| !got.is_empty()) else {
            return Ok(());
        };
        target.write_all(got).doing(doing)?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_backup_is_due_without_one_after_a_day_and_after_a_clock_that_was_ahead() {
        let now: DateTime<Utc> = "2026-11-26T12:00:00Z".parse().unwrap();
        assert!(is_due(None, now));
        assert!(!is_due(Some(now), now));
        assert!(!is_due(Some(now - TimeDelta::hours(23)), now));
        assert!(is_due(Some(now - TimeDelta::hours(24)), now));
        assert!(is_due(Some(now + TimeDelta::days(3650)), now));
    }
}
