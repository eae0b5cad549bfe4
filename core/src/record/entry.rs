//! One entry of the journal and its hash.
//!
//! The hash is SHA-256 over `casebook entry 1` and every field as name and value, each with its length in front, so that
//! a field can be added later without changing older hashes, and no field can be moved into another.

use crate::ids::{CaseId, ChainId, PatientId, RecordId, RevisionId, UserId};
use sha2::{Digest, Sha256};

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryKind {
    /// A record's content.
    Revision,
    /// Signed, countersigned, returned, withdrawn.
    Attestation,
    /// Who opened, refused, exported what.
    Audit,
    /// A change of keys.
    Key,
    /// Two patients linked or unlinked.
    Identity,
    /// A lawful destruction.
    Destruction,
    /// The chain's end, signed.
    Checkpoint,
}

impl EntryKind {
    /// The stored word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Revision => "revision",
            Self::Attestation => "attestation",
            Self::Audit => "audit",
            Self::Key => "key",
            Self::Identity => "identity",
            Self::Destruction => "destruction",
            Self::Checkpoint => "checkpoint",
        }
    }
}

/// An entry before it has its place.
#[derive(Clone, Debug)]
pub struct Entry {
    /// The writer of the chain.
    pub chain: ChainId,
    /// Place in the chain, from 1.
    pub sequence: u64,
    /// One more than any counter seen before: order across chains.
    pub lamport: u64,
    /// RFC 3339 in UTC: for people, never for order.
    pub at: String,
    /// Who.
    pub author: UserId,
    /// What the entry is, as stored.
    pub kind: String,
    /// The record it belongs to.
    pub record: Option<RecordId>,
    /// Kind of record with its schema; empty without a record.
    pub record_kind: String,
    /// The case.
    pub case: Option<CaseId>,
    /// The patient.
    pub patient: Option<PatientId>,
    /// SHA-256 of nonce and body.
    pub commitment: [u8; 32],
    /// The revisions that this one follows.
    pub parents: Vec<RevisionId>,
    /// Hash of the chain's entry before; zeros for the first.
    pub previous: [u8; 32],
}

impl Entry {
    /// The entry's hash.
    pub fn hash(&self) -> [u8; 32] {
        let mut hasher = Sha256::new();
        let mut field = |name: &str, value: &[u8]| {
            for part in [name.as_bytes(), value] {
                hasher.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
                hasher.update(part);
            }
        };
        field("format", b"casebook entry 1");
        field("chain", self.chain.as_bytes());
        field("sequence", &self.sequence.to_be_bytes());
        field("lamport", &self.lamport.to_be_bytes());
        field("at", self.at.as_bytes());
        field("author", self.author.as_bytes());
        field("kind", self.kind.as_bytes());
        field(
            "record",
            self.record.as_ref().map_or(&[][..], |r| r.as_bytes()),
        );
        field("record-kind", self.record_kind.as_bytes());
        field("case", self.case.as_ref().map_or(&[][..], |c| c.as_bytes()));
        field(
            "patient",
            self.patient.as_ref().map_or(&[][..], |p| p.as_bytes()),
        );
        field("commitment", &self.commitment);
        for parent in &self.parents {
            field("parent", parent.as_bytes());
        }
        field("previous", &self.previous);
        hasher.finalize().into()
    }
}

/// The commitment to a body: nobody can guess a short body from it without the nonce.
pub fn commitment(nonce: &[u8; 32], body: &[u8]) -> [u8; 32] {
    let mut hasher = Sha256::new();
    hasher.update(b"casebook body 1");
    hasher.update(nonce);
    hasher.update(body);
    hasher.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry() -> Entry {
        Entry {
            chain: ChainId::from_bytes([1; 16]),
            sequence: 7,
            lamport: 9,
            at: "2026-11-20T14:02:11.000Z".into(),
            author: UserId::from_bytes([2; 16]),
            kind: "revision".into(),
            record: Some(RecordId::from_bytes([3; 16])),
            record_kind: "formulation@1".into(),
            case: Some(CaseId::from_bytes([4; 16])),
            patient: Some(PatientId::from_bytes([5; 16])),
            commitment: [6; 32],
            parents: vec![RevisionId::from_bytes([7; 32])],
            previous: [8; 32],
        }
    }

    #[test]
    fn the_hash_covers_every_field() {
        let base = entry().hash();
        let changes: Vec<fn(&mut Entry)> = vec![
            |e| e.chain = ChainId::from_bytes([9; 16]),
            |e| e.sequence = 8,
            |e| e.lamport = 10,
            |e| e.at.push('0'),
            |e| e.author = UserId::from_bytes([9; 16]),
            |e| e.kind = "audit".into(),
            |e| e.record = None,
            |e| e.record_kind = "formulation@2".into(),
            |e| e.case = None,
            |e| e.patient = Some(PatientId::from_bytes([9; 16])),
            |e| e.commitment = [9; 32],
            |e| e.parents.clear(),
            |e| e.previous = [9; 32],
        ];
        for change in changes {
            let mut other = entry();
            change(&mut other);
            assert_ne!(other.hash(), base);
        }
    }

    #[test]
    fn the_encoding_of_the_first_format_never_changes() {
        // A vector for the stored format: another hash here would make every older register look forged.
        assert_eq!(data_encoding::HEXLOWER.encode(&entry().hash()), VECTOR);
    }

    const VECTOR: &str = "8a35292111e0f9187c9230e19b216dab73a71e51811c90807fd89639691a1cd7";
}
