//! Reading and appending journal entries.

use super::entry::{Entry, EntryKind, commitment};
use crate::error::{Doing, Result};
use crate::ids::{CaseId, ChainId, PatientId, RecordId, RevisionId, UserId, random};
use rusqlite::{Connection, OptionalExtension, Row, params};

/// Where the writer's chain ends.
#[derive(Clone, Copy, Debug)]
pub struct Tip {
    /// The chain.
    pub chain: ChainId,
    /// The last entry's place in it; 0 for none.
    pub sequence: u64,
    /// The highest counter in the whole journal.
    pub lamport: u64,
    /// The last entry's hash; zeros for none.
    pub hash: [u8; 32],
}

/// The highest counter in the whole journal. Along a chain it only rises, so that the last entry of each chain tells it;
/// the chains are found by steps along the index of chains, which takes as many look-ups as there are chains, however
/// long the journal is.
const HIGHEST_COUNTER: &str = "WITH RECURSIVE chains (chain) AS (
        SELECT min(chain_id) FROM journal
        UNION ALL
        SELECT (SELECT min(chain_id) FROM journal WHERE chain_id > chain) FROM chains WHERE chain IS NOT NULL)
    SELECT coalesce(max((SELECT lamport FROM journal WHERE chain_id = chain ORDER BY sequence DESC LIMIT 1)), 0)
    FROM chains WHERE chain IS NOT NULL";

impl Tip {
    /// The end of `chain` as the journal has it.
    pub fn read(connection: &Connection, chain: ChainId) -> Result<Self> {
        let lamport: u64 = connection
            .query_row(HIGHEST_COUNTER, [], |r| r.get(0))
            .doing("reading the journal's end")?;
        let last = connection
            .query_row(
                "SELECT sequence, hash FROM journal WHERE chain_id = ?1 ORDER BY sequence DESC LIMIT 1",
                [chain],
                |r| Ok((r.get::<_, u64>(0)?, r.get::<_, [u8; 32]>(1)?)),
            )
            .optional()
            .doing("reading the journal's end")?;
        let (sequence, hash) = last.unwrap_or((0, [0; 32]));
        Ok(Self {
            chain,
            sequence,
            lamport,
            hash,
        })
    }
}

/// What is about to be appended.
#[derive(Clone, Debug)]
pub struct New<'a> {
    /// What the entry is.
    pub kind: EntryKind,
    /// Who.
    pub author: UserId,
    /// When, for people.
    pub at: &'a str,
    /// The record.
    pub record: Option<RecordId>,
    /// Kind of record with its schema.
    pub record_kind: &'a str,
    /// The case.
    pub case: Option<CaseId>,
    /// The patient.
    pub patient: Option<PatientId>,
    /// The revisions that this one follows.
    pub parents: &'a [RevisionId],
    /// The body's bytes.
    pub body: &'a [u8],
}

/// Appends an entry with its body and moves the tip. Returns its position and its hash.
pub fn append(connection: &Connection, tip: &mut Tip, new: &New<'_>) -> Result<(i64, RevisionId)> {
    let nonce = random::<32>()?;
    let entry = Entry {
        chain: tip.chain,
        sequence: tip.sequence.saturating_add(1),
        lamport: tip.lamport.saturating_add(1),
        at: new.at.to_owned(),
        author: new.author,
        kind: new.kind.word().to_owned(),
        record: new.record,
        record_kind: new.record_kind.to_owned(),
        case: new.case,
        patient: new.patient,
        commitment: commitment(&nonce, new.body),
        parents: new.parents.to_vec(),
        previous: tip.hash,
    };
    let hash = entry.hash();
    let position = insert(connection, &entry, &hash, &nonce, new.body)?;
    tip.sequence = entry.sequence;
    tip.lamport = entry.lamport;
    tip.hash = hash;
    Ok((position, RevisionId::from_bytes(hash)))
}

/// Puts a finished entry into the tables.
fn insert(
    connection: &Connection,
    entry: &Entry,
    hash: &[u8; 32],
    nonce: &[u8; 32],
    body: &[u8],
) -> Result<i64> {
    let none: &[u8] = &[];
    connection
        .prepare_cached(
            "INSERT INTO journal (chain_id, sequence, lamport, at, author_id, kind, record_id, record_kind,
                                  case_id, patient_id, commitment, previous, hash)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        )
        .and_then(|mut s| {
            s.execute(params![
                entry.chain,
                entry.sequence,
                entry.lamport,
                entry.at,
                entry.author,
                entry.kind,
                entry.record.as_ref().map_or(none, |r| r.as_bytes()),
                entry.record_kind,
                entry.case.as_ref().map_or(none, |c| c.as_bytes()),
                entry.patient.as_ref().map_or(none, |p| p.as_bytes()),
                entry.commitment,
                entry.previous,
                hash,
            ])
        })
        .doing("appending to the journal")?;
    let position = connection.last_insert_rowid();
    for (ordinal, parent) in (0i64..).zip(&entry.parents) {
        connection
            .prepare_cached("INSERT INTO parents (position, ordinal, parent) VALUES (?1, ?2, ?3)")
            .and_then(|mut s| s.execute(params![position, ordinal, parent]))
            .doing("appending to the journal")?;
    }
    connection
        .prepare_cached("INSERT INTO bodies (position, nonce, body) VALUES (?1, ?2, ?3)")
        .and_then(|mut s| s.execute(params![position, nonce, body]))
        .doing("appending to the journal")?;
    Ok(position)
}

/// An id column that is an empty blob where it does not apply.
pub(crate) fn optional<T>(
    row: &Row<'_>,
    column: usize,
    make: fn([u8; 16]) -> T,
) -> rusqlite::Result<Option<T>> {
    let bytes = row.get_ref(column)?.as_blob()?;
    Ok(<[u8; 16]>::try_from(bytes).ok().map(make))
}

/// An entry as it stands in the tables.
#[derive(Clone, Debug)]
pub struct Stored {
    /// Place in this installation's journal.
    pub position: i64,
    /// The entry.
    pub entry: Entry,
    /// Its hash as stored.
    pub hash: [u8; 32],
    /// Nonce and body; absent after a lawful destruction.
    pub body: Option<([u8; 32], Vec<u8>)>,
}

/// Columns in the order that [`stored`] reads them.
pub const COLUMNS: &str =
    "j.position, j.chain_id, j.sequence, j.lamport, j.at, j.author_id, j.kind, j.record_id,
    j.record_kind, j.case_id, j.patient_id, j.commitment, j.previous, j.hash, b.nonce, b.body";

/// Reads one row of journal and bodies. Parents are read apart.
pub fn stored(row: &Row<'_>) -> rusqlite::Result<Stored> {
    let nonce: Option<[u8; 32]> = row.get(14)?;
    let body: Option<Vec<u8>> = row.get(15)?;
    Ok(Stored {
        position: row.get(0)?,
        entry: Entry {
            chain: row.get(1)?,
            sequence: row.get(2)?,
            lamport: row.get(3)?,
            at: row.get(4)?,
            author: row.get(5)?,
            kind: row.get(6)?,
            record: optional(row, 7, RecordId::from_bytes)?,
            record_kind: row.get(8)?,
            case: optional(row, 9, CaseId::from_bytes)?,
            patient: optional(row, 10, PatientId::from_bytes)?,
            commitment: row.get(11)?,
            parents: Vec::new(),
            previous: row.get(12)?,
        },
        hash: row.get(13)?,
        body: nonce.zip(body),
    })
}

/// The newest instant that stands on an entry, RFC 3339 in UTC; empty for a journal without any.
pub fn newest_instant(connection: &Connection) -> Result<String> {
    connection
        .query_row("SELECT coalesce(max(at), '') FROM journal INDEXED BY journal_by_instant WHERE at >= ''", [], |r| r.get(0))
        .doing("reading the journal's newest instant")
}

/// The parents of one entry, in order.
pub fn parents(connection: &Connection, position: i64) -> Result<Vec<RevisionId>> {
    let mut statement = connection
        .prepare_cached("SELECT parent FROM parents WHERE position = ?1 ORDER BY ordinal")
        .doing("reading the journal")?;
    let rows = statement
        .query_map([position], |r| r.get(0))
        .doing("reading the journal")?;
    rows.collect::<rusqlite::Result<Vec<_>>>()
        .doing("reading the journal")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::ChainId;
    use crate::store::migrate;

    fn entry(connection: &Connection, chain: ChainId, sequence: u64, lamport: u64) {
        let entry = Entry {
            chain,
            sequence,
            lamport,
            at: String::new(),
            author: UserId::from_bytes([1; 16]),
            kind: EntryKind::Audit.word().to_owned(),
            record: None,
            record_kind: String::new(),
            case: None,
            patient: None,
            commitment: [0; 32],
            parents: Vec::new(),
            previous: [0; 32],
        };
        insert(connection, &entry, &entry.hash(), &[0; 32], b"{}").unwrap();
    }

    #[test]
    fn a_tip_knows_the_highest_counter_of_every_chain() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate::bring_up(&mut connection).unwrap();
        let chains = [9, 2, 200].map(|n| ChainId::from_bytes([n; 16]));
        let tip = |chain| {
            let tip = Tip::read(&connection, chain).unwrap();
            (tip.sequence, tip.lamport)
        };
        assert_eq!(tip(chains[0]), (0, 0));
        entry(&connection, chains[0], 1, 1);
        entry(&connection, chains[1], 1, 7);
        entry(&connection, chains[1], 2, 30);
        assert_eq!(tip(chains[0]), (1, 30), "another chain is ahead");
        entry(&connection, chains[2], 1, 12);
        assert_eq!(tip(chains[2]), (1, 30));
        assert_eq!(tip(chains[1]), (2, 30));
        entry(&connection, chains[0], 2, 31);
        assert_eq!(tip(chains[1]), (2, 31));
    }
}
