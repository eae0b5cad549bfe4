//! Measures.

use super::Held;
use crate::shell::{Answer, in_register};
use casebook_core::cases::api::CaseRequest;
use casebook_core::instruments::ScoredView;
use casebook_core::measures::api;
use casebook_core::measures::{
    MeasuresView, RecordMeasureRequest, RespondToSafetyAnswerRequest, ScoreMeasureRequest,
};
use casebook_core::signed::WithdrawRequest;

/// The measures of a case.
#[tauri::command]
pub(crate) async fn measures(shell: Held<'_>, request: CaseRequest) -> Answer<MeasuresView> {
    in_register(&shell, move |register, session| {
        api::measures(register, session, &request)
    })
    .await
}

/// Scores a sheet while it is being filled in.
#[tauri::command]
pub(crate) async fn score_measure(
    shell: Held<'_>,
    request: ScoreMeasureRequest,
) -> Answer<ScoredView> {
    in_register(&shell, move |register, session| {
        api::score_measure(register, session, &request)
    })
    .await
}

/// Records a completed measure.
#[tauri::command]
pub(crate) async fn record_measure(
    shell: Held<'_>,
    request: RecordMeasureRequest,
) -> Answer<MeasuresView> {
    in_register(&shell, move |register, session| {
        api::record_measure(register, session, &request)
    })
    .await
}

/// Takes a measure back as entered in error.
#[tauri::command]
pub(crate) async fn withdraw_measure(
    shell: Held<'_>,
    request: WithdrawRequest,
) -> Answer<MeasuresView> {
    in_register(&shell, move |register, session| {
        api::withdraw_measure(register, session, &request)
    })
    .await
}

/// Records what was done about an answer about safety.
#[tauri::command]
pub(crate) async fn respond_to_safety_answer(
    shell: Held<'_>,
    request: RespondToSafetyAnswerRequest,
) -> Answer<MeasuresView> {
    in_register(&shell, move |register, session| {
        api::respond_to_safety_answer(register, session, &request)
    })
    .await
}
