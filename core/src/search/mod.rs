//! Search: patients by name or NHS number, and words or phrases in what is signed. What is typed is data: nothing of
//! it is ever a command of the search, and none of it is kept.
//!
//! Supervision logs are not searched: they belong to those who took part.

pub mod api;
pub mod rules;
pub mod store;
pub mod texts;

use crate::ids::{CaseId, PatientId, RecordId};
use crate::patients::PatientRow;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What is looked for.
#[derive(Clone, Debug, Default, Deserialize, TS)]
pub struct SearchRequest {
    /// As typed: names, an NHS number in any spacing, words, a phrase in quotation marks.
    pub text: String,
    /// Newest first, instead of best first.
    pub newest_first: bool,
}

/// A piece of the text around a hit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct SnippetPiece {
    /// The text.
    pub text: String,
    /// Is this what was looked for?
    pub hit: bool,
}

/// A record that says what was looked for.
#[derive(Clone, Debug, Serialize, TS)]
pub struct NoteHit {
    /// The record.
    pub record_id: RecordId,
    /// Its case; of what belongs to the patient, the newest case; absent where there is none.
    pub case_id: Option<CaseId>,
    /// The patient.
    pub patient_id: PatientId,
    /// `NOWAK, Halina (Ms)`
    pub patient: String,
    /// `999 000 0018`, or `Not Known`.
    pub nhs_number: String,
    /// `14-Mar-1983 (43y)` or `Not Known`.
    pub born: String,
    /// Another patient's name is confusingly similar.
    pub similar_name_warning: bool,
    /// The kind's stable name: `risk-note`.
    pub kind: String,
    /// What a list calls it: `Session: Attended`.
    pub title: String,
    /// The day that it is about: `20-Nov-2026`.
    pub on: String,
    /// Who wrote this version.
    pub who: String,
    /// The text around the first hits; empty where it isn't quoted.
    pub snippet: Vec<SnippetPiece>,
    /// The text may be quoted: the case is on this user's list, or open to them.
    pub quoted: bool,
}

/// What was found.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SearchView {
    /// Patients whose name or number begins as typed.
    pub patients: Vec<PatientRow>,
    /// There are more patients than these.
    pub more_patients: bool,
    /// Records that say what was typed.
    pub notes: Vec<NoteHit>,
    /// There are more records than these.
    pub more: bool,
}
