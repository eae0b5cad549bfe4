//! Risk notes: safety assessment, safety formulation, safety management (NHS England, Staying safe from suicide, April
//! 2025). There is no low, medium or high anywhere: NICE NG225 (2022) and the same guidance rule stratification out.

pub mod api;
pub mod rules;
pub mod store;

use crate::ids::{CaseId, RecordId};
use crate::record::DraftView;
use crate::signed::Provenance;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

crate::words!(
    /// What a risk note may speak of. Iatrogenic harm: seed of the register, JCPMH guide (2017); therapy-related
    /// deterioration: RCPsych CR224.
    RiskDomain {
        /// Suicide.
        Suicide = "suicide", "Suicide";
        /// Self-harm.
        SelfHarm = "self-harm", "Self-harm";
        /// Self-neglect.
        SelfNeglect = "self-neglect", "Self-neglect";
        /// From others, exploitation included.
        FromOthers = "from-others", "Harm from others, exploitation";
        /// To others.
        ToOthers = "to-others", "Harm to others";
        /// Safeguarding, adult.
        SafeguardingAdult = "safeguarding-adult", "Safeguarding: adult";
        /// Safeguarding, child.
        SafeguardingChild = "safeguarding-child", "Safeguarding: child";
        /// Physical deterioration.
        Physical = "physical", "Physical deterioration";
        /// Harm from treatment and investigation.
        Iatrogenic = "iatrogenic", "Harm from treatment and investigation";
        /// Deterioration through therapy.
        Therapy = "therapy", "Deterioration through therapy";
        /// Driving.
        Driving = "driving", "Driving";
        /// Substance use.
        Substances = "substances", "Substance use";
        /// Fire and falls.
        FireAndFalls = "fire-and-falls", "Fire and falls";
    }
);

/// What was found in one domain.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct DomainFinding {
    /// The domain.
    pub domain: RiskDomain,
    /// What was asked, said and seen: past, present, ahead.
    pub text: String,
}

/// A risk note as the journal holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RiskNote {
    /// The day of the assessment.
    pub assessed_on: NaiveDate,
    /// Safety assessment: what was found, by domain.
    pub findings: Vec<DomainFinding>,
    /// Safety formulation: factors of long standing.
    pub long_standing: String,
    /// Factors that can change.
    pub changeable: String,
    /// What could bring it about soon.
    pub imminent: String,
    /// What protects.
    pub protective: String,
    /// The map that patient and clinician share.
    pub formulation: String,
    /// Safety management: what is done now.
    pub management: String,
    /// Who else knows and is involved.
    pub others_involved: String,
    /// What the patient thinks of it.
    pub patient_view: String,
    /// The day by which it must be looked at again.
    pub review_by: NaiveDate,
    /// Who looks at it again.
    pub reviewer: String,
}

impl crate::record::Body for RiskNote {
    const KIND: &'static str = "risk-note";
    const SCHEMA: u32 = 1;
}

/// A risk note as a form sends it, and as its draft is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct RiskNoteForm {
    /// The day of the assessment, as typed; not in the future.
    pub assessed_on: String,
    /// What was found, by domain; at least one.
    pub findings: Vec<DomainFinding>,
    /// Factors of long standing.
    pub long_standing: String,
    /// Factors that can change.
    pub changeable: String,
    /// What could bring it about soon.
    pub imminent: String,
    /// What protects.
    pub protective: String,
    /// The map that patient and clinician share; required.
    pub formulation: String,
    /// What is done now; required.
    pub management: String,
    /// Who else knows and is involved.
    pub others_involved: String,
    /// What the patient thinks of it.
    pub patient_view: String,
    /// The day by which it must be looked at again, as typed; required, not before today.
    pub review_by: String,
    /// Who looks at it again.
    pub reviewer: String,
}

/// Asked when a risk note is signed into the record.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct SignRiskNoteRequest {
    /// The case.
    pub case_id: CaseId,
    /// The note.
    pub form: RiskNoteForm,
}

/// A phrase in a risk note that sorts the patient into a stratum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct RiskNotice {
    /// The field it stands in.
    pub field: String,
    /// The words: `low risk`.
    pub phrase: String,
    /// Why it is better said otherwise.
    pub advice: String,
}

/// What is worth a second look before a risk note is signed. It stops nothing.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RiskCheckView {
    /// Phrases that stratify.
    pub notices: Vec<RiskNotice>,
}

/// How much weight a risk statement can bear today.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum RiskStanding {
    /// Nothing has been assessed in this case. Never the same as no risk.
    NotAssessed,
    /// In date, and nothing newer speaks against it.
    Current,
    /// Its review date has passed.
    ReviewDue,
    /// An answer about safety is newer than it.
    Overtaken,
}

/// One risk note as it is shown.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RiskNoteView {
    /// The record.
    pub id: RecordId,
    /// What it says, dates in clinical form.
    pub form: RiskNoteForm,
    /// Who and when.
    pub provenance: Provenance,
    /// The newest in force.
    pub newest: bool,
}

/// The risk notes of a case.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RiskView {
    /// The case.
    pub case_id: CaseId,
    /// How the newest stands.
    pub standing: RiskStanding,
    /// The same in a sentence with its dates: `Last assessed on 20-Nov-2026, not reviewed since.`
    pub statement: String,
    /// Notes, newest first, the withdrawn ones included and marked.
    pub notes: Vec<RiskNoteView>,
    /// This user's draft; absent for none.
    pub draft: Option<DraftView>,
    /// A form for a new note that takes over what lasts from the newest: protective and long-standing factors, who is
    /// involved.
    pub next: RiskNoteForm,
}

/// What the overview shows.
#[derive(Clone, Debug, Serialize, TS)]
pub struct RiskSummary {
    /// How the newest stands.
    pub standing: RiskStanding,
    /// The same in a sentence with its dates.
    pub statement: String,
    /// The shared formulation of the newest note, in extract; empty for none.
    pub formulation: String,
    /// What is done now, in extract; empty for none.
    pub management: String,
    /// `Review by 04-Dec-2026`; empty for none.
    pub review: String,
    /// Who signed it and when; empty for none.
    pub signed: String,
}
