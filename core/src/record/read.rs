//! Records as they stand: revisions, heads, attestations.

use super::journal::{COLUMNS, Stored, parents, stored};
use super::{Body, read_body, split_kind};
use crate::error::{Doing, Error, Result};
use crate::ids::{CaseId, PatientId, RecordId, RevisionId, UserId};
use rusqlite::{Connection, OptionalExtension};

/// One revision of one record.
#[derive(Clone, Debug)]
pub struct Revision {
    /// Place in this installation's journal.
    pub position: i64,
    /// The revision.
    pub id: RevisionId,
    /// Its record.
    pub record: RecordId,
    /// Kind of record with its schema.
    pub kind: String,
    /// The case.
    pub case: Option<CaseId>,
    /// The patient.
    pub patient: Option<PatientId>,
    /// Who wrote it.
    pub author: UserId,
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// The revisions that it follows.
    pub parents: Vec<RevisionId>,
    /// Its content, canonical JSON or the bytes of a file; absent after a lawful destruction.
    pub body: Option<Vec<u8>>,
}

impl Revision {
    pub(crate) fn from_stored(connection: &Connection, stored: Stored) -> Result<Self> {
        let damaged = || Error::Damaged {
            what: "an entry of the journal".into(),
        };
        Ok(Self {
            position: stored.position,
            id: RevisionId::from_bytes(stored.hash),
            record: stored.entry.record.ok_or_else(damaged)?,
            kind: stored.entry.record_kind,
            case: stored.entry.case,
            patient: stored.entry.patient,
            author: stored.entry.author,
            at: stored.entry.at,
            parents: parents(connection, stored.position)?,
            body: stored.body.map(|(_, body)| body),
        })
    }

    /// The content. Errors: `NotFound` after a lawful destruction; `Refused` for a newer kind than this program knows.
    pub fn read<B: Body>(&self) -> Result<B> {
        let (name, schema) = split_kind(&self.kind).unwrap_or((self.kind.as_str(), 0));
        if name != B::KIND {
            return Err(Error::NotFound { what: B::KIND });
        }
        if schema > B::SCHEMA {
            return Err(Error::Refused {
                rule: "newer-kind",
                message: "This was written by a newer version of Casebook and cannot be read here. It is kept as it is.".into(),
            });
        }
        read_body(self.body.as_deref().ok_or(Error::NotFound {
            what: "content: it was destroyed",
        })?)
    }
}

/// Signed, countersigned, returned or withdrawn: by whom, when, why.
#[derive(Clone, Debug)]
pub struct Attested {
    /// The revision that it speaks of.
    pub revision: RevisionId,
    /// `signed`, `countersigned`, `returned`, `withdrawn`
    pub meaning: String,
    /// Who.
    pub author: UserId,
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// Why, where a reason is asked.
    pub reason: String,
}

/// How a record stands: the line that lists are made of.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The record.
    pub record: RecordId,
    /// Kind of record with its schema.
    pub kind: String,
    /// The patient.
    pub patient: Option<PatientId>,
    /// The case.
    pub case: Option<CaseId>,
    /// The current revision: the head that was appended last.
    pub revision: RevisionId,
    /// How many revisions there are.
    pub revisions: u32,
    /// More than one: a fork that a person must settle.
    pub heads: u32,
    /// `recorded`, `signed` or `withdrawn`.
    pub status: String,
}

/// How a record stands.
pub fn standing(connection: &Connection, record: RecordId) -> Result<Standing> {
    connection
        .prepare_cached(
            "SELECT record_id, record_kind, patient_id, case_id, revision, revisions, heads, status
             FROM records WHERE record_id = ?1",
        )
        .and_then(|mut s| {
            s.query_row([record], |r| {
                Ok(Standing {
                    record: r.get(0)?,
                    kind: r.get(1)?,
                    patient: super::journal::optional(r, 2, PatientId::from_bytes)?,
                    case: super::journal::optional(r, 3, CaseId::from_bytes)?,
                    revision: r.get(4)?,
                    revisions: r.get(5)?,
                    heads: r.get(6)?,
                    status: r.get(7)?,
                })
            })
            .optional()
        })
        .doing("reading a record")?
        .ok_or(Error::NotFound { what: "record" })
}

/// One revision by its id.
pub fn revision(connection: &Connection, id: RevisionId) -> Result<Revision> {
    let sql = format!(
        "SELECT {COLUMNS} FROM journal AS j LEFT JOIN bodies AS b ON b.position = j.position
         WHERE j.hash = ?1 AND j.kind = 'revision'"
    );
    let found = connection
        .prepare_cached(&sql)
        .and_then(|mut s| s.query_row([id], stored).optional())
        .doing("reading a revision")?
        .ok_or(Error::NotFound { what: "revision" })?;
    Revision::from_stored(connection, found)
}

/// What an attestation must know of the revision that it speaks of.
pub(super) struct About {
    pub(super) record: RecordId,
    pub(super) kind: String,
    pub(super) case: Option<CaseId>,
    pub(super) patient: Option<PatientId>,
}

/// Whom and what a revision is about, without reading what it says.
pub(super) fn about(connection: &Connection, id: RevisionId) -> Result<About> {
    connection
        .prepare_cached(
            "SELECT record_id, record_kind, case_id, patient_id FROM journal
             WHERE hash = ?1 AND kind = 'revision' AND record_id <> x''",
        )
        .and_then(|mut s| {
            s.query_row([id], |r| {
                Ok(About {
                    record: r.get(0)?,
                    kind: r.get(1)?,
                    case: super::journal::optional(r, 2, CaseId::from_bytes)?,
                    patient: super::journal::optional(r, 3, PatientId::from_bytes)?,
                })
            })
            .optional()
        })
        .doing("reading a revision")?
        .ok_or(Error::NotFound { what: "revision" })
}

/// The current revision of a record.
pub fn current(connection: &Connection, record: RecordId) -> Result<Revision> {
    let standing = standing(connection, record)?;
    revision(connection, standing.revision)
}

/// Every revision of a record, oldest first.
pub fn revisions(connection: &Connection, record: RecordId) -> Result<Vec<Revision>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM journal AS j LEFT JOIN bodies AS b ON b.position = j.position
         WHERE j.record_id = ?1 AND j.kind = 'revision' AND j.record_id <> x'' ORDER BY j.lamport, j.position"
    );
    let found = connection
        .prepare_cached(&sql)
        .and_then(|mut s| {
            s.query_map([record], stored)?
                .collect::<rusqlite::Result<Vec<_>>>()
        })
        .doing("reading a record's history")?;
    found
        .into_iter()
        .map(|s| Revision::from_stored(connection, s))
        .collect()
}

/// Every attestation of a record, oldest first.
pub fn attestations(connection: &Connection, record: RecordId) -> Result<Vec<Attested>> {
    connection
        .prepare_cached(
            "SELECT revision, meaning, author_id, at, reason FROM attestations WHERE record_id = ?1 ORDER BY position",
        )
        .and_then(|mut s| {
            s.query_map([record], |r| {
                Ok(Attested {
                    revision: r.get(0)?,
                    meaning: r.get(1)?,
                    author: r.get(2)?,
                    at: r.get(3)?,
                    reason: r.get(4)?,
                })
            })?
            .collect()
        })
        .doing("reading signatures")
}

/// The revisions that no other follows. Two or more are a fork.
pub fn heads(connection: &Connection, record: RecordId) -> Result<Vec<RevisionId>> {
    connection
        .prepare_cached(
            "SELECT j.hash FROM journal AS j
             WHERE j.record_id = ?1 AND j.record_id <> x'' AND j.kind = 'revision'
               AND NOT EXISTS (SELECT 1 FROM parents AS p WHERE p.parent = j.hash)
             ORDER BY j.lamport, j.position",
        )
        .and_then(|mut s| s.query_map([record], |r| r.get(0))?.collect())
        .doing("reading a record's history")
}

/// The records of one kind in a case, newest first, the withdrawn ones included.
pub fn of_case(connection: &Connection, case: CaseId, kind: &str) -> Result<Vec<RecordId>> {
    connection
        .prepare_cached(
            "SELECT record_id FROM records
             WHERE case_id = ?1 AND case_id <> x'' AND record_kind >= ?2 || '@' AND record_kind < ?2 || 'A'
             ORDER BY current DESC",
        )
        .and_then(|mut s| s.query_map(rusqlite::params![case, kind], |r| r.get(0))?.collect())
        .doing("reading a case's records")
}

/// The record of a kind of which a case has one: the one in force, else the one that was withdrawn last.
pub fn only_of_case(connection: &Connection, case: CaseId, kind: &str) -> Result<Option<RecordId>> {
    connection
        .prepare_cached(
            "SELECT record_id FROM records
             WHERE case_id = ?1 AND case_id <> x'' AND record_kind >= ?2 || '@' AND record_kind < ?2 || 'A'
             ORDER BY status = 'withdrawn', current DESC LIMIT 1",
        )
        .and_then(|mut s| {
            s.query_row(rusqlite::params![case, kind], |r| r.get(0))
                .optional()
        })
        .doing("reading a case's records")
}

/// The record of a kind of which a patient has one.
pub fn only_of_patient(
    connection: &Connection,
    patient: PatientId,
    kind: &str,
) -> Result<Option<RecordId>> {
    connection
        .prepare_cached(
            "SELECT record_id FROM records
             WHERE patient_id = ?1 AND patient_id <> x'' AND case_id = x''
               AND record_kind >= ?2 || '@' AND record_kind < ?2 || 'A'
             ORDER BY status = 'withdrawn', current DESC LIMIT 1",
        )
        .and_then(|mut s| {
            s.query_row(rusqlite::params![patient, kind], |r| r.get(0))
                .optional()
        })
        .doing("reading a patient's records")
}
