//! Verifying the whole journal: chains, bodies, parents, signatures, checkpoints, head.

use super::entry::{EntryKind, commitment};
use super::fingerprint::Ends;
use super::journal::{COLUMNS, Stored, stored};
use super::write::Attestation;
use super::{Fault, VerifyView, audit};
use crate::error::{Doing, Result};
use crate::ids::{ChainId, RevisionId};
use crate::store::head::Found;
use ed25519_dalek::{Signature, VerifyingKey};
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::thread;

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

/// A signature that is to be checked beside the reading.
struct Signed {
    /// The entry's number among those read, and its place in its chain.
    entry: (u32, u64),
    key: VerifyingKey,
    signature: Signature,
    message: Vec<u8>,
}

/// So many signatures are handed over at once.
const BATCH: usize = 256;

/// Checks what comes until nothing more does. Answers with the entries whose signature does not hold.
fn check_signatures(waiting: &Mutex<Receiver<Vec<Signed>>>) -> Vec<(u32, u64)> {
    let mut wrong = Vec::new();
    loop {
        // The lock is held while waiting: the others wait for it meanwhile, and for the same.
        let next = waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .recv();
        let Ok(batch) = next else { return wrong };
        wrong.extend(
            batch
                .iter()
                .filter(|s| s.key.verify_strict(&s.message, &s.signature).is_err())
                .map(|s| s.entry),
        );
    }
}

/// The hash of every entry, by its chain and its place in it.
#[derive(Default)]
struct Hashes {
    chains: BTreeMap<ChainId, Vec<[u8; 32]>>,
    /// Entries that stand where they should not.
    astray: BTreeMap<(ChainId, u64), [u8; 32]>,
}

impl Hashes {
    fn insert(&mut self, chain: ChainId, sequence: u64, hash: [u8; 32]) {
        let in_order = self.chains.entry(chain).or_default();
        if u64::try_from(in_order.len()).is_ok_and(|last| sequence == last + 1) {
            in_order.push(hash);
        } else {
            self.astray.insert((chain, sequence), hash);
        }
    }

    fn get(&self, chain: ChainId, sequence: u64) -> Option<&[u8; 32]> {
        self.astray.get(&(chain, sequence)).or_else(|| {
            let place = usize::try_from(sequence.checked_sub(1)?).ok()?;
            self.chains.get(&chain)?.get(place)
        })
    }
}

struct Findings {
    /// Each with the number of the entry, so that they can be told in the order of the entries.
    faults: Vec<(u32, Fault)>,
    /// How many entries have been read: the number of the one that is being looked at.
    read: u32,
    bodies: u32,
    signatures: u32,
    /// Public keys met so far, by their hexadecimal form; `None` for what is no key.
    keys: BTreeMap<String, Option<VerifyingKey>>,
    /// Signatures not handed over yet.
    batch: Vec<Signed>,
    /// Where they go; gone when all have been handed over.
    checkers: Option<SyncSender<Vec<Signed>>>,
}

fn fault(sequence: u64, kind: &str, what: impl Into<String>) -> Fault {
    Fault {
        sequence: u32::try_from(sequence).unwrap_or(u32::MAX),
        kind: kind.to_owned(),
        what: what.into(),
    }
}

impl Findings {
    fn fault(&mut self, sequence: u64, kind: &str, what: impl Into<String>) {
        self.faults.push((self.read, fault(sequence, kind, what)));
    }

    fn signature(&mut self, entry: &Stored, key: &str, signature: &str, message: Vec<u8>) {
        self.signatures = self.signatures.saturating_add(1);
        let sequence = entry.entry.sequence;
        let decode = |t: &str| data_encoding::HEXLOWER.decode(t.as_bytes()).ok();
        // Keys are few and are worked out once.
        let known = self.keys.get(key).copied();
        let key = known.unwrap_or_else(|| {
            let found = decode(key)
                .and_then(|k| <[u8; 32]>::try_from(k.as_slice()).ok())
                .and_then(|k| VerifyingKey::from_bytes(&k).ok());
            self.keys.insert(key.to_owned(), found);
            found
        });
        let signature = decode(signature).and_then(|s| <[u8; 64]>::try_from(s.as_slice()).ok());
        let (Some(key), Some(signature)) = (key, signature) else {
            return self.fault(sequence, "signature", NOT_SIGNED);
        };
        self.batch.push(Signed {
            entry: (self.read, sequence),
            key,
            signature: Signature::from_bytes(&signature),
            message,
        });
        if self.batch.len() >= BATCH {
            self.hand_over();
        }
    }

    fn hand_over(&mut self) {
        let batch = std::mem::take(&mut self.batch);
        let refused = match &self.checkers {
            Some(checkers) => checkers.send(batch).err().map(|refused| refused.0),
            None => Some(batch),
        };
        // Nobody is there to check them: a signature that is not checked does not count as one that holds.
        for signed in refused.into_iter().flatten() {
            self.fault(signed.entry.1, "signature", NOT_SIGNED);
        }
    }
}

impl Findings {
    fn view(self) -> VerifyView {
        let faults: Vec<Fault> = self.faults.into_iter().map(|(_, fault)| fault).collect();
        VerifyView {
            entries: self.read,
            bodies: self.bodies,
            signatures: self.signatures,
            summary: VerifyView::sentence(self.read, self.signatures, faults.len()),
            faults,
            fingerprint: String::new(),
            register: String::new(),
            earlier: None,
        }
    }
}

const NOT_SIGNED: &str = "A signature does not fit what was signed.";

/// Checks every entry. `progress` is told how many are done and may stop the work by answering `false`.
///
/// Signatures take longer than all the rest: threads check them beside the reading, which end with it.
pub fn verify(
    connection: &Connection,
    head: &Found,
    progress: impl FnMut(u32) -> bool,
) -> Result<VerifyView> {
    verify_ends(connection, head, None, progress).map(|verified| verified.view)
}

/// What was verified, with where the chains end.
#[derive(Debug)]
pub struct Verified {
    /// What was found.
    pub view: VerifyView,
    /// The ends at the last entry.
    pub ends: Ends,
    /// The ends at an earlier entry that was asked for; `None` where the journal does not go so far.
    pub earlier: Option<Ends>,
}

/// The same, with the ends of the chains now, and as they were at the entry `earlier`.
pub fn verify_ends(
    connection: &Connection,
    head: &Found,
    earlier: Option<u32>,
    progress: impl FnMut(u32) -> bool,
) -> Result<Verified> {
    let others = thread::available_parallelism().map_or(1, |n| n.get().saturating_sub(1));
    let (checkers, waiting) = sync_channel(8);
    let waiting = Mutex::new(waiting);
    thread::scope(|scope| {
        let at_work: Vec<_> = (0..others.clamp(1, 4))
            .map(|_| scope.spawn(|| check_signatures(&waiting)))
            .collect();
        // Takes the sender with it: with the last of it the threads end.
        let found = read_through(connection, head, earlier, checkers, progress);
        let wrong = at_work
            .into_iter()
            .map(|thread| thread.join().ok())
            .collect::<Option<Vec<_>>>();
        let (mut found, ends, earlier) = found?;
        match wrong {
            Some(wrong) => {
                for (entry, sequence) in wrong.into_iter().flatten() {
                    found
                        .faults
                        .push((entry, fault(sequence, "signature", NOT_SIGNED)));
                }
            }
            None => found.fault(0, "signature", "Not every signature could be checked."),
        }
        found.faults.sort_by_key(|(entry, _)| *entry);
        Ok(Verified {
            view: found.view(),
            ends,
            earlier,
        })
    })
}

/// Reads every entry and hands its signatures over.
fn read_through(
    connection: &Connection,
    head: &Found,
    earlier: Option<u32>,
    checkers: SyncSender<Vec<Signed>>,
    mut progress: impl FnMut(u32) -> bool,
) -> Result<(Findings, Ends, Option<Ends>)> {
    let doing = "verifying the journal";
    let sql = format!(
        "SELECT {COLUMNS} FROM journal AS j LEFT JOIN bodies AS b ON b.position = j.position ORDER BY j.position"
    );
    let mut statement = connection.prepare(&sql).doing(doing)?;
    let rows = statement.query_map([], stored).doing(doing)?;
    // In the same order, so that they are read along with the entries and not looked up one by one.
    let mut statement = connection
        .prepare("SELECT position, parent FROM parents ORDER BY position, ordinal")
        .doing(doing)?;
    let mut parents = statement
        .query_map([], |r| Ok((r.get(0)?, r.get(1)?)))
        .doing(doing)?
        .peekable();

    let mut found = Findings {
        faults: Vec::new(),
        read: 0,
        bodies: 0,
        signatures: 0,
        keys: BTreeMap::new(),
        batch: Vec::new(),
        checkers: Some(checkers),
    };
    let mut ends: BTreeMap<ChainId, (u64, [u8; 32], u64)> = BTreeMap::new();
    let mut position = 0;
    let mut then: Option<Ends> = None;
    let mut hashes = Hashes::default();
    let mut revisions: Revisions = HashMap::new();
    let mut destroyed: BTreeSet<crate::ids::RecordId> = BTreeSet::new();
    let mut without_body: Vec<(u64, Option<crate::ids::RecordId>)> = Vec::new();
    // The keys that each account has signed with, from its own entries.
    let mut keys: BTreeMap<crate::ids::UserId, BTreeSet<String>> = BTreeMap::new();

    for row in rows {
        let mut entry = row.doing(doing)?;
        // The entry asked for has been passed: what stands now is what stood then.
        let here = u32::try_from(entry.position).unwrap_or(u32::MAX);
        if then.is_none() && earlier.is_some_and(|earlier| earlier < here && position > 0) {
            then = earlier.map(|earlier| ends_at(earlier, found.read, &ends));
        }
        position = here;
        found.read = found.read.saturating_add(1);
        if !progress(found.read) {
            break;
        }
        entry.entry.parents = parents_of(&mut parents, entry.position).doing(doing)?;
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
        hashes.insert(entry.entry.chain, sequence, entry.hash);

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
    found.hand_over();
    found.checkers = None;
    if then.is_none() && earlier == Some(position) {
        then = Some(ends_at(position, found.read, &ends));
    }
    let now = ends_at(position, found.read, &ends);
    Ok((found, now, then))
}

fn ends_at(position: u32, entries: u32, ends: &BTreeMap<ChainId, (u64, [u8; 32], u64)>) -> Ends {
    Ends {
        position,
        entries,
        chains: ends
            .iter()
            .map(|(chain, (sequence, hash, _))| (*chain, (*sequence, *hash)))
            .collect(),
    }
}

/// The parents of one entry, from all parents in the order of the entries.
fn parents_of(
    all: &mut std::iter::Peekable<impl Iterator<Item = rusqlite::Result<(i64, RevisionId)>>>,
    position: i64,
) -> rusqlite::Result<Vec<RevisionId>> {
    let mut own = Vec::new();
    // Those of an entry that is not there are passed over: what is missing is found by its place in the chain.
    while let Some(next) = all.next_if(|p| p.as_ref().map_or(true, |(of, _)| *of <= position)) {
        let (of, parent) = next?;
        if of == position {
            own.push(parent);
        }
    }
    Ok(own)
}

type Revisions = HashMap<RevisionId, crate::ids::RecordId>;

type Keys = BTreeMap<crate::ids::UserId, BTreeSet<String>>;

fn check_attestation(entry: &Stored, revisions: &Revisions, keys: &Keys, found: &mut Findings) {
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
    found.signature(entry, &attestation.key, &attestation.signature, message);
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

fn check_checkpoint(entry: &Stored, hashes: &Hashes, keys: &Keys, found: &mut Findings) {
    let sequence = entry.entry.sequence;
    let Some((_, body)) = &entry.body else { return };
    let Ok(checkpoint) = serde_json::from_slice::<Checkpoint>(body) else {
        return found.fault(sequence, "checkpoint", "The checkpoint cannot be read.");
    };
    let message = Checkpoint::message(checkpoint.chain, checkpoint.sequence, &checkpoint.hash);
    found.signature(entry, &checkpoint.key, &checkpoint.signature, message);
    let there = hashes
        .get(checkpoint.chain, checkpoint.sequence)
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

fn check_head(head: &Found, hashes: &Hashes, keys: &Keys, found: &mut Findings) {
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
            match hashes.get(head.chain, head.sequence) {
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
