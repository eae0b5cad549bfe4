//! Cases in the journal and the caseload.

use super::{Case, CaseRow, CaseStatus, CaseloadRequest, CaseloadView, Urgency};
use crate::dates;
use crate::error::{Doing, Error, Result};
use crate::ids::{CaseId, PatientId, RecordId, UserId};
use crate::patients::store::Wanted;
use crate::patients::{self, PatientCaseView};
use crate::record::{Revision, TimelineRow, read, split_kind};
use crate::users;
use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, Row, params};

/// Urgent first: the order of the caseload.
const fn rank(case: &Case) -> i64 {
    match (case.status, case.urgency) {
        (CaseStatus::Closed, _) => 3,
        (_, Urgency::Emergency) => 0,
        (_, Urgency::Urgent) => 1,
        (_, Urgency::Routine) => 2,
    }
}

/// The responsible consultant, else the first person named.
fn lead(case: &Case) -> String {
    case.people
        .iter()
        .find(|p| p.role == super::CaseRole::ResponsibleConsultant)
        .or_else(|| case.people.first())
        .map(|p| p.name.clone())
        .unwrap_or_default()
}

/// Is this account among the people of a case?
pub(crate) fn has_part(connection: &Connection, case: CaseId, user: UserId) -> Result<bool> {
    connection
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM case_people WHERE case_id = ?1 AND user_id = ?2 AND user_id <> x'')",
        )
        .and_then(|mut s| s.query_row(params![case, user], |r| r.get(0)))
        .doing("reading who works on a case")
}

/// Brings the caseload up to a revision.
pub(crate) fn project(connection: &Connection, revision: &Revision) -> Result<()> {
    let doing = "bringing the caseload up to date";
    let (Some(id), Some(patient)) = (revision.case, revision.patient) else {
        return Ok(());
    };
    let case: Case = revision.read()?;
    connection
        .prepare_cached(
            "INSERT INTO cases (case_id, record_id, patient_id, kind, status, urgency, rank, received_on, lead)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
             ON CONFLICT (case_id) DO UPDATE SET kind = excluded.kind, status = excluded.status,
                 urgency = excluded.urgency, rank = excluded.rank, received_on = excluded.received_on,
                 lead = excluded.lead",
        )
        .and_then(|mut s| {
            s.execute(params![
                id,
                revision.record,
                patient,
                case.kind.word(),
                case.status.word(),
                case.urgency.word(),
                rank(&case),
                case.received_on.to_string(),
                lead(&case),
            ])
        })
        .doing(doing)?;
    connection
        .prepare_cached("DELETE FROM case_people WHERE case_id = ?1")
        .and_then(|mut s| s.execute([id]))
        .doing(doing)?;
    let none: &[u8] = &[];
    for (ordinal, person) in (0i64..).zip(&case.people) {
        connection
            .prepare_cached(
                "INSERT INTO case_people (case_id, ordinal, user_id) VALUES (?1, ?2, ?3)",
            )
            .and_then(|mut s| {
                s.execute(params![
                    id,
                    ordinal,
                    person.user_id.as_ref().map_or(none, |u| u.as_bytes())
                ])
            })
            .doing(doing)?;
    }
    Ok(())
}

/// The record of a case and its patient.
pub fn record(connection: &Connection, id: CaseId) -> Result<(RecordId, PatientId)> {
    connection
        .prepare_cached("SELECT record_id, patient_id FROM cases WHERE case_id = ?1")
        .and_then(|mut s| s.query_row([id], |r| Ok((r.get(0)?, r.get(1)?))).optional())
        .doing("reading a case")?
        .ok_or(Error::NotFound { what: "case" })
}

/// A case's current details and its patient.
pub fn case(connection: &Connection, id: CaseId) -> Result<(Revision, Case, PatientId)> {
    let (record, patient) = record(connection, id)?;
    let revision = read::current(connection, record)?;
    let case = revision.read()?;
    Ok((revision, case, patient))
}

fn label<T: Copy>(all: &[T], word: impl Fn(T) -> &'static str, is: &str) -> Option<T> {
    all.iter().copied().find(|v| word(*v) == is)
}

/// The words of a stored kind of case.
pub(crate) fn kind_label(word: &str) -> String {
    label(super::CaseKind::ALL, super::CaseKind::word, word)
        .map_or_else(|| word.to_owned(), |k| k.label().to_owned())
}

fn stored_date(text: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()
}

/// At most `most` cases of the register, in no order that means anything.
pub fn ids(connection: &Connection, most: u32) -> Result<Vec<CaseId>> {
    connection
        .prepare_cached("SELECT case_id FROM cases ORDER BY case_id LIMIT ?1")
        .and_then(|mut s| s.query_map([most], |r| r.get(0))?.collect())
        .doing("reading the cases")
}

/// A patient's cases, newest first.
pub fn of_patient(connection: &Connection, patient: PatientId) -> Result<Vec<PatientCaseView>> {
    connection
        .prepare_cached(
            "SELECT case_id, kind, status, received_on FROM cases WHERE patient_id = ?1
             ORDER BY received_on DESC, case_id",
        )
        .and_then(|mut s| {
            s.query_map([patient], |r| {
                let (kind, status, received): (String, String, String) =
                    (r.get(1)?, r.get(2)?, r.get(3)?);
                Ok(PatientCaseView {
                    id: r.get(0)?,
                    kind: kind_label(&kind),
                    status: label(CaseStatus::ALL, CaseStatus::word, &status)
                        .map_or(status, |s| s.label().to_owned()),
                    received_on: stored_date(&received)
                        .map(dates::clinical)
                        .unwrap_or_default(),
                })
            })?
            .collect()
        })
        .doing("reading a patient's cases")
}

/// `14-Mar-1983 (43y)`, without the age of somebody who has died, or `Not Known`.
pub(crate) fn born_text(born: &str, died: &str, today: NaiveDate) -> String {
    match stored_date(born) {
        None => "Not Known".to_owned(),
        Some(b) if died.is_empty() => format!("{} ({})", dates::clinical(b), dates::age(b, today)),
        Some(b) => dates::clinical(b),
    }
}

/// `999 000 0018`, or `Not Known`.
pub(crate) fn number_text(number: &str) -> String {
    crate::patients::NhsNumber::parse(number)
        .map_or_else(|_| "Not Known".to_owned(), |n| n.to_string())
}

const ROW: &str = "SELECT c.case_id, c.patient_id, p.banner_name, p.born_on, p.died_on, p.nhs_number, p.similar, c.kind,
        c.status, c.urgency, c.lead, c.received_on,
        (SELECT count(*) FROM drafts AS d WHERE d.user_id = ?1 AND d.case_id = c.case_id),
        coalesce((SELECT r.record_kind || ' ' || r.last_at FROM records AS r
                  WHERE r.case_id = c.case_id AND r.case_id <> x'' AND r.status = 'signed'
                  ORDER BY r.last_at DESC LIMIT 1), '')
    FROM cases AS c JOIN patients AS p ON p.patient_id = c.patient_id";

fn row(r: &Row<'_>, today: NaiveDate) -> rusqlite::Result<CaseRow> {
    let (born, died): (String, String) = (r.get(3)?, r.get(4)?);
    let (number, kind, status, urgency): (String, String, String, String) =
        (r.get(5)?, r.get(7)?, r.get(8)?, r.get(9)?);
    let (received, latest): (String, String) = (r.get(11)?, r.get(13)?);
    let born = born_text(&born, &died, today);
    let latest = latest
        .split_once(' ')
        .map_or_else(String::new, |(kind, at)| {
            let name = split_kind(kind).map_or(kind, |(name, _)| name);
            let day = dates::clinical_instant(at);
            let day = day.split(' ').next().unwrap_or_default().to_owned();
            format!("{} signed {day}", crate::title_of(name))
        });
    Ok(CaseRow {
        id: r.get(0)?,
        patient_id: r.get(1)?,
        name: r.get(2)?,
        born,
        nhs_number: number_text(&number),
        similar_name_warning: r.get(6)?,
        kind: kind_label(&kind),
        status: label(CaseStatus::ALL, CaseStatus::word, &status)
            .ok_or(rusqlite::Error::InvalidQuery)?,
        urgency: label(Urgency::ALL, Urgency::word, &urgency)
            .ok_or(rusqlite::Error::InvalidQuery)?,
        lead: r.get(10)?,
        received_on: stored_date(&received)
            .map(dates::clinical)
            .unwrap_or_default(),
        latest,
        drafts: r.get(12)?,
    })
}

/// One case as the caseload has it.
pub fn one_row(
    connection: &Connection,
    user: UserId,
    case: CaseId,
    today: NaiveDate,
) -> Result<CaseRow> {
    connection
        .prepare_cached(&format!("{ROW} WHERE c.case_id = ?2"))
        .and_then(|mut s| {
            s.query_row(params![user, case], |r| row(r, today))
                .optional()
        })
        .doing("reading the caseload")?
        .ok_or(Error::NotFound { what: "case" })
}

/// How many rows a list shows at most.
const MOST: u32 = 200;

/// The caseload as asked for.
pub fn caseload(
    connection: &Connection,
    user: UserId,
    request: &CaseloadRequest,
    today: NaiveDate,
) -> Result<CaseloadView> {
    let doing = "reading the caseload";
    let open = if request.closed {
        ""
    } else {
        " AND c.rank < 3"
    };
    let mine = if request.mine {
        " AND EXISTS (SELECT 1 FROM case_people AS cp WHERE cp.user_id = ?1 AND cp.case_id = c.case_id AND cp.user_id <> x'')"
    } else {
        ""
    };
    if matches!(Wanted::read(&request.text), Wanted::All) {
        let sql =
            format!("{ROW} WHERE 1{open}{mine} ORDER BY c.rank, c.received_on DESC LIMIT {MOST}");
        let rows = connection
            .prepare_cached(&sql)
            .and_then(|mut s| {
                s.query_map([user], |r| row(r, today))?
                    .collect::<rusqlite::Result<Vec<_>>>()
            })
            .doing(doing)?;
        let sql = format!("SELECT count(*) FROM cases AS c WHERE ?1 <> x''{open}{mine}");
        let total = connection
            .prepare_cached(&sql)
            .and_then(|mut s| s.query_row([user], |r| r.get(0)))
            .doing(doing)?;
        return Ok(CaseloadView { rows, total });
    }
    let sql = format!("{ROW} WHERE c.patient_id = ?2{open}{mine} ORDER BY c.received_on DESC");
    let mut rows = Vec::new();
    for patient in patients::store::find(connection, &request.text, MOST)? {
        let found = connection
            .prepare_cached(&sql)
            .and_then(|mut s| {
                s.query_map(params![user, patient], |r| row(r, today))?
                    .collect::<rusqlite::Result<Vec<_>>>()
            })
            .doing(doing)?;
        rows.extend(found);
    }
    let order = |r: &CaseRow| {
        (
            r.status == CaseStatus::Closed,
            Urgency::ALL.iter().position(|u| *u == r.urgency),
        )
    };
    rows.sort_by(|a, b| order(a).cmp(&order(b)).then_with(|| a.name.cmp(&b.name)));
    let total = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    rows.truncate(MOST as usize);
    Ok(CaseloadView { rows, total })
}

/// What happened in a case, newest first, at most 100 lines.
pub fn timeline(connection: &Connection, case: CaseId) -> Result<Vec<TimelineRow>> {
    let rows: Vec<(String, String, String, UserId, String, i64)> = connection
        .prepare_cached(
            "SELECT j.at, j.kind, j.record_kind, j.author_id, coalesce(a.meaning, ''),
                    EXISTS (SELECT 1 FROM parents AS p WHERE p.position = j.position)
             FROM journal AS j LEFT JOIN attestations AS a ON a.position = j.position
             WHERE j.case_id = ?1 AND j.case_id <> x'' AND j.kind IN ('revision', 'attestation', 'destruction')
               AND j.record_kind NOT LIKE 'letter-pdf@%' AND j.record_kind NOT LIKE 'letter-layout@%'
               AND j.record_kind NOT LIKE 'letter-countersignature@%' AND j.record_kind NOT LIKE 'submission@%'
             ORDER BY j.position DESC LIMIT 100",
        )
        .and_then(|mut s| {
            s.query_map([case], |r| {
                Ok((r.get(0)?, r.get(1)?, r.get(2)?, r.get(3)?, r.get(4)?, r.get(5)?))
            })?
            .collect()
        })
        .doing("reading a case's history")?;
    rows.into_iter()
        .map(|(at, kind, record_kind, author, meaning, changed)| {
            let name = split_kind(&record_kind).map_or(record_kind.as_str(), |(name, _)| name);
            let title = crate::title_of(name);
            let verb = match (kind.as_str(), meaning.as_str()) {
                ("attestation", meaning) => meaning.to_owned(),
                ("destruction", _) => "destroyed".to_owned(),
                _ if changed != 0 => "changed".to_owned(),
                _ => "recorded".to_owned(),
            };
            Ok(TimelineRow {
                at: dates::clinical_instant(&at),
                what: format!("{title} {verb}"),
                who: users::store::name(connection, author)?,
            })
        })
        .collect()
}
