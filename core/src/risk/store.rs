//! Risk notes in the journal, and how the newest stands.

use super::{RiskNote, RiskNoteView, RiskStanding, RiskSummary, rules};
use crate::error::{Doing, Result};
use crate::ids::{CaseId, PatientId};
use crate::measures;
use crate::record::Revision;
use crate::signed::{self, Provenance};
use chrono::NaiveDate;
use rusqlite::{Connection, params};

/// Brings the list of reviews up to a revision.
pub(crate) fn project(connection: &Connection, revision: &Revision) -> Result<()> {
    let (Some(case), Some(patient)) = (revision.case, revision.patient) else {
        return Ok(());
    };
    let note: RiskNote = revision.read()?;
    connection
        .prepare_cached(
            "INSERT INTO risk_notes (record_id, case_id, patient_id, assessed_on, review_by) VALUES (?1, ?2, ?3, ?4, ?5)
             ON CONFLICT (record_id) DO UPDATE SET assessed_on = excluded.assessed_on, review_by = excluded.review_by",
        )
        .and_then(|mut s| {
            s.execute(params![
                revision.record,
                case,
                patient,
                note.assessed_on.to_string(),
                note.review_by.to_string()
            ])
        })
        .doing("bringing the risk notes up to date")?;
    Ok(())
}

/// Every note of a case, newest first, the withdrawn ones included and marked.
pub fn notes(
    connection: &Connection,
    case: CaseId,
) -> Result<Vec<(Revision, RiskNote, Provenance)>> {
    signed::all_of_case(connection, case)
}

/// The newest note in force: the one that was signed last.
pub fn newest(
    connection: &Connection,
    case: CaseId,
) -> Result<Option<(Revision, RiskNote, Provenance)>> {
    Ok(notes(connection, case)?
        .into_iter()
        .find(|(_, _, p)| p.withdrawn.is_empty()))
}

/// How a case's risk statement stands. An answer about safety of the same patient overtakes it, in whichever case it
/// was given, unless somebody has talked about it and recorded that nothing has changed.
pub fn standing(
    connection: &Connection,
    patient: PatientId,
    newest: Option<&(Revision, RiskNote, Provenance)>,
    today: NaiveDate,
) -> Result<(RiskStanding, String)> {
    let after = newest.map_or(0, |(revision, _, _)| revision.position);
    let answered = measures::store::overtaking_answer(connection, patient, after)?;
    Ok(rules::standing(newest.map(|(_, n, _)| n), answered, today))
}

/// Notes as they are shown.
pub fn views(all: &[(Revision, RiskNote, Provenance)]) -> Vec<RiskNoteView> {
    let newest = all
        .iter()
        .find(|(_, _, p)| p.withdrawn.is_empty())
        .map(|(r, _, _)| r.id);
    all.iter()
        .map(|(revision, note, provenance)| RiskNoteView {
            id: revision.record,
            form: rules::form(note),
            provenance: provenance.clone(),
            newest: Some(revision.id) == newest,
        })
        .collect()
}

/// What a case's overview shows.
pub fn summary(
    connection: &Connection,
    case: CaseId,
    patient: PatientId,
    today: NaiveDate,
) -> Result<RiskSummary> {
    let newest = newest(connection, case)?;
    let (standing, statement) = standing(connection, patient, newest.as_ref(), today)?;
    Ok(match newest {
        None => RiskSummary {
            standing,
            statement,
            formulation: String::new(),
            management: String::new(),
            review: String::new(),
            signed: String::new(),
        },
        Some((_, note, from)) => RiskSummary {
            standing,
            statement,
            formulation: signed::extract(&note.formulation, 240),
            management: signed::extract(&note.management, 240),
            review: format!("Review by {}", crate::dates::clinical(note.review_by)),
            signed: from.signed,
        },
    })
}
