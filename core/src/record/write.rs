//! Writing: the only code that appends to the journal and moves the projections with it.

use super::entry::EntryKind;
use super::journal::{New, Tip, append};
use super::read::{Revision, about, heads, revision, standing};
use super::{Body, Kinds, canonical, index, kind_at, split_kind};
use crate::error::{Doing, Error, Result};
use crate::ids::{CaseId, PatientId, RecordId, RevisionId, UserId};
use crate::store::keys::Holder;
use ed25519_dalek::Signer as _;
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Whom and what a record is about.
#[derive(Clone, Copy, Debug, Default)]
pub struct Subject {
    /// The patient.
    pub patient: Option<PatientId>,
    /// The case.
    pub case: Option<CaseId>,
}

/// What an attestation says. Part of the stored format.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Attestation {
    /// `signed`, `countersigned`, `returned`, `withdrawn`
    pub meaning: String,
    /// The revision that it speaks of.
    pub revision: RevisionId,
    /// Why, where a reason is asked; else empty.
    pub reason: String,
    /// The public key, hexadecimal.
    pub key: String,
    /// Ed25519 over [`Attestation::message`], hexadecimal.
    pub signature: String,
}

impl Attestation {
    /// What is signed.
    pub fn message(meaning: &str, revision: RevisionId, at: &str, reason: &str) -> Vec<u8> {
        format!("casebook attestation 1\n{meaning}\n{revision}\n{at}\n{reason}").into_bytes()
    }
}

/// One write in progress: one transaction.
pub struct WriteTx<'a> {
    pub(crate) connection: &'a Connection,
    pub(crate) tip: &'a mut Tip,
    pub(crate) kinds: Kinds,
    pub(crate) author: UserId,
    pub(crate) holder: &'a Holder,
    pub(crate) at: String,
    pub(crate) changed: BTreeSet<String>,
}

impl WriteTx<'_> {
    /// The transaction's connection, for reading and for the nouns' own projections.
    pub const fn connection(&self) -> &Connection {
        self.connection
    }

    /// Who writes.
    pub const fn author(&self) -> UserId {
        self.author
    }

    /// The instant of the write, RFC 3339 in UTC.
    pub fn at(&self) -> &str {
        &self.at
    }

    /// A new record with its first revision.
    pub fn create<B: Body>(
        &mut self,
        subject: Subject,
        record: RecordId,
        body: &B,
    ) -> Result<RevisionId> {
        let bytes = canonical(body)?;
        self.put(subject, record, &kind_at(B::KIND, B::SCHEMA), &[], &bytes)
    }

    /// A file kept as it is, such as a signed PDF.
    pub fn create_file(
        &mut self,
        subject: Subject,
        kind: &'static str,
        bytes: &[u8],
    ) -> Result<RevisionId> {
        self.put(subject, RecordId::random()?, &kind_at(kind, 1), &[], bytes)
    }

    /// A change of a record. Errors: `Conflict` when `base` is not its only head any more.
    pub fn revise<B: Body>(
        &mut self,
        record: RecordId,
        base: RevisionId,
        body: &B,
    ) -> Result<RevisionId> {
        let found = heads(self.connection, record)?;
        if found != [base] {
            let current = standing(self.connection, record)?.revision;
            return Err(Error::Conflict {
                base: base.to_string(),
                current: current.to_string(),
            });
        }
        self.follow(record, &[base], body)
    }

    /// A change kept beside one that somebody else made from the same base: a fork, for a person to settle.
    pub fn keep_beside<B: Body>(
        &mut self,
        record: RecordId,
        base: RevisionId,
        body: &B,
    ) -> Result<RevisionId> {
        if revision(self.connection, base)?.record != record {
            return Err(Error::NotFound {
                what: "version to start from",
            });
        }
        self.follow(record, &[base], body)
    }

    /// Settles a fork. Errors: `Conflict` unless `parents` are exactly its two heads.
    pub fn settle<B: Body>(
        &mut self,
        record: RecordId,
        parents: [RevisionId; 2],
        body: &B,
    ) -> Result<RevisionId> {
        let mut found = heads(self.connection, record)?;
        let mut wanted = parents.to_vec();
        found.sort();
        wanted.sort();
        wanted.dedup();
        if found != wanted {
            let current = standing(self.connection, record)?.revision;
            let [base, _] = parents;
            return Err(Error::Conflict {
                base: base.to_string(),
                current: current.to_string(),
            });
        }
        self.follow(record, &parents, body)
    }

    fn follow<B: Body>(
        &mut self,
        record: RecordId,
        parents: &[RevisionId],
        body: &B,
    ) -> Result<RevisionId> {
        let standing = standing(self.connection, record)?;
        if standing.status == "withdrawn" {
            return Err(Error::Refused {
                rule: "withdrawn",
                message:
                    "This was withdrawn as entered in error and cannot be changed. Begin a new one."
                        .into(),
            });
        }
        let bytes = canonical(body)?;
        let subject = Subject {
            patient: standing.patient,
            case: standing.case,
        };
        self.put(
            subject,
            record,
            &kind_at(B::KIND, B::SCHEMA),
            parents,
            &bytes,
        )
    }

    fn put(
        &mut self,
        subject: Subject,
        record: RecordId,
        kind: &str,
        parents: &[RevisionId],
        body: &[u8],
    ) -> Result<RevisionId> {
        let (position, id) = append(
            self.connection,
            self.tip,
            &New {
                kind: EntryKind::Revision,
                author: self.author,
                at: &self.at,
                record: Some(record),
                record_kind: kind,
                case: subject.case,
                patient: subject.patient,
                parents,
                body,
            },
        )?;
        let revision = Revision {
            position,
            id,
            record,
            kind: kind.to_owned(),
            case: subject.case,
            patient: subject.patient,
            author: self.author,
            at: self.at.clone(),
            parents: parents.to_vec(),
            body: Some(body.to_vec()),
        };
        project_revision(self.connection, self.kinds, &revision)?;
        self.changed
            .insert(split_kind(kind).map_or(kind, |(name, _)| name).to_owned());
        Ok(id)
    }

    /// Signs a revision with the session's key.
    pub fn sign(&mut self, signed: RevisionId) -> Result<()> {
        self.attest("signed", signed, "")
    }

    /// Signs a change of something that was signed before, with its reason.
    pub fn sign_with(&mut self, signed: RevisionId, reason: &str) -> Result<()> {
        self.attest("signed", signed, reason)
    }

    /// Takes a record back as entered in error; it stays readable, marked, and can't be changed any more.
    pub fn withdraw(&mut self, record: RecordId, reason: &str) -> Result<()> {
        let standing = standing(self.connection, record)?;
        if standing.status == "withdrawn" {
            return Err(Error::Refused {
                rule: "withdrawn",
                message: "This has already been withdrawn.".into(),
            });
        }
        self.attest("withdrawn", standing.revision, reason)
    }

    /// Signs a revision as the second person, with what is said with it; may be empty.
    pub fn countersign(&mut self, signed: RevisionId, comment: &str) -> Result<()> {
        self.attest("countersigned", signed, comment)
    }

    /// Gives a revision back to who wrote it, with what is to be put right. It stays in force.
    pub fn give_back(&mut self, signed: RevisionId, comment: &str) -> Result<()> {
        self.attest("returned", signed, comment)
    }

    fn attest(&mut self, meaning: &str, of: RevisionId, reason: &str) -> Result<()> {
        let revision = about(self.connection, of)?;
        let message = Attestation::message(meaning, of, &self.at, reason);
        let attestation = Attestation {
            meaning: meaning.to_owned(),
            revision: of,
            reason: reason.to_owned(),
            key: self.holder.signing_public(),
            signature: data_encoding::HEXLOWER
                .encode(&self.holder.signing().sign(&message).to_bytes()),
        };
        let (position, _) = append(
            self.connection,
            self.tip,
            &New {
                kind: EntryKind::Attestation,
                author: self.author,
                at: &self.at,
                record: Some(revision.record),
                record_kind: &revision.kind,
                case: revision.case,
                patient: revision.patient,
                parents: &[],
                body: &canonical(&attestation)?,
            },
        )?;
        project_attestation(
            self.connection,
            position,
            revision.record,
            self.author,
            &self.at,
            &attestation,
        )?;
        let name = split_kind(&revision.kind).map_or(revision.kind.as_str(), |(name, _)| name);
        self.changed.insert(name.to_owned());
        Ok(())
    }
}

/// Brings `records` and the noun's own lists up to a revision.
pub(super) fn project_revision(
    connection: &Connection,
    kinds: Kinds,
    revision: &Revision,
) -> Result<()> {
    let none: &[u8] = &[];
    let doing = "bringing the lists up to date";
    if revision.parents.is_empty() {
        connection
            .prepare_cached(
                "INSERT INTO records (record_id, record_kind, patient_id, case_id, current, revision, revisions, heads, status, last_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1, 1, 'recorded', ?7)",
            )
            .and_then(|mut s| {
                s.execute(params![
                    revision.record,
                    revision.kind,
                    revision.patient.as_ref().map_or(none, |p| p.as_bytes()),
                    revision.case.as_ref().map_or(none, |c| c.as_bytes()),
                    revision.position,
                    revision.id,
                    revision.at,
                ])
            })
            .doing(doing)?;
    } else {
        let heads = i64::try_from(heads(connection, revision.record)?.len()).unwrap_or(i64::MAX);
        connection
            .prepare_cached(
                "UPDATE records SET record_kind = ?2, current = ?3, revision = ?4, revisions = revisions + 1,
                                    heads = ?5, status = 'recorded', last_at = ?6
                 WHERE record_id = ?1",
            )
            .and_then(|mut s| {
                s.execute(params![
                    revision.record,
                    revision.kind,
                    revision.position,
                    revision.id,
                    heads,
                    revision.at
                ])
            })
            .doing(doing)?;
    }
    // A kind, or a schema of it, that this program does not know is kept and shown as unreadable, never guessed at.
    let Some((name, schema)) = split_kind(&revision.kind) else {
        return Ok(());
    };
    let known = kinds
        .iter()
        .find(|k| k.name == name && schema <= k.schema && revision.body.is_some());
    let Some(kind) = known else {
        return index::remove(connection, revision.record);
    };
    (kind.project)(connection, revision)?;
    index::put(connection, revision, name, (kind.texts)(revision)?.as_ref())
}

/// Brings `attestations` and the record's status up to an attestation.
pub(super) fn project_attestation(
    connection: &Connection,
    position: i64,
    record: RecordId,
    author: UserId,
    at: &str,
    attestation: &Attestation,
) -> Result<()> {
    let doing = "bringing the lists up to date";
    connection
        .prepare_cached(
            "INSERT INTO attestations (position, record_id, revision, meaning, author_id, at, reason)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )
        .and_then(|mut s| {
            s.execute(params![
                position,
                record,
                attestation.revision,
                attestation.meaning,
                author,
                at,
                attestation.reason
            ])
        })
        .doing(doing)?;
    connection
        .prepare_cached(
            "UPDATE records SET last_at = ?3,
                 status = CASE
                     WHEN ?2 = 'withdrawn' THEN 'withdrawn'
                     WHEN ?2 = 'signed' AND revision = ?4 THEN 'signed'
                     ELSE status END
             WHERE record_id = ?1",
        )
        .and_then(|mut s| {
            s.execute(params![
                record,
                attestation.meaning,
                at,
                attestation.revision
            ])
        })
        .doing(doing)?;
    if attestation.meaning == "withdrawn" {
        index::remove(connection, record)?;
    }
    Ok(())
}
