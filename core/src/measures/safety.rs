//! Answers about safety in the journal.
//!
//! An answer about safety is open while nobody has recorded a response other than "not reached", and no risk note of
//! the case answers it: one that says what was found about suicide or self-harm, is of the day of the answer or later,
//! and was signed after the answer was entered. An item about safety that was left out is open in the same way: what is
//! not answered never reads as "no". What came after what is read from places in the journal, never from a clock.

use super::store::stored_day;
use super::{Measure, SafetyAnswerView, SafetyOutcome, SafetyResponse, store};
use crate::dates;
use crate::error::{Doing, Error, Result};
use crate::ids::{CaseId, PatientId, RecordId, UserId};
use crate::record::{Revision, read};
use crate::trust_data::Catalogue;
use crate::users;
use chrono::NaiveDate;
use rusqlite::{Connection, OptionalExtension, Row, params};

/// Brings the list of responses up to a revision.
pub(crate) fn project_response(connection: &Connection, revision: &Revision) -> Result<()> {
    let Some(case) = revision.case else {
        return Ok(());
    };
    let response: SafetyResponse = revision.read()?;
    connection
        .prepare_cached(
            "INSERT INTO safety_responses (record_id, measure_id, case_id, outcome) VALUES (?1, ?2, ?3, ?4)
             ON CONFLICT (record_id) DO UPDATE SET outcome = excluded.outcome",
        )
        .and_then(|mut s| {
            s.execute(params![
                revision.record,
                response.measure,
                case,
                response.outcome.word()
            ])
        })
        .doing("bringing the responses up to date")?;
    Ok(())
}

/// The signatures of the risk notes in force of a case that answer something said about safety on a day and entered at
/// a place in the journal.
fn by_note(case: &str, on: &str, entered: &str) -> String {
    format!(
        "FROM risk_notes AS rn JOIN records AS n ON n.record_id = rn.record_id
         JOIN attestations AS a ON a.record_id = n.record_id
         WHERE rn.case_id = {case} AND rn.about_self = 1 AND rn.assessed_on >= {on} AND n.status = 'signed'
           AND a.meaning = 'signed' AND a.revision = n.revision AND a.position > {entered}"
    )
}

/// Answers other than the first option and items left out, with their sheets in force.
const ANSWERS: &str = "FROM safety_answers AS sa JOIN records AS r ON r.record_id = sa.measure_id
     WHERE sa.answer <> 0 AND r.status <> 'withdrawn'";

/// Was the same option chosen the time before, in whichever case? 0 where there was no time before.
const AS_BEFORE: &str = "coalesce(sa.answer = (
         SELECT b.answer FROM safety_answers AS b JOIN records AS br ON br.record_id = b.measure_id
         WHERE b.patient_id = sa.patient_id AND b.instrument = sa.instrument AND b.item = sa.item
           AND br.status <> 'withdrawn'
           AND (b.answered_on < sa.answered_on OR (b.answered_on = sa.answered_on AND br.current < r.current))
         ORDER BY b.answered_on DESC, br.current DESC LIMIT 1), 0)";

/// Nobody has responded yet.
fn open() -> String {
    format!(
        "NOT EXISTS (SELECT 1 FROM safety_responses AS s JOIN records AS rs ON rs.record_id = s.record_id
                     WHERE s.measure_id = sa.measure_id AND s.outcome <> '{}' AND rs.status <> 'withdrawn')
         AND NOT EXISTS (SELECT 1 {})",
        SafetyOutcome::NotReached.word(),
        by_note("sa.case_id", "sa.answered_on", "r.current")
    )
}

/// One answer about safety as the list has it.
#[derive(Clone, Debug)]
struct Answer {
    measure: RecordId,
    item: String,
    instrument: String,
    case: CaseId,
    patient: PatientId,
    on: NaiveDate,
    /// The option that was chosen; `None` for an item left out.
    position: Option<u32>,
    entered: i64,
    open: bool,
    as_before: bool,
}

fn answer(r: &Row<'_>) -> rusqlite::Result<Answer> {
    Ok(Answer {
        measure: r.get(0)?,
        item: r.get(1)?,
        instrument: r.get(2)?,
        case: r.get(3)?,
        patient: r.get(4)?,
        on: stored_day(r, 5)?,
        position: u32::try_from(r.get::<_, i64>(6)?).ok(),
        entered: r.get(7)?,
        open: r.get(8)?,
        as_before: r.get(9)?,
    })
}

const ANSWER: &str = "sa.measure_id, sa.item, sa.instrument, sa.case_id, sa.patient_id, sa.answered_on, sa.answer, r.current";

/// The answers about safety of a case, newest first, responded to or not.
pub fn answers(connection: &Connection, case: CaseId) -> Result<Vec<SafetyAnswerView>> {
    let sql = format!(
        "SELECT {ANSWER}, {}, {AS_BEFORE} {ANSWERS} AND sa.case_id = ?1
         ORDER BY sa.answered_on DESC, r.current DESC, length(sa.item), sa.item",
        open()
    );
    let found: Vec<Answer> = connection
        .prepare_cached(&sql)
        .and_then(|mut s| s.query_map([case], answer)?.collect())
        .doing("reading the answers about safety")?;
    found.iter().map(|a| answer_view(connection, a)).collect()
}

/// The newest of each instrument's answers about safety that no risk note covers, responded to or not: what a letter
/// must not leave out. One that was talked about and is the answer of the time before is covered by what was said then.
pub fn uncovered_answers(connection: &Connection, case: CaseId) -> Result<Vec<SafetyAnswerView>> {
    let sql = format!(
        "SELECT {ANSWER}, {}, {AS_BEFORE} {ANSWERS} AND sa.case_id = ?1
           AND NOT EXISTS (SELECT 1 {})
           AND NOT EXISTS (SELECT 1 FROM safety_answers AS later JOIN records AS lr ON lr.record_id = later.measure_id
                           WHERE later.case_id = sa.case_id AND later.instrument = sa.instrument
                             AND later.item = sa.item AND lr.status <> 'withdrawn'
                             AND (later.answered_on, lr.current) > (sa.answered_on, r.current))
           AND NOT ({AS_BEFORE} AND {})
         ORDER BY sa.answered_on DESC, r.current DESC, length(sa.item), sa.item",
        open(),
        by_note("sa.case_id", "sa.answered_on", "r.current"),
        called_unchanged()
    );
    let found: Vec<Answer> = connection
        .prepare_cached(&sql)
        .and_then(|mut s| s.query_map([case], answer)?.collect())
        .doing("reading the answers about safety")?;
    found.iter().map(|a| answer_view(connection, a)).collect()
}

/// Somebody has talked about it and recorded that nothing has changed.
fn called_unchanged() -> String {
    format!(
        "EXISTS (SELECT 1 FROM safety_responses AS s JOIN records AS sr ON sr.record_id = s.record_id
                 WHERE s.measure_id = sa.measure_id AND s.outcome = '{}' AND sr.status <> 'withdrawn')",
        SafetyOutcome::Unchanged.word()
    )
}

/// Those to which nobody has responded.
pub fn open_answers(connection: &Connection, case: CaseId) -> Result<Vec<SafetyAnswerView>> {
    let mut all = answers(connection, case)?;
    all.retain(|a| a.open);
    Ok(all)
}

/// Who entered the answers of a case to which nobody has responded, and when, RFC 3339 in UTC.
pub fn open_of(connection: &Connection, case: CaseId) -> Result<Vec<(UserId, String)>> {
    let sql = format!(
        "SELECT j.author_id, j.at FROM safety_answers AS sa
         JOIN records AS r ON r.record_id = sa.measure_id JOIN journal AS j ON j.position = r.current
         WHERE sa.case_id = ?1 AND sa.answer <> 0 AND r.status <> 'withdrawn' AND {}",
        open()
    );
    connection
        .prepare_cached(&sql)
        .and_then(|mut s| {
            s.query_map([case], |r| Ok((r.get(0)?, r.get(1)?)))?
                .collect()
        })
        .doing("reading the answers about safety")
}

/// How many there are, and the day of the oldest, read from the lists alone.
pub fn open_count(connection: &Connection, case: CaseId) -> Result<(u32, Option<NaiveDate>)> {
    let sql = format!(
        "SELECT count(*), coalesce(min(sa.answered_on), '') {ANSWERS} AND sa.case_id = ?1 AND {}",
        open()
    );
    let (number, oldest): (u32, String) = connection
        .prepare_cached(&sql)
        .and_then(|mut s| s.query_row([case], |r| Ok((r.get(0)?, r.get(1)?))))
        .doing("reading the answers about safety")?;
    Ok((number, dates::stored(&oldest)))
}

/// An answer in the words of the form that was filled in.
struct Words {
    /// `PHQ-9, item 9`
    what: String,
    /// The wording of the item.
    item: String,
    /// What was answered.
    answer: String,
    /// Whose wording it is.
    credit: String,
}

fn words(connection: &Connection, answer: &Answer) -> Result<Words> {
    let measure: Measure = read::current(connection, answer.measure)?.read()?;
    let Some(definition) = store::definition_of(&Catalogue::new(connection), &measure)? else {
        let number = answer.item.trim_start_matches('q');
        return Ok(Words {
            what: format!("{}, item {number}", answer.instrument.to_uppercase()),
            item: format!("Item {number}"),
            answer: answer
                .position
                .map_or_else(|| NOT_ANSWERED.to_owned(), |p| format!("option {}", p + 1)),
            credit: String::new(),
        });
    };
    let item = definition
        .item(&answer.item)
        .ok_or(Error::NotFound { what: "item" })?;
    Ok(Words {
        what: format!("{}, item {}", definition.title, definition.number(&item.id)),
        item: definition.wording(item),
        answer: answer.position.map_or_else(
            || NOT_ANSWERED.to_owned(),
            |position| definition.option_label(item, position),
        ),
        credit: definition.credit.clone(),
    })
}

/// What is said of an item about safety that was left out.
const NOT_ANSWERED: &str = "Not answered";

fn answer_view(connection: &Connection, answer: &Answer) -> Result<SafetyAnswerView> {
    let said = words(connection, answer)?;
    Ok(SafetyAnswerView {
        measure_id: answer.measure,
        what: said.what,
        item: said.item,
        credit: said.credit,
        answer: said.answer,
        before: before(connection, answer)?,
        as_before: answer.as_before,
        on: dates::clinical(answer.on),
        response: response(connection, answer)?,
        open: answer.open,
    })
}

/// What the patient answered to the same item the time before, in this case or an earlier one.
fn before(connection: &Connection, of: &Answer) -> Result<String> {
    let sql = format!(
        "SELECT {ANSWER}, 0, 0 FROM safety_answers AS sa JOIN records AS r ON r.record_id = sa.measure_id
         WHERE sa.patient_id = ?1 AND sa.instrument = ?2 AND sa.item = ?3 AND r.status <> 'withdrawn'
           AND (sa.answered_on < ?4 OR (sa.answered_on = ?4 AND r.current < ?5))
         ORDER BY sa.answered_on DESC, r.current DESC LIMIT 1"
    );
    let earlier = connection
        .prepare_cached(&sql)
        .and_then(|mut s| {
            s.query_row(
                params![
                    of.patient,
                    of.instrument,
                    of.item,
                    of.on.to_string(),
                    of.entered
                ],
                answer,
            )
            .optional()
        })
        .doing("reading the answers about safety")?;
    earlier.map_or_else(
        || Ok(String::new()),
        |earlier| {
            let said = words(connection, &earlier)?.answer;
            Ok(format!("{said} on {}", dates::clinical(earlier.on)))
        },
    )
}

/// What was done about an answer: every response and the risk note that followed, in the order in which they came.
fn response(connection: &Connection, answer: &Answer) -> Result<String> {
    let doing = "reading the responses";
    let records: Vec<RecordId> = connection
        .prepare_cached(
            "SELECT s.record_id FROM safety_responses AS s JOIN records AS r ON r.record_id = s.record_id
             WHERE s.measure_id = ?1 AND r.status <> 'withdrawn'",
        )
        .and_then(|mut s| s.query_map([answer.measure], |r| r.get(0))?.collect())
        .doing(doing)?;
    let mut said: Vec<(i64, String)> = Vec::new();
    for record in records {
        let revision = read::current(connection, record)?;
        let body: SafetyResponse = revision.read()?;
        let who = users::store::recorded(connection, revision.author, &revision.at)?;
        let label = body.outcome.label();
        let text = match body.note.as_str() {
            "" => format!("{who}: {label}."),
            note => format!("{who}: {label}. {note}"),
        };
        said.push((revision.position, text));
    }
    let note: Option<(i64, UserId, String)> = connection
        .prepare_cached(&format!(
            "SELECT a.position, a.author_id, a.at {} ORDER BY a.position LIMIT 1",
            by_note("?1", "?2", "?3")
        ))
        .and_then(|mut s| {
            let of = params![answer.case, answer.on.to_string(), answer.entered];
            s.query_row(of, |r| Ok((r.get(0)?, r.get(1)?, r.get(2)?)))
                .optional()
        })
        .doing(doing)?;
    if let Some((position, author, at)) = note {
        let who = users::store::recorded(connection, author, &at)?;
        said.push((position, format!("{who}: Risk note signed.")));
    }
    said.sort_by_key(|(position, _)| *position);
    Ok(said
        .into_iter()
        .map(|(_, text)| text)
        .collect::<Vec<_>>()
        .join(" "))
}

/// The day of the newest answer about safety of a patient, in whichever case, that a statement about risk does not
/// cover: other than the first option, not withdrawn, and given on a later day than the note of `covered` or entered
/// after it. One that was talked about with the result that nothing has changed counts no more, if it was the answer of
/// the time before; a new or another answer needs a new note. `covered`: the newest note in force that speaks of suicide
/// or self-harm, its place in the journal and the day that it assesses.
pub fn overtaking_answer(
    connection: &Connection,
    patient: PatientId,
    covered: Option<(i64, NaiveDate)>,
) -> Result<Option<NaiveDate>> {
    let sql = format!(
        "SELECT sa.answered_on {ANSWERS} AND sa.answer > 0 AND sa.patient_id = ?1
           AND (r.current > ?2 OR sa.answered_on > ?3)
           AND NOT ({AS_BEFORE} AND {})
         ORDER BY sa.answered_on DESC LIMIT 1",
        called_unchanged()
    );
    let (position, day) = covered.map_or((0, String::new()), |(p, on)| (p, on.to_string()));
    connection
        .prepare_cached(&sql)
        .and_then(|mut s| {
            s.query_row(params![patient, position, day], |r| stored_day(r, 0))
                .optional()
        })
        .doing("reading the answers about safety")
}

/// An answer about safety that waits, for the list of the day.
#[derive(Clone, Debug)]
pub struct OpenAnswer {
    /// The case.
    pub case_id: CaseId,
    /// The patient.
    pub patient_id: PatientId,
    /// The measure.
    pub measure_id: RecordId,
    /// The day on which it was answered.
    pub answered_on: NaiveDate,
    /// Who entered the sheet.
    pub author: UserId,
    /// When, as it is stored.
    pub entered_at: String,
    answer: Answer,
}

impl OpenAnswer {
    /// `PHQ-9, item 9: Several days`, read from the sheet.
    pub fn what(&self, connection: &Connection) -> Result<String> {
        let said = words(connection, &self.answer)?;
        Ok(format!("{}: {}", said.what, said.answer))
    }
}

/// Every answer about safety to which nobody has responded, the oldest first: it has waited longest.
pub fn open_answers_for_today(connection: &Connection) -> Result<Vec<OpenAnswer>> {
    let sql = format!(
        "SELECT {ANSWER}, 1, 0, j.author_id, j.at FROM safety_answers AS sa
         JOIN records AS r ON r.record_id = sa.measure_id JOIN journal AS j ON j.position = r.current
         WHERE sa.answer <> 0 AND sa.perhaps_open = 1 AND r.status <> 'withdrawn' AND {}
         ORDER BY sa.answered_on, r.current, length(sa.item), sa.item",
        open()
    );
    let found: Vec<(Answer, UserId, String)> = connection
        .prepare_cached(&sql)
        .and_then(|mut s| {
            s.query_map([], |r| Ok((answer(r)?, r.get(10)?, r.get(11)?)))?
                .collect()
        })
        .doing("reading the answers about safety")?;
    Ok(found
        .into_iter()
        .map(|(answer, author, entered_at)| OpenAnswer {
            case_id: answer.case,
            patient_id: answer.patient,
            measure_id: answer.measure,
            answered_on: answer.on,
            author,
            entered_at,
            answer,
        })
        .collect())
}

/// Is every answer about safety of a sheet that of the time before? Errors: `NotFound` unless the sheet is in force,
/// belongs to the case and has an answer other than the first option, or one left out.
pub fn answered_as_before(
    connection: &Connection,
    case: CaseId,
    measure: RecordId,
) -> Result<bool> {
    let sql =
        format!("SELECT min({AS_BEFORE}) {ANSWERS} AND sa.measure_id = ?1 AND sa.case_id = ?2");
    connection
        .prepare_cached(&sql)
        .and_then(|mut s| s.query_row(params![measure, case], |r| r.get::<_, Option<bool>>(0)))
        .doing("reading the answers about safety")?
        .ok_or(Error::NotFound {
            what: "answer about safety in this case",
        })
}
