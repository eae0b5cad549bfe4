//! Files of the exchange format: cases in, cases out.

use super::{fill, place, private_new, refuse_existing};
use crate::arguments::Door;
use crate::{door, output};
use casebook_core::error::FieldError;
use casebook_core::exchange::api::{
    check_import, check_list, export as export_cases, import as import_cases,
    import_list as import_rows,
};
use casebook_core::exchange::{ExportRequest, MOST_BYTES};
use casebook_core::ids::CaseId;
use casebook_core::reasons::Reason;
use casebook_core::{Error, Result};
use std::fs::File;
use std::io::Read;
use std::path::Path;

pub(crate) fn import(door: &Door, file: &Path, check: bool, json: bool) -> Result<()> {
    let bytes = read(file)?;
    let outcome = door::within(door, json, |register, session| {
        // What is wrong with the file is told apart from what is wrong with the door.
        Ok(if check {
            check_import(register, session, &bytes)
        } else {
            import_cases(register, session, &bytes)
        })
    })?;
    let done = match outcome {
        Err(Error::Invalid(faults)) => return Err(faulty(&faults, "imported", json)?),
        other => other?,
    };
    let verb = if done.written {
        "Imported"
    } else {
        "No fault. It would import"
    };
    output::either(
        json,
        &done,
        &format!(
            "{verb} {} cases, {} new patients, {} notes, lists and other records.",
            done.cases, done.new_patients, done.records
        ),
    )
}

/// The longest mapping that is read, in bytes.
const MOST_MAPPING: u64 = 1024 * 1024;

pub(crate) fn import_list(
    door: &Door,
    csv: &Path,
    map: &Path,
    check: bool,
    json: bool,
) -> Result<()> {
    let (bytes, mapping) = (read(csv)?, mapping(map)?);
    let outcome = door::within(door, json, |register, session| {
        Ok(if check {
            check_list(register, session, &bytes, &mapping)
        } else {
            import_rows(register, session, &bytes, &mapping)
        })
    })?;
    let done = match outcome {
        Err(Error::Invalid(faults)) => return Err(faulty(&faults, "imported", json)?),
        other => other?,
    };
    let verb = if done.outcome.written {
        "Imported"
    } else {
        "No fault. It would import"
    };
    let mut told = format!(
        "{verb} {} cases, {} new patients.",
        done.outcome.cases, done.outcome.new_patients
    );
    if !done.unmapped.is_empty() {
        let names: Vec<String> = done.unmapped.iter().map(|c| format!("“{c}”")).collect();
        told.push_str(&format!(
            "\nNot taken in, since the mapping does not name them: {}.",
            names.join(", ")
        ));
    }
    if done.blank_rows > 0 {
        told.push_str(&format!("\nEmpty rows passed over: {}.", done.blank_rows));
    }
    output::either(json, &done, &told)
}

fn mapping(file: &Path) -> Result<String> {
    let mut text = String::new();
    File::open(file)
        .and_then(|open| open.take(MOST_MAPPING).read_to_string(&mut text))
        .map_err(|_| Error::Io {
            doing: "reading the mapping, which has to be UTF-8 text",
            path: file.display().to_string(),
        })?;
    Ok(text)
}

/// Lists what is wrong with a file on the standard output, and gives the refusal: nothing was imported, or loaded.
pub(super) fn faulty(faults: &[FieldError], done: &str, json: bool) -> Result<Error> {
    if json {
        let listed: Vec<_> = faults
            .iter()
            .map(|f| serde_json::json!({ "path": f.field, "rule": f.rule, "message": f.message }))
            .collect();
        output::json(&listed)?;
    } else {
        let listed: Vec<_> = faults
            .iter()
            .map(|f| format!("{}: {}", f.field, f.message))
            .collect();
        output::say(&listed.join("\n"))?;
    }
    let count = match faults.len() {
        1 => "1 fault".to_owned(),
        many => format!("{many} faults"),
    };
    Ok(Error::Refused {
        rule: "faulty-file",
        message: format!("The file has {count}. Nothing was {done}."),
    })
}

/// The file, and one byte beyond the limit where there is more: the core then says that it is too long.
fn read(file: &Path) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(file)
        .and_then(|open| {
            open.take(MOST_BYTES.saturating_add(1))
                .read_to_end(&mut bytes)
        })
        .map_err(|_| Error::Io {
            doing: "reading the file to be imported",
            path: file.display().to_string(),
        })?;
    Ok(bytes)
}

pub(crate) fn export(
    door: &Door,
    cases: &[String],
    out: &Path,
    reason: Option<&Reason>,
    json: bool,
) -> Result<()> {
    let request = ExportRequest {
        cases: cases
            .iter()
            .map(|id| CaseId::parse(id, "case"))
            .collect::<Result<_>>()?,
        reason: reason.cloned(),
    };
    refuse_existing(out)?;
    door::within(door, json, |register, session| {
        // The place is taken first: nothing is audited as having left that could not be written.
        let mut file = private_new(out)?;
        let made = export_cases(register, session, &request, &place(out))
            .and_then(|bytes| fill(&mut file, &bytes, out).map(|()| bytes.len()));
        let bytes = match made {
            Ok(bytes) => bytes,
            Err(error) => {
                let _ = std::fs::remove_file(out);
                return Err(error);
            }
        };
        let to = out.display().to_string();
        output::either(
            json,
            &serde_json::json!({ "file": to, "bytes": bytes }),
            &format!("Exported, unencrypted: {to}"),
        )
    })
}
