//! Diagnoses, allergies and medicines.

use super::Held;
use crate::shell::{Answer, in_register};
use casebook_core::care::api;
use casebook_core::care::{
    CareView, RecordAllergiesRequest, RecordDiagnosesRequest, RecordMedicinesRequest,
};
use casebook_core::patients::api::PatientRequest;

/// The three lists of a patient.
#[tauri::command]
pub(crate) async fn care(shell: Held<'_>, request: PatientRequest) -> Answer<CareView> {
    in_register(&shell, move |register, session| {
        api::care(register, session, &request)
    })
    .await
}

/// Records the diagnoses.
#[tauri::command]
pub(crate) async fn record_diagnoses(
    shell: Held<'_>,
    request: RecordDiagnosesRequest,
) -> Answer<CareView> {
    in_register(&shell, move |register, session| {
        api::record_diagnoses(register, session, &request)
    })
    .await
}

/// Records the allergies.
#[tauri::command]
pub(crate) async fn record_allergies(
    shell: Held<'_>,
    request: RecordAllergiesRequest,
) -> Answer<CareView> {
    in_register(&shell, move |register, session| {
        api::record_allergies(register, session, &request)
    })
    .await
}

/// Records the medicines.
#[tauri::command]
pub(crate) async fn record_medicines(
    shell: Held<'_>,
    request: RecordMedicinesRequest,
) -> Answer<CareView> {
    in_register(&shell, move |register, session| {
        api::record_medicines(register, session, &request)
    })
    .await
}
