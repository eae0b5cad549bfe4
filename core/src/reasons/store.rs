//! Who has what to do with a case, who opened one from outside, and whether that is asked at all.

use super::rules::Ties;
use super::{OutsideOpening, ReasonRule};
use crate::dates;
use crate::error::{Doing, Result};
use crate::ids::{CaseId, RecordId, UserId};
use crate::measures;
use crate::record::{Revision, audit};
use crate::sittings::{self, store::Concern};
use crate::trust_data::Catalogue;
use crate::users::{self, UserView, deputies};
use chrono::{DateTime, Utc};
use rusqlite::{Connection, OptionalExtension, params};

/// The one record of the rule.
pub(super) const RULE: RecordId = RecordId::from_bytes(*b"casebook-reasons");

/// Brings the rule up to a revision.
pub(crate) fn project(connection: &Connection, revision: &Revision) -> Result<()> {
    let rule: ReasonRule = revision.read()?;
    connection
        .prepare_cached(
            "INSERT INTO reason_rule (record_id, asked) VALUES (?1, ?2)
             ON CONFLICT (record_id) DO UPDATE SET asked = excluded.asked",
        )
        .and_then(|mut s| s.execute(params![revision.record, rule.asked]))
        .doing("bringing the rule about reasons up to date")?;
    Ok(())
}

/// Is a reason asked? It is until somebody has chosen otherwise.
pub(crate) fn asked(connection: &Connection) -> Result<bool> {
    connection
        .prepare_cached("SELECT asked FROM reason_rule WHERE record_id = ?1")
        .and_then(|mut s| s.query_row([RULE], |r| r.get(0)).optional())
        .doing("reading whether a reason is asked")
        .map(|found| found.unwrap_or(true))
}

/// What ties an account to a case. Of a log of supervision the signature of another counts: nobody brings a case onto their
/// own list by a log that nobody else has signed.
pub(crate) fn ties(
    connection: &Connection,
    case: CaseId,
    me: &UserView,
    now: DateTime<Utc>,
) -> Result<Ties> {
    let mut ties = connection
        .prepare_cached(
            "SELECT
                EXISTS (SELECT 1 FROM case_people WHERE case_id = ?1 AND user_id = ?2 AND user_id <> x''),
                EXISTS (SELECT 1 FROM case_people AS cp JOIN users AS u ON u.user_id = cp.user_id
                        WHERE cp.case_id = ?1 AND u.deputy_id = ?2),
                EXISTS (SELECT 1 FROM case_people AS cp
                        CROSS JOIN supervision_people AS theirs ON theirs.user_id = cp.user_id AND theirs.part = 'supervisee'
                        CROSS JOIN supervision_people AS mine ON mine.record_id = theirs.record_id AND mine.user_id = ?2
                                                         AND mine.part = 'supervisor'
                        CROSS JOIN records AS r ON r.record_id = mine.record_id AND r.status <> 'withdrawn'
                        WHERE cp.case_id = ?1 AND EXISTS (
                            SELECT 1 FROM attestations AS a
                            WHERE a.record_id = mine.record_id AND a.meaning = 'signed' AND a.author_id <> ?2)),
                EXISTS (SELECT 1 FROM journal AS j INDEXED BY journal_writers
                        WHERE j.case_id = ?1 AND j.author_id = ?2 AND j.kind IN ('revision', 'attestation')),
                EXISTS (SELECT 1 FROM records AS r
                        CROSS JOIN submissions AS s ON s.of_record = r.record_id AND s.perhaps_open = 1
                        LEFT JOIN users AS t ON t.user_id = s.to_id
                        WHERE r.case_id = ?1 AND r.case_id <> x'' AND r.status <> 'withdrawn' AND r.revision = s.revision
                          AND (s.to_id = ?2 OR (?3 AND (s.to_id = x'' OR t.disabled = 1)))
                          AND NOT EXISTS (SELECT 1 FROM attestations AS a WHERE a.record_id = r.record_id
                                          AND a.revision = s.revision AND a.meaning = 'countersigned'))
                OR EXISTS (SELECT 1 FROM drafts AS d WHERE d.user_id = ?2 AND d.case_id = ?1 AND d.kind = 'sitting'),
                EXISTS (SELECT 1 FROM supervision_cases AS sc
                        CROSS JOIN supervision_people AS sp ON sp.record_id = sc.record_id AND sp.user_id = ?2
                        CROSS JOIN records AS r ON r.record_id = sc.record_id AND r.status <> 'withdrawn'
                        WHERE sc.case_id = ?1 AND EXISTS (
                            SELECT 1 FROM attestations AS a
                            WHERE a.record_id = sc.record_id AND a.meaning = 'signed' AND a.author_id <> ?2))",
        )
        .and_then(|mut s| {
            s.query_row(params![case, me.id, me.role.countersigns()], |r| {
                Ok(Ties {
                    part: r.get(0)?,
                    deputy: r.get(1)?,
                    supervises: r.get(2)?,
                    wrote: r.get(3)?,
                    waits: r.get(4)?,
                    supervision: r.get(5)?,
                })
            })
        })
        .doing("reading who works on a case")?;
    if !super::rules::is_own(ties) {
        ties.waits = safety_answer_waits(connection, case, me, now)?
            || questionnaire_waits(connection, case, me, now)?;
    }
    Ok(ties)
}

/// Has an answer about safety of this case passed to the account?
fn safety_answer_waits(
    connection: &Connection,
    case: CaseId,
    me: &UserView,
    now: DateTime<Utc>,
) -> Result<bool> {
    for (author, entered_at) in measures::safety::open_of(connection, case)? {
        let author = users::store::user(connection, author)?;
        let passed = users::store::passed(connection, &author, &entered_at, now)?;
        if deputies::is_for(passed, me) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Do answers of a patient's, which nobody has recorded, concern the account?
fn questionnaire_waits(
    connection: &Connection,
    case: CaseId,
    me: &UserView,
    now: DateTime<Utc>,
) -> Result<bool> {
    for waiting in sittings::store::unrecorded_of(connection, &Catalogue::new(connection), case)? {
        if waiting.concern(connection, me.id, now)? != Concern::None {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Who opened a case from outside, the latest first.
pub(crate) fn openings(
    connection: &Connection,
    case: CaseId,
    most: u32,
) -> Result<Vec<OutsideOpening>> {
    let found: Vec<(UserId, String, Option<Vec<u8>>)> = connection
        .prepare_cached(
            "SELECT j.author_id, o.at, b.body FROM outside_openings AS o
             CROSS JOIN journal AS j ON j.position = o.position LEFT JOIN bodies AS b ON b.position = o.position
             WHERE o.case_id = ?1 ORDER BY o.position DESC LIMIT ?2",
        )
        .and_then(|mut s| {
            s.query_map(params![case, most], |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))?
                .collect()
        })
        .doing("reading who opened a case")?;
    found
        .into_iter()
        .map(|(author, at, body)| {
            Ok(OutsideOpening {
                when: dates::clinical_instant(&at),
                who: users::store::name(connection, author)?,
                why: match body {
                    Some(body) => audit::read(&body)?.detail,
                    None => String::new(),
                },
            })
        })
        .collect()
}
