//! Safety plans.

use super::Held;
use crate::shell::{Answer, in_register};
use casebook_core::cases::api::CaseRequest;
use casebook_core::safety_plans::api;
use casebook_core::safety_plans::{SafetyPlanView, SignSafetyPlanRequest};
use casebook_core::signed::WithdrawRequest;

/// A case’s safety plan.
#[tauri::command]
pub(crate) async fn safety_plan(shell: Held<'_>, request: CaseRequest) -> Answer<SafetyPlanView> {
    in_register(&shell, move |register, session| {
        api::safety_plan(register, session, &request)
    })
    .await
}

/// Signs a plan into the record.
#[tauri::command]
pub(crate) async fn sign_safety_plan(
    shell: Held<'_>,
    request: SignSafetyPlanRequest,
) -> Answer<SafetyPlanView> {
    in_register(&shell, move |register, session| {
        api::sign_safety_plan(register, session, &request)
    })
    .await
}

/// Takes a plan back as entered in error.
#[tauri::command]
pub(crate) async fn withdraw_safety_plan(
    shell: Held<'_>,
    request: WithdrawRequest,
) -> Answer<SafetyPlanView> {
    in_register(&shell, move |register, session| {
        api::withdraw_safety_plan(register, session, &request)
    })
    .await
}
