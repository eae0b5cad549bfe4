//! What the trust has loaded of its own for measures.

use super::Held;
use crate::shell::{Answer, in_register};
use casebook_core::trust_data::{
    LoadTrustDataRequest, TrustDataCheckView, TrustDataView, WithdrawTrustDataRequest, api,
};

/// What the trust has loaded.
#[tauri::command]
pub(crate) async fn trust_data(shell: Held<'_>) -> Answer<TrustDataView> {
    in_register(&shell, api::trust_data).await
}

/// Checks a file of the trust; nothing is kept.
#[tauri::command]
pub(crate) async fn check_trust_data(
    shell: Held<'_>,
    request: LoadTrustDataRequest,
) -> Answer<TrustDataCheckView> {
    in_register(&shell, move |register, session| {
        api::check_trust_data(register, session, &request)
    })
    .await
}

/// Loads a file of the trust.
#[tauri::command]
pub(crate) async fn load_trust_data(
    shell: Held<'_>,
    request: LoadTrustDataRequest,
) -> Answer<TrustDataView> {
    in_register(&shell, move |register, session| {
        api::load_trust_data(register, session, &request)
    })
    .await
}

/// Takes a file of the trust out of use.
#[tauri::command]
pub(crate) async fn withdraw_trust_data(
    shell: Held<'_>,
    request: WithdrawTrustDataRequest,
) -> Answer<TrustDataView> {
    in_register(&shell, move |register, session| {
        api::withdraw_trust_data(register, session, &request)
    })
    .await
}
