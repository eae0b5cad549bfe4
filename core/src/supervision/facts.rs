//! What the lists say of the cases of a caseload: no body is opened.

use super::review::{self, CaseFacts, Limits};
use super::{CaseloadReviewRow, store};
use crate::cases::CaseStatus;
use crate::contacts;
use crate::dates;
use crate::error::{Doing, Result};
use crate::ids::{CaseId, UserId};
use crate::measures;
use crate::pathway;
use crate::submissions;
use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, params};

/// An open case as the caseload has it.
struct Open {
    case: CaseId,
    status: String,
    received_on: Option<NaiveDate>,
}

/// Open cases in which an account plays a part or whose sessions it holds, as long as the sessions are in force.
fn open_cases(connection: &Connection, user: UserId) -> Result<Vec<Open>> {
    connection
        .prepare_cached(
            "SELECT c.case_id, c.status, c.received_on FROM cases AS c
             WHERE c.rank < 3
               AND (EXISTS (SELECT 1 FROM case_people AS cp
                            WHERE cp.user_id = ?1 AND cp.case_id = c.case_id AND cp.user_id <> x'')
                    OR EXISTS (SELECT 1 FROM sessions AS s JOIN records AS r ON r.record_id = s.record_id
                               JOIN journal AS j ON j.position = r.current
                               WHERE s.case_id = c.case_id AND r.status = 'signed' AND j.author_id = ?1))
             ORDER BY c.rank, c.received_on, c.case_id",
        )
        .and_then(|mut s| {
            s.query_map([user], |r| {
                let (status, received): (String, String) = (r.get(1)?, r.get(2)?);
                Ok(Open {
                    case: r.get(0)?,
                    status,
                    received_on: dates::stored(&received),
                })
            })?
            .collect()
        })
        .doing("reading a caseload")
}

/// The day by which the newest risk note in force of a case is to be looked at again.
fn risk_review_by(connection: &Connection, case: CaseId) -> Result<Option<NaiveDate>> {
    let day: Option<String> = connection
        .prepare_cached(
            "SELECT n.review_by FROM risk_notes AS n JOIN records AS r ON r.record_id = n.record_id
             WHERE n.case_id = ?1 AND r.status = 'signed' ORDER BY n.assessed_on DESC, r.current DESC LIMIT 1",
        )
        .and_then(|mut s| s.query_row([case], |r| r.get(0)).optional())
        .doing("reading when a risk review is due")?;
    Ok(day.as_deref().and_then(dates::stored))
}

/// The day of the newest outcome measure in force of a case.
fn measured_on(connection: &Connection, case: CaseId) -> Result<Option<NaiveDate>> {
    let day: Option<String> = connection
        .prepare_cached(
            "SELECT max(m.completed_on) FROM measures AS m JOIN records AS r ON r.record_id = m.record_id
             WHERE m.case_id = ?1 AND r.status <> 'withdrawn'",
        )
        .and_then(|mut s| s.query_row(params![case], |r| r.get(0)))
        .doing("reading when a case was measured")?;
    Ok(day.as_deref().and_then(dates::stored))
}

/// Actions about a case that are open though their day has passed: how many, and the oldest day.
fn overdue_actions(
    connection: &Connection,
    case: CaseId,
    today: NaiveDate,
) -> Result<Option<(u32, NaiveDate)>> {
    let (number, oldest): (u32, Option<String>) = connection
        .prepare_cached(
            "SELECT count(*), min(a.due_on) FROM supervision_actions AS a
             JOIN records AS r ON r.record_id = a.record_id AND r.status = 'signed'
             WHERE a.case_id = ?1 AND a.case_id <> x'' AND a.due_on < ?2
               AND NOT EXISTS (SELECT 1 FROM supervision_closings AS c
                               WHERE c.log_id = a.record_id AND c.action_id = a.action_id)",
        )
        .and_then(|mut s| {
            s.query_row(params![case, today.to_string()], |r| {
                Ok((r.get(0)?, r.get(1)?))
            })
        })
        .doing("reading the actions from supervision")?;
    Ok(oldest
        .as_deref()
        .and_then(dates::stored)
        .map(|day| (number, day)))
}

fn facts(
    connection: &Connection,
    user: UserId,
    open: &Open,
    missed_count: bool,
    today: NaiveDate,
) -> Result<CaseFacts> {
    let case = open.case;
    let (open_answers, oldest_answer) = measures::safety::open_count(connection, case)?;
    let pathway = pathway::store::stands(connection, case, missed_count)?;
    Ok(CaseFacts {
        open_answers,
        oldest_answer,
        risk_review_by: risk_review_by(connection, case)?,
        sessions: contacts::store::lines(connection, case)?,
        pathway_due: pathway.due.then_some(pathway.held),
        mdt_since: pathway.awaits.and(pathway.reviewed_on),
        received_on: open.received_on,
        discussed_on: store::last_discussed(connection, case)?,
        not_countersigned: submissions::store::not_countersigned(connection, case, user)?,
        overdue_actions: overdue_actions(connection, case, today)?,
        measured_on: measured_on(connection, case)?,
    })
}

/// Every open case of an account with the reasons to discuss it, those with the most pressing reasons first.
pub fn rows(
    connection: &Connection,
    user: UserId,
    limits: &Limits,
    today: NaiveDate,
    missed_count: bool,
) -> Result<Vec<CaseloadReviewRow>> {
    let mut rows = open_cases(connection, user)?
        .into_iter()
        .map(|open| {
            let facts = facts(connection, user, &open, missed_count, today)?;
            Ok(CaseloadReviewRow {
                case: store::named_case(connection, open.case, today)?,
                status: CaseStatus::ALL
                    .iter()
                    .find(|s| s.word() == open.status)
                    .map_or(open.status, |s| s.label().to_owned()),
                discussed: facts.discussed_on.map_or_else(
                    || "Not discussed yet".to_owned(),
                    |day| format!("Discussed {}", dates::clinical(day)),
                ),
                reasons: review::reasons(&facts, limits, today),
            })
        })
        .collect::<Result<Vec<_>>>()?;
    // Stable: cases with equal reasons stay in the order of the caseload, urgent ones first.
    rows.sort_by_key(|row| review::weight(&row.reasons));
    Ok(rows)
}
