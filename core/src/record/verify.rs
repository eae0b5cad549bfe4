//! Verifying the whole journal: chains, bodies, parents, signatures, checkpoints, head.

use super::entry::{EntryKind, commitment};
use super::journal::{COLUMNS, Stored, parents, stored};
use super::write::Attestation;
use super::{Fault, VerifyView, audit};
use crate::error::{Doing, Result};
use crate::ids::{ChainId, RevisionId};
use crate::store::head::Found;
use ed25519_dalek::{Signature, VerifyingKey};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A checkpoint as it is stored: the end of the chain before it, signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Checkpoint {
    /// The chain.
    pub chain: ChainId,
    /// The last entry's place in it.
    pub sequence: u64,
    /// The last entry's hash, hexadecimal.
    pub hash: String,
    /// The public key, hexadecimal.
    pub key: String,
    /// Ed25519 over [`Checkpoint::message`], hexadecimal.
    pub signature: String,
}

impl Checkpoint {
    /// What is signed.
    pub fn message(chain: ChainId, sequence: u64, hash: &str) -> Vec<u8> {
        format!("casebook checkpoint 1\n{chain}\n{sequence}\n{hash}").into_bytes()
    }
}

struct Findings {
    faults: Vec<Fault>,
    bodies: u32,
    signatures: u32,
    /// Public keys met so far, by their hexadecimal form; `None` for what is no key.
    keys: BTreeMap<String, Option<VerifyingKey>>,
}

impl Findings {
    fn fault(&mut self, sequence: u64, kind: &str, what: impl Into<String>) {
        self.faults.push(Fault {
            sequence: u32::try_from(sequence).unwrap_or(u32::MAX),
            kind: kind.to_owned(),
            what: what.into(),
        });
    }

    fn signature(&mut self, entry: &Stored, key: &str, signature: &str, message: &[u8]) {
        self.signatures = self.signatures.saturating_add(1);
        if !self.holds(key, signature, message) {
            self.fault(
                entry.entry.sequence,
                "signature",
                "A signature does not fit what was signed.",
            );
        }
    }
}

impl Findings {
    /// Does a signature hold? Keys are few and are worked out once.
    fn holds(&mut self, key: &str, signature: &str, message: &[u8]) -> bool {
        let decode = |t: &str| data_encoding::HEXLOWER.decode(t.as_bytes()).ok();
        let known = self.keys.get(key).copied();
        let key = known.unwrap_or_else(|| {
            let found = decode(key)
                .and_then(|k| <[u8; 32]>::try_from(k.as_slice()).ok())
                .and_then(|k| VerifyingKey::from_bytes(&k).ok());
            self.keys.insert(key.to_owned(), found);
            found
        });
        let signature = decode(signature).and_then(|s| <[u8; 64]>::try_from(s.as_slice()).ok());
        match (key, signature) {
            (Some(key), Some(signature)) => key
                .verify_strict(message, &Signature::from_bytes(&signature))
                .is_ok(),
            _ => false,
        }
    }
}

/// Checks every entry. `progress` is told how many are done and may stop the work by answering `false`.
pub fn verify(
    connection: &Connection,
    head: &Found,
    mut progress: impl FnMut(u32) -> bool,
) -> Result<VerifyView> {
    let doing = "verifying the journal";
    let sql = format!(
        "SELECT {COLUMNS} FROM journal AS j LEFT JOIN bodies AS b ON b.position = j.position ORDER BY j.position"
    );
    let mut statement = connection.prepare(&sql).doing(doing)?;
    let rows = statement.query_map([], stored).doing(doing)?;

    let mut found = Findings {
        faults: Vec::new(),
        bodies: 0,
        signatures: 0,
        keys: BTreeMap::new(),
    };
    let mut ends: BTreeMap<ChainId, (u64, [u8; 32], u64)> = BTreeMap::new();
    let mut hashes: BTreeMap<(ChainId, u64), [u8; 32]> = BTreeMap::new();
    let mut revisions: BTreeMap<RevisionId, crate::ids::RecordId> = BTreeMap::new();
    let mut destroyed: BTreeSet<crate::ids::RecordId> = BTreeSet::new();
    let mut without_body: Vec<(u64, Option<crate::ids::RecordId>)> = Vec::new();
    // The keys that each account has signed with, from its own entries.
    let mut keys: BTreeMap<crate::ids::UserId, BTreeSet<String>> = BTreeMap::new();
    let mut entries: u32 = 0;

    for row in rows {
        let mut entry = row.doing(doing)?;
        entries = entries.saturating_add(1);
        if !progress(entries) {
            break;
        }
        entry.entry.parents = parents(connection, entry.position)?;
        let sequence = entry.entry.sequence;
        let (last, previous, lamport) = ends
            .get(&entry.entry.chain)
            .copied()
            .unwrap_or((0, [0; 32], 0));
        if sequence != last + 1 {
            found.fault(
                sequence,
                "order",
                format!(
                    "Entry {sequence} follows entry {last}: something is missing or out of place."
                ),
            );
        }
        if entry.entry.previous != previous {
            found.fault(
                sequence,
                "order",
                "The entry does not follow the one before it.",
            );
        }
        if entry.entry.hash() != entry.hash {
            found.fault(sequence, "hash", "The entry is not as it was written.");
        }
        if entry.entry.lamport <= lamport {
            found.fault(sequence, "order", "The entry's counter runs backwards.");
        }
        ends.insert(
            entry.entry.chain,
            (sequence, entry.hash, entry.entry.lamport),
        );
        hashes.insert((entry.entry.chain, sequence), entry.hash);

        match &entry.body {
            None => without_body.push((sequence, entry.entry.record)),
            Some((nonce, body)) => {
                found.bodies = found.bodies.saturating_add(1);
                if commitment(nonce, body) != entry.entry.commitment {
                    found.fault(sequence, "body", "The content is not as it was written.");
                }
            }
        }
        for parent in &entry.entry.parents {
            if revisions.get(parent).copied() != entry.entry.record {
                found.fault(
                    sequence,
                    "parent",
                    "The version that this one follows is missing or belongs to another record.",
                );
            }
        }
        let kind = entry.entry.kind.as_str();
        if kind == EntryKind::Revision.word() {
            if let Some(record) = entry.entry.record {
                revisions.insert(RevisionId::from_bytes(entry.hash), record);
                if entry.entry.record_kind.starts_with("user@")
                    && let Some((_, body)) = &entry.body
                    && let Ok(user) = serde_json::from_slice::<serde_json::Value>(body)
                    && let Some(key) = user.get("signing_key").and_then(|k| k.as_str())
                {
                    let account = crate::ids::UserId::from_bytes(*record.as_bytes());
                    keys.entry(account).or_default().insert(key.to_owned());
                }
            }
        } else if kind == EntryKind::Destruction.word() {
            destroyed.extend(entry.entry.record);
        } else if kind == EntryKind::Attestation.word() {
            check_attestation(&entry, &revisions, &keys, &mut found);
        } else if kind == EntryKind::Audit.word() {
            // A record that was once found shorter than it should be stays under that question.
            if let Some((_, body)) = &entry.body
                && let Ok(audited) = audit::read(body)
                && audited.what == audit::Audited::HeadDisagreed
            {
                found.fault(
                    sequence,
                    "head",
                    format!(
                        "When it was opened at {}: {}",
                        entry.entry.at, audited.detail
                    ),
                );
            }
        } else if kind == EntryKind::Checkpoint.word() {
            check_checkpoint(&entry, &hashes, &keys, &mut found);
        }
    }
    for (sequence, record) in without_body {
        if !record.is_some_and(|r| destroyed.contains(&r)) {
            found.fault(
                sequence,
                "body",
                "The content is missing and no lawful destruction is recorded.",
            );
        }
    }
    check_head(head, &hashes, &keys, &mut found);

    let summary = VerifyView::sentence(entries, found.signatures, found.faults.len());
    Ok(VerifyView {
        entries,
        bodies: found.bodies,
        signatures: found.signatures,
        faults: found.faults,
        summary,
    })
}

type Keys = BTreeMap<crate::ids::UserId, BTreeSet<String>>;

fn check_attestation(
    entry: &Stored,
    revisions: &BTreeMap<RevisionId, crate::ids::RecordId>,
    keys: &Keys,
    found: &mut Findings,
) {
    let sequence = entry.entry.sequence;
    let Some((_, body)) = &entry.body else { return };
    let Ok(attestation) = serde_json::from_slice::<Attestation>(body) else {
        return found.fault(sequence, "signature", "The signature cannot be read.");
    };
    let message = Attestation::message(
        &attestation.meaning,
        attestation.revision,
        &entry.entry.at,
        &attestation.reason,
    );
    found.signature(entry, &attestation.key, &attestation.signature, &message);
    if revisions.get(&attestation.revision).copied() != entry.entry.record {
        found.fault(
            sequence,
            "signature",
            "What was signed is missing or belongs to another record.",
        );
    }
    if !keys
        .get(&entry.entry.author)
        .is_some_and(|k| k.contains(&attestation.key))
    {
        found.fault(
            sequence,
            "signature",
            "The signature was made with a key that the account never had.",
        );
    }
}

fn check_checkpoint(
    entry: &Stored,
    hashes: &BTreeMap<(ChainId, u64), [u8; 32]>,
    keys: &Keys,
    found: &mut Findings,
) {
    let sequence = entry.entry.sequence;
    let Some((_, body)) = &entry.body else { return };
    let Ok(checkpoint) = serde_json::from_slice::<Checkpoint>(body) else {
        return found.fault(sequence, "checkpoint", "The checkpoint cannot be read.");
    };
    let message = Checkpoint::message(checkpoint.chain, checkpoint.sequence, &checkpoint.hash);
    found.signature(entry, &checkpoint.key, &checkpoint.signature, &message);
    let there = hashes
        .get(&(checkpoint.chain, checkpoint.sequence))
        .map(|h| data_encoding::HEXLOWER.encode(h));
    if there.as_deref() != Some(checkpoint.hash.as_str()) {
        found.fault(
            sequence,
            "checkpoint",
            "The journal is not as it was when this checkpoint was signed.",
        );
    }
    if !keys
        .get(&entry.entry.author)
        .is_some_and(|k| k.contains(&checkpoint.key))
    {
        found.fault(
            sequence,
            "checkpoint",
            "The checkpoint was made with a key that the account never had.",
        );
    }
}

fn check_head(
    head: &Found,
    hashes: &BTreeMap<(ChainId, u64), [u8; 32]>,
    keys: &Keys,
    found: &mut Findings,
) {
    match head {
        Found::Nothing => found.fault(0, "head", "The head file is missing."),
        Found::Damaged => found.fault(0, "head", "The head file cannot be read."),
        Found::Head { head, damaged } => {
            if *damaged {
                found.fault(
                    0,
                    "head",
                    "A part of the head file is not as it was written.",
                );
            }
            match hashes.get(&(head.chain, head.sequence)) {
                None => found.fault(0, "head", format!("The head file knows entry {}, which the journal does not have: entries were lost or the file was rolled back.", head.sequence)),
                Some(hash) if *hash != head.hash => {
                    found.fault(0, "head", "The journal's end is not the one that was committed.");
                }
                Some(_) => {}
            }
            if !keys.values().any(|k| k.contains(&head.key)) {
                found.fault(
                    0,
                    "head",
                    "The head file was signed with a key that no account ever had.",
                );
            }
        }
    }
}
