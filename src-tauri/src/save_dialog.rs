//! The system's dialog that asks where a file goes that leaves the register.

use casebook_core::error::{Error, ErrorView};
use std::path::PathBuf;
use tauri::{Runtime, WebviewWindow};

/// A sort of file.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sort {
    title: &'static str,
    name: &'static str,
    /// Of the desktop's own filter; Windows and macOS go by the ending.
    #[cfg_attr(not(target_os = "linux"), allow(dead_code))]
    media: &'static str,
    ending: &'static str,
}

/// The copy of a letter.
pub(crate) const PDF: Sort = Sort {
    title: "Save a copy of the letter",
    name: "PDF",
    media: "application/pdf",
    ending: "pdf",
};

/// A blank questionnaire.
pub(crate) const SHEET: Sort = Sort {
    title: "Save the blank sheet, to print it",
    ..PDF
};

/// A table.
pub(crate) const CSV: Sort = Sort {
    title: "Save as CSV",
    name: "CSV",
    media: "text/csv",
    ending: "csv",
};

/// What the person chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Chosen {
    /// The file.
    pub(crate) path: PathBuf,
    /// A file stood there, and the dialog had it confirmed that it goes.
    pub(crate) replaces: bool,
}

impl Chosen {
    /// From the dialog's answer. A name typed without its ending gets it; then it is another file, which nobody was asked
    /// about, so it replaces nothing.
    fn new(answer: PathBuf, sort: Sort) -> Self {
        let ends = answer
            .extension()
            .is_some_and(|e| e.eq_ignore_ascii_case(sort.ending));
        if ends {
            let replaces = answer.exists();
            return Self {
                path: answer,
                replaces,
            };
        }
        let mut name = answer.file_name().unwrap_or_default().to_os_string();
        name.push(".");
        name.push(sort.ending);
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

/// Asks where a file goes, beginning with `name` among the user's documents. `None` if it was cancelled.
pub(crate) async fn ask<R: Runtime>(
    window: &WebviewWindow<R>,
    name: String,
    sort: Sort,
) -> Result<Option<Chosen>, ErrorView> {
    let (tell, mut told) = tauri::async_runtime::channel(1);
    shown(window, name, sort, move |answer| {
        let _ = tell.try_send(answer.map(|answer| Chosen::new(answer, sort)));
    })?;
    // The other end goes away only when the window does.
    Ok(told.recv().await.flatten())
}

#[cfg(target_os = "linux")]
fn shown<R: Runtime>(
    window: &WebviewWindow<R>,
    name: String,
    sort: Sort,
    answered: impl Fn(Option<PathBuf>) + Send + 'static,
) -> Result<(), ErrorView> {
    use gtk::prelude::{DialogExt, FileChooserExt, GtkWindowExt, WidgetExt};

    let parent = window.clone();
    window
        .run_on_main_thread(move || {
            let parent = parent.gtk_window().ok();
            let dialog = gtk::FileChooserDialog::with_buttons(
                Some(sort.title),
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
            let filter = gtk::FileFilter::new();
            filter.set_name(Some(sort.name));
            filter.add_mime_type(sort.media);
            dialog.add_filter(filter);
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
    sort: Sort,
    answered: impl Fn(Option<PathBuf>) + Send + 'static,
) -> Result<(), ErrorView> {
    let parent = window.clone();
    window
        .run_on_main_thread(move || {
            let mut dialog = rfd::AsyncFileDialog::new()
                .set_title(sort.title)
                .set_parent(&parent)
                .set_file_name(&name)
                .add_filter(sort.name, &[sort.ending]);
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
            Chosen::new(at("letter.pdf"), PDF),
            Chosen {
                path: at("letter.pdf"),
                replaces: true
            }
        );
        assert_eq!(
            Chosen::new(at("letter"), PDF),
            Chosen {
                path: at("letter.pdf"),
                replaces: false
            }
        );
        assert_eq!(
            Chosen::new(at("notes"), PDF),
            Chosen {
                path: at("notes.pdf"),
                replaces: false
            }
        );
        assert_eq!(
            Chosen::new(at("new.PDF"), PDF),
            Chosen {
                path: at("new.PDF"),
                replaces: false
            }
        );
    }
}
