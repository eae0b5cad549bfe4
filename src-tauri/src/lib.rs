//! The window of Casebook: carries commands from the screens to the core, opens the one dialog there is, and locks.
//!
//! No rule of the record lives here. What a command may do and to whom is decided in `casebook_core`.

mod afresh;
mod arguments;
mod commands;
mod copied_file;
#[cfg(target_os = "linux")]
mod desktop;
mod idle;
mod save_dialog;
mod shell;
#[cfg(test)]
mod tests;

use casebook_core::clock::SystemClock;
use casebook_core::store::Layout;
use shell::Shell;
use std::ffi::OsString;
use std::io::Write;
use std::process::ExitCode;
use std::sync::Arc;
use tauri::{
    App, AppHandle, Manager, Runtime, Url, WebviewWindow, WebviewWindowBuilder, WindowEvent,
};

/// Opens the window and answers when it has closed.
pub fn start(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    std::panic::set_hook(Box::new(|panic| {
        // Never the panic's own words: they may quote what somebody wrote about a patient.
        let place = panic
            .location()
            .map(|at| format!("{}:{}", at.file(), at.line()));
        say(&format!(
            "casebook: stopped at {}",
            place.as_deref().unwrap_or("an unknown place")
        ));
    }));
    let folder = match arguments::register(arguments) {
        Ok(named) => named.or_else(arguments::usual_register),
        Err(usage) => {
            say(usage);
            return ExitCode::from(2);
        }
    };
    let Some(folder) = folder else {
        say("casebook: there is no home folder for the register; name one with --register FOLDER");
        return ExitCode::FAILURE;
    };
    let shell = Arc::new(Shell::new(Layout::new(folder), Arc::new(SystemClock)));
    match run(shell) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!(
                "casebook: the window could not be opened: {error}"
            ));
            ExitCode::FAILURE
        }
    }
}

fn say(what: &str) {
    let _ = writeln!(std::io::stderr(), "{what}");
}

fn run(shell: Arc<Shell>) -> tauri::Result<()> {
    let app = with_commands(tauri::Builder::default(), shell.clone())
        .setup(|app| open_window(app).map_err(Into::into))
        .on_window_event(|window, event| {
            if let WindowEvent::CloseRequested { api, .. } = event {
                api.prevent_close();
                let app = window.app_handle().clone();
                if app.state::<Arc<Shell>>().is_curtained() {
                    stay_open(&app);
                    return;
                }
                // Not on the window's own thread: the page must be able to hand in its last words.
                std::thread::spawn(move || {
                    idle::put_away(&app, &app.state::<Arc<Shell>>());
                    app.exit(0);
                });
            }
        })
        .build(context())?;
    let window = app.handle().clone();
    shell.on_curtain(move |closed| {
        if let Some(window) = window.get_webview_window("main") {
            let _ = window.set_fullscreen(closed);
        }
    });
    #[cfg(target_os = "linux")]
    desktop::listen(app.handle().clone(), shell.clone());
    idle::watch(app.handle().clone(), shell);
    app.run(|_, _| {});
    Ok(())
}

/// The window does not close under a patient's hands: the page says whom to give the device to.
fn stay_open<R: Runtime>(app: &AppHandle<R>) {
    if let Some(window) = app.get_webview_window("main") {
        let _ = window.eval("window.dispatchEvent(new Event('casebook-stays-open'))");
    }
}

/// Configuration, permissions and the built screens, as compiled in.
fn context<R: Runtime>() -> tauri::Context<R> {
    tauri::generate_context!()
}

/// The program with its commands, before it has a window.
fn with_commands<R: Runtime>(builder: tauri::Builder<R>, shell: Arc<Shell>) -> tauri::Builder<R> {
    builder
        .manage(shell)
        .invoke_handler(tauri::generate_handler![
            commands::register::register_state,
            commands::users::check_passphrase,
            commands::register::set_up_register,
            commands::register::confirm_recovery_key,
            commands::register::new_recovery_key,
            commands::register::save_recovery_sheet,
            commands::register::unlock,
            commands::register::lock,
            commands::register::keep_awake,
            commands::register::set_pin,
            commands::register::cover,
            commands::register::covered,
            commands::register::resume,
            commands::users::change_passphrase,
            commands::register::reset_passphrase,
            commands::register::accept_invitation,
            commands::users::add_user,
            commands::users::invite_user,
            commands::users::invite_again,
            commands::users::users,
            commands::users::change_user,
            commands::users::left_behind,
            commands::users::close_user,
            commands::users::reopen_user,
            commands::register::verify_register,
            commands::register::work_progress,
            commands::register::stop_work,
            commands::backups::backups,
            commands::backups::back_up,
            commands::backups::restorable,
            commands::backups::restore_backup,
            commands::audit::audit,
            commands::audit::save_audit,
            commands::preferences::preferences,
            commands::preferences::set_preferences,
            commands::cases::caseload,
            commands::patients::find_patients,
            commands::patients::check_patient,
            commands::patients::register_patient,
            commands::patients::change_patient,
            commands::patients::patient,
            commands::cases::add_case,
            commands::cases::change_case,
            commands::cases::case_row,
            commands::cases::open_case,
            commands::reasons::open_case_with_reason,
            commands::reasons::reason_rule,
            commands::reasons::set_reason_rule,
            commands::formulations::formulation,
            commands::formulations::sign_formulation,
            commands::formulations::settle_formulation,
            commands::formulations::withdraw_formulation,
            commands::formulations::compare_formulations,
            commands::assessments::assessment,
            commands::assessments::sign_assessment,
            commands::assessments::withdraw_assessment,
            commands::contacts::sessions,
            commands::contacts::sign_session,
            commands::contacts::withdraw_session,
            commands::submissions::countersigners,
            commands::submissions::countersign,
            commands::submissions::return_submission,
            commands::supervision::supervision,
            commands::supervision::supervision_log,
            commands::supervision::sign_supervision_log,
            commands::supervision::agree_supervision_log,
            commands::supervision::return_supervision_log,
            commands::supervision::withdraw_supervision_log,
            commands::supervision::close_supervision_action,
            commands::supervision::caseload_review,
            commands::supervision::case_supervision,
            commands::users::set_deputy,
            commands::schedules::measure_schedule,
            commands::schedules::set_measure_schedule,
            commands::goals::goals,
            commands::goals::sign_goal,
            commands::goals::rate_goal,
            commands::goals::withdraw_goal,
            commands::pathway::pathway,
            commands::pathway::record_pathway,
            commands::pathway::sign_pathway_review,
            commands::pathway::sign_mdt_decision,
            commands::pathway::withdraw_pathway_review,
            commands::severity::severity,
            commands::severity::rate_severity,
            commands::severity::withdraw_severity,
            commands::risk::risk,
            commands::risk::check_risk_note,
            commands::risk::sign_risk_note,
            commands::risk::withdraw_risk_note,
            commands::safety_plans::safety_plan,
            commands::safety_plans::sign_safety_plan,
            commands::safety_plans::withdraw_safety_plan,
            commands::care::care,
            commands::care::record_diagnoses,
            commands::care::record_allergies,
            commands::care::record_medicines,
            commands::measures::measures,
            commands::measures::score_measure,
            commands::measures::record_measure,
            commands::measures::withdraw_measure,
            commands::measures::respond_to_safety_answer,
            commands::measures::save_blank_sheet,
            commands::trust_data::trust_data,
            commands::trust_data::check_trust_data,
            commands::trust_data::load_trust_data,
            commands::trust_data::withdraw_trust_data,
            commands::sittings::case_sittings,
            commands::sittings::hand_over,
            commands::sittings::sitting,
            commands::sittings::answer_item,
            commands::sittings::finish_sitting,
            commands::sittings::give_friends_and_family_answer,
            commands::sittings::take_back,
            commands::sittings::record_sitting,
            commands::sittings::respond_to_sitting,
            commands::friends_and_family::friends_and_family,
            commands::friends_and_family::add_friends_and_family_cards,
            commands::search::search,
            commands::today::today,
            commands::drafts::drafts,
            commands::drafts::save_draft,
            commands::drafts::discard_draft,
            commands::letters::compose_letter,
            commands::letters::preview_letter,
            commands::letters::sign_letter,
            commands::letters::letters,
            commands::letters::letter_pdf,
            commands::letters::withdraw_letter,
            commands::letters::withdraw_sending,
            commands::letters::record_sending,
            commands::letters::letter_text,
            commands::letters::print_letter,
            commands::letters::save_letter_pdf,
            commands::letters::open_saved_pdf,
        ])
}

/// May the window go there? Only to the screens that came with the program.
fn is_ours(url: &Url) -> bool {
    let page = url.scheme() == "tauri" && url.host_str() == Some("localhost");
    // On Windows the same screens have this address; nothing is fetched from it.
    let page_on_windows = cfg!(windows)
        && matches!(url.scheme(), "http" | "https")
        && url.host_str() == Some("tauri.localhost");
    page || page_on_windows
}

fn open_window<R: Runtime>(app: &mut App<R>) -> tauri::Result<()> {
    let config = app
        .config()
        .app
        .windows
        .first()
        .cloned()
        .unwrap_or_default();
    let handle = app.handle().clone();
    let mut window = WebviewWindowBuilder::from_config(app, &config)?
        .on_navigation(move |url| is_ours(url) && afresh::may_load(&handle, url))
        .on_new_window(|_, _| tauri::webview::NewWindowResponse::Deny)
        .on_download(|_, _| false);
    if cfg!(target_os = "linux")
        && let Some(folder) = arguments::web_view_folder()
    {
        window = window.data_directory(folder);
    }
    let window = window.build()?;
    #[cfg(target_os = "linux")]
    {
        without_compositor(&window)?;
        without_context_menu(&window)?;
        without_page_cache(&window)?;
    }
    #[cfg(not(target_os = "linux"))]
    let _ = window;
    Ok(())
}

/// The page is painted by the processor, as the toolkit paints everything else. Where WebKit's compositor finds no more than
/// a graphics driver in software, as in a virtual desktop, the window is blank for a second or more when the first part that
/// scrolls comes up, starts take twice as long, and it holds a hundred megabytes (`docs/speed.md`). Nothing here moves.
#[cfg(target_os = "linux")]
fn without_compositor<R: Runtime>(window: &WebviewWindow<R>) -> tauri::Result<()> {
    use webkit2gtk::{HardwareAccelerationPolicy, SettingsExt, WebViewExt};
    window.with_webview(|view| {
        if let Some(settings) = WebViewExt::settings(&view.inner()) {
            settings.set_hardware_acceleration_policy(HardwareAccelerationPolicy::Never);
        }
    })
}

/// A page that was left is not kept to go back to: after a lock nothing of it may be in memory on purpose.
#[cfg(target_os = "linux")]
fn without_page_cache<R: Runtime>(window: &WebviewWindow<R>) -> tauri::Result<()> {
    use webkit2gtk::{SettingsExt, WebViewExt};
    window.with_webview(|view| {
        if let Some(settings) = WebViewExt::settings(&view.inner()) {
            settings.set_enable_page_cache(false);
        }
    })
}

/// No context menu while a patient has the device: it offers to reload and to go back. The page refuses it as well; this
/// holds whatever the page does.
#[cfg(target_os = "linux")]
fn without_context_menu<R: Runtime>(window: &WebviewWindow<R>) -> tauri::Result<()> {
    use gtk::glib::prelude::*;
    let shell = window.state::<Arc<Shell>>().inner().clone();
    window.with_webview(move |view| {
        view.inner().connect_local("context-menu", false, move |_| {
            Some(shell.is_curtained().to_value())
        });
    })
}
