//! Sessions.

use super::Held;
use crate::shell::{Answer, in_register};
use casebook_core::cases::api::CaseRequest;
use casebook_core::contacts::api;
use casebook_core::contacts::{SessionsView, SignSessionRequest};
use casebook_core::signed::WithdrawRequest;

/// The sessions of a case.
#[tauri::command]
pub(crate) async fn sessions(shell: Held<'_>, request: CaseRequest) -> Answer<SessionsView> {
    in_register(&shell, move |register, session| {
        api::sessions(register, session, &request)
    })
    .await
}

/// Signs a session, or an amendment of one.
#[tauri::command]
pub(crate) async fn sign_session(
    shell: Held<'_>,
    request: SignSessionRequest,
) -> Answer<SessionsView> {
    in_register(&shell, move |register, session| {
        api::sign_session(register, session, &request)
    })
    .await
}

/// Takes a session back as entered in error.
#[tauri::command]
pub(crate) async fn withdraw_session(
    shell: Held<'_>,
    request: WithdrawRequest,
) -> Answer<SessionsView> {
    in_register(&shell, move |register, session| {
        api::withdraw_session(register, session, &request)
    })
    .await
}
