//! The exchange format: whole cases as one JSON document, in and out. It is made of the forms that screens send, so that
//! every noun's own rules check what comes in. docs/exchange.md says what is in it and what is not.

pub mod api;
mod check;
mod export;
mod import;
mod list;
mod reading;
mod shape;

use crate::assessments::AssessmentForm;
use crate::care::{AllergiesForm, DiagnosesForm, MedicinesForm};
use crate::cases::CaseForm;
use crate::contacts::SessionNoteForm;
use crate::formulations::FormulationForm;
use crate::goals::{GoalForm, GoalRatingForm};
use crate::ids::CaseId;
use crate::measures::{MeasureForm, SafetyOutcome};
use crate::pathway::{MdtDecisionForm, PathwayPlanForm, PathwayReviewForm, ReviewRecord};
use crate::patients::PatientForm;
use crate::risk::RiskNoteForm;
use crate::safety_plans::SafetyPlanForm;
use crate::severity::SeverityForm;
use serde::{Deserialize, Serialize};

/// What `format` says in every file.
pub const FORMAT: &str = "casebook-exchange";
/// The version of the format that this program reads and writes.
pub const VERSION: u32 = 1;
/// The longest file that is read, in bytes: 64 MiB.
pub const MOST_BYTES: u64 = 64 * 1024 * 1024;
/// The most cases in one file.
pub const MOST_CASES: u32 = 10_000;
/// With what the signature of everything that is imported says so.
const IMPORTED: &str = "Imported";

/// A file of cases.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema, Deserialize))]
#[cfg_attr(test, serde(deny_unknown_fields))]
pub struct ExchangeFile {
    /// `casebook-exchange`
    pub format: String,
    /// 1
    pub version: u32,
    /// The cases; at most 10,000.
    pub cases: Vec<ExchangeCase>,
}

/// One case of one patient.
#[derive(Clone, Debug, Serialize)]
#[cfg_attr(test, derive(schemars::JsonSchema, Deserialize))]
#[cfg_attr(test, serde(deny_unknown_fields))]
pub struct ExchangeCase {
    /// Who the case is about. Several cases of one patient in a file give the same details.
    pub patient: PatientForm,
    /// The referral. `user_id` of a person is kept only where an account here has it.
    pub case: CaseForm,
    /// The patient's diagnoses; absent where nobody has recorded any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub diagnoses: Option<DiagnosesForm>,
    /// The patient's allergies; absent where nobody has asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allergies: Option<AllergiesForm>,
    /// The patient's medicines; absent where nobody has asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub medicines: Option<MedicinesForm>,
    /// The assessment in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assessment: Option<AssessmentForm>,
    /// Severity ratings in the order in which they were recorded.
    #[serde(default)]
    pub severity: Vec<SeverityForm>,
    /// Versions of the formulation, oldest first; those of each type make one record.
    #[serde(default)]
    pub formulations: Vec<ExchangeFormulation>,
    /// Risk notes in the order in which they were recorded.
    #[serde(default)]
    pub risk_notes: Vec<RiskNoteForm>,
    /// The safety plan in force.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub safety_plan: Option<SafetyPlanForm>,
    /// Measures in the order in which they were recorded. They are scored anew.
    #[serde(default)]
    pub measures: Vec<MeasureForm>,
    /// Sessions in the order in which they were recorded.
    #[serde(default)]
    pub sessions: Vec<SessionNoteForm>,
    /// Goals in the order in which they were agreed.
    #[serde(default)]
    pub goals: Vec<ExchangeGoal>,
    /// Entry and option of the ten-session pathway.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pathway: Option<PathwayPlanForm>,
    /// Reviews of the pathway, with what the team decided on them, in the order in which they were recorded.
    #[serde(default)]
    pub pathway_reviews: Vec<ExchangeReview>,
    /// What was done about answers about safety, in the order in which it was recorded.
    #[serde(default)]
    pub safety_responses: Vec<ExchangeResponse>,
}

/// A review of the pathway with what the team decided on it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExchangeReview {
    /// The review; the day on which it was held is required here.
    pub form: PathwayReviewForm,
    /// What the record said on that day: the same as in the register that it comes from, since nobody can gather it again.
    pub record: ReviewRecord,
    /// With `mdt`: what the team decided, its day required; absent while it has not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mdt: Option<MdtDecisionForm>,
}

/// What was done about the answers about safety of one sheet.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExchangeResponse {
    /// Which sheet: its place in `measures` of this case, from 0.
    pub measure: u32,
    /// What came of it.
    pub outcome: SafetyOutcome,
    /// In words; required unless the answer is that of the time before and nothing has changed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// One version of a formulation.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExchangeFormulation {
    /// What it says.
    pub form: FormulationForm,
    /// Why it was changed; required from the second version on.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// A goal with its ratings.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExchangeGoal {
    /// The goal; the day on which it was agreed is required here.
    pub form: GoalForm,
    /// Ratings, oldest first.
    #[serde(default)]
    pub ratings: Vec<ExchangeRating>,
}

/// The ratings of a goal on one day.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ExchangeRating {
    /// The day; required.
    pub rated_on: String,
    /// The ratings.
    pub form: GoalRatingForm,
}

/// What an import did, or would do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ImportOutcome {
    /// Cases in the file.
    pub cases: u32,
    /// Patients who are new to the register.
    pub new_patients: u32,
    /// Records other than patients and cases: notes, lists, measures, goals and their ratings. Each version counts.
    pub records: u32,
    /// They are in the register now; false for a check.
    pub written: bool,
}

/// What the import of a referral list did, or would do.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ListOutcome {
    /// As of any import.
    #[serde(flatten)]
    pub outcome: ImportOutcome,
    /// Columns of the file that the mapping does not name: nothing of them came in.
    pub unmapped: Vec<String>,
    /// Rows in which every cell was empty.
    pub blank_rows: u32,
}

/// Which cases are exported.
#[derive(Clone, Debug, Default)]
pub struct ExportRequest {
    /// The cases; none for all.
    pub cases: Vec<CaseId>,
    /// Why those are opened that are not on the account's own list.
    pub reason: Option<crate::reasons::Reason>,
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs");

    #[test]
    fn the_schema_in_the_documentation_is_that_of_the_types() {
        let path = format!("{DOCS}/exchange.schema.json");
        let schema = schemars::schema_for!(ExchangeFile);
        let text = format!("{}\n", serde_json::to_string_pretty(&schema).unwrap());
        if std::env::var_os("CASEBOOK_WRITE_SCHEMA").is_some() {
            std::fs::write(&path, &text).unwrap();
        }
        assert_eq!(
            std::fs::read_to_string(&path).unwrap_or_default(),
            text,
            "docs/exchange.schema.json is out of date: run with CASEBOOK_WRITE_SCHEMA=1"
        );
    }

    #[test]
    fn what_the_types_write_is_what_the_reading_takes() {
        let page = std::fs::read_to_string(format!("{DOCS}/exchange.md")).unwrap();
        let example = page.split("```json\n").nth(1).unwrap();
        let example = example.split("```").next().unwrap();
        let file: ExchangeFile = serde_json::from_str(example).unwrap();
        let written = serde_json::to_vec(&file).unwrap();
        let mut faults = Vec::new();
        let count = reading::read(&written, &mut |place, value| {
            let at = format!("cases[{place}]");
            reading::case(&at, value, &mut faults);
            Ok(())
        });
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!(count.unwrap().unwrap(), file.cases.len());
    }
}
