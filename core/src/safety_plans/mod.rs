//! Safety plans: the patient's own, in six steps, printed for the patient. The steps follow Stanley and Brown (2012);
//! the headings are Casebook's own, since the published form is copyright. It is no contract.

pub mod api;
pub mod rules;
pub mod store;

use crate::ids::{CaseId, RecordId, RevisionId};
use crate::record::DraftView;
use crate::signed::{Amendment, Provenance};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A safety plan as the journal holds it; each step a line an item, in the patient's words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SafetyPlan {
    /// What tells me that things are getting worse.
    pub warning_signs: Vec<String>,
    /// What I can do by myself.
    pub coping: Vec<String>,
    /// People and places that take my mind off it.
    pub distractions: Vec<String>,
    /// People I can ask for help.
    pub people: Vec<Helper>,
    /// Professionals and services I can ring.
    pub services: Vec<Helper>,
    /// Making my surroundings safer.
    pub surroundings: Vec<String>,
    /// What is worth living for; may be empty.
    pub reasons: String,
    /// The day on which it was made with the patient.
    pub made_on: Option<NaiveDate>,
}

impl crate::record::Body for SafetyPlan {
    const KIND: &'static str = "safety-plan";
    const SCHEMA: u32 = 1;
}

/// Somebody to turn to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Helper {
    /// Name, or the service's name.
    pub name: String,
    /// Telephone; may be empty.
    pub phone: String,
    /// When, or what for; may be empty.
    pub note: String,
}

/// A safety plan as a form sends it, and as its draft is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct SafetyPlanForm {
    /// What tells me that things are getting worse, an item a line.
    pub warning_signs: String,
    /// What I can do by myself, an item a line.
    pub coping: String,
    /// People and places that take my mind off it, an item a line.
    pub distractions: String,
    /// People I can ask for help.
    pub people: Vec<Helper>,
    /// Professionals and services I can ring.
    pub services: Vec<Helper>,
    /// Making my surroundings safer, an item a line.
    pub surroundings: String,
    /// What is worth living for.
    pub reasons: String,
    /// The day on which it was made with the patient, as typed.
    pub made_on: String,
}

/// Asked when a safety plan is signed into the record.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct SignSafetyPlanRequest {
    /// The case.
    pub case_id: CaseId,
    /// The version that the form started from; absent for the first.
    pub base: Option<RevisionId>,
    /// The plan.
    pub form: SafetyPlanForm,
    /// Why it is changed; required with `base`.
    pub amendment: Option<Amendment>,
}

/// One version of a safety plan.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SafetyPlanVersion {
    /// The revision.
    pub revision: RevisionId,
    /// 1 for the first.
    pub version: u32,
    /// What it says.
    pub form: SafetyPlanForm,
    /// Who and when.
    pub provenance: Provenance,
}

/// One step as its heading stands on screen and on paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct SafetyStep {
    /// The field of the form: `warning_signs`.
    pub field: String,
    /// The heading, in the first person.
    pub heading: String,
    /// What to ask for.
    pub hint: String,
}

/// The safety plan of a case with its versions.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SafetyPlanView {
    /// The case.
    pub case_id: CaseId,
    /// The record; absent while nothing is signed.
    pub record_id: Option<RecordId>,
    /// The six steps in order.
    pub steps: Vec<SafetyStep>,
    /// Versions, newest first.
    pub versions: Vec<SafetyPlanVersion>,
    /// Withdrawn as entered in error: who, when and why; empty when in force.
    pub withdrawn: String,
    /// This user's draft; absent for none.
    pub draft: Option<DraftView>,
    /// Services that a new plan starts with, as the trust keeps them (unconfirmed until the trust has checked them).
    pub usual_services: Vec<Helper>,
    /// Where those come from and whether the trust has checked them.
    pub usual_services_source: String,
}

/// What the overview shows.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SafetyPlanSummary {
    /// Version in force.
    pub version: u32,
    /// `Made with the patient on 20-Nov-2026`
    pub made: String,
    /// `Given to the patient on 20-Nov-2026` or `Not yet given to the patient`.
    pub given: String,
    /// Who signed it and when.
    pub signed: String,
}
