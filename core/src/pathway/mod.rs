//! The Leeds-style pathway of a case (JCPMH 2017): entry criteria, the option agreed with the patient, the review at
//! session ten and its gate. Sessions are in `contacts`, goals in `goals`.

pub mod api;
pub mod gather;
pub mod rules;
pub mod standing;
pub mod store;

use crate::ids::{CaseId, RecordId, RevisionId};
use crate::record::DraftView;
use crate::signed::Provenance;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

crate::words!(
    /// What is asked before somebody enters: two for any MUS service, four for the Leeds pathway.
    EntryCriterion {
        /// General intake.
        OrganicRuledOut = "organic-ruled-out", "A clear organic diagnosis has been ruled out";
        /// General intake.
        AgreedToSpecialist = "agreed-to-specialist", "The patient has agreed to see a specialist in persistent physical symptoms";
        /// Leeds.
        Persistent = "persistent", "Persistent symptoms without, or out of proportion to, related disease";
        /// Leeds.
        LossOfFunction = "loss-of-function", "Significant and sustained loss of function";
        /// Leeds.
        HelpSeeking = "help-seeking", "Regular help-seeking in primary, secondary or alternative care";
        /// Leeds.
        Willing = "willing", "Willing and able to attend regularly";
    }
);

impl EntryCriterion {
    /// One of the four of the Leeds pathway?
    pub const fn is_leeds(self) -> bool {
        !matches!(self, Self::OrganicRuledOut | Self::AgreedToSpecialist)
    }
}

crate::words!(
    /// What was chosen with the patient.
    PathwayOption {
        /// Ten sessions with the hospital mental health team.
        HospitalTeam = "hospital-team", "Option 1: ten sessions with the hospital mental health team";
        /// Cognitive behavioural therapy by a specialist.
        Cbt = "cbt", "Option 2: cognitive behavioural therapy by a specialist";
    }
);

crate::words!(
    /// What a review decides. Ends that nobody decides are always open, so that nobody writes what is not true.
    ReviewDecision {
        /// Sufficient progress, agreed by clinician and patient.
        Completed = "completed", "Completed: discharge, agreed by clinician and patient";
        /// Anything else that is still to be decided.
        Mdt = "mdt", "To the multidisciplinary team";
        /// The patient does not want to go on.
        Declined = "declined", "Ended: the patient declined";
        /// The patient no longer comes.
        StoppedAttending = "stopped-attending", "Ended: stopped attending";
        /// The patient has moved away.
        Moved = "moved", "Ended: moved away";
        /// The patient has died.
        Died = "died", "Ended: died";
        /// Another team has taken over.
        Transferred = "transferred", "Ended: transferred to another team";
    }
);

impl ReviewDecision {
    /// An end that nobody decides here.
    pub const fn is_other_end(self) -> bool {
        !matches!(self, Self::Completed | Self::Mdt)
    }
}

crate::words!(
    /// What the multidisciplinary team decides.
    MdtOutcome {
        /// Beyond the sessions agreed: only with a rationale and the patient's motivation.
        Continue = "continue", "Continue";
        /// Discharge although not both agree: the disagreement is recorded.
        Discharge = "discharge", "Discharge, with the disagreement recorded";
    }
);

/// A criterion that is met.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CriterionMet {
    /// Which.
    pub criterion: EntryCriterion,
    /// Since when.
    pub met_on: NaiveDate,
    /// On what it rests; may be empty.
    pub note: String,
}

/// Entry and option as the journal holds them: one a case, growing by signed revisions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PathwayPlan {
    /// Criteria that are met.
    pub criteria: Vec<CriterionMet>,
    /// What was chosen; absent until then.
    pub option: Option<PathwayOption>,
    /// When it was agreed with the patient.
    pub agreed_on: Option<NaiveDate>,
    /// Why this one.
    pub why: String,
    /// Who delivers it; may be empty.
    pub delivered_by: String,
    /// How many sessions were agreed at the start.
    pub sessions: u32,
}

impl crate::record::Body for PathwayPlan {
    const KIND: &'static str = "pathway";
    const SCHEMA: u32 = 1;
}

/// A goal as it stood at a review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReviewGoal {
    /// The goal in the patient's words.
    pub words: String,
    /// `20-Dec-2026`
    pub by: String,
    /// Where the patient started.
    pub baseline: String,
    /// Where the patient wanted to be.
    pub target: String,
    /// `patient 2 to 7, clinician 3 to 6`; empty where nobody rated.
    pub change: String,
    /// Where it stands, in words.
    pub status: String,
}

/// A measure, first and last, as it stood at a review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ReviewMeasure {
    /// `CORE-10`
    pub title: String,
    /// `27 of 40 on 03-Aug-2026`
    pub first: String,
    /// The newest; empty where it was not repeated.
    pub last: String,
    /// By how much, in words: `5 lower`; empty where one of the two has no score.
    pub change: String,
}

/// What the record said on the day of a review: gathered by the core, never typed. An import brings it as it was gathered
/// in the register that the case came from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct ReviewRecord {
    /// The number of the last session.
    pub session_number: u32,
    /// Attendance in a sentence.
    pub attendance: String,
    /// How often each phase was worked on.
    pub coverage: Vec<String>,
    /// Goals then and now.
    pub goals: Vec<ReviewGoal>,
    /// Measures first and last.
    pub measures: Vec<ReviewMeasure>,
    /// At least one measure was repeated.
    pub repeated: bool,
    /// Severity first and last, in words; empty where nobody rated.
    pub severity: String,
    /// How the risk statement stands.
    pub safety: String,
    /// Medicines that were started, changed or stopped, in words; empty for none.
    pub medicines: String,
}

/// A review as the journal holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PathwayReview {
    /// The day.
    pub held_on: NaiveDate,
    /// What the record said.
    pub record: ReviewRecord,
    /// The shared understanding, in the patient's words.
    pub understanding: String,
    /// What the patient thinks of the treatment and of what comes.
    pub patient_view: String,
    /// What the clinician thinks.
    pub clinician_view: String,
    /// Safety in words, where more is to be said than the record says; may be empty.
    pub safety: String,
    /// Use of services meanwhile; may be empty.
    pub service_use: String,
    /// The clinician holds that progress is sufficient; absent only with an end that nobody decides.
    pub clinician_agrees: Option<bool>,
    /// The patient holds so; absent where the patient could not be asked.
    pub patient_agrees: Option<bool>,
    /// Why no measure was repeated; empty where one was.
    pub no_repeat_reason: String,
    /// What was decided.
    pub decision: ReviewDecision,
    /// With `mdt`: what the team is asked.
    pub question: String,
    /// What helps against a relapse, and what to do in one.
    pub relapse_plan: String,
    /// With another end: what is known; may be empty.
    pub end_note: String,
}

impl crate::record::Body for PathwayReview {
    const KIND: &'static str = "pathway-review";
    const SCHEMA: u32 = 1;
}

/// What the team decided on a review that was sent to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MdtDecision {
    /// The review.
    pub review: RecordId,
    /// The day.
    pub held_on: NaiveDate,
    /// Who was there; may be empty.
    pub present: String,
    /// What was decided.
    pub outcome: MdtOutcome,
    /// With `continue`: the clinical rationale.
    pub rationale: String,
    /// With `continue`: the patient's motivation.
    pub motivation: String,
    /// With `continue`: how many more sessions; the last of them is a further review.
    pub sessions: u32,
    /// With `discharge`: who disagrees with what.
    pub disagreement: String,
}

impl crate::record::Body for MdtDecision {
    const KIND: &'static str = "mdt-decision";
    const SCHEMA: u32 = 1;
}

/// One criterion of the form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct CriterionForm {
    /// Which.
    pub criterion: EntryCriterion,
    /// Since when it is met, as typed; empty while it is not.
    pub met_on: String,
    /// On what it rests.
    pub note: String,
}

/// Entry and option as a form sends them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct PathwayPlanForm {
    /// Every criterion.
    pub criteria: Vec<CriterionForm>,
    /// What was chosen.
    pub option: Option<PathwayOption>,
    /// When it was agreed with the patient, as typed; required with an option.
    pub agreed_on: String,
    /// Why this one; required with an option.
    pub why: String,
    /// Who delivers it.
    pub delivered_by: String,
    /// How many sessions, as typed; empty for ten.
    pub sessions: String,
}

/// Entry and option to be recorded.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct RecordPathwayRequest {
    /// The case.
    pub case_id: CaseId,
    /// The revision that the form started from; absent for the first.
    pub base: Option<RevisionId>,
    /// The form.
    pub form: PathwayPlanForm,
}

/// A review as a form sends it, and as its draft is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct PathwayReviewForm {
    /// The day, as typed; empty for today.
    pub held_on: String,
    /// The shared understanding, in the patient's words.
    pub understanding: String,
    /// What the patient thinks.
    pub patient_view: String,
    /// What the clinician thinks.
    pub clinician_view: String,
    /// Safety in words.
    pub safety: String,
    /// Use of services meanwhile.
    pub service_use: String,
    /// The clinician holds that progress is sufficient; absent until answered.
    pub clinician_agrees: Option<bool>,
    /// The patient holds so; absent where the patient could not be asked, or until answered.
    pub patient_agrees: Option<bool>,
    /// Why no measure was repeated.
    pub no_repeat_reason: String,
    /// What was decided; absent until chosen.
    pub decision: Option<ReviewDecision>,
    /// With `mdt`: what the team is asked; required.
    pub question: String,
    /// What helps against a relapse; required with `completed`.
    pub relapse_plan: String,
    /// With another end: what is known.
    pub end_note: String,
}

/// A review to be signed.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct SignPathwayReviewRequest {
    /// The case.
    pub case_id: CaseId,
    /// The review.
    pub form: PathwayReviewForm,
}

/// A decision of the team as a form sends it, and as its draft is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct MdtDecisionForm {
    /// The day, as typed; empty for today.
    pub held_on: String,
    /// Who was there.
    pub present: String,
    /// What was decided; absent until chosen.
    pub outcome: Option<MdtOutcome>,
    /// With `continue`: the clinical rationale; required.
    pub rationale: String,
    /// With `continue`: the patient's motivation; required.
    pub motivation: String,
    /// With `continue`: how many more sessions, as typed; required, 1 to 20.
    pub sessions: String,
    /// With `discharge`: who disagrees with what; required.
    pub disagreement: String,
}

/// A decision of the team to be signed.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct SignMdtDecisionRequest {
    /// The case.
    pub case_id: CaseId,
    /// The review that was sent to the team.
    pub review_id: RecordId,
    /// The decision.
    pub form: MdtDecisionForm,
}

/// A decision of the team as it is shown.
#[derive(Clone, Debug, Serialize, TS)]
pub struct MdtDecisionView {
    /// The record.
    pub id: RecordId,
    /// What it says.
    pub form: MdtDecisionForm,
    /// What was decided, in words.
    pub outcome: String,
    /// Who and when.
    pub provenance: Provenance,
}

/// A review as it is shown.
#[derive(Clone, Debug, Serialize, TS)]
pub struct PathwayReviewView {
    /// The record.
    pub id: RecordId,
    /// What it says.
    pub form: PathwayReviewForm,
    /// What the record said on that day.
    pub record: ReviewRecord,
    /// What was decided, in words.
    pub decision: String,
    /// The team has still to decide.
    pub awaits_mdt: bool,
    /// What the team decided; absent where nothing was or is to be decided.
    pub mdt: Option<MdtDecisionView>,
    /// Decisions of the team on it that were taken back as entered in error, newest first.
    pub mdt_withdrawn: Vec<MdtDecisionView>,
    /// Who and when.
    pub provenance: Provenance,
}

/// Entry and option as they are shown.
#[derive(Clone, Debug, Serialize, TS)]
pub struct PathwayPlanView {
    /// The revision shown; absent while nothing is recorded.
    pub revision: Option<RevisionId>,
    /// The form, every criterion in it.
    pub form: PathwayPlanForm,
    /// `General intake: met. Leeds pathway: 3 of 4 met.`
    pub entry: String,
    /// Option 1 in words; empty until chosen.
    pub option: String,
    /// Who and when.
    pub provenance: Provenance,
    /// This user's draft; absent for none.
    pub draft: Option<DraftView>,
}

/// The pathway of a case.
#[derive(Clone, Debug, Serialize, TS)]
pub struct PathwayView {
    /// The case.
    pub case_id: CaseId,
    /// Entry and option.
    pub plan: PathwayPlanView,
    /// Sessions agreed in all, extensions included.
    pub agreed_sessions: u32,
    /// The last session that was agreed has been held, and nobody has reviewed since.
    pub review_due: bool,
    /// It has ended, and nobody has come since.
    pub ended: bool,
    /// Reviews, newest first, the withdrawn ones included and marked.
    pub reviews: Vec<PathwayReviewView>,
    /// What a review of today would be filled with from the record.
    pub record: ReviewRecord,
    /// A form for the next review.
    pub next: PathwayReviewForm,
    /// This user's draft of a review; absent for none.
    pub draft: Option<DraftView>,
    /// This user's draft of a decision of the team; absent for none.
    pub mdt_draft: Option<DraftView>,
}

/// What the overview shows.
#[derive(Clone, Debug, Serialize, TS)]
pub struct PathwaySummary {
    /// Option in words; empty until chosen.
    pub option: String,
    /// Entry in words.
    pub entry: String,
    /// The sessions as steps.
    pub steps: Vec<crate::contacts::SessionStep>,
    /// Attendance in a sentence; empty before the first session.
    pub attendance: String,
    /// Goals then and now.
    pub goals: Vec<ReviewGoal>,
    /// `Review due`, `Waits for the multidisciplinary team`, what was decided, or empty.
    pub stands: String,
    /// It waits for somebody.
    pub waits: bool,
    /// Who recorded it last and when; empty for nobody.
    pub recorded: String,
}
