//! The encrypted file and what stands beside it: opening, keys, head, migrations, backups.
//!
//! Knows SQLite, ciphers and files. Knows no clinical word: what the tables mean is `record`'s and the nouns' business.

pub mod attempts;
pub mod backup;
pub mod files;
pub mod head;
pub mod hold;
pub mod invitation;
pub mod key_file;
pub mod keys;
pub mod migrate;
pub mod open;
pub mod passphrase;
pub mod pin;
pub mod place;
pub mod recovery;
pub mod word_list;
pub mod work;

use std::path::{Path, PathBuf};

/// Where the files of one register stand: all in one folder.
#[derive(Clone, Debug)]
pub struct Layout {
    folder: PathBuf,
}

impl Layout {
    /// The files of the register in `folder`.
    pub fn new(folder: impl Into<PathBuf>) -> Self {
        Self {
            folder: folder.into(),
        }
    }

    /// The folder itself, mode 0700.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The encrypted database.
    pub fn database(&self) -> PathBuf {
        self.folder.join("register.db")
    }

    /// The wrapped keys.
    pub fn keys(&self) -> PathBuf {
        self.folder.join("register.keys")
    }

    /// The wrapped keys of the generation before.
    pub fn previous_keys(&self) -> PathBuf {
        self.folder.join("register.keys.previous")
    }

    /// The end of the journal as it was last committed.
    pub fn head(&self) -> PathBuf {
        self.folder.join("register.head")
    }

    /// Wrong tries since the last unlock.
    pub fn attempts(&self) -> PathBuf {
        self.folder.join("register.attempts")
    }

    /// Held by whoever has the register open.
    pub fn lock(&self) -> PathBuf {
        self.folder.join("register.lock")
    }

    /// Who holds it, in words for whoever else wants to.
    pub fn holder(&self) -> PathBuf {
        self.folder.join("register.holder")
    }

    /// Look, locking and letterhead: nothing about patients.
    pub fn preferences(&self) -> PathBuf {
        self.folder.join("preferences.json")
    }

    /// Backups.
    pub fn backups(&self) -> PathBuf {
        self.folder.join("backups")
    }

    /// Is there a register in the folder?
    pub fn exists(&self) -> bool {
        self.database().exists() || self.keys().exists()
    }
}
