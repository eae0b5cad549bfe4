//! When the measures of a case are to be filled in: at the start, every so many sessions, for the review, at discharge.
//! What is due is derived from sessions, sheets and reviews, and stored nowhere.

pub mod api;
pub mod rules;
pub mod store;

use crate::ids::{CaseId, RevisionId};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// When one instrument is to be filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
pub struct Occasions {
    /// The instrument: `core-10`.
    pub instrument: String,
    /// At the start.
    pub at_start: bool,
    /// Sessions from one sheet to the next, 1 to 20; 0 for never.
    pub every: u32,
    /// When the pathway's review is due.
    pub at_review: bool,
    /// When the pathway has ended.
    pub at_discharge: bool,
}

/// The schedule of a case as the journal holds it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeasureSchedule {
    /// The instruments, in the order of forms; none once the schedule was ended.
    pub instruments: Vec<Occasions>,
}

impl crate::record::Body for MeasureSchedule {
    const KIND: &'static str = "measure-schedule";
    const SCHEMA: u32 = 1;
}

crate::words!(
    /// Why a measure is due.
    Occasion {
        /// None has been filled in, and the patient has come.
        Start = "start", "At the start";
        /// As many sessions as were chosen have been held since the newest sheet.
        Sessions = "sessions", "Between sessions";
        /// The pathway's review is due.
        Review = "review", "For the review";
        /// The pathway has ended.
        Discharge = "discharge", "At discharge";
    }
);

/// Asked when the schedule of a case is set.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct SetMeasureScheduleRequest {
    /// The case.
    pub case_id: CaseId,
    /// The version that the form started from; absent for the first.
    pub base: Option<RevisionId>,
    /// The instruments; none to end the schedule.
    pub instruments: Vec<Occasions>,
}

/// A measure that is due.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct DueMeasure {
    /// The instrument.
    pub instrument: String,
    /// `CORE-10`
    pub title: String,
    /// Why.
    pub occasion: Occasion,
    /// `CORE-10, since session 5 (12-Nov-2026)`
    pub says: String,
    /// The day from which it is due has passed.
    pub overdue: bool,
}

/// One line of a schedule as it is shown.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ScheduledView {
    /// `CORE-10`
    pub title: String,
    /// `At the start, every 3 sessions, for the review and at discharge`
    pub says: String,
    /// When.
    pub form: Occasions,
}

/// An instrument that may be put on a schedule.
#[derive(Clone, Debug, Serialize, TS)]
pub struct Schedulable {
    /// The instrument.
    pub instrument: String,
    /// `CORE-10`
    pub title: String,
    /// `CORE-10: Clinical Outcomes in Routine Evaluation`
    pub full_title: String,
}

/// The schedule of a case.
#[derive(Clone, Debug, Serialize, TS)]
pub struct MeasureScheduleView {
    /// The case.
    pub case_id: CaseId,
    /// The version shown; absent before the first.
    pub revision: Option<RevisionId>,
    /// The instruments; empty for no schedule.
    pub instruments: Vec<ScheduledView>,
    /// What is due now, what has waited longest first.
    pub due: Vec<DueMeasure>,
    /// What may be put on it.
    pub catalogue: Vec<Schedulable>,
    /// A suggestion of this program's own for one instrument.
    pub usual: Occasions,
    /// The same in words: `at the start, every 3 sessions, for the review and at discharge`
    pub usual_says: String,
    /// Who set it and when; empty before the first.
    pub recorded: String,
}
