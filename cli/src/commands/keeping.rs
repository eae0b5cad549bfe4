//! Keeping the register whole: verify, rebuild, backup, restore.

use super::refuse_existing;
use crate::arguments::Door;
use crate::{door, output};
use casebook_core::record::fingerprint::Fingerprint;
use casebook_core::record::{Fault, VerifyRequest};
use casebook_core::store::backup as container;
use casebook_core::store::work::Work;
use casebook_core::{Error, Result};
use std::path::{Path, PathBuf};

pub(crate) fn verify(door: &Door, fingerprint: Option<&str>, json: bool) -> Result<()> {
    let request = VerifyRequest {
        fingerprint: fingerprint.unwrap_or_default().to_owned(),
    };
    // Mistyped words are said before anybody waits for the rest.
    if fingerprint.is_some() {
        Fingerprint::read(&request.fingerprint)?;
    }
    let view = door::within(door, json, |register, _| {
        let mut view = register.verify_fingerprinted(&Work::default(), &request)?;
        // Unlocking has written a new head already: what the old one knew is only in what the opening found.
        let opening = register.warnings().iter();
        view.faults.extend(opening.map(|what| Fault {
            sequence: 0,
            kind: "head".to_owned(),
            what: what.clone(),
        }));
        if !register.warnings().is_empty() {
            let faults = view.faults.len();
            view.summary = format!(
                "The record is NOT whole, or its end was lost: faults: {faults}, entries: {}.",
                view.entries
            );
        }
        Ok(view)
    })?;
    let mut text = view.summary.clone();
    for fault in &view.faults {
        text.push_str(&format!(
            "\n  entry {}: {}: {}",
            fault.sequence, fault.kind, fault.what
        ));
    }
    if !view.fingerprint.is_empty() {
        text.push_str(&format!("\nFingerprint: {}", view.fingerprint));
    }
    if let Some(earlier) = &view.earlier {
        text.push_str(&format!("\n{}", earlier.summary));
    }
    output::either(json, &view, &text)?;
    match view.faults.len() {
        0 if view.earlier.as_ref().is_some_and(|e| !e.unchanged) => Err(Error::Refused {
            rule: "fingerprint-differs",
            message: "The record does not agree with the fingerprint that was kept.".into(),
        }),
        0 => Ok(()),
        faults => Err(Error::Damaged {
            what: format!("verifying found faults: {faults}"),
        }),
    }
}

pub(crate) fn rebuild(door: &Door, check: bool, json: bool) -> Result<()> {
    let differing = door::within(door, json, |register, session| {
        let differing = register.differing_projections()?;
        if !check {
            register.rebuild(session)?;
        }
        Ok(differing)
    })?;
    let mut text = if differing.is_empty() {
        "Every list agrees with the record.".to_owned()
    } else {
        format!(
            "These lists differ from the record: {}.",
            differing.join(", ")
        )
    };
    if !check {
        text.push_str("\nEvery list has been made anew from the record.");
    }
    output::either(
        json,
        &serde_json::json!({ "differing": differing, "rebuilt": !check }),
        &text,
    )?;
    if check && !differing.is_empty() {
        return Err(Error::Refused {
            rule: "lists-differ",
            message: "Lists differ from the record. The record itself is not touched by this; make them anew with: casebookctl rebuild".into(),
        });
    }
    Ok(())
}

/// The folder that a file stands in, as a path that names one.
fn folder_of(file: &Path) -> PathBuf {
    match file.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_path_buf(),
        _ => PathBuf::from("."),
    }
}

pub(crate) fn backup(door: &Door, out: &Path, json: bool) -> Result<()> {
    refuse_existing(out)?;
    let io = |doing| Error::Io {
        doing,
        path: out.display().to_string(),
    };
    // The core makes the folder that it writes to private. The one named here may be everybody's, so the work is done
    // in a folder of its own beside it, and a link that can't replace anything puts the finished file in place.
    let making = tempfile::Builder::new()
        .prefix(".casebook-backup-")
        .tempdir_in(folder_of(out))
        .map_err(|_| io("making a folder for the backup"))?;
    let unfinished = making.path().join("register.backup");
    let made = door::within(door, json, |register, _| register.back_up(&unfinished))?;
    let bytes = made.bytes;
    super::backups::warn_of_faults(&made, json);
    let placed = std::fs::hard_link(&unfinished, out);
    if let Err(error) = placed {
        if error.kind() == std::io::ErrorKind::AlreadyExists {
            return refuse_existing(out);
        }
        // Sticks and shares without links: nothing stood there a moment ago.
        refuse_existing(out)?;
        std::fs::rename(&unfinished, out).map_err(|_| io("putting the backup in place"))?;
    }
    let folder = std::fs::File::open(folder_of(out)).and_then(|f| f.sync_all());
    if cfg!(unix) {
        folder.map_err(|_| io("putting the backup in place"))?;
    }
    let file = out.display().to_string();
    output::either(
        json,
        &serde_json::json!({ "file": file, "bytes": bytes }),
        &format!(
            "Backup of {bytes} bytes written, opened and verified: {file}\nIt opens with the passphrases of today."
        ),
    )
}

pub(crate) fn restore(from: &Path, folder: &Path, json: bool) -> Result<()> {
    let layout = door::named(folder)?;
    let empty = match std::fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(e) => e.kind() == std::io::ErrorKind::NotFound,
    };
    if !empty && !layout.exists() {
        return Err(Error::Refused {
            rule: "folder-not-empty",
            message: "The folder for the register is not empty. Choose an empty folder.".into(),
        });
    }
    if !from.exists() {
        let path = from.display().to_string();
        return Err(Error::Io {
            doing: "reading the backup, which is not there",
            path,
        });
    }
    container::restore(from, &layout)?;
    let folder = folder.display().to_string();
    output::either(
        json,
        &serde_json::json!({ "folder": folder }),
        &format!("The backup was laid out in {folder}. Check it with: casebookctl verify"),
    )
}
