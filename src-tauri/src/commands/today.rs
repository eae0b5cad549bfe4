//! Today.

use super::Held;
use crate::shell::{Answer, in_register};
use casebook_core::today::api;
use casebook_core::today::{TodayRequest, TodayView};

/// What waits.
#[tauri::command]
pub(crate) async fn today(shell: Held<'_>, request: TodayRequest) -> Answer<TodayView> {
    in_register(&shell, move |register, session| {
        api::today(register, session, &request)
    })
    .await
}
