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
use crate::trust_data::Catalogue;
use crate::trust_data::catalogue::{Known, share_a_line};
use chrono::NaiveDate;
use rusqlite::{Connection, Row, params};

/// A day as the lists keep it.
pub(super) fn stored_day(row: &Row<'_>, column: usize) -> rusqlite::Result<NaiveDate> {
    let text: String = row.get(column)?;
    NaiveDate::parse_from_str(&text, "%Y-%m-%d").map_err(|_| rusqlite::Error::InvalidQuery)
}

/// What the list keeps for an item that was not answered.
const LEFT_OUT: i64 = -1;

/// The instrument of a sheet as it was shown and scored; `None` where it is not known here.
pub fn definition_of(known: &Catalogue<'_>, measure: &Measure) -> Result<Option<Known>> {
    rules::known(known.of_sheet(
        &measure.instrument,
        &measure.version,
        measure.wording,
        measure.value_set,
    ))
}

/// Brings the list of measures and of answers about safety up to a revision.
pub(crate) fn project(connection: &Connection, revision: &Revision) -> Result<()> {
    let doing = "bringing the measures up to date";
    let (Some(case), Some(patient)) = (revision.case, revision.patient) else {
        return Ok(());
    };
    let measure: Measure = revision.read()?;
    // What is drawn and what is about safety is the same whatever is laid over the instrument.
    let definition =
        rules::known(Catalogue::new(connection).exactly(&measure.instrument, &measure.version))?;
    let headline = rules::headline(definition.as_deref(), &measure);
    let on = measure.completed_on.to_string();
    connection
        .prepare_cached(
            "INSERT INTO measures (record_id, case_id, patient_id, instrument, version, completed_on, total, highest)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
             ON CONFLICT (record_id) DO UPDATE SET instrument = excluded.instrument, version = excluded.version,
                 completed_on = excluded.completed_on, total = excluded.total, highest = excluded.highest",
        )
        .and_then(|mut s| {
            s.execute(params![
                revision.record,
                case,
                patient,
                measure.instrument,
                measure.version,
                on,
                headline.and_then(|k| k.hundredths).unwrap_or(-1),
                headline.map_or(0, |k| k.max),
            ])
        })
        .doing(doing)?;
    // What counted as an answer about safety is in the body; answers of the first option are known by the definition.
    let safety: Vec<&String> = match &definition {
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
    version: String,
    on: NaiveDate,
    hundredths: Option<i32>,
    highest: u32,
    withdrawn: bool,
}

/// The sheets of a case, oldest first; those of one day in the order in which they were entered.
fn listed(connection: &Connection, case: CaseId) -> Result<Vec<Listed>> {
    connection
        .prepare_cached(
            "SELECT m.record_id, m.instrument, m.completed_on, m.total, m.highest, r.status = 'withdrawn', m.version
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
                    version: r.get(6)?,
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

/// What is drawn of an instrument: by the key of its newest sheet in force. Scores by another are counted and not joined.
fn drawn(
    known: &Catalogue<'_>,
    instrument: &str,
    listed: &[&Listed],
) -> Result<(Option<LineChart>, String)> {
    let newest = listed.iter().rev().find(|l| !l.withdrawn);
    let version = newest.map_or("", |l| l.version.as_str());
    let (alike, others): (Vec<&Listed>, Vec<&Listed>) = listed
        .iter()
        .partition(|l| share_a_line(&l.version, version));
    let (dated, without) = scores(&alike);
    let definition = drawn_by(known, instrument, version)?;
    let definition = definition.as_deref();
    let title = definition.map_or_else(|| instrument.to_uppercase(), rules::drawn_title);
    let scale = definition.and_then(|d| Some((d, d.headline()?)));
    let series = pictures::series(scale, &title, without, &dated);
    let others = others.iter().filter(|l| !l.withdrawn).count();
    let change = [rules::change(&dated), rules::by_another_key(others)];
    let change: Vec<String> = change.into_iter().filter(|t| !t.is_empty()).collect();
    Ok((line::line(&series, &dated), change.join(" ")))
}

/// The definition that sheets of a version are drawn by: the newest that the program carries, or the trust's key.
fn drawn_by(known: &Catalogue<'_>, instrument: &str, version: &str) -> Result<Option<Known>> {
    let version = match catalogue::is_shipped(version) || version.is_empty() {
        true => match rules::newest(instrument)? {
            Some(newest) => newest.version.as_str(),
            None => return Ok(None),
        },
        false => version,
    };
    rules::known(known.of_sheet(instrument, version, None, None))
}

/// What the overview of a case shows: the newest sheet of each instrument, withdrawn ones left out.
pub fn summaries(connection: &Connection, case: CaseId) -> Result<Vec<MeasureSummary>> {
    let listed = listed(connection, case)?;
    let known = Catalogue::new(connection);
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
        let definition = definition_of(&known, &measure)?;
        let band = rules::headline(definition.as_deref(), &measure)
            .map(|kept| kept.band.clone())
            .unwrap_or_default();
        let (chart, change) = drawn(&known, &instrument, &own)?;
        out.push(MeasureSummary {
            title: definition
                .as_ref()
                .map_or_else(|| instrument.to_uppercase(), |d| d.title.clone()),
            latest: rules::named(
                &rules::scored(&measure, definition.as_deref()),
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
    let known = Catalogue::new(connection);
    let mut listed = listed(connection, case)?;
    listed.retain(|l| until.is_none_or(|day| l.on <= day));
    let mut out = Vec::new();
    for instrument in instruments(&listed)? {
        let own: Vec<&Listed> = listed
            .iter()
            .filter(|l| l.instrument == instrument)
            .collect();
        let (mut chart, change) = drawn(&known, &instrument, &own)?;
        let newest = own.last().map(|l| l.on);
        let now = rules::known(known.newest(&instrument))?;
        let rows = own
            .iter()
            .rev()
            .map(|l| row(connection, &known, l, now.as_deref()))
            .collect::<Result<Vec<_>>>()?;
        let in_force: Vec<&MeasureRow> = rows
            .iter()
            .filter(|r: &&MeasureRow| r.provenance.withdrawn.is_empty())
            .collect();
        // Scores by different keys are of different things: neither joined nor compared.
        let version = in_force.first().map_or("", |r| r.scored.version.as_str());
        let alike: Vec<&MeasureRow> = in_force
            .iter()
            .filter(|r| share_a_line(&r.scored.version, version))
            .copied()
            .collect();
        let mut reliable = String::new();
        let (mut parts, mut index) = (None, None);
        if let Some(definition) = drawn_by(&known, &instrument, version)? {
            let oldest_first: Vec<&MeasureRow> = alike.iter().rev().copied().collect();
            chart = pictures::headline(&definition, &oldest_first, sessions);
            parts = pictures::parts(&definition, &oldest_first, sessions);
            index = pictures::index(&definition, &oldest_first, sessions);
        }
        if let [newest, .., first] = alike.as_slice()
            && let Some(definition) = drawn_by_exactly(&known, newest)?
        {
            reliable = rules::reliable(&definition, first, newest);
        }
        let series = MeasureSeries {
            reliable,
            parts,
            index,
            instrument: now
                .as_deref()
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

/// The definition that a verdict on the change up to a sheet goes by: of exactly its version.
fn drawn_by_exactly(known: &Catalogue<'_>, row: &MeasureRow) -> Result<Option<Known>> {
    rules::known(known.of_sheet(&row.instrument, &row.scored.version, None, None))
}

/// A sheet as it was shown. `now`: its instrument as a new sheet is filled in.
fn row(
    connection: &Connection,
    known: &Catalogue<'_>,
    listed: &Listed,
    now: Option<&Definition>,
) -> Result<MeasureRow> {
    let revision = read::current(connection, listed.record)?;
    let measure: Measure = revision.read()?;
    let definition = definition_of(known, &measure)?;
    // Version by version as before where the program alone carries the instrument.
    let alike = |d: &Definition| {
        now.is_some_and(|now| {
            d.laid.wording == now.laid.wording && share_a_line(&d.version, &now.version)
        })
    };
    Ok(MeasureRow {
        shown_as: definition
            .as_deref()
            .filter(|d| !alike(d))
            .map(Definition::view),
        id: listed.record,
        instrument: measure.instrument.clone(),
        title: definition
            .as_ref()
            .map_or_else(|| measure.instrument.to_uppercase(), |d| d.title.clone()),
        completed_on: dates::clinical(measure.completed_on),
        completion: paper::how(&measure),
        scored: rules::scored(&measure, definition.as_deref()),
        form: rules::form(&measure),
        value_set: measure.value_set,
        provenance: signed::provenance(connection, &revision)?,
    })
}
