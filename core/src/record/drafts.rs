//! Drafts: what a form holds before it is in the record. One for each user, kind, patient and case.

use super::journal::optional;
use crate::error::{Doing, Error, Result};
use crate::ids::{CaseId, DraftId, PatientId, RevisionId, UserId};
use rusqlite::{Connection, OptionalExtension, Row, params};

/// The most that a draft may hold: 1 MiB of JSON.
pub const LARGEST: usize = 1_048_576;

/// A draft as it is kept.
#[derive(Clone, Debug)]
pub struct Draft {
    /// The draft.
    pub id: DraftId,
    /// What is being drafted.
    pub kind: String,
    /// The patient.
    pub patient: Option<PatientId>,
    /// The case.
    pub case: Option<CaseId>,
    /// The revision that it started from.
    pub base: Option<RevisionId>,
    /// The form as it stood.
    pub state: serde_json::Value,
    /// When, RFC 3339 in UTC.
    pub saved_at: String,
}

/// Which draft: a user has one of each.
#[derive(Clone, Debug)]
pub struct DraftKey<'a> {
    /// Whose.
    pub user: UserId,
    /// What is being drafted.
    pub kind: &'a str,
    /// The patient.
    pub patient: Option<PatientId>,
    /// The case.
    pub case: Option<CaseId>,
}

fn blob<const N: usize>(id: Option<&[u8; N]>) -> &[u8] {
    id.map_or(&[][..], |b| b.as_slice())
}

/// Keeps a draft in place of the one before. Errors: `Invalid` for more than [`LARGEST`].
pub fn save(
    connection: &Connection,
    key: &DraftKey<'_>,
    base: Option<RevisionId>,
    state: &serde_json::Value,
    at: &str,
) -> Result<DraftId> {
    let text = state.to_string();
    if text.len() > LARGEST {
        return Err(Error::field(
            "state",
            "size",
            "This is too long to keep: more than a million characters.",
        ));
    }
    connection
        .prepare_cached(
            "INSERT INTO drafts (draft_id, user_id, kind, patient_id, case_id, base, state, saved_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
             ON CONFLICT (user_id, kind, patient_id, case_id)
             DO UPDATE SET base = excluded.base, state = excluded.state, saved_at = excluded.saved_at
             RETURNING draft_id",
        )
        .and_then(|mut s| {
            s.query_row(
                params![
                    DraftId::random().map_err(|_| rusqlite::Error::InvalidQuery)?,
                    key.user,
                    key.kind,
                    blob(key.patient.as_ref().map(PatientId::as_bytes)),
                    blob(key.case.as_ref().map(CaseId::as_bytes)),
                    blob(base.as_ref().map(RevisionId::as_bytes)),
                    text,
                    at
                ],
                |r| r.get(0),
            )
        })
        .doing("keeping a draft")
}

const COLUMNS: &str = "draft_id, kind, patient_id, case_id, base, state, saved_at";

fn read(row: &Row<'_>) -> rusqlite::Result<Draft> {
    let base = row.get_ref(4)?.as_blob()?;
    let state: String = row.get(5)?;
    Ok(Draft {
        id: row.get(0)?,
        kind: row.get(1)?,
        patient: optional(row, 2, PatientId::from_bytes)?,
        case: optional(row, 3, CaseId::from_bytes)?,
        base: <[u8; 32]>::try_from(base).ok().map(RevisionId::from_bytes),
        state: serde_json::from_str(&state).unwrap_or(serde_json::Value::Null),
        saved_at: row.get(6)?,
    })
}

/// One draft; `None` where there is none.
pub fn find(connection: &Connection, key: &DraftKey<'_>) -> Result<Option<Draft>> {
    connection
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM drafts WHERE user_id = ?1 AND kind = ?2 AND patient_id = ?3 AND case_id = ?4"
        ))
        .and_then(|mut s| {
            s.query_row(
                params![
                    key.user,
                    key.kind,
                    blob(key.patient.as_ref().map(PatientId::as_bytes)),
                    blob(key.case.as_ref().map(CaseId::as_bytes))
                ],
                read,
            )
            .optional()
        })
        .doing("reading a draft")
}

/// All drafts of a user, newest first; of one case where it is named.
pub fn list(connection: &Connection, user: UserId, case: Option<CaseId>) -> Result<Vec<Draft>> {
    connection
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM drafts WHERE user_id = ?1 AND (?2 = x'' OR case_id = ?2)
             ORDER BY saved_at DESC, draft_id"
        ))
        .and_then(|mut s| {
            s.query_map(
                params![user, blob(case.as_ref().map(CaseId::as_bytes))],
                read,
            )?
            .collect()
        })
        .doing("reading the drafts")
}

/// A user's drafts of one kind, newest first.
pub fn list_of(connection: &Connection, user: UserId, kind: &str) -> Result<Vec<Draft>> {
    connection
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM drafts WHERE user_id = ?1 AND kind = ?2 ORDER BY saved_at DESC, draft_id"
        ))
        .and_then(|mut s| s.query_map(params![user, kind], read)?.collect())
        .doing("reading the drafts")
}

/// A user's drafts of a case and of its patient, newest first.
pub fn list_about(
    connection: &Connection,
    user: UserId,
    case: CaseId,
    patient: PatientId,
) -> Result<Vec<Draft>> {
    connection
        .prepare_cached(&format!(
            "SELECT {COLUMNS} FROM drafts
             WHERE user_id = ?1 AND (case_id = ?2 OR (case_id = x'' AND patient_id = ?3))
             ORDER BY saved_at DESC, draft_id"
        ))
        .and_then(|mut s| s.query_map(params![user, case, patient], read)?.collect())
        .doing("reading the drafts")
}

/// How many drafts a user has.
pub fn count(connection: &Connection, user: UserId) -> Result<u32> {
    connection
        .prepare_cached("SELECT count(*) FROM drafts WHERE user_id = ?1")
        .and_then(|mut s| s.query_row([user], |r| r.get(0)))
        .doing("counting the drafts")
}

/// Throws one of the user's drafts away. Errors: `NotFound`.
pub fn discard(connection: &Connection, user: UserId, draft: DraftId) -> Result<()> {
    let gone = connection
        .prepare_cached("DELETE FROM drafts WHERE user_id = ?1 AND draft_id = ?2")
        .and_then(|mut s| s.execute(params![user, draft]))
        .doing("throwing a draft away")?;
    if gone == 0 {
        Err(Error::NotFound { what: "draft" })
    } else {
        Ok(())
    }
}

/// Removes the draft that has just gone into the record; nothing where there was none.
pub fn done(connection: &Connection, key: &DraftKey<'_>) -> Result<()> {
    connection
        .prepare_cached(
            "DELETE FROM drafts WHERE user_id = ?1 AND kind = ?2 AND patient_id = ?3 AND case_id = ?4",
        )
        .and_then(|mut s| {
            s.execute(params![
                key.user,
                key.kind,
                blob(key.patient.as_ref().map(PatientId::as_bytes)),
                blob(key.case.as_ref().map(CaseId::as_bytes))
            ])
        })
        .doing("removing a finished draft")?;
    Ok(())
}
