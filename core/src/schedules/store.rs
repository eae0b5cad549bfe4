//! Schedules in the journal, and what is due read from the lists.

use super::rules::{self, Course, Due};
use super::{DueMeasure, MeasureSchedule, Occasions};
use crate::contacts;
use crate::dates;
use crate::error::{Doing, Result};
use crate::ids::CaseId;
use crate::measures;
use crate::pathway;
use crate::record::{Body, Revision, read};
use chrono::NaiveDate;
use rusqlite::{Connection, Row, params};

/// Brings the list of what is to be filled in up to a revision.
pub(crate) fn project(connection: &Connection, revision: &Revision) -> Result<()> {
    let Some(case) = revision.case else {
        return Ok(());
    };
    let doing = "bringing the schedules up to date";
    let schedule: MeasureSchedule = revision.read()?;
    connection
        .prepare_cached("DELETE FROM measure_schedules WHERE case_id = ?1")
        .and_then(|mut s| s.execute([case]))
        .doing(doing)?;
    for one in &schedule.instruments {
        connection
            .prepare_cached(
                "INSERT INTO measure_schedules (case_id, instrument, at_start, every, at_review, at_discharge)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )
            .and_then(|mut s| {
                s.execute(params![
                    case,
                    one.instrument,
                    one.at_start,
                    one.every,
                    one.at_review,
                    one.at_discharge
                ])
            })
            .doing(doing)?;
    }
    Ok(())
}

/// The schedule of a case; `None` before the first.
pub fn schedule(
    connection: &Connection,
    case: CaseId,
) -> Result<Option<(Revision, MeasureSchedule)>> {
    let Some(record) = read::only_of_case(connection, case, MeasureSchedule::KIND)? else {
        return Ok(None);
    };
    let revision = read::current(connection, record)?;
    let schedule = revision.read()?;
    Ok(Some((revision, schedule)))
}

fn asked(row: &Row<'_>) -> rusqlite::Result<(Occasions, Option<String>)> {
    Ok((
        Occasions {
            instrument: row.get(0)?,
            at_start: row.get(1)?,
            every: row.get(2)?,
            at_review: row.get(3)?,
            at_discharge: row.get(4)?,
        },
        row.get(5)?,
    ))
}

/// What is due of a case, what has waited longest first, read from the lists alone; nothing of a closed case.
pub fn due(
    connection: &Connection,
    case: CaseId,
    missed_count: bool,
) -> Result<Vec<(String, Due)>> {
    let scheduled: Vec<(Occasions, Option<String>)> = connection
        .prepare_cached(
            "SELECT t.instrument, t.at_start, t.every, t.at_review, t.at_discharge,
                    (SELECT max(m.completed_on) FROM measures AS m JOIN records AS r ON r.record_id = m.record_id
                     WHERE m.case_id = t.case_id AND m.instrument = t.instrument AND r.status = 'signed')
             FROM measure_schedules AS t JOIN cases AS c ON c.case_id = t.case_id
             WHERE t.case_id = ?1 AND t.perhaps_due = 1 AND c.rank < 3",
        )
        .and_then(|mut s| s.query_map([case], asked)?.collect())
        .doing("reading what is to be filled in")?;
    if scheduled.is_empty() {
        return Ok(Vec::new());
    }
    let sessions = contacts::store::lines(connection, case)?;
    let standing = pathway::store::stands(connection, case, missed_count)?;
    let course = Course {
        sessions: &sessions,
        missed_count,
        standing: &standing,
    };
    let mut found: Vec<(String, Due)> = scheduled
        .into_iter()
        .filter_map(|(asked, newest)| {
            let newest = newest.as_deref().and_then(dates::stored);
            let due = rules::due(&asked, &course, newest)?;
            Some((asked.instrument, due))
        })
        .collect();
    found.sort_by_key(|(_, due)| due.since);
    Ok(found)
}

/// Cases in which something may be due: among them are all in which something is.
pub fn perhaps_due(connection: &Connection) -> Result<Vec<CaseId>> {
    connection
        .prepare_cached(
            "SELECT DISTINCT case_id FROM measure_schedules INDEXED BY measure_schedules_perhaps_due
             WHERE perhaps_due = 1",
        )
        .and_then(|mut s| s.query_map([], |r| r.get(0))?.collect())
        .doing("reading what is to be filled in")
}

/// `CORE-10`, or the name in capitals of an instrument that this program does not carry.
pub fn title(instrument: &str) -> Result<String> {
    Ok(measures::rules::newest(instrument)?
        .map_or_else(|| instrument.to_uppercase(), |d| d.title.clone()))
}

/// What is due as it is shown.
pub fn views(
    connection: &Connection,
    case: CaseId,
    missed_count: bool,
    today: NaiveDate,
) -> Result<Vec<DueMeasure>> {
    due(connection, case, missed_count)?
        .into_iter()
        .map(|(instrument, due)| {
            let title = title(&instrument)?;
            Ok(DueMeasure {
                says: format!("{title}, {}", rules::since(&due)),
                title,
                occasion: due.occasion,
                overdue: due.since < today,
                instrument,
            })
        })
        .collect()
}
