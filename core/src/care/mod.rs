//! Diagnoses, allergies and medicines: three lists of a patient, each one record that grows by revisions. They belong
//! to the person, not to one case. "None known" and "not recorded" are two different things everywhere.

pub mod api;
pub mod rules;
pub mod store;

use crate::ids::{PatientId, RevisionId};
use crate::record::DraftView;
use crate::signed::Provenance;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

crate::words!(
    /// How sure a diagnosis is.
    DiagnosisStatus {
        /// Not yet certain.
        Working = "working", "Working diagnosis";
        /// Made and explained.
        Confirmed = "confirmed", "Confirmed";
        /// No longer present.
        Resolved = "resolved", "Resolved";
    }
);

/// A diagnosis: words first, a code only where somebody wants one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Diagnosis {
    /// In words; required.
    pub title: String,
    /// Code as typed: `F44.5`; may be empty.
    pub code: String,
    /// Where the code comes from: `ICD-10`, `SNOMED CT`; may be empty.
    pub code_system: String,
    /// How sure.
    pub status: DiagnosisStatus,
    /// Since when, as known: `2024`, `March 2024`; may be empty.
    pub since: String,
    /// Who made it, on what; may be empty.
    pub note: String,
}

/// The diagnoses as the journal holds them, most relevant first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Diagnoses {
    /// The list.
    pub items: Vec<Diagnosis>,
}

impl crate::record::Body for Diagnoses {
    const KIND: &'static str = "diagnoses";
    const SCHEMA: u32 = 1;
}

crate::words!(
    /// What is known of allergies. The labels are those of the NHS Common User Interface.
    AllergyState {
        /// Asked; there are none.
        NoneKnown = "none-known", "No known allergies";
        /// There are some.
        Known = "known", "Known allergies";
    }
);

/// Something that the patient must not have, or reacted to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Allergy {
    /// What; required.
    pub substance: String,
    /// What happened; may be empty.
    pub reaction: String,
    /// When, how sure, from whom; may be empty.
    pub note: String,
}

/// The allergies as the journal holds them. No record at all means "not recorded".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Allergies {
    /// None, or some.
    pub state: AllergyState,
    /// Which; empty with `none-known`.
    pub items: Vec<Allergy>,
    /// Who said so: the patient, the GP record; may be empty.
    pub source: String,
}

impl crate::record::Body for Allergies {
    const KIND: &'static str = "allergies";
    const SCHEMA: u32 = 1;
}

crate::words!(
    /// Where a medicine stands.
    MedicineStatus {
        /// Being taken.
        Current = "current", "Current";
        /// Begun at this contact.
        Started = "started", "Started";
        /// Dose or form changed.
        Changed = "changed", "Changed";
        /// No longer taken.
        Stopped = "stopped", "Stopped";
    }
);

/// A medicine and who answers for it (PS02/2015: letters state who prescribes, monitors and reviews).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Medicine {
    /// Name; required.
    pub name: String,
    /// Dose and times; may be empty.
    pub dose: String,
    /// Where it stands.
    pub status: MedicineStatus,
    /// Why it is taken, or why it was started, changed or stopped; required with those three.
    pub why: String,
    /// Who prescribes; may be empty.
    pub prescribes: String,
    /// Who monitors; may be empty.
    pub monitors: String,
    /// Who reviews; may be empty.
    pub reviews: String,
    /// When it is reviewed, as known; may be empty.
    pub review: String,
}

/// The medicines as the journal holds them. No record at all means "not recorded".
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Medicines {
    /// Somebody asked, and the patient takes none. Never together with `items` that are not stopped.
    pub none_taken: bool,
    /// The list.
    pub items: Vec<Medicine>,
    /// Where the list comes from: the patient, the GP record, the ward chart; may be empty.
    pub source: String,
}

impl crate::record::Body for Medicines {
    const KIND: &'static str = "medicines";
    const SCHEMA: u32 = 1;
}

/// Diagnoses as a form sends them.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct DiagnosesForm {
    /// The list; lines without a title are left out.
    pub items: Vec<Diagnosis>,
}

/// Allergies as a form sends them.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct AllergiesForm {
    /// None or some; absent until answered.
    pub state: Option<AllergyState>,
    /// Which.
    pub items: Vec<Allergy>,
    /// Who said so.
    pub source: String,
}

/// Medicines as a form sends them.
#[derive(Clone, Debug, Default, Serialize, Deserialize, TS)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct MedicinesForm {
    /// The patient takes none.
    pub none_taken: bool,
    /// The list; lines without a name are left out.
    pub items: Vec<Medicine>,
    /// Where the list comes from.
    pub source: String,
}

/// Diagnoses to be recorded.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct RecordDiagnosesRequest {
    /// The patient.
    pub patient_id: PatientId,
    /// The revision that the form started from; absent for the first.
    pub base: Option<RevisionId>,
    /// The list.
    pub form: DiagnosesForm,
}

/// Allergies to be recorded.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct RecordAllergiesRequest {
    /// The patient.
    pub patient_id: PatientId,
    /// The revision that the form started from; absent for the first.
    pub base: Option<RevisionId>,
    /// What is known.
    pub form: AllergiesForm,
    /// Why something that was recorded is taken off; required then.
    #[serde(default)]
    pub reason: String,
}

/// Medicines to be recorded.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct RecordMedicinesRequest {
    /// The patient.
    pub patient_id: PatientId,
    /// The revision that the form started from; absent for the first.
    pub base: Option<RevisionId>,
    /// The list.
    pub form: MedicinesForm,
}

/// The diagnoses as they stand.
#[derive(Clone, Debug, Serialize, TS)]
pub struct DiagnosesView {
    /// The revision shown: a change starts from it; absent while nothing is recorded.
    pub revision: Option<RevisionId>,
    /// The list, ready to fill a form.
    pub form: DiagnosesForm,
    /// Who and when.
    pub provenance: Provenance,
    /// This user's draft; absent for none.
    pub draft: Option<DraftView>,
}

/// The allergies as they stand.
#[derive(Clone, Debug, Serialize, TS)]
pub struct AllergiesView {
    /// The revision shown; absent while nothing is recorded.
    pub revision: Option<RevisionId>,
    /// The list, ready to fill a form.
    pub form: AllergiesForm,
    /// `Known allergies: penicillin`, `No known allergies` or `Allergies not recorded`.
    pub statement: String,
    /// Who and when.
    pub provenance: Provenance,
    /// This user's draft; absent for none.
    pub draft: Option<DraftView>,
}

/// The medicines as they stand.
#[derive(Clone, Debug, Serialize, TS)]
pub struct MedicinesView {
    /// The revision shown; absent while nothing is recorded.
    pub revision: Option<RevisionId>,
    /// The list, ready to fill a form.
    pub form: MedicinesForm,
    /// Who and when.
    pub provenance: Provenance,
    /// This user's draft; absent for none.
    pub draft: Option<DraftView>,
}

/// All three.
#[derive(Clone, Debug, Serialize, TS)]
pub struct CareView {
    /// The patient.
    pub patient_id: PatientId,
    /// Diagnoses.
    pub diagnoses: DiagnosesView,
    /// Allergies.
    pub allergies: AllergiesView,
    /// Medicines.
    pub medicines: MedicinesView,
}

/// What the overview shows.
#[derive(Clone, Debug, Serialize, TS)]
pub struct CareSummary {
    /// Diagnoses that are not resolved, each in a line; empty for none recorded.
    pub diagnoses: Vec<String>,
    /// Medicines that are taken, each in a line; empty for none recorded or none taken.
    pub medicines: Vec<String>,
    /// `No medicines taken`, `Medicines not recorded`, or empty.
    pub no_medicines: String,
    /// `Known allergies: penicillin`, `No known allergies` or `Allergies not recorded`.
    pub allergies: String,
    /// Who changed the lists last and when; empty for nobody.
    pub recorded: String,
}
