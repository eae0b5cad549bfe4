//! Safety plans in the journal.

use super::{SafetyPlan, SafetyPlanSummary, SafetyPlanVersion, rules};
use crate::dates;
use crate::error::Result;
use crate::ids::{CaseId, RecordId};
use crate::letters;
use crate::record::{Revision, read};
use crate::signed;
use rusqlite::Connection;

/// A plan needs no list of its own: a case has one, found among its records.
pub(crate) fn project(_: &Connection, _: &Revision) -> Result<()> {
    Ok(())
}

/// The record of a case's plan: the one in force, else the last withdrawn one.
pub fn record(connection: &Connection, case: CaseId) -> Result<Option<RecordId>> {
    read::only_of_case(connection, case, "safety-plan")
}

/// Every version, newest first.
pub fn versions(connection: &Connection, record: RecordId) -> Result<Vec<SafetyPlanVersion>> {
    let mut out: Vec<SafetyPlanVersion> = signed::versions::<SafetyPlan>(connection, record)?
        .into_iter()
        .map(|(version, revision, body, provenance)| SafetyPlanVersion {
            revision: revision.id,
            version,
            form: rules::form(&body),
            provenance,
        })
        .collect();
    out.reverse();
    Ok(out)
}

/// The plan in force with the number of its version.
pub fn in_force(
    connection: &Connection,
    case: CaseId,
) -> Result<Option<(u32, Revision, SafetyPlan)>> {
    let Some((version, revision)) = signed::in_force(connection, record(connection, case)?)? else {
        return Ok(None);
    };
    let plan = revision.read()?;
    Ok(Some((version, revision, plan)))
}

/// What a case's overview shows; `None` while nothing is signed.
pub fn summary(connection: &Connection, case: CaseId) -> Result<Option<SafetyPlanSummary>> {
    let Some((version, revision, plan)) = in_force(connection, case)? else {
        return Ok(None);
    };
    let given = letters::store::given_to_patient(connection, case, "safety-plan", revision.id)?;
    Ok(Some(SafetyPlanSummary {
        version,
        made: plan
            .made_on
            .map(|d| format!("Made with the patient on {}", dates::clinical(d)))
            .unwrap_or_default(),
        given: given.map_or_else(
            || "Not yet given to the patient".to_owned(),
            |on| format!("Given to the patient on {}", dates::clinical(on)),
        ),
        signed: signed::provenance(connection, &revision)?.signed,
    }))
}
