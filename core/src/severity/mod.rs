//! MUS severity: a clinician's classification after Smith and Dwamena (J Gen Intern Med 2007;22:685-91). Three axes:
//! severity, duration, comorbidity. Ordinal; it is no numeric questionnaire, and nothing here adds anything up.

pub mod api;
pub mod rules;
pub mod store;

use crate::charts::StepsChart;
use crate::ids::{CaseId, RecordId};
use crate::record::DraftView;
use crate::signed::Provenance;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

crate::words!(
    /// The named severities of the source, in order. `not-rated` says that somebody looked and did not classify.
    Severity {
        /// Looked at, not classified.
        NotRated = "not-rated", "Not rated";
        /// The majority; little or no investigation needed to exclude disease.
        Mild = "mild", "Mild";
        /// Investigation needed to exclude organic disease.
        Moderate = "moderate", "Moderate";
        /// Investigation needed to exclude organic disease; the fewest patients.
        Severe = "severe", "Severe";
    }
);

crate::words!(
    /// What the rating rests on.
    RatingBasis {
        /// The patient was seen.
        FaceToFace = "face-to-face", "Face to face";
        /// By video or telephone.
        Remote = "remote", "Video or telephone";
        /// From the notes.
        Notes = "notes", "From the notes";
        /// Advice only: the patient was not seen.
        AdviceOnly = "advice-only", "Advice only, patient not seen";
    }
);

crate::words!(
    /// The comorbidity axis.
    Comorbidity {
        /// Depression.
        Depression = "depression", "Depression";
        /// Anxiety.
        Anxiety = "anxiety", "Anxiety";
        /// Post-traumatic stress disorder.
        Ptsd = "ptsd", "Post-traumatic stress disorder";
        /// Substance use.
        SubstanceUse = "substance-use", "Substance use";
        /// Personality difficulty.
        PersonalityDifficulty = "personality-difficulty", "Personality difficulty";
        /// Medical disease.
        MedicalDisease = "medical-disease", "Medical disease";
        /// Other.
        Other = "other", "Other";
    }
);

/// What supports the rating, each in the clinician's words. It never computes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Evidence {
    /// Number of symptoms, as far as counted.
    pub symptoms: String,
    /// Body systems involved.
    pub body_systems: String,
    /// Loss of function.
    pub function: String,
    /// Help-seeking in the last 12 months.
    pub help_seeking: String,
    /// Comorbidity, in words.
    pub comorbidity: String,
    /// Iatrogenic complications.
    pub iatrogenic: String,
}

/// A rating as the journal holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeverityRating {
    /// The day that it describes.
    pub rated_on: NaiveDate,
    /// The severity.
    pub severity: Severity,
    /// Onset as far as known: `2021`, `2021-03` or `2021-03-14`; empty for not known.
    pub onset: String,
    /// The comorbidity axis; empty for none recorded.
    pub comorbidity: Vec<Comorbidity>,
    /// What supports it.
    pub evidence: Evidence,
    /// Why this severity, in the rater's words.
    pub rationale: String,
    /// What it rests on.
    pub basis: RatingBasis,
}

impl crate::record::Body for SeverityRating {
    const KIND: &'static str = "severity";
    const SCHEMA: u32 = 1;
}

/// A rating as a form sends it, and as its draft is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct SeverityForm {
    /// The day that it describes, as typed.
    pub rated_on: String,
    /// The severity; absent until chosen.
    pub severity: Option<Severity>,
    /// Onset as typed: a year, a month and year, or a day; empty for not known.
    pub onset: String,
    /// The comorbidity axis.
    pub comorbidity: Vec<Comorbidity>,
    /// What supports it.
    pub evidence: Evidence,
    /// Why; required.
    pub rationale: String,
    /// What it rests on; absent until chosen.
    pub basis: Option<RatingBasis>,
}

/// Asked when a rating is signed into the record.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct RateSeverityRequest {
    /// The case.
    pub case_id: CaseId,
    /// The rating.
    pub form: SeverityForm,
}

/// One rating as it is shown.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SeverityRatingView {
    /// The record.
    pub id: RecordId,
    /// `20-Nov-2026`
    pub rated_on: String,
    /// The severity.
    pub severity: Severity,
    /// `Moderate`
    pub label: String,
    /// `since March 2021, 68 months` or `Onset not known`.
    pub duration: String,
    /// Each in words.
    pub comorbidity: Vec<String>,
    /// What supports it.
    pub evidence: Evidence,
    /// Why.
    pub rationale: String,
    /// `Face to face`
    pub basis: String,
    /// Who rated.
    pub rater: String,
    /// `Less severe than on 20-Nov-2026 (severe to moderate)`, compared with the same rater's one before, else with the
    /// one before; empty for the first.
    pub change: String,
    /// Who and when.
    pub provenance: Provenance,
}

/// The severity of a case over time.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SeverityView {
    /// The case.
    pub case_id: CaseId,
    /// Ratings, newest first, the withdrawn ones included and marked.
    pub ratings: Vec<SeverityRatingView>,
    /// The same as steps; absent for none.
    pub chart: Option<StepsChart>,
    /// This user's draft; absent for none.
    pub draft: Option<DraftView>,
    /// Printed with every rating: what this scale is and is not, with its source.
    pub label: String,
}

/// What the overview shows.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SeveritySummary {
    /// `Moderate`
    pub label: String,
    /// `since March 2021, 68 months`
    pub duration: String,
    /// In words; may be empty.
    pub comorbidity: String,
    /// How it has changed; may be empty.
    pub change: String,
    /// Another rater's newest rating differs: who and what; empty when not.
    pub differs: String,
    /// `20-Nov-2026, Dr A. Okafor`
    pub rated: String,
    /// How many ratings are in force.
    pub ratings: u32,
}
