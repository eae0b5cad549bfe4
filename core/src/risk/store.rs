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
            "INSERT INTO risk_notes (record_id, case_id, patient_id, assessed_on, review_by, about_self)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT (record_id) DO UPDATE SET assessed_on = excluded.assessed_on, review_by = excluded.review_by,
                 about_self = excluded.about_self",
        )
        .and_then(|mut s| {
            s.execute(params![
                revision.record,
                case,
                patient,
                note.assessed_on.to_string(),
                note.review_by.to_string(),
                rules::about_self(&note)
            ])
        })
        .doing("bringing the risk notes up to date")?;
    Ok(())
}

/// Every note of a case, newest first by the day that it assesses, the withdrawn ones included and marked. One signed
/// late does not hide what was assessed after it.
pub fn notes(
    connection: &Connection,
    case: CaseId,
) -> Result<Vec<(Revision, RiskNote, Provenance)>> {
    let mut all = signed::all_of_case::<RiskNote>(connection, case)?;
    all.sort_by_key(|(revision, note, _)| std::cmp::Reverse((note.assessed_on, revision.position)));
    Ok(all)
}

/// How a case's risk statement stands.
#[derive(Clone, Debug)]
pub struct Standing {
    /// In a word.
    pub standing: RiskStanding,
    /// In a sentence with its dates.
    pub statement: String,
    /// The day of an answer about safety that no note covers.
    pub answered: Option<NaiveDate>,
}

/// How the statement of a case's notes stands. An answer about safety of the same patient overtakes it, in whichever
/// case it was given, until a note that speaks of suicide or self-harm covers it, or somebody has talked about the same
/// answer as before and recorded that nothing has changed.
pub fn standing(
    connection: &Connection,
    patient: PatientId,
    all: &[(Revision, RiskNote, Provenance)],
    today: NaiveDate,
) -> Result<Standing> {
    let mut in_force = all.iter().filter(|(_, _, p)| p.withdrawn.is_empty());
    let newest = in_force.clone().next().map(|(_, note, _)| note);
    let covered = in_force
        .find(|(_, note, _)| rules::about_self(note))
        .map(|(revision, note, _)| (revision.position, note.assessed_on));
    let answered = measures::safety::overtaking_answer(connection, patient, covered)?;
    let (standing, statement) = rules::standing(newest, answered, today);
    Ok(Standing {
        standing,
        statement,
        answered,
    })
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
    let all = notes(connection, case)?;
    let Standing {
        standing,
        statement,
        ..
    } = standing(connection, patient, &all, today)?;
    let newest = all.into_iter().find(|(_, _, p)| p.withdrawn.is_empty());
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
