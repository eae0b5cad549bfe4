//! Reasons for opening a case that is not on one's own list.

use super::Held;
use crate::shell::{Answer, in_register};
use casebook_core::cases::CaseView;
use casebook_core::reasons::{OpenWithReasonRequest, ReasonRuleView, SetReasonRuleRequest, api};

/// A case and all that its overview shows, opened with a reason.
#[tauri::command]
pub(crate) async fn open_case_with_reason(
    shell: Held<'_>,
    request: OpenWithReasonRequest,
) -> Answer<CaseView> {
    in_register(&shell, move |register, session| {
        api::open_case_with_reason(register, session, &request)
    })
    .await
}

/// Is a reason asked?
#[tauri::command]
pub(crate) async fn reason_rule(shell: Held<'_>) -> Answer<ReasonRuleView> {
    in_register(&shell, api::reason_rule).await
}

/// Chooses whether a reason is asked.
#[tauri::command]
pub(crate) async fn set_reason_rule(
    shell: Held<'_>,
    request: SetReasonRuleRequest,
) -> Answer<ReasonRuleView> {
    in_register(&shell, move |register, session| {
        api::set_reason_rule(register, session, &request)
    })
    .await
}
