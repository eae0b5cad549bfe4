//! What a review is filled with: read from the record by the core, never typed.

use super::{ReviewGoal, ReviewMeasure, ReviewRecord};
use crate::care::{self, MedicineStatus, Medicines};
use crate::contacts;
use crate::dates;
use crate::error::Result;
use crate::goals;
use crate::ids::{CaseId, PatientId};
use crate::measures::{self, MeasureRow};
use crate::risk;
use crate::severity::{self, Severity};
use chrono::NaiveDate;
use rusqlite::Connection;

/// What the record says on a day.
pub fn record(
    connection: &Connection,
    case: CaseId,
    patient: PatientId,
    missed_count: bool,
    today: NaiveDate,
) -> Result<ReviewRecord> {
    let sessions = contacts::store::sessions(connection, case)?;
    let held = contacts::store::in_force(&sessions);
    let attendance = contacts::rules::attendance(&held, missed_count);
    let (measures, repeated) = measures(connection, case)?;
    let notes = risk::store::notes(connection, case)?;
    Ok(ReviewRecord {
        session_number: attendance.last_number,
        attendance: attendance.sentence,
        coverage: contacts::rules::coverage(&held),
        goals: goals(connection, case)?,
        measures,
        repeated,
        severity: severity(connection, case)?,
        safety: risk::store::standing(connection, patient, &notes, today)?.statement,
        medicines: medicines(connection, patient)?,
    })
}

/// The goals in force, then and now.
pub fn goals(connection: &Connection, case: CaseId) -> Result<Vec<ReviewGoal>> {
    Ok(goals::store::goals(connection, case)?
        .into_iter()
        .filter(|(_, _, p, _)| p.withdrawn.is_empty())
        .map(|(_, goal, _, ratings)| {
            let in_force: Vec<&goals::GoalRating> = ratings
                .iter()
                .filter(|(_, _, p)| p.withdrawn.is_empty())
                .map(|(_, r, _)| r)
                .collect();
            ReviewGoal {
                change: goals::rules::change(&in_force),
                by: dates::clinical(goal.by),
                status: goal.status.label().to_owned(),
                words: goal.words,
                baseline: goal.baseline,
                target: goal.target,
            }
        })
        .collect())
}

/// First and newest sheet of each instrument, and whether one was scored again on a later day.
fn measures(connection: &Connection, case: CaseId) -> Result<(Vec<ReviewMeasure>, bool)> {
    let said = |row: &MeasureRow| {
        let score = row.scored.scores.first();
        let value = match score {
            Some(s) if !s.value.is_empty() => format!("{} of {}", s.value, s.max),
            _ => "no score".to_owned(),
        };
        let value = measures::rules::named(&row.scored, value);
        format!("{value} on {}", row.completed_on)
    };
    let scored = |row: &MeasureRow| {
        row.scored
            .scores
            .first()
            .is_some_and(|s| !s.value.is_empty())
    };
    let mut repeated = false;
    let mut out = Vec::new();
    for series in measures::store::series(connection, case, &[])? {
        let in_force: Vec<&MeasureRow> = series
            .rows
            .iter()
            .filter(|r| r.provenance.withdrawn.is_empty())
            .collect();
        let (Some(newest), Some(first)) = (in_force.first(), in_force.last()) else {
            continue;
        };
        let again = newest.completed_on != first.completed_on;
        // A sheet from which no score can be worked out shows no change, and repeats nothing.
        repeated |= again && scored(newest) && scored(first);
        out.push(ReviewMeasure {
            // By the form that was filled in, which may be another than is in use now.
            title: newest.title.clone(),
            first: match first.title == newest.title {
                true => said(first),
                false => format!("{}, {}", first.title, said(first)),
            },
            last: if again { said(newest) } else { String::new() },
            change: measures::rules::difference(first, newest),
        });
    }
    Ok((out, repeated))
}

/// `Severe on 03-Aug-2026, moderate on 20-Nov-2026.`, the first and the newest rating.
fn severity(connection: &Connection, case: CaseId) -> Result<String> {
    let all = severity::store::ratings(connection, case)?;
    let rated: Vec<_> = all
        .iter()
        .filter(|(_, r, p)| p.withdrawn.is_empty() && r.severity != Severity::NotRated)
        .map(|(_, r, _)| r)
        .collect();
    Ok(match rated.as_slice() {
        [] => String::new(),
        [only] => format!(
            "{} on {}, not rated again.",
            only.severity.label(),
            dates::clinical(only.rated_on)
        ),
        [newest, .., first] => format!(
            "{} on {}, {} on {}.",
            first.severity.label(),
            dates::clinical(first.rated_on),
            newest.severity.label().to_lowercase(),
            dates::clinical(newest.rated_on)
        ),
    })
}

/// Medicines that were started, changed or stopped, with why.
fn medicines(connection: &Connection, patient: PatientId) -> Result<String> {
    let Some((_, list)) = care::store::current::<Medicines>(connection, patient)? else {
        return Ok(String::new());
    };
    let changed: Vec<String> = list
        .items
        .iter()
        .filter(|m| m.status != MedicineStatus::Current)
        .map(|m| {
            format!(
                "{} {}: {}",
                care::rules::medicine_line(m),
                m.status.label().to_lowercase(),
                m.why
            )
        })
        .collect();
    Ok(changed.join("; "))
}
