//! Letters.

use super::Held;
use crate::copied_file::{self, SaveLetterPdfRequest, SavedPdfView};
use crate::save_dialog::{self, PDF};
use crate::shell::{Answer, in_register};
use casebook_core::cases::api::CaseRequest;
use casebook_core::error::Error;
use casebook_core::letters::api::{
    self, ComposeLetterRequest, LetterRequest, PreviewLetterRequest, SignLetterRequest,
};
use casebook_core::letters::{ComposedLetter, LetterRow, LetterText, RecordSendingRequest};
use casebook_core::signed::WithdrawRequest;
use tauri::ipc::Response;
use tauri::{Runtime, WebviewWindow};

/// Composes a letter from the record, or takes up its draft.
#[tauri::command]
pub(crate) async fn compose_letter(
    shell: Held<'_>,
    request: ComposeLetterRequest,
) -> Answer<ComposedLetter> {
    in_register(&shell, move |register, session| {
        api::compose_letter(register, session, &request)
    })
    .await
}

/// Signs a letter.
#[tauri::command]
pub(crate) async fn sign_letter(shell: Held<'_>, request: SignLetterRequest) -> Answer<LetterRow> {
    in_register(&shell, move |register, session| {
        api::sign_letter(register, session, &request)
    })
    .await
}

/// A case's letters.
#[tauri::command]
pub(crate) async fn letters(shell: Held<'_>, request: CaseRequest) -> Answer<Vec<LetterRow>> {
    in_register(&shell, move |register, session| {
        api::letters(register, session, &request)
    })
    .await
}

/// Takes back what was said of where a letter went.
#[tauri::command]
pub(crate) async fn withdraw_sending(
    shell: Held<'_>,
    request: WithdrawRequest,
) -> Answer<LetterRow> {
    in_register(&shell, move |register, session| {
        api::withdraw_sending(register, session, &request)
    })
    .await
}

/// Takes a letter back as entered in error.
#[tauri::command]
pub(crate) async fn withdraw_letter(
    shell: Held<'_>,
    request: WithdrawRequest,
) -> Answer<LetterRow> {
    in_register(&shell, move |register, session| {
        api::withdraw_letter(register, session, &request)
    })
    .await
}
/// The pages of an unsigned letter: the bytes of a PDF.
#[tauri::command]
pub(crate) async fn preview_letter(
    shell: Held<'_>,
    request: PreviewLetterRequest,
) -> Answer<Response> {
    let bytes = in_register(&shell, move |register, session| {
        api::preview_letter(register, session, &request)
    });
    bytes.await.map(Response::new)
}

/// A signed letter: the bytes of its PDF.
#[tauri::command]
pub(crate) async fn letter_pdf(shell: Held<'_>, request: LetterRequest) -> Answer<Response> {
    let bytes = in_register(&shell, move |register, session| {
        api::letter_pdf(register, session, &request)
    });
    bytes.await.map(Response::new)
}

/// Records where a signed letter went.
#[tauri::command]
pub(crate) async fn record_sending(
    shell: Held<'_>,
    request: RecordSendingRequest,
) -> Answer<LetterRow> {
    in_register(&shell, move |register, session| {
        api::record_sending(register, session, &request)
    })
    .await
}

/// A signed letter as plain text.
#[tauri::command]
pub(crate) async fn letter_text(shell: Held<'_>, request: LetterRequest) -> Answer<LetterText> {
    in_register(&shell, move |register, session| {
        api::letter_text(register, session, &request)
    })
    .await
}

/// Opens the system's own dialog to print what the window shows: the pages of the letter, by the page's print style.
#[tauri::command]
pub(crate) async fn print_letter<R: Runtime>(
    window: WebviewWindow<R>,
    shell: Held<'_>,
    request: LetterRequest,
) -> Answer<()> {
    // The audit is on the disk before the first page leaves the register.
    in_register(&shell, move |register, session| {
        api::letter_printed(register, session, &request)
    })
    .await?;
    window
        .print()
        .map_err(|_| Error::NotFound { what: "printer" }.view())
}

/// Saves a copy of a signed letter where the system's own dialog says. No path if the dialog was cancelled.
#[tauri::command]
pub(crate) async fn save_letter_pdf<R: Runtime>(
    window: WebviewWindow<R>,
    shell: Held<'_>,
    request: SaveLetterPdfRequest,
) -> Answer<SavedPdfView> {
    let letter = LetterRequest {
        letter_id: request.letter_id,
    };
    let named = letter.clone();
    let name = in_register(&shell, move |register, session| {
        api::copy_name(register, session, &named)
    })
    .await?;
    let Some(chosen) = save_dialog::ask(&window, name, PDF).await? else {
        return Ok(SavedPdfView { path: None });
    };
    let place = chosen.shown();
    let (shown, path) = (place.clone(), chosen.path.clone());
    in_register(&shell, move |register, session| {
        // The audit is on the disk before the first byte leaves the register.
        copied_file::write(
            &chosen,
            &api::letter_copy(register, session, &letter, &place)?,
        )
    })
    .await?;
    shell.saved(request.letter_id, path);
    Ok(SavedPdfView { path: Some(shown) })
}

/// Opens the copy that was saved last with the program that the system has for it.
#[tauri::command]
pub(crate) async fn open_saved_pdf(shell: Held<'_>, request: LetterRequest) -> Answer<()> {
    let held = shell.inner().clone();
    in_register(&shell, move |_, session| {
        session.clinical("opening saved letters")?;
        let path = held
            .saved_path(request.letter_id)
            .filter(|path| path.is_file());
        copied_file::view(&path.ok_or(Error::NotFound { what: "saved copy" })?)
    })
    .await
}
