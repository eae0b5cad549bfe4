//! Assessments in the journal.

use super::definition::{self, AssessmentDefinition};
use super::{Assessment, AssessmentForm, AssessmentSummary, AssessmentVersion, rules};
use crate::error::Result;
use crate::ids::{CaseId, RecordId};
use crate::record::{Revision, read};
use crate::signed;
use rusqlite::Connection;

/// An assessment needs no list of its own: a case has one, found among its records.
pub(crate) fn project(_: &Connection, _: &Revision) -> Result<()> {
    Ok(())
}

/// The record of a case's assessment: the one in force, else the last withdrawn one.
pub fn record(connection: &Connection, case: CaseId) -> Result<Option<RecordId>> {
    read::only_of_case(connection, case, "assessment")
}

/// The form that shows an assessment.
pub fn form(assessment: &Assessment) -> AssessmentForm {
    AssessmentForm {
        definition: assessment.definition.clone(),
        answers: assessment.answers.clone(),
    }
}

/// Every version, newest first.
pub fn versions(connection: &Connection, record: RecordId) -> Result<Vec<AssessmentVersion>> {
    let mut out: Vec<AssessmentVersion> = signed::versions(connection, record)?
        .into_iter()
        .map(|(version, revision, body, provenance)| AssessmentVersion {
            revision: revision.id,
            version,
            form: form(&body),
            provenance,
        })
        .collect();
    out.reverse();
    Ok(out)
}

/// The signed assessment in force, with its form and the number of its version.
pub fn in_force(
    connection: &Connection,
    case: CaseId,
) -> Result<Option<(&'static AssessmentDefinition, u32, Revision, Assessment)>> {
    let Some((version, revision)) = signed::in_force(connection, record(connection, case)?)? else {
        return Ok(None);
    };
    let assessment: Assessment = revision.read()?;
    let form = definition::exactly(&assessment.definition, assessment.definition_version)?;
    Ok(Some((form, version, revision, assessment)))
}

/// What a case's overview shows; `None` while nothing is signed.
pub fn summary(connection: &Connection, case: CaseId) -> Result<Option<AssessmentSummary>> {
    let Some((definition, version, revision, assessment)) = in_force(connection, case)? else {
        return Ok(None);
    };
    let written: Vec<_> = definition
        .sections
        .iter()
        .filter(|s| rules::written(s, &assessment.answers))
        .collect();
    let symptoms = written
        .iter()
        .find(|s| s.id == "symptoms")
        .map(|s| rules::section_text(s, &assessment.answers))
        .unwrap_or_default();
    Ok(Some(AssessmentSummary {
        symptoms: signed::extract(&symptoms, 280),
        sections: written.iter().map(|s| s.heading.clone()).collect(),
        version,
        signed: signed::provenance(connection, &revision)?.signed,
    }))
}
