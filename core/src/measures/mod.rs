//! Measures: an instrument filled in for a patient on a day. The options are kept as they were chosen, the scores as
//! they were computed; a completed one is frozen, and a correction withdraws it and enters another.

pub mod api;
pub mod paper;
pub mod pictures;
pub mod rules;
pub mod safety;
pub mod store;

use crate::charts::{LineChart, TimeBoard};
use crate::ids::{CaseId, RecordId, RevisionId};
use crate::instruments::{InstrumentView, ScoredView, Sheet};
use crate::record::DraftView;
use crate::signed::Provenance;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

crate::words!(
    /// How an instrument was filled in.
    Completion {
        /// The patient on paper, entered by the clinician.
        Paper = "paper", "By the patient on paper";
        /// The clinician asked and wrote.
        Interview = "interview", "Asked by the clinician";
        /// By telephone.
        Telephone = "telephone", "By telephone";
        /// The patient on this device, while it was handed over: never chosen by hand.
        Device = "device", "On this device, by the patient";
        /// With an interpreter.
        Interpreter = "interpreter", "With an interpreter";
    }
);

crate::words!(
    /// Who chose the answers.
    FilledInBy {
        /// The patient alone.
        Patient = "patient", "By the patient";
        /// The patient, with somebody's help.
        Helped = "patient-helped", "By the patient, with help";
        /// Somebody close, for the patient.
        Carer = "carer", "By a relative or carer for the patient";
        /// The clinician, from what the patient said or did.
        Clinician = "clinician", "By the clinician for the patient";
    }
);

/// A score as it was computed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeptScore {
    /// In hundredths; absent where the missing rule forbids a score.
    pub hundredths: Option<i32>,
    /// Lowest possible.
    pub min: u32,
    /// Highest possible.
    pub max: u32,
    /// The instrument's own word; empty for none.
    pub band: String,
    /// What stands in place of a number: the profile `11232`; empty for a score that is a number.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}

/// A measure as the journal holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// The instrument: `core-10`.
    pub instrument: String,
    /// Its version: `v1`.
    pub version: String,
    /// The day on which it was filled in.
    pub completed_on: NaiveDate,
    /// How.
    pub completion: Completion,
    /// Who chose the answers; absent where only how is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filled_in_by: Option<FilledInBy>,
    /// The version in another language that was used: `Polish, CORE System Trust`; empty for English.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub language: String,
    /// The total that stands on the paper, in hundredths; absent where none was typed. The score is never taken from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper_total: Option<i32>,
    /// The options as chosen; unanswered items are absent.
    pub answers: Sheet,
    /// What was written, for items that are answered in words; absent for those without an answer.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub in_words: BTreeMap<String, String>,
    /// Items that do not apply to this patient.
    pub not_applicable: Vec<String>,
    /// The scores by scale.
    pub scores: BTreeMap<String, KeptScore>,
    /// The version of the arithmetic.
    pub engine: u32,
    /// Items about safety whose answer was not the first.
    pub flags: Vec<String>,
    /// Anything worth knowing; may be empty.
    pub note: String,
    /// The trust's wording that was shown, by its revision; absent for a sheet without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wording: Option<RevisionId>,
    /// The value set that the index was looked up in, by its revision; absent for a sheet without an index.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value_set: Option<RevisionId>,
}

impl crate::record::Body for Measure {
    const KIND: &'static str = "measure";
    const SCHEMA: u32 = 1;
}

/// What was done about an answer about safety.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SafetyResponse {
    /// The measure.
    pub measure: RecordId,
    /// What came of it.
    pub outcome: SafetyOutcome,
    /// In words.
    pub note: String,
}

impl crate::record::Body for SafetyResponse {
    const KIND: &'static str = "safety-response";
    const SCHEMA: u32 = 1;
}

crate::words!(
    /// What came of talking about an answer about safety.
    SafetyOutcome {
        /// Talked about; nothing has changed.
        Unchanged = "discussed-unchanged", "Discussed, unchanged";
        /// Talked about; the plan was changed, or somebody else was involved.
        Acted = "acted", "Discussed, and something was done";
        /// Could not be talked about yet.
        NotReached = "not-reached", "The patient could not be reached yet";
    }
);

/// A measure as a form sends it, and as its draft is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct MeasureForm {
    /// The instrument: `core-10`.
    pub instrument: String,
    /// Its version where it is a key that the trust entered; empty for the newest that the program carries.
    pub version: String,
    /// The day on which it was filled in, as typed.
    pub completed_on: String,
    /// How; absent until chosen.
    pub completion: Option<Completion>,
    /// Who chose the answers; absent where only how is known.
    pub filled_in_by: Option<FilledInBy>,
    /// The version in another language that was used; empty for English.
    pub language: String,
    /// The total that stands on the paper, as typed: it is compared with the score, never taken for it.
    pub paper_total: String,
    /// The options as chosen; unanswered items are absent.
    #[ts(type = "Record<string, number>")]
    pub answers: Sheet,
    /// What was written, for items that are answered in words.
    #[ts(type = "Record<string, string>")]
    pub in_words: BTreeMap<String, String>,
    /// Items that do not apply to this patient.
    pub not_applicable: Vec<String>,
    /// Anything worth knowing.
    pub note: String,
}

/// A sheet to be scored while it is being filled in.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct ScoreMeasureRequest {
    /// The sheet.
    pub form: MeasureForm,
}

/// Asked when a measure is recorded.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct RecordMeasureRequest {
    /// The case.
    pub case_id: CaseId,
    /// The sheet.
    pub form: MeasureForm,
}

/// What was done about an answer about safety.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct RespondToSafetyAnswerRequest {
    /// The case.
    pub case_id: CaseId,
    /// The measure.
    pub measure_id: RecordId,
    /// What came of it.
    pub outcome: SafetyOutcome,
    /// In words; required unless the answer is that of the time before and nothing has changed.
    pub note: String,
}

/// An answer about safety that is not the first of its options, or an item about safety that was left out.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SafetyAnswerView {
    /// The measure.
    pub measure_id: RecordId,
    /// `PHQ-9, item 9`
    pub what: String,
    /// The wording of the item, or its neutral tag.
    pub item: String,
    /// Whose wording the item is: shown wherever the item is.
    pub credit: String,
    /// What was answered.
    pub answer: String,
    /// What was answered the time before: `Not at all on 03-Nov-2026`; empty for the first time.
    pub before: String,
    /// The same option as the time before: only then is "unchanged" recorded without a word.
    pub as_before: bool,
    /// `20-Nov-2026`
    pub on: String,
    /// What was done about it: who, when and what; empty while nothing is recorded.
    pub response: String,
    /// Nothing is recorded yet, or the patient has not been reached.
    pub open: bool,
}

/// One completed measure as it is shown.
#[derive(Clone, Debug, Serialize, TS)]
pub struct MeasureRow {
    /// The record.
    pub id: RecordId,
    /// The instrument.
    pub instrument: String,
    /// `CORE-10`
    pub title: String,
    /// `20-Nov-2026`
    pub completed_on: String,
    /// `By the patient on paper, by the patient with help, in Polish (CORE System Trust)`
    pub completion: String,
    /// Its scores with the arithmetic.
    pub scored: ScoredView,
    /// What was answered, as chosen.
    pub form: MeasureForm,
    /// The instrument as it was shown for this sheet; absent where it is shown alike now.
    pub shown_as: Option<InstrumentView>,
    /// The value set from which it has its index: those by different sets are not compared. Not for screens.
    #[serde(skip)]
    #[ts(skip)]
    pub value_set: Option<RevisionId>,
    /// Who and when.
    pub provenance: Provenance,
}

/// One instrument over time.
#[derive(Clone, Debug, Serialize, TS)]
pub struct MeasureSeries {
    /// The instrument.
    pub instrument: InstrumentView,
    /// Completions, newest first, the withdrawn ones included and marked.
    pub rows: Vec<MeasureRow>,
    /// The total over time; absent while there is no score.
    pub chart: Option<LineChart>,
    /// `From 18 on 03-Nov-2026 to 12 on 20-Nov-2026.`; empty for fewer than two scores.
    pub change: String,
    /// Whether the change from the first to the newest is more than chance, with the numbers; empty where no source says
    /// from when it is.
    pub reliable: String,
    /// Its scales on one axis of time; absent where it has one, or one sheet.
    pub parts: Option<TimeBoard>,
    /// The index of its profile by the value set of the newest sheet; absent for fewer than two.
    pub index: Option<LineChart>,
}

/// The measures of a case.
#[derive(Clone, Debug, Serialize, TS)]
pub struct MeasuresView {
    /// The case.
    pub case_id: CaseId,
    /// What may be filled in.
    pub catalogue: Vec<InstrumentView>,
    /// What was filled in, a series an instrument, newest first.
    pub series: Vec<MeasureSeries>,
    /// All instruments on one axis of time; absent for fewer than two.
    pub board: Option<TimeBoard>,
    /// Answers about safety, newest first.
    pub safety: Vec<SafetyAnswerView>,
    /// This user's drafts of sheets, one an instrument.
    pub drafts: Vec<DraftView>,
}

/// What the overview shows of one instrument.
#[derive(Clone, Debug, Serialize, TS)]
pub struct MeasureSummary {
    /// The instrument.
    pub instrument: String,
    /// `CORE-10`
    pub title: String,
    /// `12 of 40`, or `no score`.
    pub latest: String,
    /// The instrument's own word; may be empty.
    pub band: String,
    /// How it has changed, in words; may be empty.
    pub change: String,
    /// `20-Nov-2026`
    pub on: String,
    /// The total over time; absent while there is no score.
    pub chart: Option<LineChart>,
}
