//! Measures in the journal. Answers about safety are in `safety`.

use super::{Measure, MeasureRow, MeasureSeries, MeasureSummary, paper, pictures, rules};
use crate::charts::LineChart;
use crate::charts::line::{self, Dated, Numbered};
use crate::dates;
use crate::error::{Doing, Result};
use crate::ids::{CaseId, RecordId};
use crate::instruments::catalogue;
use crate::instruments::definition::Definition;
use crate::record::{Revision, read};
use crate::signed;
use chrono::NaiveDate;
use rusqlite::{Connection, Row, params};

/// A day as the lists keep it.
pub(super) fn stored_day(row: &Row<'_>, column: usize) -> rusqlite::Result<NaiveDate> {
    let text: String = row.get(column)?;
    NaiveDate::parse_from_str(&text, "%Y-%m-%d").map_err(|_| rusqlite::Error::InvalidQuery)
}

/// What the list keeps for an item that was not answered.
const LEFT_OUT: i64 = -1;

/// Brings the list of measures and of answers about safety up to a revision.
pub(crate) fn project(connection: &Connection, revision: &Revision) -> Result<()> {
    let doing = "bringing the measures up to date";
    let (Some(case), Some(patient)) = (revision.case, revision.patient) else {
        return Ok(());
    };
    let measure: Measure = revision.read()?;
    let definition = rules::definition_of(&measure)?;
    let headline = rules::headline(definition, &measure);
    let on = measure.completed_on.to_string();
    connection
        .prepare_cached(
            "INSERT INTO measures (record_id, case_id, patient_id, instrument, completed_on, total, highest)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
             ON CONFLICT (record_id) DO UPDATE SET instrument = excluded.instrument,
                 completed_on = excluded.completed_on, total = excluded.total, highest = excluded.highest",
        )
        .and_then(|mut s| {
            s.execute(params![
                revision.record,
                case,
                patient,
                measure.instrument,
                on,
                headline.and_then(|k| k.hundredths).unwrap_or(-1),
                headline.map_or(0, |k| k.max),
            ])
        })
        .doing(doing)?;
    // What counted as an answer about safety is in the body; answers of the first option are known by the definition.
    let safety: Vec<&String> = match definition {
        Some(definition) => definition.about_safety.iter().collect(),
        None => measure.flags.iter().collect(),
    };
    for item in safety {
        let answer = measure
            .answers
            .get(item)
            .map_or(LEFT_OUT, |position| i64::from(*position));
        connection
            .prepare_cached(
                "INSERT INTO safety_answers (measure_id, item, instrument, case_id, patient_id, answered_on, answer)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
                 ON CONFLICT (measure_id, item) DO UPDATE SET answer = excluded.answer,
                     answered_on = excluded.answered_on",
            )
            .and_then(|mut s| {
                s.execute(params![
                    revision.record,
                    item,
                    measure.instrument,
                    case,
                    patient,
                    on,
                    answer
                ])
            })
            .doing(doing)?;
    }
    Ok(())
}

/// A completed sheet as the list has it.
struct Listed {
    record: RecordId,
    instrument: String,
    on: NaiveDate,
    hundredths: Option<i32>,
    highest: u32,
    withdrawn: bool,
}

/// The sheets of a case, oldest first; those of one day in the order in which they were entered.
fn listed(connection: &Connection, case: CaseId) -> Result<Vec<Listed>> {
    connection
        .prepare_cached(
            "SELECT m.record_id, m.instrument, m.completed_on, m.total, m.highest, r.status = 'withdrawn'
             FROM measures AS m JOIN records AS r ON r.record_id = m.record_id
             WHERE m.case_id = ?1 ORDER BY m.completed_on, r.current",
        )
        .and_then(|mut s| {
            s.query_map([case], |r| {
                let total: i32 = r.get(3)?;
                Ok(Listed {
                    record: r.get(0)?,
                    instrument: r.get(1)?,
                    on: stored_day(r, 2)?,
                    hundredths: Some(total).filter(|t| *t >= 0),
                    highest: r.get(4)?,
                    withdrawn: r.get(5)?,
                })
            })?
            .collect()
        })
        .doing("reading the measures")
}

/// The instruments of a list, in the order of forms; those that this program does not carry come last.
fn instruments(listed: &[Listed]) -> Result<Vec<String>> {
    let mut out: Vec<String> = catalogue::all()?
        .into_iter()
        .map(|d| d.id.clone())
        .filter(|id| listed.iter().any(|l| l.instrument == *id))
        .collect();
    for row in listed {
        if !out.contains(&row.instrument) {
            out.push(row.instrument.clone());
        }
    }
    Ok(out)
}

/// The scores in force of one instrument, in order of time, and how many sheets have none.
fn scores(listed: &[&Listed]) -> (Vec<Dated>, u32) {
    let in_force = listed.iter().filter(|l| !l.withdrawn);
    let dated: Vec<Dated> = in_force
        .clone()
        .filter_map(|l| {
            Some(Dated {
                on: l.on,
                hundredths: l.hundredths?,
                max: l.highest,
            })
        })
        .collect();
    let without = in_force.filter(|l| l.hundredths.is_none()).count();
    (dated, u32::try_from(without).unwrap_or(u32::MAX))
}

fn drawn(instrument: &str, listed: &[&Listed]) -> Result<(Option<LineChart>, String)> {
    let (dated, without) = scores(listed);
    let newest = rules::newest(instrument)?;
    let title = newest.map_or_else(|| instrument.to_uppercase(), rules::drawn_title);
    let scale = newest.and_then(|d| Some((d, d.headline()?)));
    let series = pictures::series(scale, &title, without, &dated);
    Ok((line::line(&series, &dated), rules::change(&dated)))
}

/// What the overview of a case shows: the newest sheet of each instrument, withdrawn ones left out.
pub fn summaries(connection: &Connection, case: CaseId) -> Result<Vec<MeasureSummary>> {
    let listed = listed(connection, case)?;
    let mut out = Vec::new();
    for instrument in instruments(&listed)? {
        let own: Vec<&Listed> = listed
            .iter()
            .filter(|l| l.instrument == instrument)
            .collect();
        let Some(newest) = own.iter().rev().find(|l| !l.withdrawn) else {
            continue;
        };
        let measure: Measure = read::current(connection, newest.record)?.read()?;
        let band = rules::headline(rules::definition_of(&measure)?, &measure)
            .map(|kept| kept.band.clone())
            .unwrap_or_default();
        let (chart, change) = drawn(&instrument, &own)?;
        out.push(MeasureSummary {
            title: rules::newest(&instrument)?
                .map_or_else(|| instrument.to_uppercase(), |d| d.title.clone()),
            latest: rules::named(
                &rules::scored(&measure)?,
                rules::latest(newest.hundredths, newest.highest),
            ),
            band,
            change,
            on: dates::clinical(newest.on),
            chart,
            instrument,
        });
    }
    Ok(out)
}

/// Every instrument over time, the one that was filled in last coming first; rows newest first, the withdrawn ones
/// marked.
pub fn series(
    connection: &Connection,
    case: CaseId,
    sessions: &[Numbered],
) -> Result<Vec<MeasureSeries>> {
    series_until(connection, case, sessions, None)
}

/// The same as it stood on a day.
pub fn series_until(
    connection: &Connection,
    case: CaseId,
    sessions: &[Numbered],
    until: Option<NaiveDate>,
) -> Result<Vec<MeasureSeries>> {
    let mut listed = listed(connection, case)?;
    listed.retain(|l| until.is_none_or(|day| l.on <= day));
    let mut out = Vec::new();
    for instrument in instruments(&listed)? {
        let own: Vec<&Listed> = listed
            .iter()
            .filter(|l| l.instrument == instrument)
            .collect();
        let (mut chart, change) = drawn(&instrument, &own)?;
        let newest = own.last().map(|l| l.on);
        let rows = own
            .iter()
            .rev()
            .map(|l| row(connection, l))
            .collect::<Result<Vec<_>>>()?;
        let in_force: Vec<&MeasureRow> = rows
            .iter()
            .filter(|r: &&MeasureRow| r.provenance.withdrawn.is_empty())
            .collect();
        let reliable = match in_force.as_slice() {
            [newest, .., first] => rules::reliable(first, newest)?,
            _ => String::new(),
        };
        let mut parts = None;
        if let Some(definition) = rules::newest(&instrument)? {
            let oldest_first: Vec<&MeasureRow> = in_force.iter().rev().copied().collect();
            chart = pictures::headline(definition, &oldest_first, sessions);
            parts = pictures::parts(definition, &oldest_first, sessions);
        }
        let series = MeasureSeries {
            reliable,
            parts,
            instrument: rules::newest(&instrument)?
                .map_or_else(|| rules::unknown_instrument(&instrument), Definition::view),
            rows,
            chart,
            change,
        };
        out.push((newest, series));
    }
    // Stable: those of one day stay in the order of forms.
    out.sort_by_key(|(newest, _)| std::cmp::Reverse(*newest));
    Ok(out.into_iter().map(|(_, series)| series).collect())
}

fn row(connection: &Connection, listed: &Listed) -> Result<MeasureRow> {
    let revision = read::current(connection, listed.record)?;
    let measure: Measure = revision.read()?;
    Ok(MeasureRow {
        id: listed.record,
        instrument: measure.instrument.clone(),
        title: rules::newest(&measure.instrument)?
            .map_or_else(|| measure.instrument.to_uppercase(), |d| d.title.clone()),
        completed_on: dates::clinical(measure.completed_on),
        completion: paper::how(&measure),
        scored: rules::scored(&measure)?,
        form: rules::form(&measure),
        provenance: signed::provenance(connection, &revision)?,
    })
}
