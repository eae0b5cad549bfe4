//! The audit, for those who keep accounts.

use super::Held;
use crate::copied_file::{self, SavedFileView};
use crate::save_dialog::{self, CSV};
use crate::shell::{Answer, in_register};
use casebook_core::audit::{AuditRequest, AuditView, api};
use tauri::{Runtime, WebviewWindow};

/// Entries of the audit.
#[tauri::command]
pub(crate) async fn audit(shell: Held<'_>, request: AuditRequest) -> Answer<AuditView> {
    in_register(&shell, move |register, session| {
        api::audit(register, session, &request)
    })
    .await
}

/// Saves them as CSV where the system's own dialog says. No path if the dialog was cancelled.
#[tauri::command]
pub(crate) async fn save_audit<R: Runtime>(
    window: WebviewWindow<R>,
    shell: Held<'_>,
    request: AuditRequest,
) -> Answer<SavedFileView> {
    let name = in_register(&shell, api::audit_file_name).await?;
    let Some(chosen) = save_dialog::ask(&window, name, CSV).await? else {
        return Ok(SavedFileView { path: None });
    };
    let shown = chosen.shown();
    in_register(&shell, move |register, session| {
        let place = chosen.shown();
        // The audit is on the disk before the first byte leaves the register.
        let bytes = api::save_audit(register, session, &request, &place)?;
        copied_file::write(&chosen, &bytes)
    })
    .await?;
    Ok(SavedFileView { path: Some(shown) })
}
