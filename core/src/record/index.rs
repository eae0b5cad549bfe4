//! The texts that can be searched: one row a record, of its current version; none once it is withdrawn.

use super::read::Revision;
use crate::error::{Doing, Result};
use crate::ids::RecordId;
use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, params};

const DOING: &str = "bringing the search up to date";

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
        .and_then(|_| {
            connection
                .prepare_cached("INSERT INTO search_words (rowid, body) VALUES (?1, ?2)")?
                .execute(params![revision.position, searched.body])
        })
        .doing(DOING)?;
    Ok(())
}

/// Takes a record's text out of the search.
pub(super) fn remove(connection: &Connection, record: RecordId) -> Result<()> {
    let there: Option<(i64, String)> = connection
        .prepare_cached("DELETE FROM search_texts WHERE record_id = ?1 RETURNING position, body")
        .and_then(|mut s| {
            s.query_row([record], |r| Ok((r.get(0)?, r.get(1)?)))
                .optional()
        })
        .doing(DOING)?;
    let Some((position, body)) = there else {
        return Ok(());
    };
    let taken_out = connection
        .prepare_cached(
            "INSERT INTO search_words (search_words, rowid, body) VALUES ('delete', ?1, ?2)",
        )
        .and_then(|mut s| s.execute(params![position, body]));
    if taken_out.is_err() {
        // Words that had come apart from their texts must not keep anybody from signing: they are made anew.
        command(connection, "rebuild")?;
    }
    Ok(())
}

/// Forgets all words, with the texts that have just been emptied.
pub(super) fn clear(connection: &Connection) -> Result<()> {
    command(connection, "delete-all")
}

fn command(connection: &Connection, command: &str) -> Result<()> {
    connection
        .prepare_cached("INSERT INTO search_words (search_words) VALUES (?1)")
        .and_then(|mut s| s.execute([command]))
        .doing(DOING)?;
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
