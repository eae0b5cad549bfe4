//! What a trainee hands in: a signed formulation or letter is in force at once and waits for a countersignature, which
//! a supervisor or consultant gives, or returns it with a comment. Nobody edits what another wrote.

pub mod api;
pub mod rules;
pub mod store;

use crate::ids::{CaseId, RecordId, RevisionId, UserId};
use crate::users::UserView;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

crate::words!(
    /// How something that was submitted stands.
    SubmissionState {
        /// Nobody has looked at it, or said so.
        Awaiting = "awaiting", "Awaiting countersignature";
        /// Given back with a comment; the trainee puts it right with a new version.
        Returned = "returned", "Returned with a comment";
        /// Signed by a second person.
        Countersigned = "countersigned", "Countersigned";
    }
);

/// A submission as the journal holds it: made in the same write as the signature.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Submission {
    /// The record.
    pub of: RecordId,
    /// The version that was signed.
    pub revision: RevisionId,
    /// Whom it was handed to; absent for whoever may countersign.
    pub to: Option<UserId>,
    /// What the trainee asks; may be empty.
    pub note: String,
}

impl crate::record::Body for Submission {
    const KIND: &'static str = "submission";
    const SCHEMA: u32 = 1;
}

/// What goes along when a trainee signs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, TS)]
#[serde(deny_unknown_fields, default)]
pub struct SubmissionForm {
    /// To whom; absent for whoever may countersign.
    pub to: Option<UserId>,
    /// What the trainee asks; may be empty.
    pub note: String,
}

/// How one version that was submitted stands.
#[derive(Clone, Debug, Serialize, TS)]
pub struct SubmissionView {
    /// The case.
    pub case_id: CaseId,
    /// The record.
    pub record_id: RecordId,
    /// The version.
    pub revision: RevisionId,
    /// How it stands.
    pub state: SubmissionState,
    /// `Awaiting countersignature by Dr A. Okafor, submitted 20-Nov-2026 14:02`
    pub says: String,
    /// What the trainee asked; empty for nothing.
    pub note: String,
    /// What was said in returning or countersigning; empty for nothing.
    pub comment: String,
    /// This user wrote it.
    pub own: bool,
    /// This user may countersign or return it now.
    pub may_countersign: bool,
    /// It may not leave the register before it is countersigned: the setting for its kind, or it was returned.
    pub held: bool,
}

/// Who may countersign in a case.
#[derive(Clone, Debug, Serialize, TS)]
pub struct CountersignersView {
    /// What this user signs waits for a countersignature.
    pub needed: bool,
    /// The case's therapy supervisor, else its responsible consultant, where that person may.
    pub suggested: Option<UserId>,
    /// Everybody who may.
    pub people: Vec<UserView>,
}

/// Asked to sign what somebody else wrote, as the second person.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct CountersignRequest {
    /// The case.
    pub case_id: CaseId,
    /// The record.
    pub record_id: RecordId,
    /// The version that was read.
    pub revision: RevisionId,
    /// What is said with it; may be empty.
    pub comment: String,
}

/// Asked to give something back.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct ReturnSubmissionRequest {
    /// The case.
    pub case_id: CaseId,
    /// The record.
    pub record_id: RecordId,
    /// The version that was read.
    pub revision: RevisionId,
    /// What is to be put right; required.
    pub comment: String,
}
