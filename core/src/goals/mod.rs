//! SMART goals of a case: five parts, where the patient starts, where the patient wants to be, and ratings from 0 to 10
//! by patient and clinician over time.

pub mod api;
pub mod rules;
pub mod store;

use crate::charts::LineChart;
use crate::ids::{CaseId, RecordId, RevisionId};
use crate::record::DraftView;
use crate::signed::{Amendment, Provenance};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

crate::words!(
    /// Where a goal stands.
    GoalStatus {
        /// Worked on.
        Open = "open", "Being worked on";
        /// Reached.
        Reached = "reached", "Reached";
        /// Given up or replaced, for now.
        SetAside = "set-aside", "Set aside";
    }
);

/// A goal as the journal holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Goal {
    /// The goal in the patient's words.
    pub words: String,
    /// Specific: what exactly.
    pub specific: String,
    /// Measurable: how it will be seen.
    pub measurable: String,
    /// Achievable: with what help.
    pub achievable: String,
    /// Realistic: why it can be done now.
    pub realistic: String,
    /// Time-bound: by when.
    pub by: NaiveDate,
    /// Where the patient starts, in words.
    pub baseline: String,
    /// Where the patient wants to be, in words.
    pub target: String,
    /// The day on which it was agreed.
    pub agreed_on: NaiveDate,
    /// Where it stands.
    pub status: GoalStatus,
}

impl crate::record::Body for Goal {
    const KIND: &'static str = "goal";
    const SCHEMA: u32 = 1;
}

/// How near a goal is, on one day: 0 no progress, 10 reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GoalRating {
    /// The goal.
    pub goal: RecordId,
    /// The day.
    pub rated_on: NaiveDate,
    /// The patient's rating; absent where the patient did not rate.
    pub patient: Option<u32>,
    /// The clinician's rating; absent where the clinician did not rate.
    pub clinician: Option<u32>,
    /// What it rests on; may be empty.
    pub evidence: String,
}

impl crate::record::Body for GoalRating {
    const KIND: &'static str = "goal-rating";
    const SCHEMA: u32 = 1;
}

/// A goal as a form sends it, and as its draft is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct GoalForm {
    /// The goal in the patient's words; required.
    pub words: String,
    /// What exactly; required.
    pub specific: String,
    /// How it will be seen; required.
    pub measurable: String,
    /// With what help.
    pub achievable: String,
    /// Why it can be done now.
    pub realistic: String,
    /// By when, as typed; required.
    pub by: String,
    /// Where the patient starts; required.
    pub baseline: String,
    /// Where the patient wants to be; required.
    pub target: String,
    /// The day on which it was agreed, as typed; empty for today.
    pub agreed_on: String,
    /// Where it stands; absent for one that is being worked on.
    pub status: Option<GoalStatus>,
}

/// Asked when a goal is signed into the record, or amended.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct SignGoalRequest {
    /// The case.
    pub case_id: CaseId,
    /// The goal to be amended; absent for a new one.
    pub record_id: Option<RecordId>,
    /// The version that the form started from; required with `record_id`.
    pub base: Option<RevisionId>,
    /// The goal.
    pub form: GoalForm,
    /// Why it is changed; required with `base`.
    pub amendment: Option<Amendment>,
}

/// One goal's ratings of a day, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct GoalRatingForm {
    /// The patient's rating, 0 to 10; absent where the patient did not rate.
    pub patient: Option<u32>,
    /// The clinician's rating, 0 to 10; absent where the clinician did not rate.
    pub clinician: Option<u32>,
    /// What it rests on.
    pub evidence: String,
}

/// A goal to be rated.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct RateGoalRequest {
    /// The case.
    pub case_id: CaseId,
    /// The goal.
    pub goal_id: RecordId,
    /// The day, as typed; empty for today.
    pub rated_on: String,
    /// The ratings; at least one.
    pub form: GoalRatingForm,
}

/// One rating as it is shown.
#[derive(Clone, Debug, Serialize, TS)]
pub struct GoalRatingView {
    /// The record.
    pub id: RecordId,
    /// `20-Nov-2026`
    pub rated_on: String,
    /// The patient's rating.
    pub patient: Option<u32>,
    /// The clinician's rating.
    pub clinician: Option<u32>,
    /// What it rests on.
    pub evidence: String,
    /// Who and when.
    pub provenance: Provenance,
}

/// One goal as it is shown.
#[derive(Clone, Debug, Serialize, TS)]
pub struct GoalView {
    /// The record.
    pub id: RecordId,
    /// The revision shown: an amendment starts from it.
    pub revision: RevisionId,
    /// What it says.
    pub form: GoalForm,
    /// Where it stands, in words.
    pub status: String,
    /// Its day has passed and it is still being worked on.
    pub past: bool,
    /// How many versions there are.
    pub versions: u32,
    /// Ratings, newest first, the withdrawn ones included and marked.
    pub ratings: Vec<GoalRatingView>,
    /// The patient's ratings over time; absent for fewer than two.
    pub chart: Option<LineChart>,
    /// `Patient 2 to 7, clinician 3 to 6`, first and newest; empty while nobody has rated.
    pub change: String,
    /// Who and when.
    pub provenance: Provenance,
}

/// The goals of a case.
#[derive(Clone, Debug, Serialize, TS)]
pub struct GoalsView {
    /// The case.
    pub case_id: CaseId,
    /// Goals, in the order in which they were agreed, the withdrawn ones last and marked.
    pub goals: Vec<GoalView>,
    /// This user's draft of a new goal; absent for none.
    pub draft: Option<DraftView>,
}
