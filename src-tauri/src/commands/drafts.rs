//! Drafts: what a form holds before it is in the record.

use super::Held;
use crate::shell::{Answer, in_register};
use casebook_core::cases::api::{self, DiscardDraftRequest};
use casebook_core::record::{DraftSaved, DraftView, SaveDraftRequest};

/// All drafts of whoever works here.
#[tauri::command]
pub(crate) async fn drafts(shell: Held<'_>) -> Answer<Vec<DraftView>> {
    in_register(&shell, api::list_drafts).await
}

/// Keeps a draft.
#[tauri::command]
pub(crate) async fn save_draft(shell: Held<'_>, request: SaveDraftRequest) -> Answer<DraftSaved> {
    in_register(&shell, move |register, session| {
        api::save_draft(register, session, &request)
    })
    .await
}

/// Throws a draft away.
#[tauri::command]
pub(crate) async fn discard_draft(shell: Held<'_>, request: DiscardDraftRequest) -> Answer<()> {
    in_register(&shell, move |register, session| {
        api::discard_draft(register, session, &request)
    })
    .await
}
