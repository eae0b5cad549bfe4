//! Supervision.

use super::Held;
use crate::shell::{Answer, in_register};
use casebook_core::cases::api::CaseRequest;
use casebook_core::supervision::api;
use casebook_core::supervision::{
    AgreeSupervisionLogRequest, CaseDiscussion, CaseloadReviewRequest, CaseloadReviewView,
    CloseSupervisionActionRequest, ReturnSupervisionLogRequest, SignSupervisionLogRequest,
    SupervisionLogRequest, SupervisionLogView, SupervisionView, WithdrawSupervisionLogRequest,
};

/// Logs, open actions, and who may take part.
#[tauri::command]
pub(crate) async fn supervision(shell: Held<'_>) -> Answer<SupervisionView> {
    in_register(&shell, api::supervision).await
}

/// One log.
#[tauri::command]
pub(crate) async fn supervision_log(
    shell: Held<'_>,
    request: SupervisionLogRequest,
) -> Answer<SupervisionLogView> {
    in_register(&shell, move |register, session| {
        api::supervision_log(register, session, &request)
    })
    .await
}

/// Signs a log, or an amendment of one.
#[tauri::command]
pub(crate) async fn sign_supervision_log(
    shell: Held<'_>,
    request: SignSupervisionLogRequest,
) -> Answer<SupervisionLogView> {
    in_register(&shell, move |register, session| {
        api::sign_supervision_log(register, session, &request)
    })
    .await
}

/// Signs a log that another of those who took part wrote.
#[tauri::command]
pub(crate) async fn agree_supervision_log(
    shell: Held<'_>,
    request: AgreeSupervisionLogRequest,
) -> Answer<SupervisionLogView> {
    in_register(&shell, move |register, session| {
        api::agree_supervision_log(register, session, &request)
    })
    .await
}

/// Returns a log with a comment.
#[tauri::command]
pub(crate) async fn return_supervision_log(
    shell: Held<'_>,
    request: ReturnSupervisionLogRequest,
) -> Answer<SupervisionLogView> {
    in_register(&shell, move |register, session| {
        api::return_supervision_log(register, session, &request)
    })
    .await
}

/// Takes a log back as entered in error.
#[tauri::command]
pub(crate) async fn withdraw_supervision_log(
    shell: Held<'_>,
    request: WithdrawSupervisionLogRequest,
) -> Answer<SupervisionLogView> {
    in_register(&shell, move |register, session| {
        api::withdraw_supervision_log(register, session, &request)
    })
    .await
}

/// Closes an action.
#[tauri::command]
pub(crate) async fn close_supervision_action(
    shell: Held<'_>,
    request: CloseSupervisionActionRequest,
) -> Answer<SupervisionView> {
    in_register(&shell, move |register, session| {
        api::close_supervision_action(register, session, &request)
    })
    .await
}

/// A caseload with the reasons to discuss its cases.
#[tauri::command]
pub(crate) async fn caseload_review(
    shell: Held<'_>,
    request: CaseloadReviewRequest,
) -> Answer<CaseloadReviewView> {
    in_register(&shell, move |register, session| {
        api::caseload_review(register, session, &request)
    })
    .await
}

/// What supervision said of a case.
#[tauri::command]
pub(crate) async fn case_supervision(
    shell: Held<'_>,
    request: CaseRequest,
) -> Answer<Vec<CaseDiscussion>> {
    in_register(&shell, move |register, session| {
        api::case_supervision(register, session, &request)
    })
    .await
}
