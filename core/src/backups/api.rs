//! What a session may do with backups. Restoring needs no session: the backup's own passphrase is asked.

use super::making::{self, Reached};
use super::{BackupPlace, BackupsView, SecondFolderView, folder};
use crate::dates;
use crate::error::Result;
use crate::preferences::Preferences;
use crate::register::Register;
use crate::session::Session;
use crate::store::backup::name::tag;
use crate::store::work::Work;
use chrono::{DateTime, TimeDelta, Utc};
use std::path::Path;
use std::sync::Arc;

/// What is known of the register's backups. Errors: `PatientMode`.
pub fn backups(register: &Register, session: &Session) -> Result<BackupsView> {
    session.staff()?;
    let layout = register.layout();
    let now = register.clock().now();
    let tag = tag(register.id()?);
    let trial = register.trial();
    let preferences = Preferences::read(layout)?;
    let here = folder::names(&layout.backups(), Some(&tag))
        .iter()
        .map(|(path, _)| folder::row(path, BackupPlace::Here, now))
        .collect();
    let newest = folder::newest(&layout.backups(), &tag, now).map(|(_, at)| at);
    let second_at = match preferences.backup_folder.trim() {
        "" => None,
        second => Some(reached(layout, second, &tag, now)),
    };
    let after = TimeDelta::days(i64::from(preferences.backup_reminder_days));
    let overdue = if trial.working {
        String::new()
    } else {
        overdue(newest, second_at, now, after)
    };
    let second = second_at.map(|at| {
        let folder = preferences.backup_folder.trim().to_owned();
        SecondFolderView {
            there: Path::new(&folder).is_dir(),
            folder,
            newest: at.map(words).unwrap_or_default(),
            age: at.map(|at| folder::ago(at, now)).unwrap_or_default(),
            problem: trial.second_problem.clone(),
        }
    });
    Ok(BackupsView {
        working: trial.working,
        problem: trial.problem,
        here,
        second,
        overdue,
        may_set: session.role.keeps_accounts(),
    })
}

fn words(at: DateTime<Utc>) -> String {
    dates::clinical_instant(&crate::clock::stamp(at))
}

/// When a backup last reached the second folder: what is in it, or what is remembered while it is absent.
fn reached(
    layout: &crate::store::Layout,
    second: &str,
    tag: &str,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    if Path::new(second).is_dir() {
        return folder::newest(Path::new(second), tag, now).map(|(_, at)| at);
    }
    let remembered = Reached::read(layout);
    (remembered.folder == second)
        .then(|| DateTime::parse_from_rfc3339(&remembered.at).ok())
        .flatten()
        .map(|at| at.with_timezone(&Utc))
}

/// What somebody should be reminded of. `second` is `None` where no second folder is set.
fn overdue(
    newest: Option<DateTime<Utc>>,
    second: Option<Option<DateTime<Utc>>>,
    now: DateTime<Utc>,
    after: TimeDelta,
) -> String {
    let days = |at: DateTime<Utc>| (now - at).num_days();
    match (newest, second) {
        (None, _) => "There is no backup of this register yet.".to_owned(),
        (Some(at), _) if now - at >= after => {
            format!(
                "The newest backup of this register is {} days old.",
                days(at)
            )
        }
        (_, Some(None)) => "No backup has reached the second folder yet.".to_owned(),
        (_, Some(Some(at))) if now - at >= after => {
            format!(
                "The newest backup in the second folder is {} days old.",
                days(at)
            )
        }
        _ => String::new(),
    }
}

/// Makes a backup now, and says how things stand. Errors: `PatientMode`; `Damaged` where what was written does not read
/// back; `Refused` under the rule `stopped`, or where one is being made.
pub fn back_up(register: &Register, session: &Session, work: &Arc<Work>) -> Result<BackupsView> {
    session.staff()?;
    if register.trial().working {
        return Err(crate::Error::Refused {
            rule: "backup-under-way",
            message: "A backup is being made already. Wait until it is done.".into(),
        });
    }
    let made = register.at_work(work, || making::make(register, session, work));
    register.set_trial(|trial| {
        trial.problem = match &made {
            Ok(_) => String::new(),
            Err(error) => error.to_string(),
        }
    });
    made?;
    backups(register, session)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_somebody_is_reminded_of_follows_from_the_two_ages_alone() {
        let now: DateTime<Utc> = "2026-11-26T12:00:00Z".parse().unwrap();
        let day = |n| Some(now - TimeDelta::days(n));
        let week = TimeDelta::days(7);
        for (newest, second, said) in [
            (None, None, "There is no backup of this register yet."),
            (day(0), None, ""),
            (day(6), None, ""),
            (
                day(7),
                None,
                "The newest backup of this register is 7 days old.",
            ),
            (
                day(0),
                Some(None),
                "No backup has reached the second folder yet.",
            ),
            (day(0), Some(day(6)), ""),
            (
                day(0),
                Some(day(9)),
                "The newest backup in the second folder is 9 days old.",
            ),
            (
                day(9),
                Some(day(9)),
                "The newest backup of this register is 9 days old.",
            ),
        ] {
            assert_eq!(overdue(newest, second, now, week), said);
        }
    }
}
