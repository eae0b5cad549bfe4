//! Search.

use super::Held;
use crate::shell::{Answer, in_register};
use casebook_core::search::api;
use casebook_core::search::{SearchRequest, SearchView};

/// Patients and records that fit what is typed.
#[tauri::command]
pub(crate) async fn search(shell: Held<'_>, request: SearchRequest) -> Answer<SearchView> {
    in_register(&shell, move |register, session| {
        api::search(register, session, &request)
    })
    .await
}
