//! What a caller may do with patients.

use super::{Patient, PatientCheckView, PatientForm, PatientRow, PatientView, rules, store};
use crate::care;
use crate::error::{Error, Result};
use crate::ids::{PatientId, RecordId, RevisionId};
use crate::op::Op;
use crate::record::audit::Audited;
use crate::record::drafts::{self, DraftKey};
use crate::record::{Subject, WriteTx};
use crate::register::Register;
use crate::session::Session;
use crate::users;
use rusqlite::Connection;
use serde::Deserialize;
use ts_rs::TS;

/// A search as typed.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct FindPatientsRequest {
    /// Beginnings of names, or an NHS number in any spacing.
    pub text: String,
}

/// Asked while a patient's form is filled in.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct CheckPatientRequest {
    /// The form.
    pub form: PatientForm,
    /// The patient being changed; absent for a new one.
    #[serde(default)]
    pub patient_id: Option<PatientId>,
}

/// A new patient.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct RegisterPatientRequest {
    /// The form.
    pub form: PatientForm,
    /// Likely duplicates that a person has looked at and found to be somebody else.
    pub not_duplicates: Vec<PatientId>,
}

/// A change of a patient's details.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct ChangePatientRequest {
    /// The patient.
    pub patient_id: PatientId,
    /// The revision that the form started from.
    pub base: RevisionId,
    /// The form.
    pub form: PatientForm,
}

/// One patient.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct PatientRequest {
    /// The patient.
    pub patient_id: PatientId,
}

/// Patients whose name or number begins as typed, at most 20.
pub fn find_patients(
    register: &Register,
    session: &Session,
    request: &FindPatientsRequest,
) -> Result<Vec<PatientRow>> {
    session.clinical("looking for patients")?;
    let today = register.clock().today();
    register.read(|c| {
        store::find(c, &request.text, 20)?
            .into_iter()
            .map(|id| store::row(c, id, today))
            .collect()
    })
}

/// Faults of a form, and who may already be registered. Saves nothing.
pub fn check_patient(
    register: &Register,
    session: &Session,
    request: &CheckPatientRequest,
) -> Result<PatientCheckView> {
    session.clinical("registering patients")?;
    let today = register.clock().today();
    let (errors, patient) = match rules::read(&request.form, today) {
        Ok(patient) => (Vec::new(), patient),
        // A half-filled form is still compared by what is readable in it.
        Err(errors) => (errors, rules::readable(&request.form, today)),
    };
    let comparable = !patient.name.family.is_empty() || patient.nhs_number.is_some();
    let duplicates = if comparable {
        register.read(|c| store::duplicates(c, &patient, request.patient_id, today))?
    } else {
        Vec::new()
    };
    Ok(PatientCheckView { errors, duplicates })
}

/// Registers a patient. Errors: `Invalid`; `Refused` (`duplicate`) for a likely duplicate that nobody has looked at.
pub fn register_patient(
    register: &Register,
    session: &Session,
    request: &RegisterPatientRequest,
) -> Result<PatientView> {
    session.clinical("registering patients")?;
    let today = register.clock().today();
    let patient = rules::read(&request.form, today).map_err(Error::Invalid)?;
    let id = PatientId::random()?;
    register.write(session, Op::RegisterPatient, |tx| {
        refuse_duplicates(
            tx.connection(),
            &patient,
            None,
            &request.not_duplicates,
            today,
        )?;
        add(tx, id, &patient)?;
        let key = DraftKey {
            user: session.user,
            kind: "patient",
            patient: None,
            case: None,
        };
        drafts::done(tx.connection(), &key)
    })?;
    register.read(|c| view(c, id, today))
}

/// Puts a new patient into the record within a write.
pub(crate) fn add(tx: &mut WriteTx<'_>, id: PatientId, patient: &Patient) -> Result<RevisionId> {
    tx.create(
        Subject {
            patient: Some(id),
            case: None,
        },
        RecordId::random()?,
        patient,
    )
}

fn refuse_duplicates(
    connection: &Connection,
    patient: &Patient,
    own: Option<PatientId>,
    looked_at: &[PatientId],
    today: chrono::NaiveDate,
) -> Result<()> {
    for duplicate in store::duplicates(connection, patient, own, today)? {
        if duplicate.likeness == super::Likeness::SameNumber {
            return Err(Error::field(
                "nhs_number",
                "duplicate",
                "Another patient already has this NHS number. Open that patient, or check the number.",
            ));
        }
        if store::stops(&duplicate) && !looked_at.contains(&duplicate.id) && own.is_none() {
            return Err(Error::Refused {
                rule: "duplicate",
                message: "Somebody very like this is already registered. Open that patient, or say that this is another person.".into(),
            });
        }
    }
    Ok(())
}

/// Changes a patient's details. Errors: `Conflict` when somebody else has changed them since `base`.
pub fn change_patient(
    register: &Register,
    session: &Session,
    request: &ChangePatientRequest,
) -> Result<PatientView> {
    session.clinical("changing patients' details")?;
    let today = register.clock().today();
    let patient = rules::read(&request.form, today).map_err(Error::Invalid)?;
    let id = request.patient_id;
    register.write(session, Op::ChangePatient, |tx| {
        let (record, _) = store::record(tx.connection(), id)?;
        refuse_duplicates(tx.connection(), &patient, Some(id), &[], today)?;
        tx.revise(record, request.base, &patient)?;
        let key = DraftKey {
            user: session.user,
            kind: "patient-change",
            patient: Some(id),
            case: None,
        };
        drafts::done(tx.connection(), &key)
    })?;
    register.read(|c| view(c, id, today))
}

/// A patient's details; audited.
pub fn patient(
    register: &Register,
    session: &Session,
    request: &PatientRequest,
) -> Result<PatientView> {
    session.clinical("opening patients")?;
    let today = register.clock().today();
    let view = register.read(|c| view(c, request.patient_id, today))?;
    register.note_read(
        session,
        Audited::PatientOpened,
        Some(view.record_id),
        None,
        Some(view.id),
    );
    Ok(view)
}

fn view(connection: &Connection, id: PatientId, today: chrono::NaiveDate) -> Result<PatientView> {
    let (revision, patient, similar) = store::patient(connection, id)?;
    Ok(PatientView {
        id,
        record_id: revision.record,
        revision: revision.id,
        form: rules::form(&patient),
        banner: rules::banner(
            id,
            &patient,
            similar,
            care::store::allergy_statement(connection, id)?,
            today,
        ),
        cases: store::cases(connection, id)?,
        recorded: users::store::recorded(connection, revision.author, &revision.at)?,
    })
}
