//! Cases.

use super::Held;
use crate::shell::{Answer, in_register};
use casebook_core::cases::api::{self, AddCaseRequest, CaseRequest, ChangeCaseRequest};
use casebook_core::cases::{CaseRow, CaseView, CaseloadRequest, CaseloadView};

/// The caseload.
#[tauri::command]
pub(crate) async fn caseload(shell: Held<'_>, request: CaseloadRequest) -> Answer<CaseloadView> {
    in_register(&shell, move |register, session| {
        api::caseload(register, session, &request)
    })
    .await
}

/// Opens a case for a patient.
#[tauri::command]
pub(crate) async fn add_case(shell: Held<'_>, request: AddCaseRequest) -> Answer<CaseView> {
    in_register(&shell, move |register, session| {
        api::add_case(register, session, &request)
    })
    .await
}

/// Changes a case's details.
#[tauri::command]
pub(crate) async fn change_case(shell: Held<'_>, request: ChangeCaseRequest) -> Answer<CaseView> {
    in_register(&shell, move |register, session| {
        api::change_case(register, session, &request)
    })
    .await
}

/// The line of one case, as the caseload has it.
#[tauri::command]
pub(crate) async fn case_row(shell: Held<'_>, request: CaseRequest) -> Answer<CaseRow> {
    in_register(&shell, move |register, session| {
        api::case_row(register, session, &request)
    })
    .await
}

/// A case and all that its overview shows.
#[tauri::command]
pub(crate) async fn open_case(shell: Held<'_>, request: CaseRequest) -> Answer<CaseView> {
    in_register(&shell, move |register, session| {
        api::open_case(register, session, &request)
    })
    .await
}
