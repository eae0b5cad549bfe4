//! What screens and `casebookctl` see of the record.

use crate::ids::{CaseId, DraftId, PatientId, RevisionId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A draft: what a form holds before it is in the record.
#[derive(Clone, Debug, Serialize, TS)]
pub struct DraftView {
    /// The draft.
    pub id: DraftId,
    /// What is being drafted: `patient`, `case`, `formulation`, `letter:gp`.
    pub kind: String,
    /// The patient; absent while one is being registered.
    pub patient_id: Option<PatientId>,
    /// The case; absent outside one.
    pub case_id: Option<CaseId>,
    /// The revision it started from; absent for something new.
    pub base: Option<RevisionId>,
    /// The form as it stood, JSON.
    #[ts(type = "unknown")]
    pub state: serde_json::Value,
    /// `20-Nov-2026 14:02`
    pub saved: String,
    /// The patient's name in banner form; empty while one is being registered.
    pub patient_name: String,
    /// The record has moved on since the draft was begun.
    pub out_of_date: bool,
}

/// Asked to keep a draft.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct SaveDraftRequest {
    /// What is being drafted.
    pub kind: String,
    /// The patient.
    pub patient_id: Option<PatientId>,
    /// The case.
    pub case_id: Option<CaseId>,
    /// The revision it started from.
    pub base: Option<RevisionId>,
    /// The form as it stands, at most 1 MiB of JSON.
    #[ts(type = "unknown")]
    pub state: serde_json::Value,
}

/// A draft that is on the disk.
#[derive(Clone, Debug, Serialize, TS)]
pub struct DraftSaved {
    /// The draft.
    pub id: DraftId,
    /// `14:02:11`, where the computer stands.
    pub saved: String,
}

/// One line of what happened in a case.
#[derive(Clone, Debug, Serialize, TS)]
pub struct TimelineRow {
    /// `20-Nov-2026 14:02`
    pub at: String,
    /// `Formulation signed`
    pub what: String,
    /// `Dr A. Okafor`
    pub who: String,
}

/// What `verify` found.
#[derive(Clone, Debug, Default, Serialize, TS)]
pub struct VerifyView {
    /// Entries of the journal that were checked.
    pub entries: u32,
    /// Bodies whose commitment was checked.
    pub bodies: u32,
    /// Signatures that were checked.
    pub signatures: u32,
    /// What is wrong; empty when the record is whole.
    pub faults: Vec<Fault>,
    /// `The record is whole: 412 entries, 37 signatures.` or how many faults there are.
    pub summary: String,
    /// The twelve words of the fingerprint, for the minutes; empty where it was not asked for or the record is not whole.
    pub fingerprint: String,
    /// The register's id, beside its fingerprint; empty without one.
    pub register: String,
    /// What became of a fingerprint that was kept; absent where none was asked about.
    pub earlier: Option<EarlierView>,
}

/// Asked to verify the whole record.
#[derive(Clone, Debug, Default, Deserialize, TS)]
pub struct VerifyRequest {
    /// Twelve words that were kept earlier; empty for none.
    pub fingerprint: String,
}

/// What a fingerprint of an earlier moment says of the record now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct EarlierView {
    /// Everything that it speaks of is as it was.
    pub unchanged: bool,
    /// How many entries it speaks of.
    pub entries: u32,
    /// `20-Nov-2026 14:02`: the last of them; empty where the record does not go so far.
    pub until: String,
    /// In words.
    pub summary: String,
}

/// One thing that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Fault {
    /// The entry's place in the journal; 0 for a fault of a file.
    pub sequence: u32,
    /// `body`, `hash`, `order`, `parent`, `signature`, `checkpoint`, `head`, `file`, `projection`
    pub kind: String,
    /// In words.
    pub what: String,
}

impl VerifyView {
    /// One more fault of a file or a list, and the summary that says so.
    pub(crate) fn add_fault(&mut self, kind: &str, what: String) {
        self.faults.push(Fault {
            sequence: 0,
            kind: kind.to_owned(),
            what,
        });
        self.summary = Self::sentence(self.entries, self.signatures, self.faults.len());
    }

    /// Names pages of the file that fail the cipher's own check; nothing where there are none.
    pub(crate) fn add_damaged_pages(&mut self, pages: u32) {
        match pages {
            0 => {}
            1 => self.add_fault(
                "file",
                "1 page of register.db is not as it was written.".to_owned(),
            ),
            more => self.add_fault(
                "file",
                format!("{more} pages of register.db are not as they were written."),
            ),
        }
    }

    /// Says that the lists could not be held against the journal, and what was being done then.
    pub(crate) fn add_uncompared_lists(&mut self, doing: &str) {
        self.add_fault(
            "projection",
            format!("The lists could not be compared with the journal ({doing})."),
        );
    }

    /// The result in words.
    pub(crate) fn sentence(entries: u32, signatures: u32, faults: usize) -> String {
        match faults {
            0 => format!("The record is whole: {entries} entries, {signatures} signatures."),
            1 => format!("The record is NOT whole: 1 fault in {entries} entries."),
            n => format!("The record is NOT whole: {n} faults in {entries} entries."),
        }
    }
}
