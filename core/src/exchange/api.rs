//! What a caller may do with files of cases.

use super::import::Import;
use super::{
    ExchangeFile, ExportRequest, FORMAT, ImportOutcome, ListOutcome, MOST_BYTES, MOST_CASES,
    VERSION, check, export, list, reading,
};
use crate::cases;
use crate::dates;
use crate::error::{Error, FieldError, Result};
use crate::op::Op;
use crate::reasons;
use crate::record::audit::Audited;
use crate::register::Register;
use crate::session::Session;
use crate::trust_data::Catalogue;
use chrono::NaiveDate;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// With what a write is given up that was only to find faults.
const NOT_WRITTEN: &str = "not-written";

/// Takes the cases of a file in, signed by this session's account: all of them, or none.
///
/// Errors: `NotAllowed`; `Invalid` with every fault of the file by its path.
pub fn import(register: &Register, session: &Session, bytes: &[u8]) -> Result<ImportOutcome> {
    run(register, session, bytes, true)
}

/// Says what an import would do. Nothing is kept. Errors: as those of [`import`].
pub fn check_import(register: &Register, session: &Session, bytes: &[u8]) -> Result<ImportOutcome> {
    run(register, session, bytes, false)
}

/// Takes the rows of a referral list in as new cases, by a mapping that says what its columns are: all of them, or none.
///
/// Errors: `NotAllowed`; `Invalid` with every fault of the mapping, or of the list by line and column.
pub fn import_list(
    register: &Register,
    session: &Session,
    bytes: &[u8],
    mapping: &str,
) -> Result<ListOutcome> {
    run_list(register, session, bytes, mapping, true)
}

/// Says what the import of a list would do. Nothing is kept. Errors: as those of [`import_list`].
pub fn check_list(
    register: &Register,
    session: &Session,
    bytes: &[u8],
    mapping: &str,
) -> Result<ListOutcome> {
    run_list(register, session, bytes, mapping, false)
}

fn run_list(
    register: &Register,
    session: &Session,
    bytes: &[u8],
    mapping: &str,
    keep: bool,
) -> Result<ListOutcome> {
    session.clinical("importing cases")?;
    let list = list::read(bytes, mapping).map_err(Error::Invalid)?;
    let mut found = list.faults;
    let outcome = match record(
        register,
        session,
        bytes,
        Source::Rows(list.rows),
        keep && found.is_empty(),
    ) {
        Ok(outcome) => Some(outcome),
        Err(Error::Invalid(faults)) => {
            let earlier: BTreeSet<String> = found.iter().map(|f| f.field.clone()).collect();
            // What a cell could not be turned into is said once, by the mapping's words.
            found.extend(
                faults
                    .into_iter()
                    .map(|fault| list.places.told(fault))
                    .filter(|fault| !earlier.contains(&fault.field)),
            );
            None
        }
        Err(other) => return Err(other),
    };
    match outcome {
        Some(outcome) if found.is_empty() => Ok(ListOutcome {
            outcome,
            unmapped: list.unmapped,
            blank_rows: list.blank,
        }),
        _ => {
            found.sort_by_cached_key(|fault| list.places.order(&fault.field));
            Err(Error::Invalid(found))
        }
    }
}

fn run(register: &Register, session: &Session, bytes: &[u8], keep: bool) -> Result<ImportOutcome> {
    session.clinical("importing cases")?;
    record(register, session, bytes, Source::File, keep)
}

/// Where the cases of a file come from.
enum Source {
    /// The file is in the exchange format.
    File,
    /// A table whose rows have been turned into cases; nothing for a row with a fault.
    Rows(Vec<Option<reading::RawCase>>),
}

/// Checks cases and records them, or with `keep` false only finds out whether they could be.
fn record(
    register: &Register,
    session: &Session,
    bytes: &[u8],
    source: Source,
    keep: bool,
) -> Result<ImportOutcome> {
    let today = register.clock().today();
    let hash = data_encoding::HEXLOWER.encode(&Sha256::digest(bytes));
    let mut faults = Vec::new();
    let mut outcome = None;
    // Each case is read, checked and recorded before the next, so that a long file needs no more memory than its bytes.
    // What the register has against the file is found by doing it: the write is given up on the first fault of either
    // sort, and for a check always.
    let written = register.write(session, Op::ImportCases, |tx| {
        let mut import = Import::new(tx, session, today, &hash);
        let mut each = |place: usize, raw, faults: &mut Vec<FieldError>| {
            let known = Catalogue::new(import.connection());
            let checked = check::case(&known, format!("cases[{place}]"), raw, today, faults)?;
            drop(known);
            match checked {
                Some(case) => import.case(place, case),
                None => Ok(()),
            }
        };
        let read = match source {
            Source::File => reading::read(bytes, &mut |place, value| match reading::case(
                &format!("cases[{place}]"),
                value,
                &mut faults,
            ) {
                Some(raw) => each(place, raw, &mut faults),
                None => Ok(()),
            })?,
            Source::Rows(rows) => {
                let number = rows.len();
                for (place, raw) in rows.into_iter().enumerate() {
                    if let Some(raw) = raw {
                        each(place, raw, &mut faults)?;
                    }
                }
                Ok(number)
            }
        };
        match read {
            Ok(0) => faults.push(FieldError::new(
                "cases",
                "required",
                "There is no case in this file.",
            )),
            Ok(_) => faults.append(&mut import.faults),
            Err(whole) => faults = vec![whole],
        }
        outcome = Some(import.outcome);
        if keep && faults.is_empty() {
            Ok(())
        } else {
            Err(Error::Refused {
                rule: NOT_WRITTEN,
                message: "Nothing was imported.".into(),
            })
        }
    });
    if !faults.is_empty() {
        faults.sort_by_cached_key(|fault| order(&fault.field));
        return Err(Error::Invalid(faults));
    }
    match (written, outcome) {
        (Ok(_), Some(outcome)) => Ok(ImportOutcome {
            written: true,
            ..outcome
        }),
        (
            Err(Error::Refused {
                rule: NOT_WRITTEN, ..
            }),
            Some(outcome),
        ) => Ok(outcome),
        (Err(other), _) => Err(other),
        (Ok(_), None) => Ok(ImportOutcome::default()),
    }
}

/// Faults are told in the order of the cases; within a case as they were found.
fn order(path: &str) -> usize {
    path.strip_prefix("cases[")
        .and_then(|rest| rest.split(']').next())
        .and_then(|number| number.parse().ok())
        .unwrap_or(0)
}

/// Cases as a file of the exchange format, the same bytes for the same content. The audit of each is on the disk before
/// the bytes are handed out; `to` says where they go.
///
/// Errors: `NotAllowed`; `NotFound`; `ReasonNeeded`; `Refused` where they are too many for one file.
pub fn export(
    register: &Register,
    session: &Session,
    request: &ExportRequest,
    to: &str,
) -> Result<Vec<u8>> {
    session.clinical("exporting cases")?;
    let ids = register.read(|c| {
        let ids = if request.cases.is_empty() {
            cases::store::ids(c, MOST_CASES.saturating_add(1))?
        } else {
            let mut ids = request.cases.clone();
            ids.sort();
            ids.dedup();
            ids
        };
        if ids.len() > usize::try_from(MOST_CASES).unwrap_or(usize::MAX) {
            return Err(too_much());
        }
        Ok(ids)
    })?;
    if let Some(reason) = &request.reason {
        reasons::api::give(register, session, &ids, reason)?;
    }
    let bytes = register.read(|c| {
        let mut found = Vec::new();
        for id in &ids {
            reasons::door::pass(c, register, session, *id)?;
            let case = export::case(c, *id)?;
            let text = serde_json::to_string(&case).map_err(|_| unwritable())?;
            let received: Option<NaiveDate> = dates::parse(&case.case.received_on);
            found.push(((received, text), case));
        }
        // By what they say, not by ids, which another register would give anew.
        found.sort_by(|(a, _), (b, _)| a.cmp(b));
        let file = ExchangeFile {
            format: FORMAT.to_owned(),
            version: VERSION,
            cases: found.into_iter().map(|(_, case)| case).collect(),
        };
        let mut bytes = serde_json::to_vec_pretty(&file).map_err(|_| unwritable())?;
        bytes.push(b'\n');
        Ok(bytes)
    })?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > MOST_BYTES {
        return Err(too_much());
    }
    register.write(session, Op::ExportCases, |tx| {
        for id in &ids {
            let (record, patient) = cases::store::record(tx.connection(), *id)?;
            tx.audit_own(
                Audited::CaseExported,
                Some(record),
                Some(*id),
                Some(patient),
                to,
            )?;
        }
        Ok(())
    })?;
    Ok(bytes)
}

fn unwritable() -> Error {
    Error::Io {
        doing: "writing JSON",
        path: String::new(),
    }
}

fn too_much() -> Error {
    Error::Refused {
        rule: "too-many-cases",
        message: "That is more than one file may hold (10,000 cases, 64 MiB). Name the cases to be exported.".into(),
    }
}
