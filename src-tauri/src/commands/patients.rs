//! Patients.

use super::Held;
use crate::shell::{Answer, in_register};
use casebook_core::patients::api::{
    self, ChangePatientRequest, CheckPatientRequest, FindPatientsRequest, PatientRequest,
    RegisterPatientRequest,
};
use casebook_core::patients::{PatientCheckView, PatientRow, PatientView};

/// Patients by name, number or date of birth.
#[tauri::command]
pub(crate) async fn find_patients(
    shell: Held<'_>,
    request: FindPatientsRequest,
) -> Answer<Vec<PatientRow>> {
    in_register(&shell, move |register, session| {
        api::find_patients(register, session, &request)
    })
    .await
}

/// What is wrong with a form, and who may be the same person.
#[tauri::command]
pub(crate) async fn check_patient(
    shell: Held<'_>,
    request: CheckPatientRequest,
) -> Answer<PatientCheckView> {
    in_register(&shell, move |register, session| {
        api::check_patient(register, session, &request)
    })
    .await
}

/// Registers a patient.
#[tauri::command]
pub(crate) async fn register_patient(
    shell: Held<'_>,
    request: RegisterPatientRequest,
) -> Answer<PatientView> {
    in_register(&shell, move |register, session| {
        api::register_patient(register, session, &request)
    })
    .await
}

/// Changes a patient's details.
#[tauri::command]
pub(crate) async fn change_patient(
    shell: Held<'_>,
    request: ChangePatientRequest,
) -> Answer<PatientView> {
    in_register(&shell, move |register, session| {
        api::change_patient(register, session, &request)
    })
    .await
}

/// A patient.
#[tauri::command]
pub(crate) async fn patient(shell: Held<'_>, request: PatientRequest) -> Answer<PatientView> {
    in_register(&shell, move |register, session| {
        api::patient(register, session, &request)
    })
    .await
}
