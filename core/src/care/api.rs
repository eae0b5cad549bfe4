//! What a caller may do with diagnoses, allergies and medicines.

use super::{
    AllergiesView, CareView, DiagnosesView, MedicinesView, RecordAllergiesRequest,
    RecordDiagnosesRequest, RecordMedicinesRequest, rules, store,
};
use crate::error::{Error, Result};
use crate::ids::{PatientId, RecordId, RevisionId};
use crate::op::Op;
use crate::patients;
use crate::patients::api::PatientRequest;
use crate::reasons;
use crate::record::{Body, Subject, WriteTx, read};
use crate::register::Register;
use crate::session::Session;
use crate::signed::{self, Provenance};
use rusqlite::Connection;

/// The three lists of a patient.
pub fn care(register: &Register, session: &Session, request: &PatientRequest) -> Result<CareView> {
    reasons::enter_patient(
        register,
        session,
        request.patient_id,
        "reading diagnoses and medicines",
    )?;
    view(register, session, request.patient_id)
}

/// Records the diagnoses. Errors: `Invalid`; `Conflict` when somebody else has changed them since `base`.
pub fn record_diagnoses(
    register: &Register,
    session: &Session,
    request: &RecordDiagnosesRequest,
) -> Result<CareView> {
    reasons::enter_patient(register, session, request.patient_id, "recording diagnoses")?;
    let body = rules::diagnoses(&request.form)?;
    record(
        register,
        session,
        Op::RecordDiagnoses,
        request.patient_id,
        request.base,
        (&body, ""),
    )
}

/// Records the allergies. What was recorded is taken off only with a reason, which is signed with it. Errors: `Invalid`;
/// `Conflict` when somebody else has changed them since `base`.
pub fn record_allergies(
    register: &Register,
    session: &Session,
    request: &RecordAllergiesRequest,
) -> Result<CareView> {
    reasons::enter_patient(register, session, request.patient_id, "recording allergies")?;
    let body = rules::allergies(&request.form)?;
    let before = register.read(|c| store::current::<super::Allergies>(c, request.patient_id))?;
    // What a colleague added meanwhile is a conflict, not something that this writer takes off.
    let seen = before
        .as_ref()
        .filter(|(revision, _)| Some(revision.id) == request.base)
        .map(|(_, list)| list);
    let why = rules::taken_off(seen, &body, &request.reason)?;
    record(
        register,
        session,
        Op::RecordAllergies,
        request.patient_id,
        request.base,
        (&body, &why),
    )
}

/// Records the medicines. Errors: `Invalid`; `Conflict` when somebody else has changed them since `base`.
pub fn record_medicines(
    register: &Register,
    session: &Session,
    request: &RecordMedicinesRequest,
) -> Result<CareView> {
    reasons::enter_patient(register, session, request.patient_id, "recording medicines")?;
    let body = rules::medicines(&request.form)?;
    record(
        register,
        session,
        Op::RecordMedicines,
        request.patient_id,
        request.base,
        (&body, ""),
    )
}

fn record<B: Body>(
    register: &Register,
    session: &Session,
    op: Op,
    patient: PatientId,
    base: Option<RevisionId>,
    (body, why): (&B, &str),
) -> Result<CareView> {
    register.write(session, op, |tx| {
        patients::store::record(tx.connection(), patient)?;
        let subject = Subject {
            patient: Some(patient),
            case: None,
        };
        put(tx, subject, patient, base, (body, why))?;
        signed::finish_draft(tx, session, B::KIND, subject)
    })?;
    view(register, session, patient)
}

/// A running list grows by revisions, each signed by whoever made it.
fn put<B: Body>(
    tx: &mut WriteTx<'_>,
    subject: Subject,
    patient: PatientId,
    base: Option<RevisionId>,
    (body, why): (&B, &str),
) -> Result<()> {
    let existing = read::only_of_patient(tx.connection(), patient, B::KIND)?;
    let revision = match (existing, base) {
        (None, _) => tx.create(subject, RecordId::random()?, body)?,
        (Some(record), Some(base)) => tx.revise(record, base, body)?,
        (Some(record), None) => {
            return Err(Error::Conflict {
                base: String::new(),
                current: read::standing(tx.connection(), record)?
                    .revision
                    .to_string(),
            });
        }
    };
    tx.sign_with(revision, why)
}

fn from(connection: &Connection, revision: Option<&crate::record::Revision>) -> Result<Provenance> {
    revision.map_or_else(
        || Ok(Provenance::default()),
        |r| signed::provenance(connection, r),
    )
}

fn view(register: &Register, session: &Session, patient: PatientId) -> Result<CareView> {
    register.read(|c| {
        patients::store::record(c, patient)?;
        let diagnoses = store::current::<super::Diagnoses>(c, patient)?;
        let allergies = store::current::<super::Allergies>(c, patient)?;
        let medicines = store::current::<super::Medicines>(c, patient)?;
        let draft = |kind: &str| signed::draft_view(c, session, kind, None, patient);
        Ok(CareView {
            patient_id: patient,
            diagnoses: DiagnosesView {
                revision: diagnoses.as_ref().map(|(r, _)| r.id),
                provenance: from(c, diagnoses.as_ref().map(|(r, _)| r))?,
                draft: draft(super::Diagnoses::KIND)?,
                form: diagnoses
                    .map(|(_, d)| store::diagnoses_form(&d))
                    .unwrap_or_default(),
            },
            allergies: AllergiesView {
                revision: allergies.as_ref().map(|(r, _)| r.id),
                statement: rules::allergy_statement(allergies.as_ref().map(|(_, a)| a)),
                provenance: from(c, allergies.as_ref().map(|(r, _)| r))?,
                draft: draft(super::Allergies::KIND)?,
                form: allergies
                    .map(|(_, a)| store::allergies_form(&a))
                    .unwrap_or_default(),
            },
            medicines: MedicinesView {
                revision: medicines.as_ref().map(|(r, _)| r.id),
                provenance: from(c, medicines.as_ref().map(|(r, _)| r))?,
                draft: draft(super::Medicines::KIND)?,
                form: medicines
                    .map(|(_, m)| store::medicines_form(&m))
                    .unwrap_or_default(),
            },
        })
    })
}
