//! Backups in their folders: make one, list them, try a restore.

use crate::arguments::{Door, Place};
use crate::{door, output};
use casebook_core::backups::{
    BackupRow, RestorableRequest, RestoreRequest, api, restorable, restore,
};
use casebook_core::clock::SystemClock;
use casebook_core::register::backing_up::Made;
use casebook_core::store::work::Work;
use casebook_core::{Error, Result};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

/// The backup is exact, and so is what was wrong with the record before.
pub(crate) fn warn_of_faults(made: &Made, json: bool) {
    if made.faults > 0 {
        output::warn(
            "The record has faults, and so has this backup of it. See them with: casebookctl verify",
            json,
        );
    }
}

pub(crate) fn make(door: &Door, json: bool) -> Result<()> {
    let view = door::within(door, json, |register, session| {
        api::back_up(register, session, &Arc::new(Work::default()))
    })?;
    let newest = view
        .here
        .first()
        .ok_or(Error::NotFound { what: "backup" })?;
    let mut text = format!(
        "Backup written, opened and verified: {}\n{}, {}.",
        newest.file, newest.holds, newest.size
    );
    if !newest.good {
        text.push_str("\nThe record has faults, and so has this backup of it. See them with: casebookctl verify");
    }
    match &view.second {
        None => text.push_str(
            "\nNo second folder is set: this backup is on the same disk as the register.",
        ),
        Some(second) if !second.there => text.push_str(&format!(
            "\nThe second folder is not there: {}. Nothing was copied to it.",
            second.folder
        )),
        Some(second) if !second.problem.is_empty() => text.push_str(&format!(
            "\nIt was not copied to the second folder {}: {}",
            second.folder, second.problem
        )),
        Some(second) => text.push_str(&format!("\nCopied to {}.", second.folder)),
    }
    output::either(json, &view, &text)
}

pub(crate) fn list(place: &Place, look_in: Option<&Path>, json: bool) -> Result<()> {
    let layout = door::layout(place)?;
    let request = RestorableRequest {
        look_in: look_in.map(|p| p.display().to_string()).unwrap_or_default(),
    };
    let view = restorable(&layout, &request, &SystemClock)?;
    if json {
        return output::json(&view);
    }
    let state = |row: &BackupRow| match (row.problem.is_empty(), row.good) {
        (false, _) => row.problem.clone(),
        (true, false) => "record not whole".to_owned(),
        (true, true) => String::new(),
    };
    let rows: Vec<Vec<String>> = view
        .backups
        .iter()
        .map(|row| {
            vec![
                row.made.clone(),
                row.age.clone(),
                row.holds.clone(),
                row.size.clone(),
                row.file.clone(),
                state(row),
            ]
        })
        .collect();
    let mut text = match rows.is_empty() {
        true => "No backups.".to_owned(),
        false => output::table(&["Made", "Age", "Holds", "Size", "File", ""], &rows),
    };
    for note in &view.notes {
        text.push_str(&format!("\n{note}"));
    }
    output::say(&text)
}

pub(crate) fn drill(door: &Door, from: Option<&Path>, json: bool) -> Result<()> {
    let layout = door::layout(&door.place)?;
    let clock = Arc::new(SystemClock);
    let request = RestorableRequest {
        look_in: from.map(|p| p.display().to_string()).unwrap_or_default(),
    };
    let view = restorable(&layout, &request, clock.as_ref())?;
    let wanted = match from {
        Some(file) => Some(file.display().to_string()),
        None => view.best,
    };
    let row = view
        .backups
        .iter()
        .find(|row| Some(&row.file) == wanted.as_ref())
        .ok_or(Error::NotFound { what: "backup" })?;
    let account = door::choose(row.accounts.clone(), door.user.as_deref())?;
    let passphrase = door::passphrase(door.passphrase_file.as_deref())?;
    let folder = tempfile::Builder::new()
        .prefix("casebook-drill-")
        .tempdir()
        .map_err(|_| Error::Io {
            doing: "making a temporary folder",
            path: std::env::temp_dir().display().to_string(),
        })?;
    let into = folder.path().join("register");
    let begun = Instant::now();
    let restored = restore(
        &layout,
        &RestoreRequest {
            file: row.file.clone(),
            user_id: account.id,
            passphrase,
            into: into.display().to_string(),
            anyway: false,
        },
        clock,
        &Work::default(),
    )?;
    let seconds = begun.elapsed().as_secs_f64();
    let removed = folder.close().is_ok();
    let mut text = format!(
        "{}\nMade {} ({}), {}; last entry {}.\nRestored, opened as {} and verified in {seconds:.1} s. {}",
        row.file,
        restored.made,
        row.age,
        restored.holds,
        restored.last_entry,
        account.name,
        restored.summary,
    );
    for fault in &restored.faults {
        text.push_str(&format!("\n  {fault}"));
    }
    text.push_str(match removed {
        true => "\nThe temporary folder is removed again.",
        false => "\nThe temporary folder could NOT be removed.",
    });
    output::either(
        json,
        &serde_json::json!({ "file": row.file, "restored": restored, "seconds": seconds, "removed": removed }),
        &text,
    )?;
    match restored.done {
        true => Ok(()),
        false => Err(Error::Damaged {
            what: "the record in the newest backup is not whole".into(),
        }),
    }
}
