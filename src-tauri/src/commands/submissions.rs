//! What trainees hand in for countersigning.

use super::Held;
use crate::shell::{Answer, in_register};
use casebook_core::cases::api::CaseRequest;
use casebook_core::submissions::api;
use casebook_core::submissions::{
    CountersignRequest, CountersignersView, ReturnSubmissionRequest, SubmissionView,
};

/// Who may countersign in a case.
#[tauri::command]
pub(crate) async fn countersigners(
    shell: Held<'_>,
    request: CaseRequest,
) -> Answer<CountersignersView> {
    in_register(&shell, move |register, session| {
        api::countersigners(register, session, &request)
    })
    .await
}

/// Signs as the second person.
#[tauri::command]
pub(crate) async fn countersign(
    shell: Held<'_>,
    request: CountersignRequest,
) -> Answer<SubmissionView> {
    in_register(&shell, move |register, session| {
        api::countersign(register, session, &request)
    })
    .await
}

/// Gives something back with a comment.
#[tauri::command]
pub(crate) async fn return_submission(
    shell: Held<'_>,
    request: ReturnSubmissionRequest,
) -> Answer<SubmissionView> {
    in_register(&shell, move |register, session| {
        api::return_submission(register, session, &request)
    })
    .await
}
