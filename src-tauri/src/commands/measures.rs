//! Measures.

use super::Held;
use crate::copied_file::{self, SavedFileView};
use crate::save_dialog::{self, SHEET};
use crate::shell::{Answer, in_register};
use casebook_core::cases::api::CaseRequest;
use casebook_core::instruments::ScoredView;
use casebook_core::letters::api::{BlankSheetRequest, blank_sheet, blank_sheet_name};
use casebook_core::measures::api;
use casebook_core::measures::{
    MeasuresView, RecordMeasureRequest, RespondToSafetyAnswerRequest, ScoreMeasureRequest,
};
use casebook_core::signed::WithdrawRequest;
use tauri::{Runtime, WebviewWindow};

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

/// Saves a blank questionnaire for the patient where the system's own dialog says. No path if the dialog was cancelled.
#[tauri::command]
pub(crate) async fn save_blank_sheet<R: Runtime>(
    window: WebviewWindow<R>,
    shell: Held<'_>,
    request: BlankSheetRequest,
) -> Answer<SavedFileView> {
    let named = request.clone();
    let name = in_register(&shell, move |register, session| {
        blank_sheet_name(register, session, &named)
    })
    .await?;
    let Some(chosen) = save_dialog::ask(&window, name, SHEET).await? else {
        return Ok(SavedFileView { path: None });
    };
    let shown = chosen.shown();
    in_register(&shell, move |register, session| {
        // The audit is on the disk before the first byte leaves the register.
        let bytes = blank_sheet(register, session, &request, &chosen.shown())?;
        copied_file::write(&chosen, &bytes)
    })
    .await?;
    Ok(SavedFileView { path: Some(shown) })
}
