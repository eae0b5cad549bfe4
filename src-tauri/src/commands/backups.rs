//! Backups, and restoring one while the register is locked.

use super::Held;
use crate::shell::{Answer, aside, in_register};
use casebook_core::backups::{
    self, BackupsView, RestorableRequest, RestorableView, RestoreRequest, RestoredView, api,
};

/// What is known of the register's backups.
#[tauri::command]
pub(crate) async fn backups(shell: Held<'_>) -> Answer<BackupsView> {
    in_register(&shell, api::backups).await
}

/// Makes a backup now.
#[tauri::command]
pub(crate) async fn back_up(shell: Held<'_>) -> Answer<BackupsView> {
    let held = shell.inner().clone();
    in_register(&shell, move |register, session| {
        held.at_work(|work| api::back_up(register, session, work))
    })
    .await
}

/// What could be restored. Answered while locked.
#[tauri::command]
pub(crate) async fn restorable(
    shell: Held<'_>,
    request: RestorableRequest,
) -> Answer<RestorableView> {
    let shell = shell.inner().clone();
    aside(move || {
        shell.while_locked(|layout, clock| backups::restorable(layout, &request, clock.as_ref()))
    })
    .await
}

/// Restores a backup. Answered while locked.
#[tauri::command]
pub(crate) async fn restore_backup(
    shell: Held<'_>,
    request: RestoreRequest,
) -> Answer<RestoredView> {
    let shell = shell.inner().clone();
    aside(move || {
        shell.while_locked(|layout, clock| {
            shell.at_work(|work| backups::restore(layout, &request, clock, work))
        })
    })
    .await
}
