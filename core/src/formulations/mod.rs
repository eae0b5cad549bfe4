//! Formulations: what the team and the patient understand of the difficulty. Each type is a
//! definition in `assets/formulations/<id>/`; the text is the clinician's.

pub mod api;
pub mod compare;
pub mod definition;
pub mod store;

use crate::ids::{CaseId, RecordId, RevisionId};
use crate::signed::{Amendment, Provenance};
use crate::submissions::{SubmissionForm, SubmissionView};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

/// A formulation as the journal holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Formulation {
    /// The definition: `five-ps`.
    pub definition: String,
    /// The definition's version.
    pub definition_version: u32,
    /// Text by cell (`perpetuating.body`); empty cells are absent.
    pub cells: BTreeMap<String, String>,
    /// The account that joins the cells; may be empty.
    pub narrative: String,
    /// What the patient agrees with, in the patient's own words; may be empty.
    pub patient_agrees: String,
    /// When it was shared with the patient; absent when not yet.
    pub shared_on: Option<NaiveDate>,
}

impl crate::record::Body for Formulation {
    const KIND: &'static str = "formulation";
    const SCHEMA: u32 = 1;
}

/// A formulation as a form sends it, and as its draft is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct FormulationForm {
    /// The definition: `five-ps`.
    pub definition: String,
    /// Text by cell.
    #[ts(type = "Record<string, string>")]
    pub cells: BTreeMap<String, String>,
    /// The account that joins the cells.
    pub narrative: String,
    /// What the patient agrees with, in the patient's own words.
    pub patient_agrees: String,
    /// When it was shared with the patient, as typed; empty for not yet.
    pub shared_on: String,
}

/// One version of a formulation.
#[derive(Clone, Debug, Serialize, TS)]
pub struct FormulationVersion {
    /// The revision.
    pub revision: RevisionId,
    /// 1 for the first; derived from the order of revisions.
    pub version: u32,
    /// What it says.
    pub form: FormulationForm,
    /// Who and when.
    pub provenance: Provenance,
    /// How it stands where a trainee submitted it; absent otherwise.
    pub submission: Option<SubmissionView>,
}

/// The formulation of a case with its versions.
#[derive(Clone, Debug, Serialize, TS)]
pub struct FormulationView {
    /// The case.
    pub case_id: CaseId,
    /// The record; absent while nothing is signed.
    pub record_id: Option<RecordId>,
    /// The form's definition.
    pub definition: definition::FormulationDefinition,
    /// Versions, newest first; two at the head share a parent when `forked`.
    pub versions: Vec<FormulationVersion>,
    /// Two versions were written from the same one: a person must settle it.
    pub forked: bool,
    /// Withdrawn as entered in error: who, when and why; empty when in force.
    pub withdrawn: String,
    /// This user's draft; absent for none.
    pub draft: Option<crate::record::DraftView>,
}

/// What the overview shows.
#[derive(Clone, Debug, Serialize, TS)]
pub struct FormulationSummary {
    /// The type's title: `5Ps`.
    pub title: String,
    /// The version in force.
    pub version: u32,
    /// The patient's own words, else the start of the narrative.
    pub extract: String,
    /// What keeps it going: the perpetuating cells joined.
    pub perpetuating: String,
    /// `Shared 20-Nov-2026` or `Not yet shared with the patient`.
    pub shared: String,
    /// Who signed it and when.
    pub signed: String,
}

/// Asked when a formulation is signed into the record.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct SignFormulationRequest {
    /// The case.
    pub case_id: CaseId,
    /// The version that the form started from; absent for the first.
    pub base: Option<RevisionId>,
    /// What it says.
    pub form: FormulationForm,
    /// Why it is changed; required with `base`.
    pub amendment: Option<Amendment>,
    /// Keep this beside a version that somebody else signed meanwhile, for a person to settle.
    #[serde(default)]
    pub keep_beside: bool,
    /// To whom it goes for countersigning, where a trainee signs.
    #[serde(default)]
    pub submission: SubmissionForm,
}

/// One cell in two versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ComparedCell {
    /// The cell, or `narrative`, `patient_agrees`, `shared_on`.
    pub cell: String,
    /// Its name on screen: `Perpetuating, body`.
    pub label: String,
    /// Has it changed?
    pub change: CellChange,
    /// The older text in pieces.
    pub before: Vec<Piece>,
    /// The newer text in pieces.
    pub after: Vec<Piece>,
}

/// How a cell differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum CellChange {
    /// The same text.
    Same,
    /// Empty before.
    Added,
    /// Empty now.
    Removed,
    /// Other words.
    Changed,
}

/// A run of words, alike in both versions or in one only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct Piece {
    /// The words with their spaces.
    pub text: String,
    /// Only in this version.
    pub differs: bool,
}

/// Two versions side by side.
#[derive(Clone, Debug, Serialize, TS)]
pub struct ComparisonView {
    /// The older version.
    pub before: u32,
    /// The newer version.
    pub after: u32,
    /// How many cells differ.
    pub changed: u32,
    /// Every cell in the form's order.
    pub cells: Vec<ComparedCell>,
}
