//! The register itself: is there one, open it, lock it, verify it.

use super::Held;
use crate::copied_file::{self, SavedFileView};
use crate::save_dialog::{self, PDF};
use crate::shell::{Answer, aside, in_register};
use casebook_core::record::{VerifyRequest, VerifyView};
use casebook_core::store::work::WorkView;
use casebook_core::users::{
    AcceptInvitationRequest, ConfirmRecoveryKeyRequest, CoveredView, NewRecoveryKeyRequest,
    NewUser, RecoverySheetRequest, RegisterStateView, ResetPassphraseRequest, ResumeRequest,
    SessionView, SetPinRequest, SetUpView, UnlockRequest, api, covering, invitations, recovery,
};
use tauri::{Runtime, WebviewWindow};

/// Is there a register, and is it open? A timer may ask: it keeps nothing awake.
#[tauri::command]
pub(crate) async fn register_state(shell: Held<'_>) -> Answer<RegisterStateView> {
    let shell = shell.inner().clone();
    aside(move || shell.state()).await
}

/// Sets up a register with its first account.
#[tauri::command]
pub(crate) async fn set_up_register(shell: Held<'_>, request: NewUser) -> Answer<SetUpView> {
    let shell = shell.inner().clone();
    aside(move || shell.enter(|layout, clock| api::set_up(layout, &request, clock))).await
}

/// The recovery key, typed back.
#[tauri::command]
pub(crate) async fn confirm_recovery_key(
    shell: Held<'_>,
    request: ConfirmRecoveryKeyRequest,
) -> Answer<SessionView> {
    in_register(&shell, move |register, session| {
        api::confirm_recovery_key(register, session, &request)
    })
    .await
}

/// Makes a new recovery key.
#[tauri::command]
pub(crate) async fn new_recovery_key(
    shell: Held<'_>,
    request: NewRecoveryKeyRequest,
) -> Answer<SetUpView> {
    in_register(&shell, move |register, session| {
        recovery::new_recovery_key(register, session, &request)
    })
    .await
}

/// Saves the recovery key as a page to be printed, where the system's own dialog says. No path if it was cancelled.
#[tauri::command]
pub(crate) async fn save_recovery_sheet<R: Runtime>(
    window: WebviewWindow<R>,
    shell: Held<'_>,
    request: RecoverySheetRequest,
) -> Answer<SavedFileView> {
    let name = in_register(&shell, recovery::sheet_name).await?;
    let Some(chosen) = save_dialog::ask(&window, name, PDF).await? else {
        return Ok(SavedFileView { path: None });
    };
    let shown = chosen.shown();
    in_register(&shell, move |register, session| {
        let place = chosen.shown();
        // The audit is on the disk before the first byte leaves the register.
        let bytes = recovery::recovery_sheet(register, session, &request, &place)?;
        copied_file::write(&chosen, &bytes)
    })
    .await?;
    Ok(SavedFileView { path: Some(shown) })
}

/// Unlocks with a passphrase.
#[tauri::command]
pub(crate) async fn unlock(shell: Held<'_>, request: UnlockRequest) -> Answer<SessionView> {
    let shell = shell.inner().clone();
    aside(move || {
        shell.enter(|layout, clock| {
            let (register, session) = api::unlock(layout, &request, clock)?;
            let view = api::session_view(&register, &session)?;
            Ok((register, session, view))
        })
    })
    .await
}

/// Sets a new passphrase by the recovery key, and unlocks.
#[tauri::command]
pub(crate) async fn reset_passphrase(
    shell: Held<'_>,
    request: ResetPassphraseRequest,
) -> Answer<SessionView> {
    let shell = shell.inner().clone();
    aside(move || {
        shell.enter(|layout, clock| {
            let (register, session) = api::reset_passphrase(layout, &request, clock)?;
            let view = api::session_view(&register, &session)?;
            Ok((register, session, view))
        })
    })
    .await
}

/// Makes an invited account its owner's, and unlocks.
#[tauri::command]
pub(crate) async fn accept_invitation(
    shell: Held<'_>,
    request: AcceptInvitationRequest,
) -> Answer<SessionView> {
    let shell = shell.inner().clone();
    aside(move || {
        shell.enter(|layout, clock| {
            let (register, session) = invitations::accept_invitation(layout, &request, clock)?;
            let view = api::session_view(&register, &session)?;
            Ok((register, session, view))
        })
    })
    .await
}

/// Locks.
#[tauri::command]
pub(crate) async fn lock(shell: Held<'_>) -> Answer<RegisterStateView> {
    let shell = shell.inner().clone();
    aside(move || shell.lock_by_page()).await
}

/// Somebody is at work though no other command says so: reading, or typing in one field for long.
#[tauri::command]
pub(crate) async fn keep_awake(shell: Held<'_>) -> Answer<()> {
    in_register(&shell, |_, session| session.staff()).await
}

/// Sets the PIN of this session.
#[tauri::command]
pub(crate) async fn set_pin(shell: Held<'_>, request: SetPinRequest) -> Answer<SessionView> {
    in_register(&shell, move |register, session| {
        covering::set_pin(register, session, &request)?;
        api::session_view(register, session)
    })
    .await
}

/// Covers the window.
#[tauri::command]
pub(crate) async fn cover(shell: Held<'_>) -> Answer<RegisterStateView> {
    let shell = shell.inner().clone();
    aside(move || shell.cover(covering::cover)).await
}

/// What stands on the cover. Looking at it keeps nothing awake.
#[tauri::command]
pub(crate) async fn covered(shell: Held<'_>) -> Answer<CoveredView> {
    let shell = shell.inner().clone();
    aside(move || {
        let (register, cover) = shell.covered()?;
        covering::covered(&register, &cover)
    })
    .await
}

/// Goes on behind the cover.
#[tauri::command]
pub(crate) async fn resume(shell: Held<'_>, request: ResumeRequest) -> Answer<SessionView> {
    let shell = shell.inner().clone();
    aside(move || {
        let (register, session) =
            shell.resume(|register, cover| covering::resume(register, cover, &request))?;
        api::session_view(&register, &session)
    })
    .await
}

/// Verifies the whole record, and says what an earlier fingerprint says of it.
#[tauri::command]
pub(crate) async fn verify_register(shell: Held<'_>, request: VerifyRequest) -> Answer<VerifyView> {
    let held = shell.inner().clone();
    in_register(&shell, move |register, session| {
        session.staff()?;
        held.at_work(|work| {
            register.at_work(work, || register.verify_fingerprinted(work, &request))
        })
    })
    .await
}

/// How far long work is. A timer asks: it keeps nothing awake.
#[tauri::command]
pub(crate) async fn work_progress(shell: Held<'_>) -> Answer<WorkView> {
    let shell = shell.inner().clone();
    aside(move || shell.work_progress()).await
}

/// Stops long work; of no effect where there is none.
#[tauri::command]
pub(crate) async fn stop_work(shell: Held<'_>) -> Answer<()> {
    let shell = shell.inner().clone();
    aside(move || {
        shell.staff()?;
        shell.stop_work();
        Ok(())
    })
    .await
}
