//! Today: what waits for this clinician, gathered from every noun. Nothing is stored here.

pub mod api;
mod due;
mod left;
mod safety;
mod sittings;
pub mod store;
mod supervision;

use crate::ids::{CaseId, PatientId, RecordId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What kind of thing waits, most pressing first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Waiting {
    /// An answer about safety to which nobody has responded.
    SafetyAnswer,
    /// Questionnaires that a patient filled in on the device, answers about safety among them, which are not in the record.
    UnrecordedSafety,
    /// A risk note whose review date has come.
    RiskReview,
    /// Questionnaires that a patient filled in on the device and that are not in the record.
    Unrecorded,
    /// Something that a trainee signed and this user may countersign.
    Countersignature,
    /// Something of this user's that was returned with a comment.
    Returned,
    /// A supervision log that this user has not signed.
    SupervisionSignature,
    /// An entry that is not in the host's record yet.
    EntryNotFiled,
    /// A signed letter that nobody has sent.
    LetterUnsent,
    /// A pathway whose last session agreed has been held, and that nobody has reviewed since.
    PathwayReview,
    /// A pathway review that was sent to the multidisciplinary team, which has not decided.
    MdtDecision,
    /// A measure that is due by the schedule of its case.
    MeasureDue,
    /// Something that came of supervision and is to be done by this user.
    SupervisionAction,
    /// Something begun and not signed.
    Draft,
}

/// Whose work is shown.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(default)]
pub struct TodayRequest {
    /// The whole team's, not only one's own. Drafts are always one's own.
    pub everyone: bool,
}

/// One thing that waits.
#[derive(Clone, Debug, Serialize, TS)]
pub struct TodayRow {
    /// What kind.
    pub kind: Waiting,
    /// `PHQ-9, item 9: Several days`, `Letter to the GP, to Dr S. Rahman`.
    pub what: String,
    /// Since when, or by when: `Review was due on 20-Nov-2026`.
    pub when: String,
    /// Its date has passed.
    pub overdue: bool,
    /// The patient's name in banner form; empty for something that is about nobody yet.
    pub patient: String,
    /// `999 000 0018`, `Not Known`, or empty with `patient`.
    pub nhs_number: String,
    /// `14-Mar-1983 (43y)`, or empty with `patient`.
    pub born: String,
    /// Another patient's name is confusingly similar.
    pub similar_name_warning: bool,
    /// The patient.
    pub patient_id: Option<PatientId>,
    /// The case.
    pub case_id: Option<CaseId>,
    /// The record; absent for a draft.
    pub record_id: Option<RecordId>,
    /// What is being drafted: as in a draft; else empty.
    pub draft_kind: String,
    /// Kind of the record: `formulation`, `letter`, `supervision-log`; empty where `kind` says it.
    pub record_kind: String,
    /// Who wrote it.
    pub who: String,
}

/// What waits.
#[derive(Clone, Debug, Serialize, TS)]
pub struct TodayView {
    /// `Wednesday 25 November 2026`
    pub date: String,
    /// At most 200, most pressing first.
    pub rows: Vec<TodayRow>,
    /// How many there are in all.
    pub total: u32,
    /// How many of them concern safety.
    pub safety: u32,
}

/// What still waits for somebody who goes.
#[derive(Clone, Debug, Serialize, TS)]
pub struct LeftBehindView {
    /// A plain sentence for each sort, with how many and who can take it up; empty when nothing waits.
    pub lines: Vec<String>,
}
