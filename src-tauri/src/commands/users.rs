//! Accounts and passphrases.

use super::Held;
use crate::shell::{Answer, aside, in_register};
use casebook_core::today::{self, LeftBehindView};
use casebook_core::users::{
    AccountRequest, ChangePassphraseRequest, ChangeUserRequest, CheckPassphraseRequest,
    InvitationView, InviteAgainRequest, InviteUserRequest, NewUser, PassphraseView, SessionView,
    SetDeputyRequest, UserView, api, invitations,
};

/// How strong a passphrase is. Answered before there is a register.
#[tauri::command]
pub(crate) async fn check_passphrase(
    shell: Held<'_>,
    request: CheckPassphraseRequest,
) -> Answer<PassphraseView> {
    let shell = shell.inner().clone();
    aside(move || {
        shell.staff()?;
        Ok(api::check_passphrase(&request))
    })
    .await
}

/// A new passphrase, by the account's owner.
#[tauri::command]
pub(crate) async fn change_passphrase(
    shell: Held<'_>,
    request: ChangePassphraseRequest,
) -> Answer<SessionView> {
    in_register(&shell, move |register, session| {
        api::change_passphrase(register, session, &request)
    })
    .await
}

/// Adds an account.
#[tauri::command]
pub(crate) async fn add_user(shell: Held<'_>, request: NewUser) -> Answer<UserView> {
    in_register(&shell, move |register, session| {
        api::add_user(register, session, &request)
    })
    .await
}

/// Invites somebody.
#[tauri::command]
pub(crate) async fn invite_user(
    shell: Held<'_>,
    request: InviteUserRequest,
) -> Answer<InvitationView> {
    in_register(&shell, move |register, session| {
        invitations::invite_user(register, session, &request)
    })
    .await
}

/// A new code for somebody who has not used theirs.
#[tauri::command]
pub(crate) async fn invite_again(
    shell: Held<'_>,
    request: InviteAgainRequest,
) -> Answer<InvitationView> {
    in_register(&shell, move |register, session| {
        invitations::invite_again(register, session, &request)
    })
    .await
}

/// Every account.
#[tauri::command]
pub(crate) async fn users(shell: Held<'_>) -> Answer<Vec<UserView>> {
    in_register(&shell, api::users).await
}

/// Changes an account's line.
#[tauri::command]
pub(crate) async fn change_user(shell: Held<'_>, request: ChangeUserRequest) -> Answer<UserView> {
    in_register(&shell, move |register, session| {
        api::change_user(register, session, &request)
    })
    .await
}

/// What waits for somebody who goes.
#[tauri::command]
pub(crate) async fn left_behind(
    shell: Held<'_>,
    request: AccountRequest,
) -> Answer<LeftBehindView> {
    in_register(&shell, move |register, session| {
        today::api::left_behind(register, session, &request)
    })
    .await
}

/// Closes an account.
#[tauri::command]
pub(crate) async fn close_user(shell: Held<'_>, request: AccountRequest) -> Answer<UserView> {
    in_register(&shell, move |register, session| {
        api::close_user(register, session, &request)
    })
    .await
}

/// Opens a closed account again.
#[tauri::command]
pub(crate) async fn reopen_user(shell: Held<'_>, request: AccountRequest) -> Answer<UserView> {
    in_register(&shell, move |register, session| {
        api::reopen_user(register, session, &request)
    })
    .await
}

/// Names the account to which an answer about safety passes.
#[tauri::command]
pub(crate) async fn set_deputy(shell: Held<'_>, request: SetDeputyRequest) -> Answer<UserView> {
    in_register(&shell, move |register, session| {
        api::set_deputy(register, session, &request)
    })
    .await
}
