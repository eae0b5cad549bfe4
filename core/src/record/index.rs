//! The texts that can be searched: one row a record, of its current version; none once it is withdrawn.

use super::read::Revision;
use crate::error::{Doing, Result};
use crate::ids::RecordId;
use chrono::NaiveDate;
use rusqlite::{Connection, params};

/// What of a record can be searched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Searched {
    /// The day that the record is about; absent where it names none, for the day on which it was written.
    pub on: Option<NaiveDate>,
    /// What a list of hits calls it, without its kind; may be empty.
    pub title: String,
    /// The text, a line each.
    pub body: String,
}

/// Puts the text of a record that has just become current in the place of the one before.
pub(super) fn put(
    connection: &Connection,
    revision: &Revision,
    kind: &str,
    searched: Option<&Searched>,
) -> Result<()> {
    remove(connection, revision.record)?;
    let none: &[u8] = &[];
    let (Some(searched), Some(patient)) = (searched, revision.patient) else {
        return Ok(());
    };
    let written = || revision.at.chars().take(10).collect::<String>();
    connection
        .prepare_cached(
            "INSERT INTO search_texts (position, record_id, case_id, patient_id, kind, on_day, title, body)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )
        .and_then(|mut s| {
            s.execute(params![
                revision.position,
                revision.record,
                revision.case.as_ref().map_or(none, |c| c.as_bytes()),
                patient,
                kind,
                searched.on.map_or_else(written, |d| d.to_string()),
                searched.title,
                searched.body,
            ])
        })
        .doing("bringing the search up to date")?;
    Ok(())
}

/// Takes a record's text out of the search.
pub(super) fn remove(connection: &Connection, record: RecordId) -> Result<()> {
    connection
        .prepare_cached("DELETE FROM search_texts WHERE record_id = ?1")
        .and_then(|mut s| s.execute([record]))
        .doing("bringing the search up to date")?;
    Ok(())
}

/// Do the indexed words agree with the texts?
pub(super) fn agrees(connection: &Connection) -> bool {
    // Rank 1 compares the index with the texts that it was made of, not only with itself.
    connection
        .execute(
            "INSERT INTO search_words (search_words, rank) VALUES ('integrity-check', 1)",
            [],
        )
        .is_ok()
}
