//! The system's dialog that asks where a copy of a letter goes.

use casebook_core::error::{Error, ErrorView};
use std::path::PathBuf;
use tauri::{Runtime, WebviewWindow};

/// What the person chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Chosen {
    /// The file.
    pub(crate) path: PathBuf,
    /// A file stood there, and the dialog had it confirmed that it goes.
    pub(crate) replaces: bool,
}

impl Chosen {
    /// From the dialog's answer. A name typed without `.pdf` gets it; then it is another file, which nobody was asked
    /// about, so it replaces nothing.
    fn new(answer: PathBuf) -> Self {
        let is_pdf = answer
            .extension()
            .is_some_and(|e| e.eq_ignore_ascii_case("pdf"));
        if is_pdf {
            let replaces = answer.exists();
            return Self {
                path: answer,
                replaces,
            };
        }
        let mut name = answer.file_name().unwrap_or_default().to_os_string();
        name.push(".pdf");
        Self {
            path: answer.with_file_name(name),
            replaces: false,
        }
    }

    /// The path in words.
    pub(crate) fn shown(&self) -> String {
        self.path.display().to_string()
    }
}

/// The folder that the dialog begins in.
fn documents() -> Option<PathBuf> {
    let user = directories::UserDirs::new()?;
    Some(user.document_dir().unwrap_or(user.home_dir()).to_path_buf())
}

fn no_dialog() -> ErrorView {
    Error::Io {
        doing: "opening the dialog for saving",
        path: String::new(),
    }
    .view()
}

/// Asks where a copy goes, beginning with `name` among the user's documents. `None` if it was cancelled.
pub(crate) async fn ask<R: Runtime>(
    window: &WebviewWindow<R>,
    name: String,
) -> Result<Option<Chosen>, ErrorView> {
    let (tell, mut told) = tauri::async_runtime::channel(1);
    shown(window, name, move |answer| {
        let _ = tell.try_send(answer.map(Chosen::new));
    })?;
    // The other end goes away only when the window does.
    Ok(told.recv().await.flatten())
}

#[cfg(target_os = "linux")]
fn shown<R: Runtime>(
    window: &WebviewWindow<R>,
    name: String,
    answered: impl Fn(Option<PathBuf>) + Send + 'static,
) -> Result<(), ErrorView> {
    use gtk::prelude::{DialogExt, FileChooserExt, GtkWindowExt, WidgetExt};

    let parent = window.clone();
    window
        .run_on_main_thread(move || {
            let parent = parent.gtk_window().ok();
            let dialog = gtk::FileChooserDialog::with_buttons(
                Some("Save a copy of the letter"),
                parent.as_ref(),
                gtk::FileChooserAction::Save,
                &[
                    ("_Cancel", gtk::ResponseType::Cancel),
                    ("_Save", gtk::ResponseType::Accept),
                ],
            );
            dialog.set_modal(true);
            dialog.set_default_response(gtk::ResponseType::Accept);
            dialog.set_do_overwrite_confirmation(true);
            dialog.set_local_only(true);
            if let Some(folder) = documents() {
                dialog.set_current_folder(folder);
            }
            dialog.set_current_name(&name);
            let pdf = gtk::FileFilter::new();
            pdf.set_name(Some("PDF"));
            pdf.add_mime_type("application/pdf");
            dialog.add_filter(pdf);
            dialog.connect_response(move |dialog, response| {
                let accepted = response == gtk::ResponseType::Accept;
                if let Some(address) = dialog.uri().filter(|_| accepted) {
                    forget(&address);
                }
                answered(if accepted { dialog.filename() } else { None });
                dialog.close();
            });
            dialog.show();
        })
        .map_err(|_| no_dialog())
}

/// Takes the copy off the desktop's list of recent files, where a name could tell whom a letter was about. The dialog
/// puts it there by itself, some time after it was answered; switching the list off would empty it for everybody.
#[cfg(target_os = "linux")]
fn forget(address: &str) {
    use gtk::prelude::RecentManagerExt;

    for wait in [300, 1500, 5000] {
        let address = address.to_owned();
        gtk::glib::timeout_add_local_once(std::time::Duration::from_millis(wait), move || {
            if let Some(list) = gtk::RecentManager::default() {
                // Not there yet, or gone already.
                let _ = list.remove_item(&address);
            }
        });
    }
}

#[cfg(not(target_os = "linux"))]
fn shown<R: Runtime>(
    window: &WebviewWindow<R>,
    name: String,
    answered: impl Fn(Option<PathBuf>) + Send + 'static,
) -> Result<(), ErrorView> {
    let parent = window.clone();
    window
        .run_on_main_thread(move || {
            let mut dialog = rfd::AsyncFileDialog::new()
                .set_title("Save a copy of the letter")
                .set_parent(&parent)
                .set_file_name(&name)
                .add_filter("PDF", &["pdf"]);
            if let Some(folder) = documents() {
                dialog = dialog.set_directory(folder);
            }
            let answer = dialog.save_file();
            tauri::async_runtime::spawn(async move {
                answered(answer.await.map(|file| file.path().to_path_buf()));
            });
        })
        .map_err(|_| no_dialog())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_without_its_ending_gets_it_and_then_replaces_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("letter.pdf"), b"").unwrap();
        std::fs::write(at("notes"), b"").unwrap();
        assert_eq!(
            Chosen::new(at("letter.pdf")),
            Chosen {
                path: at("letter.pdf"),
                replaces: true
            }
        );
        assert_eq!(
            Chosen::new(at("letter")),
            Chosen {
                path: at("letter.pdf"),
                replaces: false
            }
        );
        assert_eq!(
            Chosen::new(at("notes")),
            Chosen {
                path: at("notes.pdf"),
                replaces: false
            }
        );
        assert_eq!(
            Chosen::new(at("new.PDF")),
            Chosen {
                path: at("new.PDF"),
                replaces: false
            }
        );
    }
}
