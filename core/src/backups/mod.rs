//! Backups as people meet them: made by themselves, thinned, copied to a second folder, listed, restored.
//!
//! How one is written and checked is the register's business (`register::backing_up`), what its file looks like the
//! store's.

pub mod api;
mod folder;
mod making;
mod restoring;

pub use making::automatic;
pub use restoring::{finish_interrupted, restorable, restore};

use crate::ids::UserId;
use crate::users::AccountView;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Where a backup was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum BackupPlace {
    /// In the register's own folder.
    Here,
    /// In the second folder.
    Second,
    /// Where somebody said to look.
    Other,
}

/// One backup, as its file says of itself: nothing of it has been opened.
#[derive(Clone, Debug, Serialize, TS)]
pub struct BackupRow {
    /// The file, with its whole path.
    pub file: String,
    /// Where it was found.
    pub place: BackupPlace,
    /// `20-Nov-2026 14:02`; empty where the file can't be read.
    pub made: String,
    /// `3 days ago`
    pub age: String,
    /// `12.4 MB`
    pub size: String,
    /// `52 patients, 61 cases, 4,120 entries`
    pub holds: String,
    /// `20-Nov-2026 13:58`: the last entry; empty for none.
    pub last_entry: String,
    /// The record in it had no fault when it was made.
    pub good: bool,
    /// It was made before the register was brought to this format; absent for an ordinary one.
    pub before_format: Option<u32>,
    /// The accounts that open it.
    pub accounts: Vec<AccountView>,
    /// Why it can't be used; empty where it can.
    pub problem: String,
}

/// The second folder.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SecondFolderView {
    /// The folder.
    pub folder: String,
    /// It is there.
    pub there: bool,
    /// When a backup last reached it: `20-Nov-2026 14:02`; empty for never.
    pub newest: String,
    /// `3 days ago`; empty for never.
    pub age: String,
    /// Why the last backup did not reach it; empty for no reason.
    pub problem: String,
}

/// What is known of the register's backups.
#[derive(Clone, Debug, Serialize, TS)]
pub struct BackupsView {
    /// One is being made.
    pub working: bool,
    /// Why the last try failed; empty where it did not.
    pub problem: String,
    /// In the register's own folder, the newest first.
    pub here: Vec<BackupRow>,
    /// The second folder, where one is set.
    pub second: Option<SecondFolderView>,
    /// What somebody should be reminded of, a plain sentence; empty for nothing.
    pub overdue: String,
    /// May this account say where backups are kept?
    pub may_set: bool,
}

/// Asked what could be restored.
#[derive(Clone, Debug, Default, Deserialize, TS)]
pub struct RestorableRequest {
    /// Another file or folder to look at; empty for the usual places.
    pub look_in: String,
}

/// What could be restored.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RestorableView {
    /// The newest first.
    pub backups: Vec<BackupRow>,
    /// The newest one whose record was whole.
    pub best: Option<String>,
    /// The register's folder.
    pub folder: String,
    /// There is something in it.
    pub occupied: bool,
    /// A folder that has nothing in it, beside the register's.
    pub beside: String,
    /// What to know of the places that were looked at, a sentence each.
    pub notes: Vec<String>,
}

/// Asked to restore.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct RestoreRequest {
    /// The backup.
    pub file: String,
    /// One of its accounts.
    pub user_id: UserId,
    /// That account's passphrase of the day.
    pub passphrase: crate::sensitive::Secret,
    /// The folder to restore into; empty for the register's own, whose content is then set aside.
    pub into: String,
    /// Restore it although the record in it is not whole.
    pub anyway: bool,
}

/// What came of restoring.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RestoredView {
    /// It is in place. `false`: the record in it is not whole, and nothing was changed.
    pub done: bool,
    /// `The record is whole: 412 entries, 37 signatures.`
    pub summary: String,
    /// What is wrong with the record, a sentence each.
    pub faults: Vec<String>,
    /// When the backup was made: `20-Nov-2026 14:02`.
    pub made: String,
    /// `52 patients, 61 cases, 4,120 entries`
    pub holds: String,
    /// The last entry: `20-Nov-2026 13:58`.
    pub last_entry: String,
    /// The folder that it is in.
    pub folder: String,
    /// Where what was in that folder went; empty for nothing.
    pub set_aside: String,
}
