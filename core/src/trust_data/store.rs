//! The trust's files in the journal and the list of them.

use super::{TrustData, TrustDataKind};
use crate::error::{Doing, Error, Result};
use crate::ids::{RecordId, RevisionId};
use crate::record::Revision;
use rusqlite::{Connection, Row, params};

/// A file as the list has it.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The record.
    pub record: RecordId,
    /// Its current revision.
    pub revision: RevisionId,
    /// What it brings.
    pub kind: TrustDataKind,
    /// For which instrument.
    pub instrument: String,
    /// For which version of it.
    pub version: String,
    /// Signed and not withdrawn.
    pub in_force: bool,
}

/// Brings the list up to a revision.
pub(crate) fn project(connection: &Connection, revision: &Revision) -> Result<()> {
    let data: TrustData = revision.read()?;
    connection
        .prepare_cached(
            "INSERT INTO trust_data (record_id, kind, instrument, version) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (record_id) DO UPDATE SET kind = excluded.kind, instrument = excluded.instrument,
                 version = excluded.version",
        )
        .and_then(|mut s| {
            s.execute(params![
                revision.record,
                data.kind.word(),
                data.instrument,
                data.version
            ])
        })
        .doing("bringing the trust’s files up to date")?;
    Ok(())
}

fn listed(row: &Row<'_>) -> rusqlite::Result<Listed> {
    let word: String = row.get(2)?;
    let kind = TrustDataKind::ALL
        .iter()
        .copied()
        .find(|k| k.word() == word);
    Ok(Listed {
        record: row.get(0)?,
        revision: row.get(1)?,
        kind: kind.ok_or(rusqlite::Error::InvalidQuery)?,
        instrument: row.get(3)?,
        version: row.get(4)?,
        in_force: row.get(5)?,
    })
}

/// Every file, the withdrawn ones included; what was written last comes first.
pub fn all(connection: &Connection) -> Result<Vec<Listed>> {
    connection
        .prepare_cached(
            "SELECT trust_data.record_id, r.revision, kind, instrument, version, r.status = 'signed'
             FROM trust_data CROSS JOIN records AS r ON r.record_id = trust_data.record_id ORDER BY r.current DESC",
        )
        .and_then(|mut s| s.query_map([], listed)?.collect())
        .doing("reading the trust’s files")
}

/// One file. Errors: `NotFound`.
pub fn one(connection: &Connection, record: RecordId) -> Result<Listed> {
    all(connection)?
        .into_iter()
        .find(|l| l.record == record)
        .ok_or(Error::NotFound {
            what: "file of the trust",
        })
}
