//! Supervision in the journal.

use super::{ActionClosing, NamedCase, SupervisionAction, SupervisionLog};
use crate::cases;
use crate::dates;
use crate::error::{Doing, Error, Result};
use crate::ids::{CaseId, RecordId, UserId};
use crate::record::read::{self, Attested};
use crate::record::{Revision, Standing};
use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, params};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::rc::Rc;

/// Brings the lists of logs, of who took part, of cases and of actions up to a revision.
pub(crate) fn project(connection: &Connection, revision: &Revision) -> Result<()> {
    let doing = "bringing the supervision logs up to date";
    let none: &[u8] = &[];
    let log: SupervisionLog = revision.read()?;
    let record = revision.record;
    for table in [
        "supervision_logs",
        "supervision_people",
        "supervision_cases",
        "supervision_actions",
    ] {
        connection
            .prepare_cached(&format!("DELETE FROM {table} WHERE record_id = ?1"))
            .and_then(|mut s| s.execute([record]))
            .doing(doing)?;
    }
    connection
        .prepare_cached(
            "INSERT INTO supervision_logs (record_id, held_on, supervisor_id) VALUES (?1, ?2, ?3)",
        )
        .and_then(|mut s| s.execute(params![record, log.held_on.to_string(), log.supervisor]))
        .doing(doing)?;
    for (user, part) in parts(&log) {
        connection
            .prepare_cached(
                "INSERT INTO supervision_people (record_id, user_id, part) VALUES (?1, ?2, ?3)",
            )
            .and_then(|mut s| s.execute(params![record, user, part.word()]))
            .doing(doing)?;
    }
    for case in &log.cases {
        connection
            .prepare_cached("INSERT INTO supervision_cases (record_id, case_id) VALUES (?1, ?2)")
            .and_then(|mut s| s.execute(params![record, case.case_id]))
            .doing(doing)?;
    }
    for action in &log.actions {
        connection
            .prepare_cached(
                "INSERT INTO supervision_actions (record_id, action_id, owner_id, due_on, case_id)
                 VALUES (?1, ?2, ?3, ?4, ?5)",
            )
            .and_then(|mut s| {
                s.execute(params![
                    record,
                    action.id,
                    action.owner,
                    action.due_on.to_string(),
                    action.case_id.as_ref().map_or(none, |c| c.as_bytes())
                ])
            })
            .doing(doing)?;
    }
    Ok(())
}

/// Brings the list of closed actions up to a revision.
pub(crate) fn project_closing(connection: &Connection, revision: &Revision) -> Result<()> {
    let closing: ActionClosing = revision.read()?;
    connection
        .prepare_cached(
            "INSERT INTO supervision_closings (record_id, log_id, action_id) VALUES (?1, ?2, ?3)
             ON CONFLICT (record_id) DO UPDATE SET log_id = excluded.log_id, action_id = excluded.action_id",
        )
        .and_then(|mut s| s.execute(params![revision.record, closing.log, closing.action]))
        .doing("bringing the closed actions up to date")?;
    Ok(())
}

/// The part that somebody took in a meeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Supervised.
    Supervisor,
    /// Was supervised.
    Supervisee,
}

impl Part {
    /// The stored word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Supervisor => "supervisor",
            Self::Supervisee => "supervisee",
        }
    }

    /// The words on screen.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Supervisor => "Supervisor",
            Self::Supervisee => "Supervisee",
        }
    }
}

/// Who took part, the supervisor first.
pub fn parts(log: &SupervisionLog) -> impl Iterator<Item = (UserId, Part)> {
    std::iter::once((log.supervisor, Part::Supervisor))
        .chain(log.supervisees.iter().map(|u| (*u, Part::Supervisee)))
}

/// A log in its current version, with every signature of it.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The current revision.
    pub revision: Revision,
    /// What it says.
    pub log: SupervisionLog,
    /// How its record stands.
    pub standing: Standing,
    /// Signatures and returns of every version, oldest first.
    pub attested: Vec<Attested>,
}

impl Kept {
    /// Did this account take part?
    pub fn took_part(&self, user: UserId) -> bool {
        parts(&self.log).any(|(id, _)| id == user)
    }

    /// Was it taken back as entered in error?
    pub fn is_withdrawn(&self) -> bool {
        self.standing.status == "withdrawn"
    }

    /// The latest word of a person on the current version: signed, or returned.
    pub fn word_of(&self, user: UserId) -> Option<&Attested> {
        self.attested.iter().rev().find(|a| {
            a.revision == self.revision.id
                && a.author == user
                && matches!(a.meaning.as_str(), "signed" | "returned")
        })
    }
}

/// A log as it stands. Errors: `NotFound` for what is none.
pub fn kept(connection: &Connection, record: RecordId) -> Result<Kept> {
    let missing = |e| match e {
        Error::NotFound { .. } => NO_LOG,
        other => other,
    };
    let standing = read::standing(connection, record).map_err(missing)?;
    let revision = read::revision(connection, standing.revision)?;
    let log = revision.read().map_err(missing)?;
    Ok(Kept {
        log,
        attested: read::attestations(connection, record)?,
        revision,
        standing,
    })
}

/// A log that this account took part in. Errors: `NotFound` for everybody else, as if it were not there.
pub fn of_participant(connection: &Connection, record: RecordId, user: UserId) -> Result<Kept> {
    let kept = kept(connection, record)?;
    if kept.took_part(user) {
        Ok(kept)
    } else {
        Err(NO_LOG)
    }
}

/// The same for nobody's log and for somebody else's.
const NO_LOG: Error = Error::NotFound {
    what: "supervision log",
};

/// Logs that an account took part in, newest first, the withdrawn ones included.
pub fn logs_of(connection: &Connection, user: UserId, most: u32) -> Result<Vec<RecordId>> {
    connection
        .prepare_cached(
            "SELECT l.record_id FROM supervision_people AS p
             JOIN supervision_logs AS l ON l.record_id = p.record_id
             JOIN records AS r ON r.record_id = p.record_id
             WHERE p.user_id = ?1 ORDER BY l.held_on DESC, r.current DESC LIMIT ?2",
        )
        .and_then(|mut s| s.query_map(params![user, most], |r| r.get(0))?.collect())
        .doing("reading the supervision logs")
}

/// Logs in force that speak of a case, newest first.
pub fn logs_about(connection: &Connection, case: CaseId) -> Result<Vec<RecordId>> {
    connection
        .prepare_cached(
            "SELECT l.record_id FROM supervision_cases AS c
             JOIN supervision_logs AS l ON l.record_id = c.record_id
             JOIN records AS r ON r.record_id = c.record_id
             WHERE c.case_id = ?1 AND r.status = 'signed' ORDER BY l.held_on DESC, r.current DESC",
        )
        .and_then(|mut s| s.query_map([case], |r| r.get(0))?.collect())
        .doing("reading what supervision said of a case")
}

/// The day on which a case was last discussed; `None` before the first time.
pub fn last_discussed(connection: &Connection, case: CaseId) -> Result<Option<NaiveDate>> {
    let day: Option<String> = connection
        .prepare_cached(
            "SELECT max(l.held_on) FROM supervision_cases AS c
             JOIN supervision_logs AS l ON l.record_id = c.record_id
             JOIN records AS r ON r.record_id = c.record_id
             WHERE c.case_id = ?1 AND r.status = 'signed'",
        )
        .and_then(|mut s| s.query_row([case], |r| r.get(0)))
        .doing("reading when a case was discussed")?;
    Ok(day.as_deref().and_then(dates::stored))
}

/// Logs in force that an account took part in and has neither signed nor returned in their current version, the oldest
/// first.
pub fn unsigned_by(connection: &Connection, user: UserId) -> Result<Vec<RecordId>> {
    connection
        .prepare_cached(
            "SELECT p.record_id FROM supervision_people AS p
             JOIN supervision_logs AS l ON l.record_id = p.record_id
             JOIN records AS r ON r.record_id = p.record_id
             WHERE p.user_id = ?1 AND r.status = 'signed'
               AND NOT EXISTS (SELECT 1 FROM attestations AS a
                               WHERE a.record_id = p.record_id AND a.revision = r.revision AND a.author_id = ?1
                                 AND a.meaning IN ('signed', 'returned'))
             ORDER BY l.held_on, r.current",
        )
        .and_then(|mut s| s.query_map([user], |r| r.get(0))?.collect())
        .doing("reading the logs that wait for a signature")
}

/// Logs in force that an account wrote and that somebody has returned and not signed since, the oldest first.
pub fn returned_to(connection: &Connection, user: UserId) -> Result<Vec<RecordId>> {
    connection
        .prepare_cached(
            "SELECT p.record_id FROM supervision_people AS p
             JOIN supervision_logs AS l ON l.record_id = p.record_id
             JOIN records AS r ON r.record_id = p.record_id
             JOIN journal AS j ON j.position = r.current
             WHERE p.user_id = ?1 AND r.status = 'signed' AND j.author_id = ?1
               AND EXISTS (SELECT 1 FROM attestations AS a
                           WHERE a.record_id = p.record_id AND a.revision = r.revision AND a.meaning = 'returned'
                             AND NOT EXISTS (SELECT 1 FROM attestations AS later
                                             WHERE later.record_id = a.record_id AND later.revision = a.revision
                                               AND later.author_id = a.author_id AND later.meaning = 'signed'
                                               AND later.position > a.position))
             ORDER BY l.held_on, r.current",
        )
        .and_then(|mut s| s.query_map([user], |r| r.get(0))?.collect())
        .doing("reading the logs that were returned")
}

/// Everything open that an account is to do, each with its log, the earliest first.
pub fn open_actions_of(
    connection: &Connection,
    user: UserId,
) -> Result<Vec<(Rc<Kept>, SupervisionAction)>> {
    open_actions(connection, user, "a.owner_id = ?1")
}

/// Everything open that the others are to do from logs that an account took part in, the earliest first.
pub fn open_actions_beside(
    connection: &Connection,
    user: UserId,
) -> Result<Vec<(Rc<Kept>, SupervisionAction)>> {
    open_actions(
        connection,
        user,
        "a.owner_id <> ?1 AND a.record_id IN (SELECT p.record_id FROM supervision_people AS p WHERE p.user_id = ?1)",
    )
}

fn open_actions(
    connection: &Connection,
    user: UserId,
    whose: &str,
) -> Result<Vec<(Rc<Kept>, SupervisionAction)>> {
    let rows: Vec<(RecordId, RecordId)> = connection
        .prepare_cached(&format!(
            "SELECT a.record_id, a.action_id FROM supervision_actions AS a
             JOIN records AS r ON r.record_id = a.record_id AND r.status = 'signed'
             WHERE {whose}
               AND NOT EXISTS (SELECT 1 FROM supervision_closings AS c
                               WHERE c.log_id = a.record_id AND c.action_id = a.action_id)
             ORDER BY a.due_on, r.current, a.action_id"
        ))
        .and_then(|mut s| {
            s.query_map([user], |r| Ok((r.get(0)?, r.get(1)?)))?
                .collect()
        })
        .doing("reading the actions from supervision")?;
    let mut logs: BTreeMap<RecordId, Rc<Kept>> = BTreeMap::new();
    let mut out = Vec::new();
    for (record, id) in rows {
        let log = match logs.entry(record) {
            Entry::Occupied(found) => found.get().clone(),
            Entry::Vacant(none) => none.insert(Rc::new(kept(connection, record)?)).clone(),
        };
        if let Some(action) = log.log.actions.iter().find(|a| a.id == id).cloned() {
            out.push((log, action));
        }
    }
    Ok(out)
}

/// What became of an action; `None` while it is open.
pub fn closing(
    connection: &Connection,
    log: RecordId,
    action: RecordId,
) -> Result<Option<(Revision, ActionClosing)>> {
    let found: Option<RecordId> = connection
        .prepare_cached(
            "SELECT c.record_id FROM supervision_closings AS c JOIN records AS r ON r.record_id = c.record_id
             WHERE c.log_id = ?1 AND c.action_id = ?2 ORDER BY r.current LIMIT 1",
        )
        .and_then(|mut s| {
            s.query_row(params![log, action], |r| r.get(0))
                .optional()
        })
        .doing("reading what became of an action")?;
    found
        .map(|record| {
            let revision = read::current(connection, record)?;
            let closing = revision.read()?;
            Ok((revision, closing))
        })
        .transpose()
}

/// A case with its patient, read from the lists alone. Errors: `NotFound`.
pub fn named_case(connection: &Connection, case: CaseId, today: NaiveDate) -> Result<NamedCase> {
    connection
        .prepare_cached(
            "SELECT c.patient_id, p.banner_name, p.nhs_number, p.born_on, p.died_on, p.similar, c.kind
             FROM cases AS c JOIN patients AS p ON p.patient_id = c.patient_id WHERE c.case_id = ?1",
        )
        .and_then(|mut s| {
            s.query_row([case], |r| {
                let (number, born, died): (String, String, String) =
                    (r.get(2)?, r.get(3)?, r.get(4)?);
                let kind: String = r.get(6)?;
                Ok(NamedCase {
                    case_id: case,
                    patient_id: r.get(0)?,
                    patient: r.get(1)?,
                    nhs_number: cases::store::number_text(&number),
                    born: cases::store::born_text(&born, &died, today),
                    similar_name_warning: r.get(5)?,
                    kind: cases::store::kind_label(&kind),
                })
            })
            .optional()
        })
        .doing("reading a case")?
        .ok_or(Error::NotFound { what: "case" })
}
