//! Making every projection anew from the journal, and comparing them with the live ones.

use super::entry::EntryKind;
use super::journal::{COLUMNS, stored};
use super::read::Revision;
use super::write::{Attestation, project_attestation, project_revision};
use super::{Kinds, audit, index};
use crate::error::{Doing, Error, Result};
use rusqlite::Connection;
use rusqlite::types::ValueRef;
use sha2::{Digest, Sha256};

/// The tables that are nothing but a view of the journal, children first.
pub const PROJECTIONS: &[&str] = &[
    "search_texts",
    "copies",
    "departures",
    "outside_openings",
    "letter_sendings",
    "letter_countersignatures",
    "submissions",
    "supervision_closings",
    "supervision_actions",
    "supervision_cases",
    "supervision_people",
    "supervision_logs",
    "letters",
    "mdt_decisions",
    "pathway_reviews",
    "pathways",
    "session_counts",
    "sessions",
    "risk_notes",
    "formulations",
    "safety_responses",
    "safety_answers",
    "measures",
    "trust_data",
    "reason_rule",
    "measure_schedules",
    "case_people",
    "cases",
    "patient_words",
    "patients",
    "users",
    "attestations",
    "records",
];

/// Empties every projection and fills it again. To be run inside a transaction.
pub fn rebuild(connection: &Connection, kinds: Kinds) -> Result<()> {
    let doing = "making the lists anew";
    for table in PROJECTIONS {
        connection
            .execute(&format!("DELETE FROM {table}"), [])
            .doing(doing)?;
    }
    index::clear(connection)?;
    // Positions are read first, so that no open statement watches the tables that are being filled.
    let last: i64 = connection
        .query_row("SELECT coalesce(max(position), 0) FROM journal", [], |r| {
            r.get(0)
        })
        .doing(doing)?;
    let sql = format!(
        "SELECT {COLUMNS} FROM journal AS j LEFT JOIN bodies AS b ON b.position = j.position
         WHERE j.position > ?1 ORDER BY j.position LIMIT 500"
    );
    let mut from = 0;
    while from < last {
        let batch = connection
            .prepare_cached(&sql)
            .and_then(|mut s| {
                s.query_map([from], stored)?
                    .collect::<rusqlite::Result<Vec<_>>>()
            })
            .doing(doing)?;
        let Some(end) = batch.last().map(|s| s.position) else {
            break;
        };
        for entry in batch {
            from = end;
            let kind = entry.entry.kind.clone();
            if kind == EntryKind::Revision.word() {
                project_revision(
                    connection,
                    kinds,
                    &Revision::from_stored(connection, entry)?,
                )?;
            } else if kind == EntryKind::Attestation.word() {
                let (Some(record), Some((_, body))) = (entry.entry.record, &entry.body) else {
                    continue;
                };
                let attestation: Attestation =
                    serde_json::from_slice(body).map_err(|_| Error::Damaged {
                        what: "a signature in the journal".into(),
                    })?;
                project_attestation(
                    connection,
                    entry.position,
                    record,
                    entry.entry.author,
                    &entry.entry.at,
                    &attestation,
                )?;
            } else if kind == EntryKind::Audit.word()
                && let Some((_, body)) = &entry.body
            {
                audit::project(
                    connection,
                    entry.position,
                    entry.entry.record,
                    entry.entry.case,
                    &entry.entry.at,
                    &audit::read(body)?,
                )?;
            }
        }
    }
    Ok(())
}

/// Takes a value into a digest, with its type and its length.
fn take_in(hasher: &mut Sha256, value: ValueRef<'_>) {
    let (kind, bytes): (u8, &[u8]) = match value {
        ValueRef::Null => (0, &[]),
        ValueRef::Integer(number) => (1, &number.to_be_bytes()),
        ValueRef::Real(number) => (2, &number.to_be_bytes()),
        ValueRef::Text(text) => (3, text),
        ValueRef::Blob(blob) => (4, blob),
    };
    hasher.update([kind]);
    hasher.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
    hasher.update(bytes);
}

/// A digest of every row of every projection, table by table: equal exactly when the content is equal.
pub fn fingerprint(connection: &Connection) -> Result<Vec<(String, String)>> {
    let doing = "comparing the lists";
    let mut out = Vec::new();
    for table in PROJECTIONS {
        let mut statement = connection
            .prepare(&format!("SELECT * FROM {table}"))
            .doing(doing)?;
        let columns = statement.column_count();
        // Of each row only its digest is kept: the lists of a large register are larger than a computer's memory.
        let mut rows: Vec<[u8; 32]> = statement
            .query_map([], |row| {
                let mut hasher = Sha256::new();
                for column in 0..columns {
                    take_in(&mut hasher, row.get_ref(column)?);
                }
                Ok(hasher.finalize().into())
            })
            .and_then(Iterator::collect)
            .doing(doing)?;
        rows.sort_unstable();
        let digest = data_encoding::HEXLOWER.encode(&Sha256::digest(rows.as_flattened()));
        out.push(((*table).to_owned(), digest));
    }
    Ok(out)
}

/// The projections that differ from what the journal says; empty when all is well.
///
/// Makes them anew inside a transaction that is then taken back.
pub fn differing(connection: &mut Connection, kinds: Kinds) -> Result<Vec<String>> {
    let doing = "comparing the lists";
    let live = fingerprint(connection)?;
    // The indexed words are no rows that could be compared: they are held against the texts they were made of.
    let words = (!index::agrees(connection)).then(|| "search_words".to_owned());
    let transaction = connection.transaction().doing(doing)?;
    rebuild(&transaction, kinds)?;
    let fresh = fingerprint(&transaction)?;
    transaction.rollback().doing(doing)?;
    Ok(live
        .into_iter()
        .zip(fresh)
        .filter(|(l, f)| l != f)
        .map(|(l, _)| l.0)
        .chain(words)
        .collect())
}
