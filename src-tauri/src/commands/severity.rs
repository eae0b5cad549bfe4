//! Severity ratings.

use super::Held;
use crate::shell::{Answer, in_register};
use casebook_core::cases::api::CaseRequest;
use casebook_core::severity::api;
use casebook_core::severity::{RateSeverityRequest, SeverityView};
use casebook_core::signed::WithdrawRequest;

/// The severity of a case over time.
#[tauri::command]
pub(crate) async fn severity(shell: Held<'_>, request: CaseRequest) -> Answer<SeverityView> {
    in_register(&shell, move |register, session| {
        api::severity(register, session, &request)
    })
    .await
}

/// Signs a rating into the record.
#[tauri::command]
pub(crate) async fn rate_severity(
    shell: Held<'_>,
    request: RateSeverityRequest,
) -> Answer<SeverityView> {
    in_register(&shell, move |register, session| {
        api::rate_severity(register, session, &request)
    })
    .await
}

/// Takes a rating back as entered in error.
#[tauri::command]
pub(crate) async fn withdraw_severity(
    shell: Held<'_>,
    request: WithdrawRequest,
) -> Answer<SeverityView> {
    in_register(&shell, move |register, session| {
        api::withdraw_severity(register, session, &request)
    })
    .await
}
