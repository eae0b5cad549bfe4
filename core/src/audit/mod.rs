//! Looking into the audit: who opened, changed, copied, exported what, and when. It reads the journal; what is audited
//! is in `record`. Nothing of what a record says is shown, and no patient is named: ids alone.

pub mod api;
mod saving;
mod store;

use crate::ids::{CaseId, PatientId, RecordId, UserId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How many entries are shown where nobody says.
pub const USUAL: u32 = 100;
/// How many entries are shown at most at once.
pub const MOST: u32 = 1_000;

/// What kind of entry.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum AuditKind {
    /// All of them.
    #[default]
    All,
    /// What left the encryption: saved, copied, printed, exported.
    Left,
    /// Cases opened by somebody who has nothing to do with them, with the reason.
    Outside,
    /// Unlocked, opened, searched, copied: what the audit alone says.
    Opened,
    /// Recorded, changed, signed, withdrawn.
    Written,
    /// Accounts and their keys.
    Accounts,
}

impl AuditKind {
    /// Every kind, as a list offers them.
    pub const ALL: [Self; 6] = [
        Self::All,
        Self::Left,
        Self::Outside,
        Self::Opened,
        Self::Written,
        Self::Accounts,
    ];

    /// The stable word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Left => "left",
            Self::Outside => "outside",
            Self::Opened => "opened",
            Self::Written => "written",
            Self::Accounts => "accounts",
        }
    }

    /// The kind of a word.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == word)
    }
}

/// Which entries.
#[derive(Clone, Debug, Default, Deserialize, TS)]
pub struct AuditRequest {
    /// Of what kind.
    pub kind: AuditKind,
    /// Entries about this case, and about its patient where they name no case; all for none.
    pub case_id: Option<CaseId>,
    /// Entries by this account, a closed one too.
    pub user_id: Option<UserId>,
    /// The first day, as typed; empty for the beginning.
    pub from: String,
    /// The last day, as typed; empty for now.
    pub to: String,
    /// How many, 1 to 1,000.
    pub limit: u32,
    /// Only entries that come after this one in the list, to go on from an earlier answer.
    pub before: Option<u32>,
}

/// One entry.
#[derive(Clone, Debug, Serialize, TS)]
pub struct AuditRow {
    /// Its number in this register.
    pub entry: u32,
    /// The instant, RFC 3339 in UTC.
    pub at: String,
    /// `20-Nov-2026 14:02`, where the computer stands.
    pub when: String,
    /// The account.
    pub user_id: UserId,
    /// Its name.
    pub who: String,
    /// `Case opened`, `Formulation signed`, `Account closed`.
    pub what: String,
    /// The case; absent for none.
    pub case_id: Option<CaseId>,
    /// The patient; absent for none.
    pub patient_id: Option<PatientId>,
    /// The record; absent for none.
    pub record_id: Option<RecordId>,
    /// Something left the encryption.
    pub left: bool,
    /// Where a copy went, a count, the hash of a file, whose account; may be empty.
    pub detail: String,
}

/// A part of the audit.
#[derive(Clone, Debug, Serialize, TS)]
pub struct AuditView {
    /// Newest first.
    pub rows: Vec<AuditRow>,
    /// There is more: ask again with the last row's `entry` as `before`.
    pub more: bool,
}
