//! Patients: who a record is about. Identity, contact, GP, needs; no clinical finding lives here.

pub mod api;
pub mod duplicates;
pub mod nhs_number;
pub mod rules;
pub mod store;

pub use duplicates::{DuplicateView, Likeness};
pub use nhs_number::NhsNumber;

use crate::ids::{CaseId, PatientId, RecordId, RevisionId};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Gender as the NHS Common User Interface banner prints it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Gender {
    /// Female
    Female,
    /// Male
    Male,
    /// Other, as the person describes it in `gender_described`.
    Other,
    /// Asked and not said.
    NotSpecified,
    /// Not asked yet.
    #[default]
    NotKnown,
}

impl Gender {
    /// The word in the banner.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Female => "Female",
            Self::Male => "Male",
            Self::Other => "Other",
            Self::NotSpecified => "Not Specified",
            Self::NotKnown => "Not Known",
        }
    }
}

/// Whose number an identifier is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum IdentifierSystem {
    /// A hospital's medical record number.
    Mrn,
    /// Community Health Index, Scotland.
    Chi,
    /// Health and Care number, Northern Ireland.
    HealthAndCare,
    /// Any other.
    Other,
}

/// An identifier besides the NHS number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct OtherIdentifier {
    /// Whose number it is.
    pub system: IdentifierSystem,
    /// The number as printed.
    pub value: String,
    /// The hospital or body that gave it; may be empty.
    pub issuer: String,
}

/// The parts of a name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct PersonName {
    /// `Ms`; may be empty.
    pub title: String,
    /// Given name or names; may be empty for people with one name.
    pub given: String,
    /// Family name.
    pub family: String,
    /// What the person likes to be called; may be empty.
    pub preferred: String,
}

impl PersonName {
    /// `NOWAK, Halina (Ms)`: the banner's form.
    pub fn banner(&self) -> String {
        let mut text = self.family.to_uppercase();
        if !self.given.is_empty() {
            text.push_str(", ");
            text.push_str(&self.given);
        }
        if !self.title.is_empty() {
            text.push_str(&format!(" ({})", self.title));
        }
        text
    }

    /// `Ms Halina Nowak`: for letters.
    pub fn in_letters(&self) -> String {
        [&self.title, &self.given, &self.family]
            .into_iter()
            .filter(|p| !p.is_empty())
            .cloned()
            .collect::<Vec<_>>()
            .join(" ")
    }
}

/// A general practitioner and the practice.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
pub struct GeneralPractice {
    /// The GP's name; may be empty.
    pub gp_name: String,
    /// The practice's name; empty when not registered or not known.
    pub practice: String,
    /// Organisation code (ODS): a letter and five digits; may be empty.
    pub ods_code: String,
    /// The practice's address, a line each.
    pub address: Vec<String>,
}

/// Next of kin or carer to ring.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct NextOfKin {
    /// Name; empty when nobody is recorded.
    pub name: String,
    /// `sister`, `friend`.
    pub relationship: String,
    /// Telephone.
    pub phone: String,
}

/// What the person needs to be able to understand and be understood (Accessible Information Standard).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Communication {
    /// Language an interpreter is needed for; empty for none.
    pub interpreter: String,
    /// Other needs: large print, hearing loop, easy read; free text, may be empty.
    pub needs: String,
    /// The words that the patient prefers for the symptoms; may be empty.
    pub preferred_term: String,
}

/// Everything that is recorded about who a patient is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Patient {
    /// NHS number, ten digits; may be missing.
    pub nhs_number: Option<NhsNumber>,
    /// Other identifiers.
    pub identifiers: Vec<OtherIdentifier>,
    /// Name.
    pub name: PersonName,
    /// Date of birth; absent when not known.
    pub born_on: Option<NaiveDate>,
    /// Date of death; absent for the living.
    pub died_on: Option<NaiveDate>,
    /// Gender for the banner.
    pub gender: Gender,
    /// The person's own words for it, with `other`; may be empty.
    pub gender_described: String,
    /// Postal address, a line each, postcode last.
    pub address: Vec<String>,
    /// Telephone; may be empty.
    pub phone: String,
    /// GP and practice.
    pub gp: GeneralPractice,
    /// Next of kin.
    pub next_of_kin: NextOfKin,
    /// Communication needs.
    pub communication: Communication,
}

impl crate::record::Body for Patient {
    const KIND: &'static str = "patient";
    const SCHEMA: u32 = 1;
}

/// A patient's details as a form sends them: everything as typed, checked in the core.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct PatientForm {
    /// NHS number in any spacing; empty for missing.
    pub nhs_number: String,
    /// Other identifiers.
    pub identifiers: Vec<OtherIdentifier>,
    /// Name.
    pub name: PersonName,
    /// Date of birth as typed (`14/3/1983`, `14-Mar-1983`, `1983-03-14`); empty for not known.
    pub born_on: String,
    /// Date of death as typed; empty for the living.
    pub died_on: String,
    /// Gender for the banner.
    pub gender: Gender,
    /// The person's own words for it.
    pub gender_described: String,
    /// Postal address as one text, a line each.
    pub address: String,
    /// Telephone.
    pub phone: String,
    /// GP's name.
    pub gp_name: String,
    /// Practice.
    pub practice: String,
    /// ODS code of the practice.
    pub ods_code: String,
    /// The practice's address as one text, a line each.
    pub practice_address: String,
    /// Next of kin.
    pub next_of_kin: NextOfKin,
    /// Communication needs.
    pub communication: Communication,
}

/// The NHS CUI banner, ready to show: every text is final.
#[derive(Clone, Debug, Serialize, TS)]
pub struct BannerView {
    /// The patient.
    pub patient_id: PatientId,
    /// `NOWAK, Halina (Ms)`
    pub name: String,
    /// Shown below the name; empty for none.
    pub preferred_name: String,
    /// `14-Mar-1983 (43y)` or `Not Known`.
    pub born: String,
    /// `02-Nov-2026`; empty for the living.
    pub died: String,
    /// `Age at Death` for the dead; else empty.
    pub age_at_death: String,
    /// `Female`
    pub gender: String,
    /// `999 000 0018`, or `Not Known`.
    pub nhs_number: String,
    /// `Needs Polish interpreter`, other needs: each a short phrase, most important first.
    pub alerts: Vec<String>,
    /// `Allergies not recorded`
    pub allergies: String,
    /// Another patient in the register has a name so similar that they could be taken for each other.
    pub similar_name_warning: bool,
}

/// A patient with what is known.
#[derive(Clone, Debug, Serialize, TS)]
pub struct PatientView {
    /// The patient.
    pub id: PatientId,
    /// The record of the patient's details.
    pub record_id: RecordId,
    /// The revision shown: a change starts from it.
    pub revision: RevisionId,
    /// The details, ready to fill a form.
    pub form: PatientForm,
    /// The banner.
    pub banner: BannerView,
    /// The patient's cases, newest first.
    pub cases: Vec<PatientCaseView>,
    /// Who recorded the details last and when: `Dr A. Okafor, 20-Nov-2026 14:02`.
    pub recorded: String,
}

/// One line of a patient's list of cases.
#[derive(Clone, Debug, Serialize, TS)]
pub struct PatientCaseView {
    /// The case.
    pub id: CaseId,
    /// Kind of case, in words.
    pub kind: String,
    /// Status, in words.
    pub status: String,
    /// Date the referral was received, `20-Nov-2026`.
    pub received_on: String,
}

/// One row of a list of patients.
#[derive(Clone, Debug, Serialize, TS)]
pub struct PatientRow {
    /// The patient.
    pub id: PatientId,
    /// `NOWAK, Halina (Ms)`
    pub name: String,
    /// `14-Mar-1983 (43y)` or `Not Known`.
    pub born: String,
    /// `999 000 0018`, or `Not Known`.
    pub nhs_number: String,
    /// The patient's open cases, newest first.
    pub cases: Vec<PatientCaseView>,
    /// Another patient's name is confusingly similar.
    pub similar_name_warning: bool,
}

/// What is wrong or doubtful about a patient who is about to be registered.
#[derive(Clone, Debug, Serialize, TS)]
pub struct PatientCheckView {
    /// Faults that stop the saving.
    pub errors: Vec<crate::error::FieldError>,
    /// Patients already in the register who may be the same person, likeliest first.
    pub duplicates: Vec<DuplicateView>,
}
