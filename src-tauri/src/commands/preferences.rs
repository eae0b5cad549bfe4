//! Preferences of this installation.

use super::Held;
use crate::shell::{Answer, aside, in_register};
use casebook_core::preferences::Preferences;

/// Look, locking and letterhead. Answered while locked too: the unlock screen has a look as well.
#[tauri::command]
pub(crate) async fn preferences(shell: Held<'_>) -> Answer<Preferences> {
    let shell = shell.inner().clone();
    aside(move || {
        shell.staff()?;
        Preferences::read(shell.layout())
    })
    .await
}

/// Changes them.
#[tauri::command]
pub(crate) async fn set_preferences(shell: Held<'_>, request: Preferences) -> Answer<Preferences> {
    in_register(&shell, move |register, session| {
        request.change(register, session).map(|()| request)
    })
    .await
}
