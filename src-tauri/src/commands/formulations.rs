//! Formulations.

use super::Held;
use crate::shell::{Answer, in_register};
use casebook_core::formulations::api::{
    self, CompareFormulationsRequest, FormulationRequest, SettleFormulationRequest,
};
use casebook_core::formulations::{ComparisonView, FormulationView, SignFormulationRequest};
use casebook_core::signed::WithdrawRequest;

/// A case's formulation of one type.
#[tauri::command]
pub(crate) async fn formulation(
    shell: Held<'_>,
    request: FormulationRequest,
) -> Answer<FormulationView> {
    in_register(&shell, move |register, session| {
        api::formulation(register, session, &request)
    })
    .await
}

/// Signs a formulation into the record.
#[tauri::command]
pub(crate) async fn sign_formulation(
    shell: Held<'_>,
    request: SignFormulationRequest,
) -> Answer<FormulationView> {
    in_register(&shell, move |register, session| {
        api::sign_formulation(register, session, &request)
    })
    .await
}

/// Makes one of two versions.
#[tauri::command]
pub(crate) async fn settle_formulation(
    shell: Held<'_>,
    request: SettleFormulationRequest,
) -> Answer<FormulationView> {
    in_register(&shell, move |register, session| {
        api::settle_formulation(register, session, &request)
    })
    .await
}

/// Takes a formulation back as entered in error.
#[tauri::command]
pub(crate) async fn withdraw_formulation(
    shell: Held<'_>,
    request: WithdrawRequest,
) -> Answer<FormulationView> {
    in_register(&shell, move |register, session| {
        api::withdraw_formulation(register, session, &request)
    })
    .await
}

/// Two versions beside each other.
#[tauri::command]
pub(crate) async fn compare_formulations(
    shell: Held<'_>,
    request: CompareFormulationsRequest,
) -> Answer<ComparisonView> {
    in_register(&shell, move |register, session| {
        api::compare_formulations(register, session, &request)
    })
    .await
}
