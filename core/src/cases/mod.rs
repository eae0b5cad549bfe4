//! Cases: one referral of one patient, what it is for, who works on it and where it stands.

pub mod api;
pub mod store;

use crate::ids::{CaseId, PatientId, RecordId, RevisionId, UserId};
use crate::patients::BannerView;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

crate::words!(
    /// What a case is for; decides which parts of the record are offered.
    CaseKind {
        /// Medically unexplained (persistent physical) symptoms.
        Mus = "mus", "Persistent physical symptoms";
        /// A long-term condition with psychological difficulty.
        LongTermCondition = "long-term-condition", "Long-term condition";
        /// After self-harm.
        SelfHarm = "self-harm", "Self-harm";
        /// Psychotherapy.
        Psychotherapy = "psychotherapy", "Psychotherapy";
        /// A single consultation.
        Consultation = "consultation", "Consultation";
    }
);

impl CaseKind {
    /// Does the MUS severity rating belong to it?
    pub const fn has_severity(self) -> bool {
        matches!(self, Self::Mus)
    }
}

crate::words!(
    /// How soon the referrer asks for the patient to be seen.
    Urgency {
        /// Within hours.
        Emergency = "emergency", "Emergency";
        /// Within a day or so.
        Urgent = "urgent", "Urgent";
        /// In turn.
        Routine = "routine", "Routine";
    }
);

crate::words!(
    /// Where a case stands.
    CaseStatus {
        /// Received, not yet decided upon.
        Referred = "referred", "Referred";
        /// Being assessed.
        Assessment = "assessment", "In assessment";
        /// In treatment.
        Treatment = "treatment", "In treatment";
        /// Waiting with a reason.
        OnHold = "on-hold", "On hold";
        /// Ended.
        Closed = "closed", "Closed";
    }
);

crate::words!(
    /// Where a referral comes from.
    ReferralSource {
        /// General practice.
        Gp = "gp", "General practice";
        /// An inpatient ward.
        Ward = "ward", "Hospital ward";
        /// The emergency department.
        EmergencyDepartment = "emergency-department", "Emergency department";
        /// A hospital outpatient clinic.
        Outpatients = "outpatients", "Hospital outpatient clinic";
        /// NHS Talking Therapies.
        TalkingTherapies = "talking-therapies", "NHS Talking Therapies";
        /// A mental health team.
        MentalHealthTeam = "mental-health-team", "Mental health team";
        /// The patient.
        SelfReferral = "self", "Self-referral";
        /// Any other.
        Other = "other", "Other";
    }
);

crate::words!(
    /// The parts people play in a case, kept apart.
    CaseRole {
        /// Consultant with overall responsibility.
        ResponsibleConsultant = "responsible-consultant", "Responsible consultant";
        /// Key worker.
        KeyWorker = "key-worker", "Key worker";
        /// Therapist.
        Therapist = "therapist", "Therapist";
        /// Supervises the therapy.
        TherapySupervisor = "therapy-supervisor", "Therapy supervisor";
    }
);

/// Who plays which part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CasePerson {
    /// The part.
    pub role: CaseRole,
    /// Name as printed.
    pub name: String,
    /// The account, where the person has one here.
    #[cfg_attr(test, schemars(with = "Option<String>"))]
    pub user_id: Option<UserId>,
}

/// Who referred.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct Referrer {
    /// Name; may be empty.
    pub name: String,
    /// Role: `Respiratory registrar`; may be empty.
    pub role: String,
    /// Organisation, ward or practice; may be empty.
    pub organisation: String,
    /// How to reach them; may be empty.
    pub contact: String,
}

/// A case as the journal holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Case {
    /// What it is for.
    pub kind: CaseKind,
    /// Where the referral comes from.
    pub source: ReferralSource,
    /// Date the referral was received.
    pub received_on: NaiveDate,
    /// How soon.
    pub urgency: Urgency,
    /// The question asked, in the referrer's words.
    pub reason: String,
    /// Who referred.
    pub referrer: Referrer,
    /// Who works on it.
    pub people: Vec<CasePerson>,
    /// Where it stands.
    pub status: CaseStatus,
    /// Why it was closed; empty while open.
    pub closing_reason: String,
}

impl crate::record::Body for Case {
    const KIND: &'static str = "case";
    const SCHEMA: u32 = 1;
}

/// A case as a form sends it: dates as typed.
#[derive(Clone, Debug, Serialize, Deserialize, TS)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CaseForm {
    /// What it is for.
    pub kind: CaseKind,
    /// Where the referral comes from.
    pub source: ReferralSource,
    /// Date the referral was received, as typed; not in the future.
    pub received_on: String,
    /// How soon.
    pub urgency: Urgency,
    /// The question asked; required.
    pub reason: String,
    /// Who referred.
    pub referrer: Referrer,
    /// Who works on it.
    pub people: Vec<CasePerson>,
    /// Where it stands.
    pub status: CaseStatus,
    /// Why it was closed; required with `closed`.
    pub closing_reason: String,
}

/// One row of the caseload.
#[derive(Clone, Debug, Serialize, TS)]
pub struct CaseRow {
    /// The case.
    pub id: CaseId,
    /// The patient.
    pub patient_id: PatientId,
    /// `NOWAK, Halina (Ms)`
    pub name: String,
    /// `14-Mar-1983 (43y)` or `Not Known`.
    pub born: String,
    /// `999 000 0018`, or `Not Known`.
    pub nhs_number: String,
    /// Another patient's name is confusingly similar.
    pub similar_name_warning: bool,
    /// Kind of case, in words.
    pub kind: String,
    /// Where it stands.
    pub status: CaseStatus,
    /// `Urgent`
    pub urgency: Urgency,
    /// The responsible consultant, else the first person named; empty for nobody.
    pub lead: String,
    /// `20-Nov-2026`
    pub received_on: String,
    /// Latest signed entry: `Formulation signed 20-Nov-2026`; empty for none.
    pub latest: String,
    /// Drafts of this user in the case.
    pub drafts: u32,
}

/// Which cases a list shows.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(default)]
pub struct CaseloadRequest {
    /// Part of a name (each word a prefix of any part), or an NHS number in any spacing; empty for all.
    pub text: String,
    /// Only cases where this user plays a part.
    pub mine: bool,
    /// Include closed cases.
    pub closed: bool,
}

/// The caseload.
#[derive(Clone, Debug, Serialize, TS)]
pub struct CaseloadView {
    /// At most 200 rows, urgent and newest first.
    pub rows: Vec<CaseRow>,
    /// How many match in all.
    pub total: u32,
}

/// A case and everything that its overview shows.
#[derive(Clone, Debug, Serialize, TS)]
pub struct CaseView {
    /// The case.
    pub id: CaseId,
    /// The record of the case.
    pub record_id: RecordId,
    /// The revision shown: a change starts from it.
    pub revision: RevisionId,
    /// The banner of its patient.
    pub banner: BannerView,
    /// The details, ready to fill a form.
    pub form: CaseForm,
    /// Kind of case, in words.
    pub kind: String,
    /// Status, in words.
    pub status: String,
    /// Who recorded the details last and when.
    pub recorded: String,
    /// The assessment in force; absent for none.
    pub assessment: Option<crate::assessments::AssessmentSummary>,
    /// The newest severity rating; absent for none, or where the kind of case has none.
    pub severity: Option<crate::severity::SeveritySummary>,
    /// The ten-session pathway; absent before anything of it is recorded.
    pub pathway: Option<crate::pathway::PathwaySummary>,
    /// The formulation in force; absent for none.
    pub formulation: Option<crate::formulations::FormulationSummary>,
    /// How the risk statement stands.
    pub risk: crate::risk::RiskSummary,
    /// The safety plan in force; absent for none.
    pub safety_plan: Option<crate::safety_plans::SafetyPlanSummary>,
    /// Answers about safety to which nobody has responded, newest first.
    pub safety_answers: Vec<crate::measures::SafetyAnswerView>,
    /// The newest score of each instrument.
    pub measures: Vec<crate::measures::MeasureSummary>,
    /// Measures that are due, what has waited longest first.
    pub measures_due: Vec<crate::schedules::DueMeasure>,
    /// Diagnoses, medicines, allergies.
    pub care: crate::care::CareSummary,
    /// The kind of case has a severity rating.
    pub has_severity: bool,
    /// Letters, entries and plans that were signed, newest first.
    pub letters: Vec<crate::letters::LetterRow>,
    /// This user's drafts in the case, newest first.
    pub drafts: Vec<crate::record::DraftView>,
    /// Who opened the case without having it on their list, the latest first, at most five; shown to the people of the case.
    pub opened_outside: Vec<crate::reasons::OutsideOpening>,
    /// What happened, newest first, at most 100.
    pub timeline: Vec<crate::record::TimelineRow>,
}
