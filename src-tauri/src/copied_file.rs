//! A file that leaves the register, such as the copy of a letter: written whole, private, and over nothing that nobody agreed to lose.

use crate::save_dialog::Chosen;
use casebook_core::error::{Error, Result};
use casebook_core::ids::RecordId;
use serde::{Deserialize, Serialize};
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::Path;
use std::process::{Command, Stdio};

/// A signed letter, of which a copy is to be saved.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct SaveLetterPdfRequest {
    /// The letter.
    pub(crate) letter_id: RecordId,
}

/// Where a copy was saved.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct SavedPdfView {
    /// The file; absent if the dialog was cancelled.
    pub(crate) path: Option<String>,
}

/// Where a file was saved.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct SavedFileView {
    /// The file; absent if the dialog was cancelled.
    pub(crate) path: Option<String>,
}

fn new_file(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.mode(0o600);
    }
    options.open(path)
}

/// Writes the copy beside its place and moves it there, so that no half of it is ever found.
///
/// Errors: `Refused` if a file has appeared there since the dialog was answered; `Io`.
pub(crate) fn write(chosen: &Chosen, bytes: &[u8]) -> Result<()> {
    let path = &chosen.path;
    let failed = |_| Error::Io {
        doing: "saving the file",
        path: path.display().to_string(),
    };
    if !chosen.replaces {
        // An empty file holds the place: whoever else wants it has lost, and so have we if they were first.
        new_file(path).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => Error::Refused {
                rule: "file-exists",
                message:
                    "There is a file of this name already. Save again and choose another name."
                        .into(),
            },
            _ => failed(error),
        })?;
    }
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(format!(".{}.part", std::process::id()));
    let part = path.with_file_name(name);
    let written = new_file(&part)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&part, path));
    if written.is_err() {
        let _ = fs::remove_file(&part);
        if !chosen.replaces {
            let _ = fs::remove_file(path);
        }
    }
    written.map_err(failed)
}

/// Opens a file with the program that the system has for it. No shell reads the path.
pub(crate) fn view(path: &Path) -> Result<()> {
    let program = if cfg!(target_os = "linux") {
        "xdg-open"
    } else if cfg!(target_os = "macos") {
        "open"
    } else {
        "explorer"
    };
    let mut viewer = Command::new(program)
        .arg(path)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .map_err(|_| Error::NotFound {
            what: "program for PDF files on this computer",
        })?;
    std::thread::spawn(move || viewer.wait());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(folder: &tempfile::TempDir, replaces: bool) -> Chosen {
        Chosen {
            path: folder.path().join("gp-letter.pdf"),
            replaces,
        }
    }

    #[test]
    fn a_copy_is_whole_and_private_and_leaves_nothing_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let chosen = chosen(&folder, false);
        write(&chosen, b"%PDF").unwrap();
        assert_eq!(fs::read(&chosen.path).unwrap(), b"%PDF");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(
                fs::metadata(&chosen.path).unwrap().permissions().mode() & 0o777,
                0o600
            );
        }
    }

    #[test]
    fn only_a_file_that_somebody_agreed_to_replace_is_replaced() {
        let folder = tempfile::tempdir().unwrap();
        let path = chosen(&folder, false).path;
        fs::write(&path, b"somebody's").unwrap();
        assert!(matches!(
            write(&chosen(&folder, false), b"%PDF"),
            Err(Error::Refused {
                rule: "file-exists",
                ..
            })
        ));
        assert_eq!(fs::read(&path).unwrap(), b"somebody's");
        write(&chosen(&folder, true), b"%PDF").unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"%PDF");
    }

    #[test]
    fn a_place_that_cannot_be_written_is_said_and_left_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let nowhere = Chosen {
            path: folder.path().join("gone").join("gp-letter.pdf"),
            replaces: false,
        };
        assert!(matches!(write(&nowhere, b"%PDF"), Err(Error::Io { .. })));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
