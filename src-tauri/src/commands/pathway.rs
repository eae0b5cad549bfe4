//! The ten-session pathway.

use super::Held;
use crate::shell::{Answer, in_register};
use casebook_core::cases::api::CaseRequest;
use casebook_core::pathway::api;
use casebook_core::pathway::{
    PathwayView, RecordPathwayRequest, SignMdtDecisionRequest, SignPathwayReviewRequest,
};
use casebook_core::signed::WithdrawRequest;

/// The pathway of a case.
#[tauri::command]
pub(crate) async fn pathway(shell: Held<'_>, request: CaseRequest) -> Answer<PathwayView> {
    in_register(&shell, move |register, session| {
        api::pathway(register, session, &request)
    })
    .await
}

/// Records entry criteria and option.
#[tauri::command]
pub(crate) async fn record_pathway(
    shell: Held<'_>,
    request: RecordPathwayRequest,
) -> Answer<PathwayView> {
    in_register(&shell, move |register, session| {
        api::record_pathway(register, session, &request)
    })
    .await
}

/// Signs a review.
#[tauri::command]
pub(crate) async fn sign_pathway_review(
    shell: Held<'_>,
    request: SignPathwayReviewRequest,
) -> Answer<PathwayView> {
    in_register(&shell, move |register, session| {
        api::sign_pathway_review(register, session, &request)
    })
    .await
}

/// Signs what the team decided on a review.
#[tauri::command]
pub(crate) async fn sign_mdt_decision(
    shell: Held<'_>,
    request: SignMdtDecisionRequest,
) -> Answer<PathwayView> {
    in_register(&shell, move |register, session| {
        api::sign_mdt_decision(register, session, &request)
    })
    .await
}

/// Takes a review, or a decision on one, back as entered in error.
#[tauri::command]
pub(crate) async fn withdraw_pathway_review(
    shell: Held<'_>,
    request: WithdrawRequest,
) -> Answer<PathwayView> {
    in_register(&shell, move |register, session| {
        api::withdraw_pathway_review(register, session, &request)
    })
    .await
}
