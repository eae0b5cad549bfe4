//! Goals.

use super::Held;
use crate::shell::{Answer, in_register};
use casebook_core::cases::api::CaseRequest;
use casebook_core::goals::api;
use casebook_core::goals::{GoalsView, RateGoalRequest, SignGoalRequest};
use casebook_core::signed::WithdrawRequest;

/// The goals of a case.
#[tauri::command]
pub(crate) async fn goals(shell: Held<'_>, request: CaseRequest) -> Answer<GoalsView> {
    in_register(&shell, move |register, session| {
        api::goals(register, session, &request)
    })
    .await
}

/// Signs a goal, or an amendment of one.
#[tauri::command]
pub(crate) async fn sign_goal(shell: Held<'_>, request: SignGoalRequest) -> Answer<GoalsView> {
    in_register(&shell, move |register, session| {
        api::sign_goal(register, session, &request)
    })
    .await
}

/// Records the ratings of a day.
#[tauri::command]
pub(crate) async fn rate_goal(shell: Held<'_>, request: RateGoalRequest) -> Answer<GoalsView> {
    in_register(&shell, move |register, session| {
        api::rate_goal(register, session, &request)
    })
    .await
}

/// Takes a goal, or one of its ratings, back as entered in error.
#[tauri::command]
pub(crate) async fn withdraw_goal(shell: Held<'_>, request: WithdrawRequest) -> Answer<GoalsView> {
    in_register(&shell, move |register, session| {
        api::withdraw_goal(register, session, &request)
    })
    .await
}
