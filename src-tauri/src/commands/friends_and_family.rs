//! The Friends and Family Test: what is shown of it, and cards that are added. A patient answers in `sittings`.

use super::Held;
use crate::shell::{Answer, in_register};
use casebook_core::friends_and_family::{
    AddFriendsAndFamilyCardsRequest, FriendsAndFamilyCardsView, FriendsAndFamilyRequest,
    FriendsAndFamilyView, api,
};

/// The results of some months.
#[tauri::command]
pub(crate) async fn friends_and_family(
    shell: Held<'_>,
    request: FriendsAndFamilyRequest,
) -> Answer<FriendsAndFamilyView> {
    in_register(&shell, move |register, session| {
        api::friends_and_family(register, session, &request)
    })
    .await
}

/// Adds answers from paper cards.
#[tauri::command]
pub(crate) async fn add_friends_and_family_cards(
    shell: Held<'_>,
    request: AddFriendsAndFamilyCardsRequest,
) -> Answer<FriendsAndFamilyCardsView> {
    in_register(&shell, move |register, session| {
        api::add_cards(register, session, &request)
    })
    .await
}
