//! The three lists in the journal.

use super::{
    Allergies, AllergiesForm, CareSummary, Diagnoses, DiagnosesForm, DiagnosisStatus,
    MedicineStatus, Medicines, MedicinesForm, rules,
};
use crate::error::Result;
use crate::ids::PatientId;
use crate::record::{Body, Revision, read};
use crate::users;
use rusqlite::Connection;

/// The lists need no list of their own: a patient has one of each, found among the patient's records.
pub(crate) fn project(_: &Connection, _: &Revision) -> Result<()> {
    Ok(())
}

/// A patient's list of one kind as it stands; `None` while nothing is recorded.
pub fn current<B: Body>(
    connection: &Connection,
    patient: PatientId,
) -> Result<Option<(Revision, B)>> {
    let Some(record) = read::only_of_patient(connection, patient, B::KIND)? else {
        return Ok(None);
    };
    let revision = read::current(connection, record)?;
    let body = revision.read()?;
    Ok(Some((revision, body)))
}

/// The form that shows diagnoses.
pub fn diagnoses_form(list: &Diagnoses) -> DiagnosesForm {
    DiagnosesForm {
        items: list.items.clone(),
    }
}

/// The form that shows allergies.
pub fn allergies_form(list: &Allergies) -> AllergiesForm {
    AllergiesForm {
        state: Some(list.state),
        items: list.items.clone(),
        source: list.source.clone(),
    }
}

/// The form that shows medicines.
pub fn medicines_form(list: &Medicines) -> MedicinesForm {
    MedicinesForm {
        none_taken: list.none_taken,
        items: list.items.clone(),
        source: list.source.clone(),
    }
}

/// `Known allergies: penicillin`, `No known allergies` or `Allergies not recorded`: for the banner.
pub fn allergy_statement(connection: &Connection, patient: PatientId) -> Result<String> {
    let found = current::<Allergies>(connection, patient)?;
    Ok(rules::allergy_statement(found.as_ref().map(|(_, a)| a)))
}

/// What a case's overview shows.
pub fn summary(connection: &Connection, patient: PatientId) -> Result<CareSummary> {
    let diagnoses = current::<Diagnoses>(connection, patient)?;
    let allergies = current::<Allergies>(connection, patient)?;
    let medicines = current::<Medicines>(connection, patient)?;
    let last = [
        diagnoses.as_ref().map(|(r, _)| r),
        allergies.as_ref().map(|(r, _)| r),
        medicines.as_ref().map(|(r, _)| r),
    ]
    .into_iter()
    .flatten()
    .max_by_key(|r| r.position);
    let recorded = match last {
        Some(r) => users::store::recorded(connection, r.author, &r.at)?,
        None => String::new(),
    };
    let taken: Vec<String> = medicines
        .iter()
        .flat_map(|(_, m)| &m.items)
        .filter(|m| m.status != MedicineStatus::Stopped)
        .map(rules::medicine_line)
        .collect();
    let no_medicines = match &medicines {
        None => rules::MEDICINES_NOT_RECORDED.to_owned(),
        Some((_, m)) if m.none_taken => "No medicines taken".to_owned(),
        Some(_) if taken.is_empty() => "No current medicines listed".to_owned(),
        Some(_) => String::new(),
    };
    Ok(CareSummary {
        diagnoses: diagnoses
            .iter()
            .flat_map(|(_, d)| &d.items)
            .filter(|d| d.status != DiagnosisStatus::Resolved)
            .map(rules::diagnosis_line)
            .collect(),
        medicines: taken,
        no_medicines,
        allergies: rules::allergy_statement(allergies.as_ref().map(|(_, a)| a)),
        recorded,
    })
}
