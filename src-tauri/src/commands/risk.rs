//! Risk notes.

use super::Held;
use crate::shell::{Answer, in_register};
use casebook_core::cases::api::CaseRequest;
use casebook_core::risk::api;
use casebook_core::risk::{RiskCheckView, RiskNoteForm, RiskView, SignRiskNoteRequest};
use casebook_core::signed::WithdrawRequest;

/// The risk notes of a case.
#[tauri::command]
pub(crate) async fn risk(shell: Held<'_>, request: CaseRequest) -> Answer<RiskView> {
    in_register(&shell, move |register, session| {
        api::risk(register, session, &request)
    })
    .await
}

/// What is worth a second look before a note is signed.
#[tauri::command]
pub(crate) async fn check_risk_note(
    shell: Held<'_>,
    request: RiskNoteForm,
) -> Answer<RiskCheckView> {
    in_register(&shell, move |register, session| {
        api::check_risk_note(register, session, &request)
    })
    .await
}

/// Signs a risk note into the record.
#[tauri::command]
pub(crate) async fn sign_risk_note(
    shell: Held<'_>,
    request: SignRiskNoteRequest,
) -> Answer<RiskView> {
    in_register(&shell, move |register, session| {
        api::sign_risk_note(register, session, &request)
    })
    .await
}

/// Takes a risk note back as entered in error.
#[tauri::command]
pub(crate) async fn withdraw_risk_note(
    shell: Held<'_>,
    request: WithdrawRequest,
) -> Answer<RiskView> {
    in_register(&shell, move |register, session| {
        api::withdraw_risk_note(register, session, &request)
    })
    .await
}
