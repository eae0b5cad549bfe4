//! The journal as an audit. Every way of asking goes along an index; a test reads the plans.

use super::{AuditKind, AuditRow, AuditView};
use crate::dates;
use crate::error::{Doing, Error, Result};
use crate::ids::{CaseId, PatientId, RecordId, UserId};
use crate::reasons::ReasonRule;
use crate::record::audit::{self, Audited};
use crate::record::journal::optional;
use crate::record::{Body, read_body, split_kind};
use crate::users::{self, User};
use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension, params_from_iter};
use std::collections::BTreeMap;

/// Which entries.
#[derive(Clone)]
pub(super) struct Wanted {
    pub(super) kind: AuditKind,
    pub(super) case: Option<(CaseId, PatientId)>,
    pub(super) user: Option<UserId>,
    /// Instants as stored: from this one on, and before that one.
    pub(super) from: Option<String>,
    pub(super) until: Option<String>,
    pub(super) limit: u32,
    pub(super) before: Option<u32>,
}

struct Found {
    position: i64,
    at: String,
    author: UserId,
    kind: String,
    record: Option<RecordId>,
    record_kind: String,
    case: Option<CaseId>,
    patient: Option<PatientId>,
    meaning: String,
    changed: bool,
    body: Option<Vec<u8>>,
}

/// The question in SQL. Checkpoints are left out: they are made by the program at every unlock and lock. Bodies are read
/// of the audit's own entries and of those about keys only: nothing clinical is so much as fetched.
fn question(wanted: &Wanted, before: Option<&str>) -> (String, Vec<Value>) {
    let mut values: Vec<Value> = Vec::new();
    let mut conditions = vec!["j.kind <> 'checkpoint'".to_owned()];
    let mut place = |value: Value| {
        values.push(value);
        format!("?{}", values.len())
    };
    // One index is named for each way of asking, so that statistics never lead to a walk through the whole journal.
    let mut index = "journal_by_instant";
    if let Some(user) = wanted.user {
        let user = place(user.as_bytes().to_vec().into());
        conditions.push(format!("j.author_id = {user}"));
        index = "journal_by_author";
    }
    if let Some((case, patient)) = &wanted.case {
        let patient = place(patient.as_bytes().to_vec().into());
        let case = place(case.as_bytes().to_vec().into());
        conditions.push(format!(
            "j.patient_id = {patient} AND j.patient_id <> x'' AND j.case_id IN ({case}, x'')"
        ));
        index = "journal_by_patient";
    }
    match wanted.kind {
        AuditKind::All | AuditKind::Left | AuditKind::Outside => {}
        AuditKind::Opened => conditions.push("j.kind = 'audit'".to_owned()),
        AuditKind::Written => {
            conditions.push("j.kind IN ('revision', 'attestation', 'destruction')".to_owned());
        }
        AuditKind::Accounts => {
            conditions.push("j.kind = 'key'".to_owned());
            if index == "journal_by_instant" {
                index = "journal_of_keys";
            }
        }
    }
    // What left, and what was opened from outside, is kept in a short list of its own: that is gone along, whoever and
    // whatever else is asked for.
    let short = match wanted.kind {
        AuditKind::Left => Some("departures"),
        AuditKind::Outside => Some("outside_openings"),
        _ => None,
    };
    let (from_tables, t) = match short {
        Some(list) => (
            format!(
                "{list} AS d INDEXED BY {list}_by_instant CROSS JOIN journal AS j ON j.position = d.position"
            ),
            "d",
        ),
        None => (format!("journal AS j INDEXED BY {index}"), "j"),
    };
    // An instant is never empty: this gives the index on instants something to be searched by.
    let from = place(wanted.from.clone().unwrap_or_default().into());
    conditions.push(format!("{t}.at >= {from}"));
    if let Some(until) = &wanted.until {
        let until = place(until.clone().into());
        conditions.push(format!("{t}.at < {until}"));
    }
    if let Some((at, position)) = before.zip(wanted.before) {
        let at = place(at.to_owned().into());
        let position = place(i64::from(position).into());
        conditions.push(format!("({t}.at, {t}.position) < ({at}, {position})"));
    }
    let limit = place(i64::from(wanted.limit.saturating_add(1)).into());
    let sql = format!(
        "SELECT j.position, j.at, j.author_id, j.kind, j.record_id, j.record_kind, j.case_id, j.patient_id,
                coalesce(a.meaning, ''),
                EXISTS (SELECT 1 FROM parents AS p WHERE p.position = j.position),
                CASE WHEN j.kind IN ('audit', 'key')
                       OR (j.kind = 'revision' AND (j.record_kind GLOB '{}@*' OR j.record_kind GLOB '{}@*'))
                     THEN (SELECT b.body FROM bodies AS b WHERE b.position = j.position) END
         FROM {from_tables} LEFT JOIN attestations AS a ON a.position = j.position
         WHERE {}
         ORDER BY {t}.at DESC, {t}.position DESC LIMIT {limit}",
        // The bodies that a row tells something of, and no others: a log of supervision or a trust's file is long.
        User::KIND,
        ReasonRule::KIND,
        conditions.join(" AND ")
    );
    (sql, values)
}

/// Entries, newest first. Errors: `NotFound` for an entry to go on from that is not there.
pub(super) fn rows(connection: &Connection, wanted: &Wanted) -> Result<AuditView> {
    let doing = "reading the audit";
    let before: Option<String> = match wanted.before {
        None => None,
        Some(entry) => Some(
            connection
                .prepare_cached("SELECT at FROM journal WHERE position = ?1")
                .and_then(|mut s| s.query_row([entry], |r| r.get(0)).optional())
                .doing(doing)?
                .ok_or(Error::NotFound { what: "entry" })?,
        ),
    };
    let (sql, values) = question(wanted, before.as_deref());
    let mut found: Vec<Found> = connection
        .prepare_cached(&sql)
        .and_then(|mut s| {
            s.query_map(params_from_iter(values), |r| {
                Ok(Found {
                    position: r.get(0)?,
                    at: r.get(1)?,
                    author: r.get(2)?,
                    kind: r.get(3)?,
                    record: optional(r, 4, RecordId::from_bytes)?,
                    record_kind: r.get(5)?,
                    case: optional(r, 6, CaseId::from_bytes)?,
                    patient: optional(r, 7, PatientId::from_bytes)?,
                    meaning: r.get(8)?,
                    changed: r.get(9)?,
                    body: r.get(10)?,
                })
            })?
            .collect()
        })
        .doing(doing)?;
    let limit = usize::try_from(wanted.limit).unwrap_or(usize::MAX);
    let more = found.len() > limit;
    found.truncate(limit);
    let mut names = BTreeMap::new();
    let rows = found
        .into_iter()
        .map(|f| row(connection, f, &mut names))
        .collect::<Result<_>>()?;
    Ok(AuditView { rows, more })
}

/// No file of the audit has more entries.
const MOST_AT_ALL: usize = 100_000;

/// All entries, newest first, a piece at a time. Errors: `Refused` for too many.
pub(super) fn all(connection: &Connection, wanted: &Wanted) -> Result<Vec<AuditRow>> {
    let mut wanted = wanted.clone();
    let mut rows: Vec<AuditRow> = Vec::new();
    loop {
        let piece = self::rows(connection, &wanted)?;
        wanted.before = piece.rows.last().map(|row| row.entry);
        rows.extend(piece.rows);
        if rows.len() > MOST_AT_ALL {
            return Err(Error::Refused {
                rule: "too-many-entries",
                message:
                    "These are more than 100,000 entries. Choose fewer days, an account or a kind."
                        .into(),
            });
        }
        if !piece.more {
            return Ok(rows);
        }
    }
}

fn row(
    connection: &Connection,
    found: Found,
    names: &mut BTreeMap<UserId, String>,
) -> Result<AuditRow> {
    let mut left = false;
    let (what, detail) = match (found.kind.as_str(), &found.body) {
        ("audit", Some(body)) => {
            let body = audit::read(body)?;
            left = body.what.leaves();
            // What is kept with an unlocking is a bare count.
            let detail = match (body.what, body.detail.as_str()) {
                (Audited::Unlocked, "0") => String::new(),
                (Audited::LetterCopiedAsText, "") => "to the clipboard".to_owned(),
                (Audited::LetterPrinted, "") => "to a printer".to_owned(),
                (Audited::Unlocked, tries) => format!("wrong tries before: {tries}"),
                _ => body.detail,
            };
            (body.what.label().to_owned(), detail)
        }
        ("key", Some(body)) => {
            let change = audit::read_key_change(body)?;
            let whose = users::store::name(connection, change.user)?;
            (key_words(&change.what), whose)
        }
        (kind, _) => {
            let name =
                split_kind(&found.record_kind).map_or(found.record_kind.as_str(), |(name, _)| name);
            let verb = match (kind, found.meaning.as_str()) {
                ("attestation", meaning) => meaning,
                ("destruction", _) => "destroyed",
                ("revision", _) if found.changed => "changed",
                ("revision", _) => "recorded",
                (other, _) => other,
            };
            let detail = match (name, &found.body) {
                (ReasonRule::KIND, Some(body)) => read_body::<ReasonRule>(body)?.told().to_owned(),
                (User::KIND, Some(body)) => account_told(connection, &read_body(body)?)?,
                _ => String::new(),
            };
            (format!("{} {verb}", crate::title_of(name)), detail)
        }
    };
    let who = match names.get(&found.author) {
        Some(name) => name.clone(),
        None => {
            let name = users::store::name(connection, found.author)?;
            names.insert(found.author, name.clone());
            name
        }
    };
    Ok(AuditRow {
        entry: u32::try_from(found.position).unwrap_or(u32::MAX),
        when: dates::clinical_instant(&found.at),
        at: found.at,
        user_id: found.author,
        who,
        what,
        case_id: found.case,
        patient_id: found.patient,
        record_id: found.record,
        left,
        detail,
    })
}

/// `Sr B. Clarke, clinician, answers about safety pass to Dr A. Okafor`: which account a change was of, and how it stands
/// after it.
fn account_told(connection: &Connection, account: &User) -> Result<String> {
    let mut told = vec![account.name.clone(), account.role.word().replace('-', " ")];
    if account.disabled {
        told.push("closed".to_owned());
    }
    if let Some(deputy) = account.deputy {
        let deputy = users::store::name(connection, deputy)?;
        told.push(format!("answers about safety pass to {deputy}"));
    }
    Ok(told.join(", "))
}

/// `account-closed` as a list says it; a word that this program does not know, as it is stored.
fn key_words(stored: &str) -> String {
    match stored {
        "account-made" => "Keys of an account made",
        "account-changed" => "Key file brought up to a changed account",
        "invited" => "Invited",
        "invitation-accepted" => "Invitation accepted, keys of the account made",
        "invitation-withdrawn" => "Invitation withdrawn",
        "invitation-expired" => "Invitation over: its day has passed",
        "account-closed" => "Account closed",
        "account-reopened" => "Account opened again",
        "passphrase-changed" => "Passphrase changed",
        "passphrase-reset" => "Passphrase reset by the recovery key",
        "recovery-key-made" => "New recovery key made",
        "recovery-key-confirmed" => "Recovery key typed back",
        other => other,
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::migrate;

    #[test]
    fn every_way_of_asking_searches_an_index_and_nothing_is_sorted() {
        let mut connection = Connection::open_in_memory().unwrap();
        migrate::bring_up(&mut connection).unwrap();
        let case = Some((CaseId::from_bytes([1; 16]), PatientId::from_bytes([2; 16])));
        let user = Some(UserId::from_bytes([3; 16]));
        let day = Some("2026-11-20T00:00:00Z".to_owned());
        for kind in AuditKind::ALL {
            for (case, user, from) in [
                (None, None, None),
                (None, None, day.clone()),
                (None, user, None),
                (None, user, day.clone()),
                (case, None, None),
                (case, user, day.clone()),
            ] {
                for before in [None, Some(9)] {
                    let wanted = Wanted {
                        kind,
                        case,
                        user,
                        from: from.clone(),
                        until: day.clone(),
                        limit: 10,
                        before,
                    };
                    let (sql, values) = question(&wanted, Some("2026-11-20T12:00:00Z"));
                    let plan: Vec<String> = connection
                        .prepare(&format!("EXPLAIN QUERY PLAN {sql}"))
                        .unwrap()
                        .query_map(params_from_iter(values), |r| r.get(3))
                        .unwrap()
                        .collect::<rusqlite::Result<_>>()
                        .unwrap();
                    let first = match kind {
                        AuditKind::Left => "SEARCH d USING COVERING INDEX departures_by_instant",
                        AuditKind::Outside => {
                            "SEARCH d USING COVERING INDEX outside_openings_by_instant"
                        }
                        _ => "SEARCH j USING INDEX",
                    };
                    assert!(plan[0].starts_with(first), "{plan:?}");
                    let journal = plan.iter().filter(|l| l.contains(" j ")).count();
                    assert_eq!(journal, 1, "{plan:?}");
                    assert!(!plan.iter().any(|l| l.contains("SCAN")), "{plan:?}");
                    assert!(!plan.iter().any(|l| l.contains("TEMP B-TREE")), "{plan:?}");
                }
            }
        }
    }
}
