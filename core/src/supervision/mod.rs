//! Supervision: the log of a meeting, signed by everybody who was in it, the actions that came of it, and the review of a
//! caseload that it starts from. Fields: seeds 000 and 003, Health Education England and RCPsych guidance as gathered in
//! `docs/clinical-safety`; private reflection does not belong here.

pub mod api;
pub mod facts;
pub mod review;
pub mod rules;
pub mod store;
pub mod views;

use crate::ids::{CaseId, PatientId, RecordId, RevisionId, UserId};
use crate::record::DraftView;
use crate::signed::{Amendment, Provenance};
use crate::users::UserView;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

crate::words!(
    /// How people met.
    SupervisionFormat {
        /// One supervisee.
        Individual = "individual", "Individual supervision";
        /// Several supervisees with one supervisor.
        Group = "group", "Group supervision";
        /// A Balint group.
        Balint = "balint", "Balint group";
        /// Case-based discussion.
        CaseBasedDiscussion = "case-based-discussion", "Case-based discussion group";
        /// A team makes a formulation together.
        TeamFormulation = "team-formulation", "Team formulation";
        /// Colleagues without a senior.
        Peer = "peer", "Peer supervision";
        /// Caseload and progress rather than process.
        CaseManagement = "case-management", "Case management supervision";
    }
);

/// One case that was discussed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DiscussedCase {
    /// The case.
    pub case_id: CaseId,
    /// The question that was brought; may be empty.
    pub question: String,
    /// What was said of it.
    pub discussed: String,
    /// Why the caseload review put it on the list, as it said it then; empty for none.
    pub reasons: Vec<String>,
}

/// What somebody is to do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SupervisionAction {
    /// Stays the same through amendments of the log.
    pub id: RecordId,
    /// What.
    pub what: String,
    /// Who.
    pub owner: UserId,
    /// By when.
    pub due_on: NaiveDate,
    /// The case it is about; absent for none.
    pub case_id: Option<CaseId>,
}

/// A supervision log as the journal holds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SupervisionLog {
    /// The day.
    pub held_on: NaiveDate,
    /// How long, in minutes: 1 to 480.
    pub minutes: u32,
    /// How people met.
    pub format: SupervisionFormat,
    /// Who supervised.
    pub supervisor: UserId,
    /// Who was supervised; at least one.
    pub supervisees: Vec<UserId>,
    /// The cases, in the order in which they were discussed.
    pub cases: Vec<DiscussedCase>,
    /// The question brought that is of no single case; may be empty.
    pub question: String,
    /// Themes, the supervisee's own responses among them; may be empty.
    pub themes: String,
    /// Were outcome measures looked at?
    pub outcomes_looked_at: bool,
    /// Risk that was raised and what was decided; empty for none.
    pub risk_raised: String,
    /// What came of it.
    pub actions: Vec<SupervisionAction>,
}

impl crate::record::Body for SupervisionLog {
    const KIND: &'static str = "supervision-log";
    const SCHEMA: u32 = 1;
}

/// What became of an action: a record of its own, since the log is frozen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActionClosing {
    /// The log.
    pub log: RecordId,
    /// The action.
    pub action: RecordId,
    /// Done, or no longer needed.
    pub done: bool,
    /// The day.
    pub closed_on: NaiveDate,
    /// What came of it; required where it was not done.
    pub note: String,
}

impl crate::record::Body for ActionClosing {
    const KIND: &'static str = "supervision-action-closing";
    const SCHEMA: u32 = 1;
}

/// One case that was discussed, as a form sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
pub struct DiscussedCaseForm {
    /// The case; required.
    pub case_id: Option<CaseId>,
    /// The question that was brought.
    pub question: String,
    /// What was said of it; required.
    pub discussed: String,
    /// Why the caseload review put it on the list.
    pub reasons: Vec<String>,
}

/// What somebody is to do, as a form sends it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
pub struct SupervisionActionForm {
    /// The action, where it stood in the version before; absent for a new one.
    pub id: Option<RecordId>,
    /// What; required.
    pub what: String,
    /// Who; required, one of those who took part.
    pub owner: Option<UserId>,
    /// By when, as typed; required.
    pub due_on: String,
    /// The case it is about; absent for none.
    pub case_id: Option<CaseId>,
}

/// A supervision log as a form sends it, and as its draft is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
pub struct SupervisionLogForm {
    /// The day, as typed; required.
    pub held_on: String,
    /// Minutes, as typed: 1 to 480.
    pub minutes: String,
    /// How people met; required.
    pub format: Option<SupervisionFormat>,
    /// Who supervised; required.
    pub supervisor: Option<UserId>,
    /// Who was supervised; at least one, none of them the supervisor.
    pub supervisees: Vec<UserId>,
    /// The cases.
    pub cases: Vec<DiscussedCaseForm>,
    /// The question brought that is of no single case. Something is required in a case, here or in the themes.
    pub question: String,
    /// Themes.
    pub themes: String,
    /// Were outcome measures looked at?
    pub outcomes_looked_at: bool,
    /// Risk that was raised and what was decided.
    pub risk_raised: String,
    /// What came of it.
    pub actions: Vec<SupervisionActionForm>,
}

/// One log.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct SupervisionLogRequest {
    /// The log.
    pub record_id: RecordId,
}

/// Asked when a log is signed, or amended by who wrote it. Everybody else's signature is asked for anew.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct SignSupervisionLogRequest {
    /// The log to be amended; absent for a new one.
    pub record_id: Option<RecordId>,
    /// The version that the form started from; required with `record_id`.
    pub base: Option<RevisionId>,
    /// The log.
    pub form: SupervisionLogForm,
    /// Why it is changed; required with `base`.
    pub amendment: Option<Amendment>,
}

/// Asked when another of those who took part signs a log.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct AgreeSupervisionLogRequest {
    /// The log.
    pub record_id: RecordId,
    /// The version that was read.
    pub revision: RevisionId,
}

/// Asked when another of those who took part cannot sign a log as it stands.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct ReturnSupervisionLogRequest {
    /// The log.
    pub record_id: RecordId,
    /// The version that was read.
    pub revision: RevisionId,
    /// What is to be put right; required.
    pub comment: String,
}

/// Asked when who wrote a log takes it back as entered in error.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct WithdrawSupervisionLogRequest {
    /// The log.
    pub record_id: RecordId,
    /// Why; required.
    pub reason: String,
}

/// Asked when an action is done or no longer needed.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct CloseSupervisionActionRequest {
    /// The log.
    pub log_id: RecordId,
    /// The action.
    pub action_id: RecordId,
    /// Done; else no longer needed.
    pub done: bool,
    /// What came of it; required where it was not done.
    pub note: String,
}

/// A patient and a case as lists of supervision show them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct NamedCase {
    /// The case.
    pub case_id: CaseId,
    /// The patient.
    pub patient_id: PatientId,
    /// `NOWAK, Halina (Ms)`
    pub patient: String,
    /// `999 000 0018`, or `Not Known`.
    pub nhs_number: String,
    /// `14-Mar-1983 (43y)`, or `Not Known`.
    pub born: String,
    /// Another patient's name is confusingly similar.
    pub similar_name_warning: bool,
    /// Kind of case, in words.
    pub kind: String,
}

/// An action as it is shown.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SupervisionActionView {
    /// The log.
    pub log_id: RecordId,
    /// The action.
    pub action_id: RecordId,
    /// What.
    pub what: String,
    /// Who.
    pub owner: String,
    /// `27-Nov-2026`
    pub due_on: String,
    /// Its day has passed and it is open.
    pub overdue: bool,
    /// The case it is about; absent for none.
    pub case: Option<NamedCase>,
    /// `Done: seen on the ward. Dr T. Adeyemi, 27-Nov-2026`; empty while it is open.
    pub closed: String,
    /// This user may close it: whoever took part may.
    pub may_close: bool,
}

/// One signature under a log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct LogSignature {
    /// Who took part.
    pub name: String,
    /// `Supervisor` or `Supervisee`
    pub part: String,
    /// This version was signed by this person.
    pub signed: bool,
    /// `Signed 26-Nov-2026 14:02`, `Has not signed yet`, `Returned 26-Nov-2026 14:02: …`
    pub says: String,
}

crate::words!(
    /// How a log stands.
    LogState {
        /// Somebody who took part has not signed.
        Awaiting = "awaiting", "Waits for signatures";
        /// Somebody who took part has returned it with a comment.
        Returned = "returned", "Returned with a comment";
        /// Everybody who took part has signed.
        Agreed = "agreed", "Signed by everybody";
        /// Taken back as entered in error.
        Withdrawn = "withdrawn", "Withdrawn as entered in error";
    }
);

/// One row of the list of logs.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SupervisionLogRow {
    /// The log.
    pub id: RecordId,
    /// `20-Nov-2026`
    pub held_on: String,
    /// `Individual supervision, 60 minutes`
    pub title: String,
    /// Who supervised.
    pub supervisor: String,
    /// Who was supervised, joined by commas.
    pub supervisees: String,
    /// How many cases were discussed.
    pub cases: u32,
    /// How many actions are open.
    pub open_actions: u32,
    /// How it stands.
    pub state: LogState,
    /// `Waits for Dr T. Adeyemi`, `Signed by everybody`.
    pub says: String,
    /// This user's signature is wanted.
    pub waits_for_me: bool,
}

/// One case that was discussed, as it is shown.
#[derive(Clone, Debug, Serialize, TS)]
pub struct DiscussedCaseView {
    /// The case and its patient.
    pub case: NamedCase,
    /// The question that was brought; may be empty.
    pub question: String,
    /// What was said of it.
    pub discussed: String,
    /// Why the caseload review put it on the list; empty for none.
    pub reasons: Vec<String>,
}

/// One log as it is read.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SupervisionLogView {
    /// The log.
    pub id: RecordId,
    /// The revision shown: an amendment starts from it.
    pub revision: RevisionId,
    /// Its row in the list.
    pub row: SupervisionLogRow,
    /// What it says, ready to fill a form.
    pub form: SupervisionLogForm,
    /// The cases, in the order in which they were discussed.
    pub cases: Vec<DiscussedCaseView>,
    /// What came of it.
    pub actions: Vec<SupervisionActionView>,
    /// Who took part and who has signed, the supervisor first.
    pub signatures: Vec<LogSignature>,
    /// This user took part and has not signed this version.
    pub may_sign: bool,
    /// This user wrote it.
    pub may_amend: bool,
    /// How many versions there are.
    pub versions: u32,
    /// Who and when.
    pub provenance: Provenance,
    /// This user's draft of an amendment of this log; absent for none.
    pub draft: Option<DraftView>,
}

/// The page of supervision.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SupervisionView {
    /// Logs that this user took part in, newest first, at most 200.
    pub logs: Vec<SupervisionLogRow>,
    /// Open actions of this user, the earliest first.
    pub actions: Vec<SupervisionActionView>,
    /// Open actions of the others from logs that this user took part in, the earliest first: the next hour begins with
    /// them.
    pub others_actions: Vec<SupervisionActionView>,
    /// Everybody who may take part in supervision.
    pub people: Vec<UserView>,
    /// Whose caseloads this user may review: oneself first.
    pub caseloads: Vec<UserView>,
    /// This user's draft of a new log; absent for none.
    pub draft: Option<DraftView>,
    /// The log of which this user has begun an amendment; absent for none.
    pub amending: Option<RecordId>,
}

/// Whose caseload is reviewed.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(default)]
pub struct CaseloadReviewRequest {
    /// The account; absent for oneself.
    pub user_id: Option<UserId>,
}

/// Why a case should be discussed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct ReasonToDiscuss {
    /// Stable word: `safety-answer`, `risk-review`, `new`, `missed`.
    pub code: String,
    /// `No outcome measure in the last 4 sessions`
    pub says: String,
    /// It concerns safety.
    pub safety: bool,
}

/// One case of a caseload review.
#[derive(Clone, Debug, Serialize, TS)]
pub struct CaseloadReviewRow {
    /// The case and its patient.
    pub case: NamedCase,
    /// Where it stands, in words.
    pub status: String,
    /// `Discussed 13-Nov-2026` or `Not discussed yet`.
    pub discussed: String,
    /// Why it should be discussed, the most pressing first; empty for no reason.
    pub reasons: Vec<ReasonToDiscuss>,
}

/// A caseload with the reasons to discuss its cases.
#[derive(Clone, Debug, Serialize, TS)]
pub struct CaseloadReviewView {
    /// Whose.
    pub of: UserView,
    /// Open cases, those with the most pressing reasons first.
    pub rows: Vec<CaseloadReviewRow>,
    /// How the reasons are made, and that their limits are this program's own and not a published standard.
    pub says: String,
}

/// What supervision said of one case.
#[derive(Clone, Debug, Serialize, TS)]
pub struct CaseDiscussion {
    /// The log.
    pub log_id: RecordId,
    /// This user took part, and may open the log.
    pub may_open: bool,
    /// `20-Nov-2026`
    pub held_on: String,
    /// `Individual supervision, Dr A. Okafor with Dr T. Adeyemi`
    pub title: String,
    /// How the log stands, in words: `Waits for Dr T. Adeyemi`.
    pub says: String,
    /// The question that was brought.
    pub question: String,
    /// What was said.
    pub discussed: String,
    /// Actions about this case.
    pub actions: Vec<SupervisionActionView>,
}
