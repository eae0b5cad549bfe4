//! Biopsychosocial assessments: what was found, asked and said. The form is data in `assets/assessments/<id>/`; one
//! record a case, versioned. The patient's severity, risk and formulation are records of their own.

pub mod api;
pub mod definition;
pub mod rules;
pub mod store;

use crate::ids::{CaseId, RecordId, RevisionId};
use crate::record::DraftView;
use crate::signed::{Amendment, Provenance};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// An assessment as the journal holds it. What was not written is absent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Assessment {
    /// The definition: `biopsychosocial`.
    pub definition: String,
    /// The definition's version.
    pub definition_version: u32,
    /// What is written.
    pub answers: Answers,
}

impl crate::record::Body for Assessment {
    const KIND: &'static str = "assessment";
    const SCHEMA: u32 = 1;
}

/// What is written in an assessment, by field (`section.field`). Empty answers are absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Answers {
    /// Texts and lines.
    #[ts(type = "Record<string, string>")]
    pub texts: BTreeMap<String, String>,
    /// Options that were ticked, in the order of the form.
    #[ts(type = "Record<string, Array<string>>")]
    pub chosen: BTreeMap<String, Vec<String>>,
    /// Lines of a table, each by its columns.
    #[ts(type = "Record<string, Array<Record<string, string>>>")]
    pub rows: BTreeMap<String, Vec<BTreeMap<String, String>>>,
}

/// An assessment as a form sends it, and as its draft is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct AssessmentForm {
    /// The definition: `biopsychosocial`.
    pub definition: String,
    /// What is written.
    pub answers: Answers,
}

/// Asked when an assessment is signed into the record.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct SignAssessmentRequest {
    /// The case.
    pub case_id: CaseId,
    /// The version that the form started from; absent for the first.
    pub base: Option<RevisionId>,
    /// What it says.
    pub form: AssessmentForm,
    /// Why it is changed; required with `base`.
    pub amendment: Option<Amendment>,
}

/// One version of an assessment.
#[derive(Clone, Debug, Serialize, TS)]
pub struct AssessmentVersion {
    /// The revision.
    pub revision: RevisionId,
    /// 1 for the first; derived from the order of revisions.
    pub version: u32,
    /// What it says.
    pub form: AssessmentForm,
    /// Who and when.
    pub provenance: Provenance,
}

/// The assessment of a case with its versions.
#[derive(Clone, Debug, Serialize, TS)]
pub struct AssessmentView {
    /// The case.
    pub case_id: CaseId,
    /// The record; absent while nothing is signed.
    pub record_id: Option<RecordId>,
    /// The form's definition.
    pub definition: definition::AssessmentDefinition,
    /// Versions, newest first.
    pub versions: Vec<AssessmentVersion>,
    /// Withdrawn as entered in error: who, when and why; empty when in force.
    pub withdrawn: String,
    /// This user's draft; absent for none.
    pub draft: Option<DraftView>,
}

/// What the overview shows.
#[derive(Clone, Debug, Serialize, TS)]
pub struct AssessmentSummary {
    /// Symptoms and syndromes in one line; may be empty.
    pub symptoms: String,
    /// The sections that something is written in.
    pub sections: Vec<String>,
    /// Version in force.
    pub version: u32,
    /// Who signed it and when.
    pub signed: String,
}
