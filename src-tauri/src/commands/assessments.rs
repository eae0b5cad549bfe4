//! Assessments.

use super::Held;
use crate::shell::{Answer, in_register};
use casebook_core::assessments::api;
use casebook_core::assessments::{AssessmentView, SignAssessmentRequest};
use casebook_core::cases::api::CaseRequest;
use casebook_core::signed::WithdrawRequest;

/// A case’s assessment.
#[tauri::command]
pub(crate) async fn assessment(shell: Held<'_>, request: CaseRequest) -> Answer<AssessmentView> {
    in_register(&shell, move |register, session| {
        api::assessment(register, session, &request)
    })
    .await
}

/// Signs an assessment into the record.
#[tauri::command]
pub(crate) async fn sign_assessment(
    shell: Held<'_>,
    request: SignAssessmentRequest,
) -> Answer<AssessmentView> {
    in_register(&shell, move |register, session| {
        api::sign_assessment(register, session, &request)
    })
    .await
}

/// Takes an assessment back as entered in error.
#[tauri::command]
pub(crate) async fn withdraw_assessment(
    shell: Held<'_>,
    request: WithdrawRequest,
) -> Answer<AssessmentView> {
    in_register(&shell, move |register, session| {
        api::withdraw_assessment(register, session, &request)
    })
    .await
}
