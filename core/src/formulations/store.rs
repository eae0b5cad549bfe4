//! Formulations in the journal.

use super::definition::{self, FormulationDefinition};
use super::{Formulation, FormulationForm, FormulationSummary, FormulationVersion};
use crate::dates;
use crate::error::{Doing, Result};
use crate::ids::{CaseId, RecordId};
use crate::record::Revision;
use crate::record::read;
use crate::signed;
use crate::submissions;
use crate::submissions::store::Onlooker;
use rusqlite::{Connection, OptionalExtension, params};

/// Brings the list of formulations up to a revision.
pub(crate) fn project(connection: &Connection, revision: &Revision) -> Result<()> {
    let Some(case) = revision.case else {
        return Ok(());
    };
    let formulation: Formulation = revision.read()?;
    connection
        .prepare_cached(
            "INSERT INTO formulations (record_id, case_id, definition) VALUES (?1, ?2, ?3)
             ON CONFLICT (record_id) DO NOTHING",
        )
        .and_then(|mut s| s.execute(params![revision.record, case, formulation.definition]))
        .doing("bringing the formulations up to date")?;
    Ok(())
}

/// The record of a case's formulation: the one in force, else the last withdrawn one.
pub fn record(connection: &Connection, case: CaseId, definition: &str) -> Result<Option<RecordId>> {
    connection
        .prepare_cached(
            "SELECT f.record_id FROM formulations AS f JOIN records AS r ON r.record_id = f.record_id
             WHERE f.case_id = ?1 AND f.definition = ?2
             ORDER BY r.status = 'withdrawn', r.current DESC LIMIT 1",
        )
        .and_then(|mut s| s.query_row(params![case, definition], |r| r.get(0)).optional())
        .doing("reading a case's formulation")
}

/// The form that shows a formulation.
pub fn form(formulation: &Formulation) -> FormulationForm {
    FormulationForm {
        definition: formulation.definition.clone(),
        cells: formulation.cells.clone(),
        narrative: formulation.narrative.clone(),
        patient_agrees: formulation.patient_agrees.clone(),
        shared_on: formulation
            .shared_on
            .map(dates::clinical)
            .unwrap_or_default(),
    }
}

/// Every version, newest first, numbered by the order of revisions.
pub fn versions(
    connection: &Connection,
    onlooker: &Onlooker,
    record: RecordId,
) -> Result<Vec<FormulationVersion>> {
    let mut out: Vec<FormulationVersion> = signed::versions(connection, record)?
        .into_iter()
        .map(|(version, revision, body, provenance)| {
            Ok(FormulationVersion {
                revision: revision.id,
                version,
                form: form(&body),
                provenance,
                submission: submissions::store::view(connection, onlooker, &revision)?,
            })
        })
        .collect::<Result<_>>()?;
    out.reverse();
    Ok(out)
}

/// The signed formulation in force, for the overview and for letters.
pub fn in_force(
    connection: &Connection,
    case: CaseId,
) -> Result<Option<(&'static FormulationDefinition, u32, Revision, Formulation)>> {
    for known in definition::all()? {
        let Some(record) = record(connection, case, &known.id)? else {
            continue;
        };
        let standing = read::standing(connection, record)?;
        if standing.status != "signed" {
            continue;
        }
        let revision = read::revision(connection, standing.revision)?;
        let formulation: Formulation = revision.read()?;
        let form = definition::exactly(&formulation.definition, formulation.definition_version)?;
        return Ok(Some((form, standing.revisions, revision, formulation)));
    }
    Ok(None)
}

/// What a case's overview shows; `None` while nothing is signed.
pub fn summary(connection: &Connection, case: CaseId) -> Result<Option<FormulationSummary>> {
    let Some((definition, version, revision, formulation)) = in_force(connection, case)? else {
        return Ok(None);
    };
    let own = formulation.patient_agrees.trim();
    let perpetuating: Vec<String> = definition
        .columns
        .iter()
        .filter_map(|c| formulation.cells.get(&format!("perpetuating.{}", c.id)))
        .map(|t| t.trim().trim_end_matches(['.', ';']).to_owned())
        .filter(|t| !t.is_empty())
        .collect();
    Ok(Some(FormulationSummary {
        title: definition.title.clone(),
        version,
        extract: signed::extract(
            if own.is_empty() {
                &formulation.narrative
            } else {
                own
            },
            280,
        ),
        perpetuating: signed::extract(&perpetuating.join("; "), 280),
        shared: formulation.shared_on.map_or_else(
            || "Not yet shared with the patient".to_owned(),
            |d| format!("Shared {}", dates::clinical(d)),
        ),
        signed: summary_signed(connection, &revision)?,
    }))
}

/// Who signed it and when, and whether a second person has to.
fn summary_signed(connection: &Connection, revision: &Revision) -> Result<String> {
    let signed = signed::provenance(connection, revision)?.signed;
    Ok(match submissions::store::state(connection, revision)? {
        None => signed,
        Some(state) => format!("{signed}. {}", state.label()),
    })
}
