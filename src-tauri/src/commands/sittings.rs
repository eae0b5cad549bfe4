//! The device in a patient's hands: handing over, the questionnaire, taking back.

use super::Held;
use crate::shell::{Answer, aside, in_register, in_sitting};
use casebook_core::cases::api::CaseRequest;
use casebook_core::friends_and_family::FriendsAndFamilyForm;
use casebook_core::measures::MeasuresView;
use casebook_core::sittings::{
    AnswerItemRequest, CaseSittingsView, HandOverRequest, HandedBackView, RecordSittingRequest,
    RespondToSittingRequest, SittingView, TakeBackRequest, TakenBackView, api,
};
use casebook_core::users::RegisterStateView;

/// What can be handed over, and what waits.
#[tauri::command]
pub(crate) async fn case_sittings(
    shell: Held<'_>,
    request: CaseRequest,
) -> Answer<CaseSittingsView> {
    in_register(&shell, move |register, session| {
        api::case_sittings(register, session, &request)
    })
    .await
}

/// Hands the device over.
#[tauri::command]
pub(crate) async fn hand_over(
    shell: Held<'_>,
    request: HandOverRequest,
) -> Answer<RegisterStateView> {
    let shell = shell.inner().clone();
    aside(move || shell.hand_over(|register, session| api::hand_over(register, session, &request)))
        .await
}

/// What the patient sees.
#[tauri::command]
pub(crate) async fn sitting(shell: Held<'_>) -> Answer<SittingView> {
    in_sitting(&shell, api::sitting).await
}

/// Keeps one answer.
#[tauri::command]
pub(crate) async fn answer_item(
    shell: Held<'_>,
    request: AnswerItemRequest,
) -> Answer<SittingView> {
    in_sitting(&shell, move |register, handed| {
        api::answer_item(register, handed, &request)
    })
    .await
}

/// The patient says that this is all.
#[tauri::command]
pub(crate) async fn finish_sitting(shell: Held<'_>) -> Answer<SittingView> {
    in_sitting(&shell, api::finish_sitting).await
}

/// Keeps an anonymous answer about the service.
#[tauri::command]
pub(crate) async fn give_friends_and_family_answer(
    shell: Held<'_>,
    request: FriendsAndFamilyForm,
) -> Answer<SittingView> {
    in_sitting(&shell, move |register, handed| {
        api::give_friends_and_family_answer(register, handed, &request)
    })
    .await
}

/// Takes the device back.
#[tauri::command]
pub(crate) async fn take_back(shell: Held<'_>, request: TakeBackRequest) -> Answer<TakenBackView> {
    let shell = shell.inner().clone();
    aside(move || {
        let ((register, session), handed_back) =
            shell.take_back(|register, handed| api::take_back(register, handed, &request))?;
        Ok(TakenBackView {
            session: api::session_view(&register, &session)?,
            handed_back,
        })
    })
    .await
}

/// Records the answers that wait.
#[tauri::command]
pub(crate) async fn record_sitting(
    shell: Held<'_>,
    request: RecordSittingRequest,
) -> Answer<HandedBackView> {
    in_register(&shell, move |register, session| {
        api::record_sitting(register, session, &request)
    })
    .await
}

/// Records what was done about the answers about safety of a sitting.
#[tauri::command]
pub(crate) async fn respond_to_sitting(
    shell: Held<'_>,
    request: RespondToSittingRequest,
) -> Answer<MeasuresView> {
    in_register(&shell, move |register, session| {
        api::respond_to_sitting(register, session, &request)
    })
    .await
}
